// What if nobody can decide? Then the default behaviour does, and says so.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { shown, startBrowser, until } from './browser.mjs';
import { bootFor, policy, startSite } from './fixture.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const html = '<script>seen = 0; addEventListener("beforeprint", () => seen++); print()</script>';
const NO_WASM = { 'content-security-policy': "script-src 'self' 'unsafe-inline'" };
const broken = (boot) => boot.slice(0, -8) + (boot.at(-8) === 'A' ? 'B' : 'A') + boot.slice(-7);

async function printsWith(options) {
  const page = await browser.open(site.origin);
  site.activities.clear();
  await page.goto(site.put(html, options));
  const printed = (await page.evaluate(() => seen)) > 0;
  const reported = await until('a report', () => [...site.activities.values()].find((one) => one.failure === 'corruptBundle'));
  return { page, printed, reported };
}

test('a page whose boot is empty may do nothing, and reports it', async () => {
  const { page, printed, reported } = await printsWith({ boot: '' });
  assert.ok(!printed);
  assert.equal(reported.action, 'block');
  await page.context.close();
});

test('a changed policy bundle is not believed: nothing may be done, and the person is told', async () => {
  const { page, printed, reported } = await printsWith({ boot: broken(bootFor([], 'allow')) });
  assert.ok(!printed);
  assert.deepEqual([reported.activity, reported.action, reported.outcome], ['print', 'block', 'stopped']);
  await until('the notice', async () => (await shown(page)).text.includes('could not be read'));
  await page.context.close();
});

test('where WebAssembly is forbidden the default behaviour holds: block', async () => {
  const { page, printed, reported } = await printsWith({ policies: [policy('print', 'audit')], headers: NO_WASM });
  assert.ok(!printed);
  assert.deepEqual([reported.activity, reported.action, reported.outcome], ['custom:agent', 'block', 'failed']);
  await page.context.close();
});

test('where WebAssembly is forbidden the default behaviour holds: allow', async () => {
  const { page, printed, reported } = await printsWith({ policies: [policy('print', 'block')], defaultBehavior: 'allow', headers: NO_WASM });
  assert.ok(printed);
  assert.equal(reported.action, 'audit');
  await page.context.close();
});

test('without a boot every hook that can refuse does', async () => {
  const page = await browser.open(site.origin);
  site.received.length = 0;
  await page.goto(site.put('<textarea id=t>text</textarea>', { boot: '', headers: NO_WASM }));
  await page.evaluate(() => fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {}));
  await page.evaluate(() => navigator.sendBeacon('/say', 'SECRET'));
  assert.deepEqual(site.received.filter((one) => one.path === '/say'), []);
  await page.context.close();
});
