// Does every activity reach the gateway, whatever happens to the worker, the browser and the gateway in between?

import assert from 'node:assert/strict';
import { Product } from '../harness/product.mjs';
import { until } from '../harness/wait.mjs';
import { enter, extensionJourneys, signIn } from './journey.mjs';

for (const engine of ['chromium', 'firefox']) {
  const world = extensionJourneys(engine);
  const copies = () => world.product.rows("select * from activities where activity = 'copy' order by seq");
  const waiting = async () => {
    const { recorded } = await world.browser.ask({ is: 'state' });
    return recorded.kept;
  };

  world.test('an activity that finds the worker stopped wakes it and arrives', async (page) => {
    await enter(world, page, 'Alex Wilber');
    await world.browser.stopWorker();
    await copyTitle(page);
    await until('the copy', () => copies().length === 1);
  });

  world.test('the worker may stop as soon as an activity is made', async (page) => {
    await enter(world, page, 'Alex Wilber');
    const before = copies().length;
    await copyTitle(page);
    await world.browser.stopWorker();
    await until('the copy', async () => {
      await world.browser.ask({ is: 'refresh' });
      return copies().length === before + 1;
    });
  });

  world.test('what happens while the gateway is down outlives the browser, and arrives once, under the name of its person', async (page) => {
    await enter(world, page, 'Alex Wilber');
    const before = copies().length;
    assert.equal(await world.product.stop(), 'ended with 0');
    await copyTitle(page);
    await until('it is kept', async () => (await waiting()) > 0);
    await world.browser.restart();
    assert.ok((await waiting()) > 0, 'it is still there');
    await Product.start(world.product);
    const again = await world.browser.page();
    await signIn(world, again, 'Alex Wilber');
    await until('it arrives', async () => copies().length === before + 1);
    await until('nothing waits', async () => (await waiting()) === 0);
    assert.match(JSON.stringify(copies().at(-1)), /alex/i);
    assert.equal(new Set(copies().map((row) => row.id)).size, before + 1);
  });
}

async function copyTitle(page) {
  await page.evaluate(() => getSelection().selectAllChildren(document.querySelector('#document .title')));
  await page.press('Control+c');
}
