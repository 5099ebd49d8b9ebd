// Does every activity reach the gateway, whatever happens to the worker, the browser and the gateway in between?

import assert from 'node:assert/strict';
import { Product } from '../harness/product.mjs';
import { until } from '../harness/wait.mjs';
import { enter, signIn } from './journey.mjs';

/** These end with the product started anew, so they come last in their world. */
export function activities(world) {
  const copies = () => world.product.rows("select * from activities where activity = 'copy' order by seq");
  const waiting = async () => {
    const { recorded } = await world.browser.ask({ is: 'state' });
    return recorded.kept;
  };

  world.test('an activity that finds the worker stopped wakes it and arrives', async (page) => {
    await enter(world, page, 'Alex Wilber');
    const before = copies().length;
    await world.browser.stopWorker();
    await copyTitle(page);
    await until('the copy', () => copies().length === before + 1);
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

  world.test('a page can neither tell the gateway activities nor read policies, though its person is signed in there', async (page) => {
    await enter(world, page, 'Alex Wilber');
    const id = 'f'.repeat(32);
    const before = world.product.rows('select * from activities').length;
    const read = await page.evaluate(forge, world.gateway, id);
    assert.deepEqual(read, []);
    await copyTitle(page);
    await until('what the extension tells arrives', () => world.product.rows('select * from activities').length > before);
    assert.deepEqual(world.product.rows(`select * from activities where id = '${id}'`), []);
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
    await signIn(world, await world.browser.page(), 'Megan Bowen');
    await until('the gateway hears of what Megan has', async () => (await world.browser.ask({ is: 'refresh' })).refreshed);
    assert.ok((await waiting()) > 0, 'what Alex did is not told under her name');
    await signIn(world, await world.browser.page(), 'Alex Wilber');
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

/** Sent into the page: tries to speak with the gateway as the extension does; answers what it could read. */
async function forge(gateway, id) {
  const activity = { id, time: Date.now(), activity: 'copy', action: 'audit', policy: null, outcome: 'performed', url: location.href, file: null, matches: [], failure: null, revision: '0'.repeat(16), trace: [], source: 'agent', detail: null };
  const body = JSON.stringify({ activities: [activity] });
  const read = [];
  const ask = async (path, options) => {
    const answer = await fetch(`${gateway}.stepgate/${path}`, { credentials: 'include', ...options }).catch(() => null);
    const text = await answer?.text();
    if (text) read.push(path);
  };
  for (const mode of ['cors', 'no-cors']) {
    await ask('activities', { method: 'POST', mode, body });
    await ask('activities', { method: 'POST', mode, body, headers: { 'content-type': 'application/json', 'stepgate-app': 'files' } }).catch(() => {});
    await ask('extension/policy', { mode });
  }
  navigator.sendBeacon(`${gateway}.stepgate/activities`, body);
  return read;
}
