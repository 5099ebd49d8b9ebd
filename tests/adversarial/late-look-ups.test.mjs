// Does the shipped agent look anything up late? Page script replaces what it can reach; the agent goes on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { escapes, EVERYTHING, NOTHING, pageThat } from './all-at-once.mjs';
import { shown, startBrowser, until } from './browser.mjs';
import { policy, startSite } from './fixture.mjs';
import { OVERRIDES } from './hostile.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const BLOCKED = ['copy', 'paste', 'print', 'download', 'upload', 'sendItem'];
const POLICIES = [
  ...BLOCKED.filter((activity) => activity !== 'sendItem').map((activity) => policy(activity, 'block')),
  policy('sendItem', 'block', { inspection: { customExpression: { substring: 'SECRET' } } }),
];

async function attack(options, changed) {
  const page = await browser.open(site.origin);
  site.activities.clear();
  await page.goto(site.put(pageThat(changed), options));
  return { page, escaped: await escapes(page, site) };
}

test('on a bare page all of it gets out', async () => {
  const { page, escaped } = await attack({ agent: false });
  assert.deepEqual(escaped, EVERYTHING);
  await page.context.close();
});

test('on a page that changes nothing the agent stops all of it', async () => {
  const { page, escaped } = await attack({ policies: POLICIES });
  assert.deepEqual(escaped, NOTHING);
  await page.context.close();
});

for (const [name, override] of Object.entries(OVERRIDES)) {
  test(`the agent stops all of it after the page replaced ${name}`, async () => {
    const { page, escaped } = await attack({ policies: POLICIES }, String(override));
    assert.deepEqual(escaped, NOTHING);
    await until('it is reported', () => site.reported('print').length > 0 && site.reported('sendItem').length > 0);
    assert.match((await shown(page)).text, / blocked\n.* is blocked by your organization's security policy\./, 'the person is told');
    await page.context.close();
  });
}

test('the agent stops all of it after the page replaced everything', async () => {
  const all = `() => { ${Object.values(OVERRIDES).map((one) => `try { (${one})() } catch {}`).join('\n')} }`;
  const { page, escaped } = await attack({ policies: POLICIES }, all);
  assert.deepEqual(escaped, NOTHING);
  await until('it is reported', () => site.reported('print').length > 0);
  await page.context.close();
});
