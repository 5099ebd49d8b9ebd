// Is the agent a good guest? What is allowed works as without it, and the page finds little to notice.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { shown, startBrowser, until } from './browser.mjs';
import { bootFor, policy, startSite } from './fixture.mjs';
import { hookedFunctions, ownInPlace, requests, whatIsThrown } from './guest-looks.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/** What `look` sees on a bare page and on a guarded one. */
async function both(look, html = '', options = {}) {
  const seen = [];
  for (const agent of [false, true]) {
    const page = await browser.open(site.origin);
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(site.put(html, { ...options, agent }));
    seen.push({ found: await page.evaluate(look), errors });
    await page.context.close();
  }
  return seen;
}

test('hooked functions keep their names, lengths, texts, properties and prototypes', async () => {
  const [bare, guarded] = await both(hookedFunctions);
  assert.deepEqual(guarded, bare);
});

test('no global is added, no element stays, and nothing is written to the console', async () => {
  const [bare, guarded] = await both(() => [Object.getOwnPropertyNames(globalThis).length, Object.getOwnPropertySymbols(globalThis).length, document.querySelectorAll('*').length, document.scripts.length]);
  assert.deepEqual(guarded, bare);
});

test('a page can put its own function in place of a hooked one, as monitoring scripts do', async () => {
  const [bare, guarded] = await both(ownInPlace);
  assert.deepEqual(guarded, bare);
});

test('what natives throw and reject is what the page gets', async () => {
  const [bare, guarded] = await both(whatIsThrown);
  assert.deepEqual(guarded, bare);
});

test('requests arrive the same: methods, headers, bodies, aborts, streams', async () => {
  const arrived = [];
  for (const agent of [false, true]) {
    const page = await browser.open(site.origin);
    await page.goto(site.put('', { agent, policies: [policy('sendItem', 'audit'), policy('upload', 'audit')] }));
    site.received.length = 0;
    const result = await page.evaluate(requests);
    arrived.push({ result, received: site.received.filter((one) => one.path !== '/g').map((one) => ({ ...one })) });
    await page.context.close();
  }
  assert.deepEqual(arrived[1], arrived[0]);
});

test('a strict policy of the page and Trusted Types do not stop the agent, its notices or its WebAssembly', async () => {
  const page = await browser.open(site.origin);
  const violations = [];
  page.on('console', (message) => message.text().includes('Content Security Policy') && violations.push(message.text()));
  const url = site.put('<p>page</p>', {
    policies: [policy('print', 'block')], nonce: 'abc',
    headers: { 'content-security-policy': "default-src 'none'; script-src 'nonce-abc' 'wasm-unsafe-eval'; style-src 'none'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'" },
  });
  await page.goto(url);
  await page.cdp.send('Runtime.evaluate', { expression: 'print()' });
  await until('the notice', async () => (await shown(page)).text.includes('Print blocked'));
  await until('it is reported', () => site.reported('print').length > 0);
  const background = await page.cdp.send('DOM.getDocument', { depth: -1, pierce: true }).then(async ({ root }) => {
    const find = (node) => (node.attributes?.includes('notice blocked') ? node : [...(node.children ?? []), ...(node.shadowRoots ?? [])].map(find).find(Boolean));
    await page.cdp.send('DOM.enable');
    await page.cdp.send('CSS.enable');
    await page.cdp.send('DOM.getDocument', { depth: -1, pierce: true });
    const { nodeIds } = await page.cdp.send('DOM.pushNodesByBackendIdsToFrontend', { backendNodeIds: [find(root).backendNodeId] });
    const { computedStyle } = await page.cdp.send('CSS.getComputedStyleForNode', { nodeId: nodeIds[0] });
    return computedStyle.find((one) => one.name === 'background-color').value;
  });
  assert.notEqual(background, 'rgba(0, 0, 0, 0)', 'our style holds');
  assert.deepEqual(violations, []);
  await page.context.close();
});

test('a second agent in the same realm does no harm', async () => {
  const page = await browser.open(site.origin);
  const boot = bootFor([policy('print', 'block')]);
  const again = `<script src="/.stepgate/agent-0123456789abcdef.js" data-stepgate="${boot}"></script>`;
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(site.put(`${again}<script>seen = 0; addEventListener('beforeprint', () => seen++); print()</script>`, { policies: [policy('print', 'block')] }));
  assert.equal(await page.evaluate(() => seen), 0);
  assert.deepEqual(errors, []);
  await page.context.close();
});
