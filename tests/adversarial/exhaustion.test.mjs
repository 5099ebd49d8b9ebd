// Can the agent be worn out? Attempts made when the page's stack is used up, from within our own calls, or huge.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, until } from './browser.mjs';
import { policy, startSite } from './fixture.mjs';
import { ATTEMPTS, DEEP, PAGE, wear } from './wear.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const POLICIES = ['print', 'copy', 'download', 'upload'].map((activity) => policy(activity, 'block'))
  .concat(policy('sendItem', 'block', { inspection: { customExpression: { substring: 'SECRET' } } }));

async function run(code, options) {
  const page = await browser.open(site.origin);
  site.received.length = 0;
  site.activities.clear();
  await page.goto(site.put(PAGE, options));
  return { page, came: await wear(page, site, code) };
}

for (const [name, attempt, what] of ATTEMPTS) {
  for (const defaultBehavior of ['block', 'allow']) {
    test(`${name} with no stack left is not let go, by default behaviour ${defaultBehavior}`, async () => {
      const bare = await run(DEEP(attempt), { agent: false });
      if (what === 'saved') await until('it works on a bare page', () => bare.page.saved().length > 0);
      else assert.ok(bare.came[what], 'it works on a bare page');
      await bare.page.context.close();
      const guarded = await run(DEEP(attempt), { policies: POLICIES, defaultBehavior });
      assert.ok(!guarded.came[what]);
      await guarded.page.evaluate(() => navigator.sendBeacon('/say', 'SECRET'));
      await until('the agent still decides', () => site.reported('sendItem').length > 0 || what === 'sent');
      assert.deepEqual([...site.activities.values()].filter((one) => one.failure), [], 'and never gave up');
      await guarded.page.context.close();
    });
  }
}

test('attempts from within a handler that the agent called end, and none gets through', async () => {
  const code = `() => {
    let left = 200;
    addEventListener('copy', (e) => { if (left-- > 0) { document.execCommand('copy'); navigator.sendBeacon('/say', 'SECRET'); dispatchEvent(new Event('submit')); } });
    document.execCommand('copy');
  }`;
  const inspected = policy('copy', 'block', { inspection: { customExpression: { substring: 'SECRET' } } });
  const { page, came } = await run(code, { policies: [...POLICIES.filter((one) => !one.activityTypes.includes('copy')), inspected] });
  assert.ok(!came.sent);
  await until('the agent still decides', () => site.reported('copy').length > 0);
  assert.deepEqual([...site.activities.values()].filter((one) => one.failure), []);
  await page.context.close();
});

test('a text too long to read is decided as content that cannot be read', async () => {
  for (const [defaultBehavior, sent] of [['block', false], ['allow', true]]) {
    const { page, came } = await run("() => fetch('/say', { method: 'POST', body: 'SECRET' + 'x'.repeat(30e6) }).catch(() => {})", { policies: POLICIES, defaultBehavior });
    assert.equal(came.sent, sent);
    await until('it says why', () => site.reported('sendItem').some((one) => one.failure === 'notScanned'));
    await page.context.close();
  }
});

test('a number, and an object that turns into text, are read as the text that is sent', async () => {
  const rule = policy('sendItem', 'block', { inspection: { presetExpression: 'paymentCard' } });
  for (const body of ['4111111111111111', '({ toString: () => "4111 1111 1111 1111" })', '["4111-1111-1111-1111"]', 'new String("4111111111111111")', 'new Uint8Array([52,49,49,49,49,49,49,49,49,49,49,49,49,49,49,49])']) {
    const page = await browser.open(site.origin);
    await page.goto(site.put('', { policies: [rule, policy('upload', 'block')] }));
    site.received.length = 0;
    await page.evaluate(`fetch('/say', { method: 'POST', body: ${body} }).catch(() => {})`);
    await page.evaluate(`navigator.sendBeacon('/say', ${body})`);
    await page.evaluate(`(() => { const x = new XMLHttpRequest(); x.open('POST', '/say'); x.send(${body}) })()`);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    assert.deepEqual(site.received.map((one) => one.body), [], body);
    await page.context.close();
  }
});
