// Does each shipped policy do what it says? Looked for on the clipboard, on disk, in the app and in the store.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { enter, journeys, returnFrom } from '../harness/journey.mjs';
import { CARD } from '../harness/secrets.mjs';
import { never, until } from '../harness/wait.mjs';

const world = journeys('chromium');
const files = (path) => world.product.page('files', path);

world.test('copying goes through to the clipboard and is recorded', async (page) => {
  await enter(page, files('/'), 'Alex Wilber');
  world.screen.setClipboard('from before');
  await selectTitle(page);
  await page.press('Control+c');
  await until('the title is on the clipboard', () => world.screen.clipboard() === 'Harbour Line: project brief');
  const [row] = await world.product.someRows("select * from activities where activity = 'copy'");
  assert.equal(row.action, 'audit');
});

world.test('pasting into the page of another app is blocked, and the text goes nowhere', async (page) => {
  await enter(page, world.product.page('notes'), 'Alex Wilber');
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

world.test('pasting where no policy forbids it works', async (page) => {
  await enter(page, files('/'), 'Alex Wilber');
  world.screen.setClipboard('words to keep');
  await page.clickOn('#document-notes');
  await page.press('Control+v');
  await page.waitFor('the words arrive', () => document.querySelector('#document-notes').innerText.includes('words to keep'));
});

world.test('a file without a label is saved at once on any device', async (page) => {
  await enter(page, files('/library'), 'Alex Wilber');
  await download(page, 'Meeting minutes.txt');
  const saved = await world.browser.saved.file(/^Meeting minutes.*txt$/);
  assert.ok(readFileSync(saved).equals(readFileSync('www/demo/files/meeting-minutes.txt')));
});

world.test('a confidential file is free on a managed device', async (page) => {
  await enter(page, files('/library'), 'Megan Bowen');
  await download(page, 'Budget 2027.xlsx');
  const saved = await world.browser.saved.file(/^Budget 2027.*xlsx$/);
  assert.ok(readFileSync(saved).equals(readFileSync('www/demo/files/budget-2027.xlsx')));
});

for (const [way, act] of [
  ['its link', download],
  ['a blob that the page makes', (page, name) => choose(page, name, 'Save a copy')],
  ['a link that script presses', (page, name) => choose(page, name, 'Export')],
]) {
  world.test(`a confidential file leaves an unmanaged device by ${way} after a security check, once`, async (page) => {
    await enter(page, files('/library'), 'Alex Wilber');
    world.browser.saved.clear();
    await act(page, 'Salary review.xlsx');
    await page.seeNotice('Security check required');
    assert.deepEqual(world.browser.saved.names(), [], 'nothing is saved before the check');
    await page.clickNotice("Verify it's you");
    const popup = await world.browser.popup(page);
    await returnFrom(page, popup);
    const saved = await world.browser.saved.file(/^Salary review.*xlsx$/);
    assert.ok(readFileSync(saved).equals(readFileSync('www/demo/files/salary-review.xlsx')));
    await never('a second copy', () => world.browser.saved.names().length > 1);
    await page.noNotice();
  });
}

for (const name of ['setup.exe', 'invoice.exe.txt']) {
  world.test(`uploading ${name} is blocked and reaches nobody`, async (page) => {
    await enter(page, files('/library'), 'Alex Wilber');
    await upload(page, name, 'MZ not a program');
    await page.seeNotice('Upload blocked');
    await page.seeNotice(name);
    await page.clickNotice('Close');
    await upload(page, 'holiday.txt', 'sun');
    await until('the next file arrives', async () => (await uploaded()).includes('holiday.txt'));
    assert.ok(!(await uploaded()).includes(name));
  });
}

world.test('a program dropped into the page is blocked and reaches nobody', async (page) => {
  await enter(page, files('/library'), 'Alex Wilber');
  const path = join(world.browser.home.path, 'dropped.bat');
  writeFileSync(path, 'echo');
  await page.dropFile('#drop', path);
  await page.seeNotice('Uploading dropped.bat is blocked');
  const plain = join(world.browser.home.path, 'dropped.txt');
  writeFileSync(plain, 'hello');
  await page.dropFile('#drop', plain);
  await until('the next file arrives', async () => (await uploaded()).includes('dropped.txt'));
  assert.ok(!(await uploaded()).includes('dropped.bat'));
});

world.test('a message with a payment card number is blocked and reaches nobody', async (page) => {
  await enter(page, files('/chat'), 'Alex Wilber');
  await send(page, 'my card is 4111 1111 1111 1111, thanks');
  await page.seeNotice('Message blocked');
  await page.clickNotice('Close');
  await page.evaluate(() => (document.querySelector('#message').value = ''));
  await send(page, 'see you at 4111 1111 1111 1112');
  await until('the harmless message arrives', async () => (await said()).includes('see you at 4111 1111 1111 1112'));
  assert.ok(!(await said()).some((text) => text.includes('1111 1111 1111 1111')));
  const [row] = await world.product.someRows("select * from activities where activity = 'sendItem'");
  assert.doesNotMatch(JSON.stringify(row), CARD, 'the number itself is not kept');
});

async function uploaded() {
  return (await world.product.uploads()).map((upload) => upload.name);
}

async function said() {
  return (await world.product.messages()).map((message) => message.text);
}

function selectTitle(page) {
  return page.evaluate(() => getSelection().selectAllChildren(document.querySelector('#document .title')));
}

function download(page, name) {
  return page.clickOn(`tr[data-file="${name}"] a.button`);
}

async function choose(page, name, action) {
  await page.clickOn(`tr[data-file="${name}"] button.more`);
  await page.clickOn(`tr[data-file="${name}"] .menu button:nth-child(${action === 'Export' ? 2 : 1})`);
}

async function upload(page, name, content) {
  const path = join(world.browser.home.path, name);
  writeFileSync(path, content);
  await page.chooseFiles('#file-input', [path]);
}

async function send(page, text) {
  await page.clickOn('#message');
  await page.type(text);
  await page.click('Send');
}
