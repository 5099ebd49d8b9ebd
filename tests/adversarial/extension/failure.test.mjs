// What if no policies come, or the extension goes? Then the default behaviour decides, and says so.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { shown, until } from '../browser.mjs';
import { startGoverned } from './fixture.mjs';

let world;
before(async () => {
  world = await startGoverned();
});
after(() => world?.close());

const PAGE = '<p>page</p><script>printed = 0; addEventListener("beforeprint", () => printed++)</script>';
const SITES = ['http://waiting.governed.localhost/*'];
const sent = () => world.site.received.filter((one) => one.body === 'SECRET').length;
const act = (page) => page.evaluate(() => {
  print();
  fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
});

/** A configuration whose gateway answers nobody. */
async function waitFor(defaultBehavior) {
  const { publicKey } = world.browser.config;
  await world.browser.ask({ is: 'configure', config: { organization: 'Example', publicKey, gateway: 'http://nobody.localhost:9/', sites: SITES, defaultBehavior } });
  await until('the pattern is governed', async () => (await world.browser.kept('policy')).sites.some(({ matches }) => matches[0] === SITES[0]));
}

test('where the policies are not here yet nothing may be done by default behaviour block, and the person is told', async () => {
  await waitFor('block');
  const page = await world.visit('waiting', PAGE);
  await act(page);
  await until('the person is told', async () => (await shown(page)).text.includes('its security policies are not here yet'));
  const [report] = await until('it is recorded', async () => orNull(await world.reported('sendItem')));
  assert.deepEqual([report.action, report.outcome], ['block', 'stopped']);
  assert.ok(report.failure, 'it says that nobody could decide');
  assert.deepEqual([sent(), await page.evaluate(() => printed)], [0, 0]);
});

test('and by default behaviour allow all may be done, and is recorded', async () => {
  await waitFor('allow');
  const page = await world.visit('waiting', PAGE);
  await act(page);
  await until('it is sent', () => sent() === 1);
  const [report] = await until('it is recorded', async () => orNull(await world.reported('sendItem')));
  assert.deepEqual([report.action, report.outcome, Boolean(report.failure)], ['audit', 'performed', true]);
});

test('a bundle that somebody changed is not believed, and what was in force stays', async () => {
  const { config } = world.browser;
  await world.browser.configure(config);
  await until('the bundle is in force', async () => (await world.browser.kept('policy')).sites.every((one) => one.boot));
  const before = await world.browser.kept('policy');
  const [head, body, signature] = config.bundle.split('.');
  const changed = { ...JSON.parse(Buffer.from(body, 'base64url')), defaultBehavior: 'allow', sites: [] };
  const forged = [head, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
  const { trouble } = await world.browser.ask({ is: 'configure', config: { ...config, bundle: forged } });
  assert.match(trouble, /bundle/);
  assert.deepEqual(await world.browser.kept('policy'), before);
  await world.browser.configure(config);
});

test('a page that was open when the extension was loaded anew goes on being held', async () => {
  const page = await world.visit('everything', PAGE);
  await world.browser.console.evaluate(() => setTimeout(() => chrome.runtime.reload(), 0));
  await until('the extension is gone from the page', () => world.browser.console.evaluate(() => 1).then(() => false, () => true));
  await act(page);
  await until('the person is told', async () => (await shown(page)).text.includes('blocked'));
  assert.deepEqual([sent(), await page.evaluate(() => printed)], [0, 0]);
});

const orNull = (list) => (list.length > 0 ? list : null);
