// Does each shipped policy do what it says when the extension carries it? The main job, for any browser and page policy.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoCode, enterCode, returnFrom } from '../harness/journey.mjs';
import { never, until } from '../harness/wait.mjs';
import { enter, extensionJourneys, visit } from './journey.mjs';

/**
 * Every journey of the main job in `engine`, on pages under `pagePolicy`. A code works once in half a minute, so what takes a
 * code of the one person with an unmanaged device comes first and last.
 */
export function mainJob(engine, pagePolicy, firstWay, ...otherWays) {
  const world = extensionJourneys(engine, pagePolicy);
  signingIn(world);
  confidential(world, firstWay);
  copyAndPaste(world);
  sending(world);
  downloading(world);
  printing(world);
  for (const way of otherWays) confidential(world, way);
  return world;
}

/** How a confidential file leaves the library: what is pressed in its row. */
const WAYS = {
  'its link': ['a.button'],
  'a blob that the page makes': ['button.more', '.menu button:nth-child(1)'],
  'a link that script presses': ['button.more', '.menu button:nth-child(2)'],
};

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
    assert.ok(!JSON.stringify(row).includes('4111'), 'the number itself is not kept');
  });
}

function downloading(world) {
  world.test('a file without a label is saved at once', async (page) => {
    await enter(world, page, 'Alex Wilber', 'files', '/library');
    await page.clickOn('tr[data-file="Meeting minutes.txt"] a.button');
    const saved = await world.browser.saved.file(/^Meeting minutes.*txt$/);
    assert.ok(readFileSync(saved).equals(readFileSync('www/demo/files/meeting-minutes.txt')));
  });
}

function confidential(world, way) {
  world.test(`a confidential file leaves an unmanaged device by ${way} after a security check, once`, async (page) => {
    await enter(world, page, 'Alex Wilber', 'files', '/library');
    world.browser.saved.clear();
    for (const selector of WAYS[way]) await page.clickOn(`tr[data-file="Salary review.xlsx"] ${selector}`);
    await page.seeNotice('Security check required');
    assert.deepEqual(world.browser.saved.names(), [], 'nothing is saved before the check');
    await page.clickNotice("Verify it's you");
    await returnFrom(page, await world.browser.popup(page));
    const saved = await world.browser.saved.file(/^Salary review.*xlsx$/);
    assert.ok(readFileSync(saved).equals(readFileSync('www/demo/files/salary-review.xlsx')));
    await never('a second copy', () => world.browser.saved.names().length > 1);
    await page.noNotice();
    assert.equal(await page.url(), world.server.page('files', '/library'));
    await world.product.someRows("select * from activities where activity = 'download' and outcome = 'resumed'");
    const rows = world.product.rows("select outcome from activities where activity = 'download' and action = 'requireStepUp' order by seq desc limit 2");
    assert.deepEqual(rows.map((row) => row.outcome), ['resumed', 'stepUpStarted']);
  });
}

function printing(world) {
  const startPrinting = async (page) => {
    world.browser.printed.clear();
    await page.evaluate(() => document.querySelector('#print').click());
    await page.seeNotice('Security check required');
  };
  const prints = () => world.browser.printed.names().length;
  const checkWindow = async (page) => {
    await page.clickNotice("Verify it's you");
    return world.browser.popup(page);
  };

  world.test('printing asks for a proof, keeps the page as it was, prints once, and the proof holds for the next print', async (page) => {
    await enter(world, page, 'Megan Bowen');
    await page.evaluate(() => (document.querySelector('#document-notes').textContent = 'half a thought'));
    await startPrinting(page);
    assert.equal(prints(), 0, 'nothing is printed before the proof');
    await returnFrom(page, await checkWindow(page));
    await until('a print', () => prints() === 1);
    await never('a second print', () => prints() > 1);
    assert.equal(await page.evaluate(() => document.querySelector('#document-notes').textContent), 'half a thought');
    assert.equal(await world.browser.pageCount(page), 1, 'the window of the proof is gone');
    await world.product.someRows("select * from activities where activity = 'print' and outcome = 'resumed'");
    world.browser.printed.clear();
    await page.evaluate(() => document.querySelector('#print').click());
    await until('the next print', () => prints() === 1);
  });

  world.test('a wrong code is refused, and cancelling then ends with a notice and without a print', async (page) => {
    await enter(world, page, 'Adele Vance');
    await startPrinting(page);
    const window = await checkWindow(page);
    await enterCode(window, String((Number(await demoCode(window)) + 1) % 1_000_000).padStart(6, '0'));
    await window.waitFor('the page again', () => document.querySelector('#demo-code') !== null && /wrong|not right|incorrect|again/i.test(document.body.innerText));
    await window.click('Cancel');
    await until('the window closes', async () => (await world.browser.pageCount(page)) === 1);
    await page.seeNotice('Security check cancelled');
    await never('a print or another window', async () => prints() > 0 || (await world.browser.pageCount(page)) > 1);
    await world.product.someRows("select * from activities where activity = 'print' and outcome = 'cancelled'");
  });

  world.test('a person who may not satisfy the context gets a final answer, at once and without a loop', async (page) => {
    await enter(world, page, 'Isaiah Langer');
    await startPrinting(page);
    const window = await checkWindow(page);
    await window.see('Access blocked');
    await window.click('Back to the app');
    await until('the window closes', () => window.isClosed());
    await page.seeNotice('Your account does not meet what this security check asks for.');
    await never('a print or another window', async () => prints() > 0 || (await world.browser.pageCount(page)) > 1);
    await world.product.someRows("select * from activities where activity = 'print' and outcome = 'denied'");
  });

  world.test('closing the window of the proof leaves the page usable and nothing printed', async (page) => {
    await enter(world, page, 'Megan Bowen');
    await startPrinting(page);
    await (await checkWindow(page)).close();
    await page.clickNotice('Cancel');
    await page.seeNotice('Security check cancelled');
    await never('a print', () => prints() > 0);
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
