// Does each shipped policy do what it says when the extension carries it? The main job, for any browser and page policy.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CARD } from '../harness/secrets.mjs';
import { until } from '../harness/wait.mjs';
import { enter, visit } from './journey.mjs';
import { confidential, printing } from './step-ups.mjs';

/**
 * Every journey of the main job. A code works once in half a minute, so what takes a code of the one person with an
 * unmanaged device comes first and last.
 */
export function mainJob(world, firstWay, ...otherWays) {
  signingIn(world);
  confidential(world, firstWay);
  copyAndPaste(world);
  sending(world);
  freeDownload(world);
  printing(world);
  for (const way of otherWays) confidential(world, way);
}

function signingIn(world) {
  world.test('before anybody has signed in the site is held to the default; the sign-in comes by itself and opens the page without a reload', async (page) => {
    await visit(world, page);
    await page.evaluate(() => (globalThis.sameDocument = true));
    const other = await world.browser.popup(page);
    await page.front();
    world.screen.setClipboard('from before');
    await selectTitle(page);
    await page.press('Control+c');
    await page.seeNotice('Copy blocked');
    assert.equal(world.screen.clipboard(), 'from before');
    await other.front();
    await other.click('Alex Wilber');
    await until('the sign-in is over', () => other.isClosed());
    await page.front();
    await until('the policies are here', async () => (await world.browser.kept('policy')).user?.startsWith('alex'));
    await copiesTitle(world, page);
    assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
  });
}

function freeDownload(world) {
  world.test('a file without a label is saved at once', async (page) => {
    await enter(world, page, 'Alex Wilber', 'files', '/library');
    await page.clickOn('tr[data-file="Meeting minutes.txt"] a.button');
    const saved = await world.browser.saved.file(/^Meeting minutes.*txt$/);
    assert.ok(readFileSync(saved).equals(readFileSync('www/demo/files/meeting-minutes.txt')));
  });
}

function copyAndPaste(world) {
  world.test('copying goes through to the clipboard and is recorded under the name of the person', async (page) => {
    await enter(world, page, 'Alex Wilber');
    await copiesTitle(world, page);
    const [row] = await world.product.someRows("select * from activities where activity = 'copy' and action = 'audit'");
    assert.match(JSON.stringify(row), /alex/i);
    assert.ok(!JSON.stringify(row).includes('Harbour Line'), 'the text itself is not kept');
  });

  world.test('pasting into the page of another app is blocked, and the text goes nowhere', async (page) => {
    await enter(world, page, 'Alex Wilber', 'notes');
    world.screen.setClipboard('words from elsewhere');
    await page.waitFor('the notes are there', () => document.querySelector('#notes button') !== null);
    await page.clickOn('#new');
    await page.clickOn('#editor');
    await page.press('Control+v');
    await page.seeNotice('Paste blocked');
    assert.equal(await page.evaluate(() => document.querySelector('#editor').value), '');
    await page.type('typed by hand');
    await page.waitFor('typing works', () => document.querySelector('#editor').value === 'typed by hand');
  });
}

function sending(world) {
  world.test('uploading a program is blocked and reaches nobody, and the next file arrives', async (page) => {
    await enter(world, page, 'Alex Wilber', 'files', '/library');
    await upload(world, page, 'setup.exe', 'MZ not a program');
    await page.seeNotice('Upload blocked');
    await page.seeNotice('setup.exe');
    await page.clickNotice('Close');
    await upload(world, page, 'holiday.txt', 'sun');
    const names = async () => (await world.product.uploads()).map((each) => each.name);
    await until('the next file arrives', async () => (await names()).includes('holiday.txt'));
    assert.ok(!(await names()).includes('setup.exe'));
  });

  world.test('a message with a payment card number is blocked and reaches nobody', async (page) => {
    await enter(world, page, 'Alex Wilber', 'files', '/chat');
    await send(page, 'my card is 4111 1111 1111 1111, thanks');
    await page.seeNotice('Message blocked');
    await page.clickNotice('Close');
    await page.evaluate(() => (document.querySelector('#message').value = ''));
    await send(page, 'see you at 4111 1111 1111 1112');
    const said = async () => (await world.product.messages()).map((each) => each.text);
    await until('the harmless message arrives', async () => (await said()).includes('see you at 4111 1111 1111 1112'));
    assert.ok(!(await said()).some((text) => text.includes('1111 1111 1111 1111')));
    const [row] = await world.product.someRows("select * from activities where activity = 'sendItem'");
    assert.doesNotMatch(JSON.stringify(row), CARD, 'the number itself is not kept');
  });
}

async function copiesTitle(world, page) {
  world.screen.setClipboard('from before');
  await selectTitle(page);
  await page.press('Control+c');
  await until('the title is on the clipboard', () => world.screen.clipboard() === 'Harbour Line: project brief');
}

function selectTitle(page) {
  return page.evaluate(() => getSelection().selectAllChildren(document.querySelector('#document .title')));
}

async function upload(world, page, name, content) {
  const path = join(world.browser.home.path, name);
  writeFileSync(path, content);
  await page.chooseFiles('#file-input', [path]);
}

async function send(page, text) {
  await page.clickOn('#message');
  await page.type(text);
  await page.click('Send');
}
