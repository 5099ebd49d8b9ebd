// Is a fresh realm a way around the agent? Frames and windows the page makes itself, and a document written anew.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser, until } from './browser.mjs';
import { policy, startSite } from './fixture.mjs';
import { CLOSED, KNOWN_GAPS } from './realm-routes.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const hasSecret = () => site.received.some((one) => one.body.includes('SECRET'));

async function gets(route, options) {
  const page = await browser.open(site.origin);
  await page.goto(site.put('<div id=d></div>', options));
  site.received.length = 0;
  const { result, exceptionDetails } = await page.cdp.send('Runtime.evaluate', { expression: `(${route})()`, awaitPromise: true, userGesture: true, returnByValue: true });
  // A bare page sends in its own time.
  if (options.agent === false) await until(`a request ${exceptionDetails?.exception?.description ?? ''}`, hasSecret).catch(() => {});
  const sent = hasSecret();
  await page.context.close();
  return { sent, value: result.value, error: exceptionDetails?.exception?.description };
}

const POLICIES = [policy('sendItem', 'block'), policy('print', 'block')];

for (const [name, route] of Object.entries(CLOSED)) {
  test(`${name}: sends from a bare page, and not past the agent`, async () => {
    const bare = await gets(route, { agent: false });
    assert.ok(bare.sent, `the attack works on a bare page ${bare.error ?? ''}`);
    const guarded = await gets(route, { policies: POLICIES });
    assert.ok(!guarded.sent);
  });
}

for (const [name, route] of Object.entries(KNOWN_GAPS)) {
  test(`known gap, to be taken off the list when it closes: ${name}`, async () => {
    const guarded = await gets(route, { policies: POLICIES });
    assert.ok(guarded.sent, 'this gap is closed: move it to CLOSED');
  });
}
