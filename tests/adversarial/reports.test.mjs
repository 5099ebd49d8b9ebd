// Does every activity reach the gateway, once, whatever happens to the page?

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, until } from './browser.mjs';
import { policy, startSite } from './fixture.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const kept = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('stepgate:')).length);

test('what the gateway does not take is kept, and sent by the next page', async () => {
  const page = await browser.open(site.origin);
  site.activities.clear();
  site.refuseActivities = true;
  await page.goto(site.put('<script>print()</script>', { policies: [policy('print', 'block')] }));
  await until('it is kept', () => kept(page));
  assert.equal(site.activities.size, 0);
  site.refuseActivities = false;
  await page.goto(site.put('next', { policies: [] }));
  await until('it arrives', () => site.reported('print').length === 1);
  await until('it is forgotten', async () => (await kept(page)) === 0);
  await page.context.close();
});

test('a report made while the page is left arrives', async () => {
  const page = await browser.open(site.origin);
  site.activities.clear();
  await page.goto(site.put('<script>function go(to) { print(); location = to }</script>', { policies: [policy('print', 'block')] }));
  await page.evaluate((to) => go(to), site.put('bare', { agent: false }));
  await until('it arrives', () => site.reported('print').length === 1);
  await page.context.close();
});

test('reports carry no query and no content, and each its own id', async () => {
  const page = await browser.open(site.origin);
  site.activities.clear();
  const url = site.put('<button id=b>go</button><script>b.onclick = () => { for (let i = 0; i < 30; i++) navigator.sendBeacon("/say", "SECRET " + i) }</script>', { policies: [policy('sendItem', 'audit')] });
  await page.goto(`${url}?token=SECRET#SECRET`);
  await page.click('#b');
  await until('all of them', () => site.reported('sendItem').length === 30);
  const all = JSON.stringify(site.reported('sendItem'));
  assert.ok(!all.includes('SECRET'));
  assert.ok(all.includes(url));
  await page.context.close();
});

const WRITTEN = [
  '4111 1111 1111 1111', '4111-1111-1111-1111', '4111\u200b1111\u200b1111\u200b1111', '\uff14\uff11\uff11\uff11 1111 1111 1111',
  'password: hunter2Xk9-fq3zzAA1111', 'EMP-4111-SECRET-1111', `EMP-${'4111 '.repeat(3000)}`,
];
const FOUND = {
  id: 'found', name: 'Found', sessionControlType: 'blockActivities', activityTypes: ['sendItem'], action: 'block',
  inspection: { presetExpression: ['paymentCard', 'password'], minimumConfidence: 'low', evidence: 'lastFour' },
};
const NUMBERS = { ...FOUND, id: 'numbers', inspection: { customExpression: { regex: 'EMP-[0-9A-Z -]+' }, evidence: 'masked' } };

test('a page cannot make its report carry what was found, however it writes it and whatever it replaces', async () => {
  const hostile = `<script>
    String.prototype.replace = String.prototype.slice = String.prototype.toString = function () { return 'SECRET 4111'; };
    JSON.stringify = () => '"SECRET 4111"'; Array.prototype.join = Array.prototype.map = () => 'SECRET 4111';
    TextDecoder.prototype.decode = () => 'SECRET 4111'; Object.prototype.evidence = ['SECRET 4111'];
  </script>`;
  for (const html of ['', hostile]) {
    const page = await browser.open(site.origin);
    site.activities.clear();
    await page.goto(site.put(`${html}page`, { policies: [FOUND, NUMBERS] }));
    for (const text of WRITTEN) await page.evaluate((body) => { navigator.sendBeacon('/say', body); }, text);
    await until('all of them', () => site.reported('sendItem').length === WRITTEN.length);
    const findings = site.reported('sendItem').flatMap((one) => one.findings);
    assert.equal(findings.length, WRITTEN.length, 'each was found');
    for (const { evidence, fingerprints, policy: number } of findings) {
      assert.ok(evidence.length > 0 && evidence.length <= 3);
      for (const one of evidence) assert.match(one, number === 0 ? /^[X -]{8,}(1111)?$/ : /^[X …-]{8,41}$/);
      for (const one of fingerprints) assert.match(one, /^[0-9a-f]{16}$/);
    }
    assert.doesNotMatch(JSON.stringify(site.reported('sendItem')), /4111|SECRET|hunter2|AA1111/);
    await page.context.close();
  }
});

test('in Chromium there is no gap to report', async () => {
  const page = await browser.open(site.origin);
  site.activities.clear();
  await page.goto(site.put('<script>print()</script>', { policies: [policy('print', 'block')] }));
  await until('a report', () => site.reported('print').length === 1);
  assert.deepEqual(site.reported('custom:coverage'), []);
  await page.context.close();
});

test('what this browser does not let the agent hook is reported as a gap', async () => {
  const page = await browser.open(site.origin);
  site.activities.clear();
  await page.evaluateOnNewDocument(() => {
    Object.defineProperty(window, 'print', { value: window.print, configurable: false, writable: false });
  });
  await page.goto(site.put('page', { policies: [policy('print', 'block')] }));
  const [gap] = await until('a gap', () => site.reported('custom:coverage').length > 0 && site.reported('custom:coverage'));
  assert.equal(gap.detail, 'not hooked here: print');
  await page.context.close();
});
