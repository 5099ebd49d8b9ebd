// Do new policies, and the end of old ones, reach pages that are open? And what does the popup say of it?

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { signedConfiguration } from '../harness/bundle.mjs';
import { never, until } from '../harness/wait.mjs';
import { enter, SITES, visit } from './journey.mjs';

const rule = (id, activity, action, more = {}) => ({ id, name: id, enabled: true, sessionControlType: 'blockActivities', activityTypes: [activity], action, ...more });
const FILES = { app: 'files', title: 'Files', matches: [SITES[0]] };
const TITLE = 'Harbour Line: project brief';

/** What changes in the policies, and what the person sees of it. */
export function policies(world) {
  world.test('a policy that is added and taken away again holds in the open page without a reload', async (page) => {
    await enter(world, page, 'Alex Wilber');
    await page.evaluate(() => (globalThis.sameDocument = true));
    world.product.putPolicy(rule('no-copies', 'copy', 'block', { message: 'Not today.' }));
    await until('copying is blocked', async () => !(await copies(world, page)) && (await page.notice()).includes('Copy blocked'));
    world.product.removePolicy('no-copies');
    await until('copying works again', () => copies(world, page));
    assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
  });

  world.test('what a boundary keeps inside is pasted inside, and other programs get a notice', async (page) => {
    await enter(world, page, 'Alex Wilber');
    const inside = ['files', 'notes'];
    const conditions = { all: [{ filter: 'source', operator: 'equals', values: inside }, { filter: 'destination', operator: 'doesNotEqual', values: inside }] };
    world.product.putPolicy(rule('boundary', 'copy', 'block', { activityTypes: ['copy', 'paste'], conditions, message: 'It stays here.' }));
    await until('the notice is on the clipboard', async () => !(await copies(world, page)) && world.screen.clipboard() === 'It stays here.');
    assert.ok(!world.screen.clipboard('text/html').includes(TITLE));
    await page.clickOn('#document-notes');
    await page.press('Control+v');
    await page.waitFor('it is pasted', (text) => document.querySelector('#document-notes').innerText.includes(text), TITLE);
    world.product.removePolicy('boundary');
    await until('copying works again', () => copies(world, page));
  });

  world.test('what the server sends as an attachment to a plain link is held to its name and to what is in it, and leaves no file', async (page) => {
    const card = { inspection: { presetExpression: 'paymentCard', minimumViolations: 1 }, conditions: { filter: 'app', operator: 'equals', values: ['files'] } };
    attach(world, '/cards.txt', 'pay with 4111 1111 1111 1111');
    attach(world, '/plain.txt', 'pay with nothing');
    await enter(world, page, 'Alex Wilber');
    const { revision } = await world.browser.kept('policy');
    world.product.putPolicy(rule('no-cards', 'download', 'block', { sessionControlType: 'controlFileDownload', ...card }));
    await until('the new policy is here', async () => (await newest(world)).revision !== revision);
    world.browser.saved.clear();
    await follow(page, '/cards.txt');
    await page.seeNotice('Download blocked');
    await page.seeNotice('cards.txt');
    await world.product.someRows("select * from activities where activity = 'download' and action = 'block'");
    await until('nothing is left', () => world.browser.saved.all().length === 0);
    await never('a file', () => world.browser.saved.all().length > 0);
    await follow(page, '/plain.txt');
    await world.browser.saved.file(/^plain\.txt$/);
    world.product.removePolicy('no-cards');
  });

  world.test('a program that the server calls a document is told by its bytes, and a document is saved byte for byte', async (page) => {
    const document = `%PDF-1.7\n${'x'.repeat(100_000)}`;
    attach(world, '/invoice.pdf', Buffer.from(`\x7fELF\x02\x01\x01${'\0'.repeat(100_000)}`, 'latin1'), 'application/pdf');
    attach(world, '/honest.pdf', document, 'application/pdf');
    await enter(world, page, 'Alex Wilber');
    const { revision } = await world.browser.kept('policy');
    world.product.putPolicy(rule('no-programs', 'download', 'block', { conditions: { filter: 'fileType', operator: 'equals', values: ['executable'] } }));
    await until('the new policy is here', async () => (await newest(world)).revision !== revision);
    world.browser.saved.clear();
    await follow(page, '/invoice.pdf');
    await page.seeNotice('Download blocked');
    await page.seeNotice('invoice.pdf');
    await until('nothing is left', () => world.browser.saved.all().length === 0);
    await never('a file', () => world.browser.saved.all().length > 0);
    await follow(page, '/honest.pdf');
    assert.equal(readFileSync(await world.browser.saved.file(/^honest\.pdf$/), 'latin1'), document);
    world.product.removePolicy('no-programs');
  });

  world.test('policies that run out leave the open page to the default, and both the page and the popup say so', async (page) => {
    const rules = [rule('record', 'copy', 'audit')];
    await world.browser.configure(signedConfiguration({ policies: rules, sites: [FILES], lifetime: '6s' }));
    await visit(world, page);
    await until('copying works', () => copies(world, page));
    await until('the policies run out', async () => !(await copies(world, page)) && (await page.notice()).includes('policies of this page have run out'));
    assert.match(await popup(world, page), /^Contoso governs this site, Files, but its policies ran out .* are blocked and recorded/);
    await world.browser.configure(world.config);
  });

  world.test('a page that was open before its site was governed is held from then on', async (page) => {
    await world.browser.configure({ ...world.config, sites: [SITES[1]] });
    await until('copying in a page that nobody governs', async () => (await visit(world, page), copies(world, page)));
    await world.browser.configure(world.config);
    await until('copying is blocked', async () => !(await copies(world, page)) && (await page.notice()).includes('Copy blocked'));
  });

  world.test('the popup says in one sentence who governs the site, what is recorded and which checks hold', async (page) => {
    await visit(world, page);
    assert.match(await popup(world, page), /^Contoso governs this site, .*, but its policies are not here yet/);
    await enter(world, page, 'Megan Bowen');
    assert.match(await popup(world, page), /^Contoso governs this site, Files: it may record that you copy.*never the content, and no security check of yours is active\.$/);
    await page.goto(world.server.page('elsewhere'));
    assert.equal(await popup(world, page), 'Stepgate does nothing on this site.');
  });

  world.test('the browser changes the headers that the bundle says, on the governed site only', async (page) => {
    const responseHeaders = [{ header: 'content-security-policy', operation: 'append', value: "img-src 'none'" }];
    await world.browser.configure(signedConfiguration({ policies: [], sites: [{ ...FILES, responseHeaders }] }));
    world.server.put('/image', '<!doctype html><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">');
    for (const [app, allowed] of [['files', false], ['elsewhere', true]]) {
      const refused = await until(`an answer on ${app}`, async () => {
        await page.goto(world.server.page(app, '/image'));
        return [await page.evaluate(imageRefused)];
      });
      assert.deepEqual(refused, [!allowed], app);
    }
    await world.browser.configure(world.config);
  });
}

/** Whether Ctrl+C puts the title on the clipboard, with the newest policies. */
async function copies(world, page) {
  await newest(world);
  world.screen.setClipboard('from before');
  await page.evaluate(() => getSelection().selectAllChildren(document.querySelector('#document .title')));
  await page.press('Control+c');
  return until('the clipboard', () => world.screen.clipboard() === TITLE, 500).catch(() => false);
}

/** The policies, after asking the gateway. */
async function newest(world) {
  await world.browser.ask({ is: 'refresh' });
  return world.browser.kept('policy');
}

function attach(world, path, content, type = 'text/plain') {
  world.server.put(path, content, { 'content-type': type, 'content-disposition': `attachment; filename="${path.slice(1)}"` });
}

/** Presses a link without `download`, which only its server makes one. */
async function follow(page, path) {
  await page.evaluate((href) => document.body.prepend(Object.assign(document.createElement('a'), { href, textContent: 'The attachment', id: 'attachment' })), path);
  await page.click('The attachment');
  await page.evaluate(() => document.querySelector('#attachment').remove());
}

/** Sent into the page. */
function imageRefused() {
  return new Promise((done) => {
    const image = new Image();
    image.onload = () => done(false);
    image.onerror = () => done(true);
    image.src = `data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7`;
  });
}

/** The sentence of the popup over the page. */
async function popup(world, page) {
  await page.front();
  const opened = await world.browser.side.open('popup.html');
  try {
    return await until('the popup says something', () => opened.evaluate(() => document.querySelector('#main').ariaBusy === 'false' && document.querySelector('#sentence').textContent.trim()));
  } finally {
    await opened.close();
  }
}
