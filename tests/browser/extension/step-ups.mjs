// Does what needs a step-up go on exactly once after it, and never without it? Downloads and prints with the extension.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { demoCode, enterCode, returnFrom } from '../harness/journey.mjs';
import { never, until } from '../harness/wait.mjs';
import { enter } from './journey.mjs';

/** How a confidential file leaves the library: what is pressed in its row. */
const WAYS = {
  'its link': ['a.button'],
  'a blob that the page makes': ['button.more', '.menu button:nth-child(1)'],
  'a link that script presses': ['button.more', '.menu button:nth-child(2)'],
};

/** A confidential file, taken by one of the ways. */
export function confidential(world, way) {
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

/** Printing: passed, refused, cancelled, denied, left. */
export function printing(world) {
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
