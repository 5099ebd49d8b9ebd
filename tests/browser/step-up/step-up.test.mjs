// Does a step-up lead through the proof and back to the same place, exactly once, or to a clear end?

import assert from 'node:assert/strict';
import { demoCode, enter, enterCode, journeys, prove, returnFrom } from '../harness/journey.mjs';
import { never, until } from '../harness/wait.mjs';

const world = journeys('chromium');
const prints = () => world.browser.printed.names().length;

world.test('printing asks for a proof, keeps the page as it was, and then prints once', async (page) => {
  await enter(page, world.product.page('files'), 'Alex Wilber');
  await page.evaluate(() => {
    document.querySelector('#document-notes').textContent = 'half a thought';
    document.querySelector('.wide-table').scrollIntoView();
  });
  const scrolled = await page.evaluate(() => scrollY);
  const before = prints();
  await startPrinting(page);
  assert.equal(prints(), before, 'nothing is printed before the proof');
  await returnFrom(page, await popup(page));
  await until('a print', () => prints() === before + 1);
  await never('a second print', () => prints() > before + 1);
  assert.equal(await page.evaluate(() => document.querySelector('#document-notes').textContent), 'half a thought');
  assert.equal(await page.evaluate(() => scrollY), scrolled);
  await page.noNotice();
  assert.equal(await world.browser.pageCount(page), 1, 'the window of the proof is gone');
  await world.product.someRows("select * from activities where activity = 'print' and outcome = 'resumed'");
  const rows = world.product.rows("select outcome from activities where activity = 'print' order by seq");
  assert.deepEqual(rows.map((row) => row.outcome), ['stepUpStarted', 'resumed']);
});

world.test('the proof holds for the next print', async (page) => {
  await enter(page, world.product.page('files'), 'Alex Wilber');
  await startPrinting(page);
  await returnFrom(page, await popup(page));
  const before = await until('a print', () => prints());
  await page.evaluate(() => document.querySelector('#print').click());
  await until('a second print', () => prints() === before + 1);
});

world.test('a wrong code is refused and the right one still works', async (page) => {
  await enter(page, world.product.page('files'), 'Megan Bowen');
  const before = prints();
  await startPrinting(page);
  const window = await popup(page);
  const right = await demoCode(window);
  await enterCode(window, String((Number(right) + 1) % 1_000_000).padStart(6, '0'));
  await window.waitFor('the page again', () => document.querySelector('#demo-code') !== null && /wrong|not right|incorrect|again/i.test(document.body.innerText));
  assert.equal(prints(), before);
  await returnFrom(page, window);
  await until('a print', () => prints() === before + 1);
});

world.test('cancelling at the provider ends with a notice, without a loop and without a print', async (page) => {
  await enter(page, world.product.page('files'), 'Megan Bowen');
  const before = prints();
  await startPrinting(page);
  await (await popup(page)).click('Cancel');
  await until('the window closes', async () => (await world.browser.pageCount(page)) === 1);
  await page.seeNotice('Security check cancelled');
  await never('a print or another window', async () => prints() > before || (await world.browser.pageCount(page)) > 1);
  await world.product.someRows("select * from activities where activity = 'print' and outcome = 'cancelled'");
});

world.test('declining the terms of use ends without a print', async (page) => {
  await enter(page, world.product.page('files'), 'Adele Vance');
  const before = prints();
  await startPrinting(page);
  const window = await popup(page);
  await enterCode(window, await demoCode(window));
  await window.click('Decline');
  await page.seeNotice('did not go ahead');
  await never('a print', () => prints() > before);
});

world.test('a person who may not satisfy the context gets a final answer, at once and without a loop', async (page) => {
  await enter(page, world.product.page('files'), 'Isaiah Langer');
  const before = prints();
  await startPrinting(page);
  const window = await popup(page);
  await window.see('Access blocked');
  await window.click('Back to the app');
  await until('the window closes', () => window.isClosed());
  await page.seeNotice('Your account does not meet what this security check asks for.');
  await never('a print or another window', async () => prints() > before || (await world.browser.pageCount(page)) > 1);
  await world.product.someRows("select * from activities where activity = 'print' and outcome = 'denied'");
});

world.test('closing the window of the proof leaves the page usable and nothing printed', async (page) => {
  await enter(page, world.product.page('files'), 'Megan Bowen');
  const before = prints();
  await startPrinting(page);
  await (await popup(page)).close();
  await page.clickNotice('Cancel');
  await page.seeNotice('Security check cancelled');
  await never('a print', () => prints() > before);
});

world.test('without a window the step-up goes through the page itself and returns to the same address and place', async (page) => {
  const address = world.product.page('files', '/?from=mail#milestones');
  await refusePopups(page);
  await enter(page, world.product.page('files', '/?from=mail'), 'Adele Vance');
  await page.evaluate(() => {
    location.hash = '#milestones';
    document.querySelector('.wide-table').scrollIntoView();
  });
  const scrolled = await page.evaluate(() => scrollY);
  const before = prints();
  await page.evaluate(() => document.querySelector('#print').click());
  await page.seeNotice('Security check required');
  await page.clickNotice("Verify it's you");
  await page.arrive(new RegExp(`:${world.product.providerPort}/`));
  await prove(page);
  await page.arrive(/files\.localhost/);
  assert.equal(await page.url(), address);
  await page.seeNotice('Security check passed');
  await until('the scroll position', async () => Math.abs((await page.evaluate(() => scrollY)) - scrolled) < 2);
  assert.equal(prints(), before, 'a browser wants a fresh gesture first');
  await page.clickNotice('Continue');
  await until('a print', () => prints() === before + 1);
  await never('a second print', () => prints() > before + 1);
});

async function startPrinting(page) {
  await page.evaluate(() => document.querySelector('#print').click());
  await page.seeNotice('Security check required');
}

async function popup(page) {
  await page.clickNotice("Verify it's you");
  return world.browser.popup(page);
}

/** As a browser with a popup blocker does: `window.open` answers null, from before the agent on. */
async function refusePopups(page) {
  await page.page.evaluateOnNewDocument(() => {
    window.open = () => null;
  });
}
