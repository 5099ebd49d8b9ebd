// Does an open page come to the policies that hold now, whatever its script does, and is it a good guest meanwhile?

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { press, shown, startBrowser, until } from './browser.mjs';
import { bootFor, policy, revisionOf, startSite } from './fixture.mjs';
import { OVERRIDES } from './hostile.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
beforeEach(() => {
  Object.assign(site, { newer: null, questions: 0, answersQuestions: async () => {} });
  site.activities.clear();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const PRINTS = '<script>seen = 0; addEventListener("beforeprint", () => seen++)</script>';
const prints = (page) => page.evaluate(() => {
  const before = seen;
  print();
  return seen > before;
});
const AUDIT = [policy('print', 'audit')], BLOCK = [policy('print', 'block')];

async function open(html, options) {
  const page = await browser.open(site.origin);
  await page.goto(site.put(html, options));
  return page;
}

for (const [name, override] of [['nothing', () => {}], ...Object.entries(OVERRIDES)]) {
  test(`an open page takes newer policies without a reload after it replaced ${name}`, async () => {
    const page = await open(`${PRINTS}<script>try { (${override})() } catch {}</script>`, { policies: AUDIT });
    await page.evaluate(() => { document.title = 'the same page'; });
    site.newer = bootFor(BLOCK);
    await until('printing is stopped', async () => !(await prints(page)));
    assert.equal(await page.evaluate(() => document.title), 'the same page');
    const stopped = await until('a report', () => site.reported('print').find((one) => one.outcome === 'stopped'));
    assert.equal(stopped.revision, revisionOf(site.newer));
    await until('the person can see by which policies', async () => (await shown(page)).text.includes(`Policies ${stopped.revision.slice(0, 8)}`));
    await page.context.close();
  });
}

test('a boot that is cut off or no boot at all changes nothing, and a good one is taken later', async () => {
  const page = await open(PRINTS, { policies: BLOCK });
  for (const wrong of ['AA', '<!doctype html>sign in', bootFor(AUDIT).slice(0, -6), bootFor(AUDIT).replace(/.{4}$/, 'AAAA')]) {
    const before = site.questions;
    site.newer = wrong;
    await until('it is asked and answered', () => site.questions > before, 30_000);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
    assert.ok(!(await prints(page)), wrong.slice(0, 20));
  }
  site.newer = bootFor(AUDIT);
  await until('printing works', () => prints(page), 80_000);
  await page.context.close();
});

test('the network of a page gets quiet, and there is never more than one question', async () => {
  const page = await browser.open(site.origin);
  await page.goto(site.put(PRINTS, { policies: AUDIT }), { waitUntil: 'networkidle0', timeout: 5000 });
  await until('it asks', () => site.questions > 0);
  await page.waitForNetworkIdle({ idleTime: 500, timeout: 5000 });
  let open = 0, most = 0, answer;
  const answered = new Promise((done) => { answer = done; });
  site.answersQuestions = () => {
    most = Math.max(most, ++open);
    return answered;
  };
  await until('a question is open', () => open > 0);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 4500)));
  assert.equal(most, 1);
  answer();
  await page.context.close();
});

test('a page that is not looked at does not ask, and asks at once when it is looked at again', async () => {
  const page = await open(PRINTS, { policies: AUDIT });
  await until('it asks', () => site.questions > 0);
  const other = await page.context.newPage();
  await other.goto(site.put('another', { agent: false }));
  await other.bringToFront();
  await until('it is hidden', () => page.evaluate(() => document.hidden));
  await other.evaluate(() => new Promise((done) => setTimeout(done, 2500)));
  const before = site.questions;
  await other.evaluate(() => new Promise((done) => setTimeout(done, 4500)));
  assert.equal(site.questions, before);
  site.newer = bootFor(BLOCK);
  await page.bringToFront();
  await until('printing is stopped', async () => !(await prints(page)));
  await page.context.close();
});

test('what waits for an answer while the policies change is recorded by those that hold then', async () => {
  const page = await open(PRINTS, { policies: [policy('print', 'warn')] });
  assert.ok(!(await prints(page)));
  await until('the warning', async () => (await shown(page)).text.includes('Please think twice'));
  const asked = site.questions;
  site.newer = bootFor([policy('copy', 'block'), policy('print', 'audit')]);
  await until('they were asked for', () => site.questions > asked + 1);
  await press(page, 'Go on');
  const resumed = await until('it goes on', () => site.reported('print').find((one) => one.outcome === 'resumed'));
  assert.deepEqual([resumed.revision, resumed.policy], [revisionOf(site.newer), 'print-audit']);
  await page.context.close();
});

test('grants for one attempt and answers outlive the change, what was granted for longer is what the gateway says', async () => {
  const warn = policy('print', 'warn');
  const page = await open(PRINTS, { policies: [warn] });
  assert.ok(!(await prints(page)));
  await press(page, 'Go on');
  await until('it goes on', () => site.reported('print').some((one) => one.outcome === 'resumed'));
  site.newer = bootFor([warn, policy('copy', 'block')]);
  const asked = site.questions;
  await until('they were asked for', () => site.questions > asked + 1);
  assert.ok(await prints(page), 'the answer counts on');
  const again = await until('a report', () => site.reported('print').find((one) => one.outcome === 'performed'));
  assert.equal(again.revision, revisionOf(site.newer));
  await page.context.close();
});
