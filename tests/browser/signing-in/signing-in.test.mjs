// What does a person meet before the app? The provider's sign-in page, then the notice, once a week if they like.

import assert from 'node:assert/strict';
import { enter, journeys } from '../harness/journey.mjs';

const world = journeys('chromium');

world.test('a person signs in, reads that access is monitored, and gets to the app', async (page) => {
  await page.goto(world.product.page('files', '/library'));
  await page.see('Megan Bowen');
  assert.match(await page.url(), new RegExp(`:${world.product.providerPort}/`));
  await page.click('Alex Wilber');
  await page.see('Access to Files is monitored');
  await page.see('Hide this notification for all apps for one week');
  await page.click('Continue to Files');
  await page.waitFor('the file list', () => document.querySelector('#files tr[data-file]') !== null);
  assert.equal(await page.url(), world.product.page('files', '/library'), 'the person asked for this page');
});

world.test('the notice comes with every new session', async (page) => {
  await enter(page, world.product.page('files'), 'Adele Vance');
  await enter(await world.browser.page(), world.product.page('files'), 'Adele Vance');
});

world.test('a notice that a person hides for a week stays away from all apps and from their next session', async (page) => {
  await page.goto(world.product.page('files'));
  await page.click('Megan Bowen');
  await page.click('Hide this notification for all apps for one week');
  await page.click('Continue to Files');
  await page.waitFor('the document', () => document.querySelector('#document') !== null);
  await page.goto(world.product.page('notes'));
  await page.waitFor('notes without a notice', () => document.querySelector('#editor') !== null);
  const another = await world.browser.page();
  await another.goto(world.product.page('files'));
  await another.click('Megan Bowen');
  await another.waitFor('the document without a notice', () => document.querySelector('#document') !== null);
});

world.test('nothing of the app is shown to somebody who has not signed in', async (page) => {
  const answer = await world.product.request('files', '/api/files');
  assert.ok(answer.status >= 300 && answer.status < 500, `answered ${answer.status}`);
  assert.ok(!answer.body.includes('Salary review'));
  await enter(page, world.product.page('files', '/library'), 'Alex Wilber');
  await page.see('Salary review.xlsx');
});

world.test('the page gets one agent script, first in its head, which leaves no global and no element behind', async (page) => {
  await enter(page, world.product.page('files'), 'Alex Wilber');
  const html = await (await page.page.goto(world.product.page('files'))).text();
  const head = html.slice(html.indexOf('<head>') + '<head>'.length).trimStart();
  assert.match(head, /^<script src="\/\.stepgate\/agent-[0-9a-f]{16}\.js"/);
  assert.equal(html.match(/\.stepgate/g).length, 1);
  assert.equal(await page.evaluate(() => document.querySelectorAll('script[data-stepgate], script[src*=stepgate]').length), 0);
  assert.deepEqual(await page.evaluate(() => Object.getOwnPropertyNames(window).filter((name) => /stepgate|wasm_?bindgen/i.test(name))), []);
});
