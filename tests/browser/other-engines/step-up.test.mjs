// Do sign-in, block, step-up and return work in Firefox and WebKitGTK as they do in Chromium?

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { enter, journeys, prove, returnFrom } from '../harness/journey.mjs';
import { never, until } from '../harness/wait.mjs';

for (const engine of ['firefox', 'webkit']) {
  const world = journeys(engine);

  world.test('signing in leads through the notice to the app', async (page) => {
    await page.goto(world.product.page('files', '/library'));
    await page.click('Alex Wilber');
    await page.see('Access to Files is monitored');
    await page.click('Continue to Files');
    await page.see('Salary review.xlsx');
  });

  world.test('a paste that a policy blocks brings nothing into the page', async (page) => {
    await enter(page, world.product.page('notes'), 'Alex Wilber');
    world.screen.setClipboard('words from elsewhere');
    await page.waitFor('the notes are there', () => document.querySelector('#notes button') !== null);
    await page.clickOn('#new');
    await page.clickOn('#editor');
    await page.press('Control+v');
    await world.product.someRows("select * from activities where activity = 'paste' and action = 'block'");
    assert.equal(await page.evaluate(() => document.querySelector('#editor').value), '');
  });

  world.test('a confidential file is saved after the step-up, once, on the page where it began', async (page) => {
    const address = world.product.page('files', '/library');
    await enter(page, address, 'Alex Wilber');
    await page.clickOn('tr[data-file="Salary review.xlsx"] a.button');
    await page.waitFor('the dialog takes the keyboard', () => !['A', 'BODY', 'HTML'].includes(document.activeElement?.tagName));
    await page.press('Enter');
    // Where the browser opens no window, the check takes the place of the page, and comes back to it.
    const hasWindow = async () => (await world.browser.pageCount(page)) > 1;
    await until('the check', async () => (await hasWindow()) || new URL(await page.url()).port === String(world.product.providerPort));
    assert.deepEqual(world.browser.saved.names(), [], 'nothing is saved before the check');
    if (await hasWindow()) await returnFrom(page, await world.browser.popup(page));
    else await prove(page);
    const saved = await world.browser.saved.file(/^Salary review/);
    assert.ok(readFileSync(saved).equals(readFileSync('www/demo/files/salary-review.xlsx')));
    await never('a second copy', () => world.browser.saved.names().length > 1);
    assert.equal(await page.url(), address);
  });
}
