// Does an open page come to the policies that hold now, whatever its script does, and is it a good guest meanwhile?

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { escapes, NOTHING, pageThat } from './all-at-once.mjs';
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

const SENDS = '<script>sent = refused = 0; send = () => void fetch("/say", { method: "POST", body: "x" }).then(() => sent++, () => refused++)</script>';
const EACH = ['copy', 'paste', 'print', 'download', 'upload', 'sendItem'].map((activity) => policy(activity, 'block'));
const AUDIT = [policy('sendItem', 'audit')], BLOCK = [policy('sendItem', 'block')];

/** Whether a message gets out now. */
async function sends(page) {
  const before = await page.evaluate(() => {
    const count = sent + refused;
    send();
    return count;
  });
  await until('it is sent or not', () => page.evaluate((count) => sent + refused > count, before));
  return page.evaluate(() => refused === 0 || (refused = 0));
}

async function open(html, options) {
  const page = await browser.open(site.origin);
  await page.goto(site.put(html, options));
  return page;
}

test('an open page takes newer policies without a reload, and says by which it decides', async () => {
  const page = await open(SENDS, { policies: AUDIT });
  await page.evaluate(() => { document.title = 'the same page'; });
  assert.ok(await sends(page));
  site.newer = bootFor(BLOCK);
  await until('sending is stopped', async () => !(await sends(page)));
  assert.equal(await page.evaluate(() => document.title), 'the same page');
  const stopped = await until('a report', () => site.reported('sendItem').find((one) => one.outcome === 'stopped'));
  assert.equal(stopped.revision, revisionOf(site.newer));
  await until('the person can see by which policies', async () => (await shown(page)).text.includes(`Policies ${stopped.revision.slice(0, 8)}`));
  await page.context.close();
});

for (const [name, override] of Object.entries(OVERRIDES)) {
  test(`it takes them after it replaced ${name}`, async () => {
    const page = await open(pageThat(String(override)), { policies: [] });
    const asked = site.questions;
    site.newer = bootFor(EACH);
    await until('they were asked for', () => site.questions > asked + 1);
    assert.deepEqual(await escapes(page, site), NOTHING);
    await page.context.close();
  });
}

for (const [what, wrong] of [
  ['only a default behaviour', () => 'AA'], ['no boot at all', () => '<!doctype html>sign in'],
  ['cut off', () => bootFor(AUDIT).slice(0, -6)], ['changed', () => bootFor(AUDIT).replace(/.{4}$/, 'AAAA')],
]) {
  test(`an answer that is ${what} changes nothing, and a right one is taken later`, async () => {
    const page = await open(SENDS, { policies: BLOCK });
    site.newer = wrong();
    const before = site.questions;
    await until('it is asked twice', () => site.questions > before + 1, 30_000);
    assert.ok(!(await sends(page)));
    site.newer = bootFor(AUDIT);
    await until('sending works', () => sends(page), 30_000);
    await page.context.close();
  });
}

test('the network of a page gets quiet, and there is never more than one question', async () => {
  const page = await browser.open(site.origin);
  await page.goto(site.put(SENDS, { policies: AUDIT }), { waitUntil: 'networkidle0', timeout: 5000 });
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
  const page = await open(SENDS, { policies: AUDIT });
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
  await until('sending is stopped', async () => !(await sends(page)));
  await page.context.close();
});

test('what waits for an answer while the policies change is recorded by those that hold then', async () => {
  const page = await open(SENDS, { policies: [policy('sendItem', 'warn')] });
  await page.evaluate(() => send());
  await until('the warning', async () => (await shown(page)).text.includes('Please think twice'));
  const asked = site.questions;
  site.newer = bootFor([policy('copy', 'block'), policy('sendItem', 'audit')]);
  await until('they were asked for', () => site.questions > asked + 1);
  await press(page, 'Go on');
  const resumed = await until('it goes on', () => site.reported('sendItem').find((one) => one.outcome === 'resumed'));
  assert.deepEqual([resumed.revision, resumed.policy], [revisionOf(site.newer), 'sendItem-audit']);
  await page.context.close();
});

test('grants for one attempt and answers outlive the change, what was granted for longer is what the gateway says', async () => {
  const warn = policy('sendItem', 'warn');
  const page = await open(SENDS, { policies: [warn] });
  await page.evaluate(() => send());
  await press(page, 'Go on');
  await until('it goes on', () => site.reported('sendItem').some((one) => one.outcome === 'resumed'));
  site.newer = bootFor([warn, policy('copy', 'block')]);
  const asked = site.questions;
  await until('they were asked for', () => site.questions > asked + 1);
  assert.ok(await sends(page), 'the answer counts on');
  const again = await until('a report', () => site.reported('sendItem').find((one) => one.outcome === 'performed'));
  assert.equal(again.revision, revisionOf(site.newer));
  await page.context.close();
});
