// Does the gateway hear what a person said to a warning, before what was warned of reaches it?

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { press, shown, startBrowser, until } from './browser.mjs';
import { policy, startSite } from './fixture.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
beforeEach(() => {
  Object.assign(site, { answers: [], takesAnswers: async () => 200 });
  site.activities.clear();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const says = (page, words) => until(`\`${words}\``, async () => (await shown(page)).text.includes(words));
const SENDS = `<button id=b>go</button><script>got = null; b.onclick = () => fetch("/say", { method: "POST", body: "SECRET" }).then((r) => r.text()).then((text) => { got = text })</script>`;

async function open(html, options) {
  const page = await browser.open(site.origin);
  await page.goto(site.put(html, options));
  site.received.length = 0;
  return page;
}

test('the answer arrives before the request it is about, and both are one activity', async () => {
  let take;
  site.takesAnswers = () => new Promise((done) => { take = done; });
  const page = await open(SENDS, { policies: [policy('sendItem', 'warnWithJustification')] });
  await page.click('#b');
  await says(page, 'Your reason');
  await page.keyboard.type('the auditor asked for it');
  await press(page, 'Go on');
  await until('the answer is reported', () => take !== undefined);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 150)));
  assert.equal(site.received.length, 0, 'nothing is sent while the gateway does not know');
  take(200);
  await until('it is sent', () => page.evaluate(() => got === 'ok'));
  assert.equal(site.received.length, 1);
  const [{ id, after: _, ...answer }] = site.answers;
  assert.deepEqual(answer, { policy: 'sendItem-warnWithJustification', activity: 'sendItem', object: '', justification: 'the auditor asked for it' });
  const resumed = await until('it is recorded', () => site.reported('sendItem').find((one) => one.outcome === 'resumed'));
  assert.equal(resumed.id, id);
  await page.context.close();
});

for (const [status, what] of [[400, 'does not take the answer'], [503, 'cannot take it']]) {
  test(`where the gateway ${what} the request goes on, and the gateway decides about it`, async () => {
    site.takesAnswers = async () => status;
    const page = await open(SENDS, { policies: [policy('sendItem', 'warn')] });
    await page.click('#b');
    await press(page, 'Go on');
    await until('it is sent', () => page.evaluate(() => got === 'ok'));
    assert.equal(site.received.length, 1);
    await page.context.close();
  });
}

test('each file that is warned about is answered, and they are sent once', async () => {
  const html = '<input id=f type=file multiple><script>f.onchange = () => { const d = new FormData(); for (const one of f.files) d.append("file", one); fetch("/up", { method: "POST", body: d }) }</script>';
  const page = await open(html, { policies: [policy('upload', 'warn', { sessionControlType: 'controlFileUpload' })] });
  await page.evaluate(() => {
    const data = new DataTransfer();
    for (const name of ['one.txt', 'two.txt']) data.items.add(new File(['x'], name));
    f.files = data.files;
    f.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await says(page, 'and 1 more');
  await press(page, 'Go on');
  await until('they are sent', () => site.received.length > 0);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 150)));
  assert.equal(site.received.length, 1);
  assert.deepEqual(site.answers.map((one) => [one.object, one.after]), [['one.txt', 0], ['two.txt', 0]]);
  await page.context.close();
});

test('copying does not wait for the gateway, which is told all the same', async () => {
  site.takesAnswers = () => new Promise(() => {});
  const page = await open('<p id=p>SECRET</p><textarea id=t></textarea>', { policies: [policy('copy', 'warn')] });
  await page.evaluate(() => getSelection().selectAllChildren(p));
  await page.keyboard.down('Control');
  await page.keyboard.press('c');
  await page.keyboard.up('Control');
  await press(page, 'Go on');
  await until('it is copied', () => page.evaluate(() => navigator.clipboard.readText().then((text) => text === 'SECRET')));
  await until('the gateway is told', () => site.answers.length === 1);
  await page.context.close();
});

test('heeding a warning reports no answer', async () => {
  const page = await open(SENDS, { policies: [policy('sendItem', 'warn')] });
  await page.click('#b');
  await press(page, 'Cancel');
  await until('it is recorded', () => site.reported('sendItem').some((one) => one.outcome === 'cancelled'));
  assert.deepEqual([site.answers, site.received], [[], []]);
  await page.context.close();
});

// --- what only the gateway sees

const WARNED = '<button id=b>go</button><script>got = []; b.onclick = () => fetch("/warned", { method: "POST", body: "SECRET" }).then((r) => got.push(r.status))</script>';

test('a request that only the gateway warns of is asked about in the page, and made again once', async () => {
  const page = await open(WARNED, {});
  await page.click('#b');
  await says(page, 'Sending this message is allowed, but your organization asks you to think about it first.');
  assert.deepEqual(await page.evaluate(() => got), [], 'the page waits');
  await page.keyboard.type('the auditor asked for it');
  await press(page, 'Go on');
  await until('the page has its answer', () => page.evaluate(() => got.length > 0));
  assert.deepEqual(await page.evaluate(() => got), [200]);
  assert.deepEqual(site.received.map((one) => one.body), ['SECRET', 'SECRET']);
  assert.deepEqual(site.answers.map(({ id, ...one }) => one), [{ policy: 'gateway-warning', activity: 'sendItem', object: '', justification: 'the auditor asked for it', after: 1 }]);
  await page.context.close();
});

test('where the person heeds the gateway the page has its answer, and nothing is made again', async () => {
  const page = await open(WARNED, {});
  await page.click('#b');
  await says(page, 'Please think twice');
  await press(page, 'Cancel');
  await until('the page has its answer', () => page.evaluate(() => got[0] === 403));
  assert.deepEqual([site.answers, site.received.length], [[], 1]);
  await page.context.close();
});

const ASKED = '<button id=b>go</button><script>got = []; b.onclick = () => { const x = new XMLHttpRequest(); x.onload = () => got.push(x.status); x.open("POST", "/warned"); x.send("SECRET") }</script>';

test('an XMLHttpRequest that the gateway warns of has its answer, and the person may do it again', async () => {
  const page = await open(ASKED, {});
  await page.click('#b');
  await says(page, 'Please think twice');
  assert.deepEqual(await page.evaluate(() => got), [403]);
  await page.keyboard.type('the auditor asked for it');
  await press(page, 'Go on');
  await says(page, 'You can now send this message.');
  assert.equal(site.received.length, 1);
  await page.click('#b');
  await until('it is let through', () => page.evaluate(() => got[1] === 200));
  await page.context.close();
});

test('an answer of another site cannot put a question into the page', async () => {
  const other = await startSite();
  other.server.prependListener('request', (request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-expose-headers', '*');
  });
  const page = await open('', {});
  const status = await page.evaluate((address) => fetch(address, { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }).then((r) => [r.status, r.headers.get('stepgate-action')]), `${other.origin}/warned`);
  assert.deepEqual(status, [403, 'warnWithJustification']);
  assert.ok(!(await shown(page)).text.includes('think twice'));
  await page.context.close();
  await other.close();
});
