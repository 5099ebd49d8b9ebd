// Does the extension leave sites alone that nobody governs? Seen from inside the page, beside a browser without it, and over CDP.

import assert from 'node:assert/strict';
import { launch } from '../harness/browsers.mjs';
import { until } from '../harness/wait.mjs';

const PAGE = '<!doctype html><title>Here</title><p id=p>Some words</p><iframe></iframe>';

/** Sites that the extension does not govern. */
export function ungoverned(world) {
  world.test('what a page finds on a site that nobody governs is what it finds without the extension', async (page) => {
    world.server.put('/here', PAGE);
    await page.goto(world.server.page('elsewhere', '/here'));
    const withIt = await page.evaluate(surface);
    const bare = await launch(world.engine, world.screen);
    try {
      const other = await bare.page();
      await other.goto(world.server.page('elsewhere', '/here'));
      assert.deepEqual(withIt, await other.evaluate(surface));
    } finally {
      await bare.close();
    }
    await page.goto(world.server.page('files', '/here'));
    assert.notDeepEqual(await page.evaluate(surface), withIt, 'on a governed site the same look sees the guard');
  });

  world.test('content scripts are registered for governed sites only, and no other request is made for a page', async (page) => {
    const registered = await world.browser.registered();
    assert.ok(registered.length >= 4);
    for (const { matches } of registered) for (const match of matches) assert.match(match, /^http:\/\/(files|notes)\.direct\.localhost\/\*$/);
    world.server.put('/here', PAGE);
    world.server.asked.length = 0;
    await page.goto(world.server.page('elsewhere', '/here'));
    assert.deepEqual(world.server.asked.filter((one) => !one.includes('favicon')), ['GET /here']);
  });

  if (world.engine === 'chromium') inspected(world);
}

/** What only CDP shows: execution contexts, and what a function really is. */
function inspected(world) {
  world.test('on a site that nobody governs the extension has no execution context, and no function is its own', async (page) => {
    const contexts = [];
    page.cdp.on('Runtime.executionContextCreated', ({ context }) => contexts.push(context.origin));
    page.cdp.on('Runtime.executionContextsCleared', () => (contexts.length = 0));
    await page.cdp.send('Runtime.enable');
    const ours = () => contexts.filter((origin) => origin.startsWith('chrome-extension://'));
    world.server.put('/here', PAGE);
    await page.goto(world.server.page('files', '/here'));
    await until('the extension is in a governed page', () => ours().length > 0);
    assert.deepEqual(await kinds(page.cdp, ['print', 'fetch']), ['proxy', 'proxy']);
    await page.goto(world.server.page('elsewhere', '/here'));
    assert.deepEqual(ours(), []);
    const hooked = ['print', 'fetch', 'open', 'navigator.clipboard.writeText', 'navigator.sendBeacon', 'HTMLElement.prototype.click', 'XMLHttpRequest.prototype.send', 'Document.prototype.write', 'EventTarget.prototype.dispatchEvent', 'Function.prototype.toString'];
    assert.deepEqual(await kinds(page.cdp, hooked), hooked.map(() => 'native'));
  });
}

/** For each expression: `native`, `script` or `proxy`. */
function kinds(cdp, expressions) {
  return Promise.all(expressions.map(async (expression) => {
    const { result } = await cdp.send('Runtime.evaluate', { expression });
    if (result.subtype === 'proxy') return 'proxy';
    const { internalProperties } = await cdp.send('Runtime.getProperties', { objectId: result.objectId });
    return internalProperties.some(({ name }) => name === '[[FunctionLocation]]') ? 'script' : 'native';
  }));
}

/** Sent into the page: every property that its globals and their prototypes have, and what the document holds. */
function surface() {
  const seen = {};
  const look = (owner, path) => {
    for (const key of Reflect.ownKeys(owner)) {
      const { value, get, set, ...flags } = Object.getOwnPropertyDescriptor(owner, key);
      const what = [value, get, set].map((one) => (typeof one === 'function' ? `${one.name} ${one.length} ${Function.prototype.toString.call(one)}` : typeof one));
      seen[`${path}.${String(key)}`] = JSON.stringify([what, flags]);
    }
  };
  look(globalThis, 'globalThis');
  look(frames[0], 'frame');
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const value = Object.getOwnPropertyDescriptor(globalThis, name).value;
    if (typeof value !== 'function' || !value.prototype) continue;
    look(value, name);
    look(value.prototype, `${name}.prototype`);
  }
  seen.document = document.documentElement.outerHTML;
  seen.sheets = document.styleSheets.length + document.adoptedStyleSheets.length;
  return seen;
}
