// Can an administrator see what happened, as it happens, and why?

import assert from 'node:assert/strict';
import { enter, journeys } from '../harness/journey.mjs';
import { Product } from '../harness/product.mjs';

const world = journeys('chromium');
const console_ = () => world.product.page('files', '/.stepgate/console/');

world.test('an activity appears while the console is open, filters, and opens to why', async (admin) => {
  await enter(admin, world.product.page('files'), 'Adele Vance');
  await admin.goto(console_());
  await admin.waitFor('the console', () => document.querySelector('main, table') !== null);
  const alex = await world.browser.page();
  await enter(alex, world.product.page('files', '/chat'), 'Alex Wilber');
  await alex.clickOn('#message');
  await alex.type('4111 1111 1111 1111');
  await alex.click('Send');
  await admin.see('alex');
  await admin.see('sendItem').catch(() => admin.see('Send'));
  await alex.close();
});

world.test('somebody who is not an administrator gets a readable refusal and no activity', async (page) => {
  await enter(page, world.product.page('files'), 'Alex Wilber');
  await page.goto(console_());
  assert.equal(await page.evaluate(async () => (await fetch('/.stepgate/console/api/activities')).status), 403);
  await page.see('administrator');
});

world.test('activities survive a restart', async (page) => {
  const before = world.product.rows('select id from activities order by id');
  assert.ok(before.length > 0);
  await world.product.stop();
  await Product.start(world.product);
  assert.deepEqual(world.product.rows('select id from activities order by id'), before);
  await enter(page, world.product.page('files'), 'Adele Vance');
  await page.goto(console_());
  await page.see('alex');
});
