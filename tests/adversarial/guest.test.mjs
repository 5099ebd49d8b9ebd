// Is the agent a good guest? What is allowed works as without it, and the page finds little to notice.

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
  const [bare, guarded] = await both(() => {
    const functions = [print, fetch, open, Document.prototype.execCommand, Document.prototype.write, HTMLElement.prototype.click, EventTarget.prototype.dispatchEvent,
      XMLHttpRequest.prototype.send, XMLHttpRequest.prototype.open, Navigator.prototype.sendBeacon, WebSocket.prototype.send, HTMLFormElement.prototype.submit, URL.createObjectURL,
      Clipboard.prototype.writeText, HTMLInputElement.prototype.showPicker, Function.prototype.toString, Response.prototype.blob,
      Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow').get, Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'files').get];
    return functions.map((one) => [one.name, one.length, String(one), Function.prototype.toString.call(one), typeof one, Object.getOwnPropertyNames(one).sort().join(), Object.getPrototypeOf(one) === Function.prototype, 'prototype' in one]);
  });
  assert.deepEqual(guarded, bare);
});

test('no global is added, no element stays, and nothing is written to the console', async () => {
  const [bare, guarded] = await both(() => [Object.getOwnPropertyNames(globalThis).length, Object.getOwnPropertySymbols(globalThis).length, document.querySelectorAll('*').length, document.scripts.length]);
  assert.deepEqual(guarded, bare);
});

test('a page can put its own function in place of a hooked one, as monitoring scripts do', async () => {
  const [bare, guarded] = await both(async () => {
    'use strict';
    const before = fetch, calls = [];
    window.fetch = function (...list) {
      calls.push(list[0]);
      return before.apply(this, list);
    };
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (...list) {
      calls.push('send');
      return send.apply(this, list);
    };
    const status = (await fetch('/plain')).status;
    await new Promise((done) => {
      const x = new XMLHttpRequest();
      x.onload = done;
      x.open('GET', '/plain');
      x.send();
    });
    return [calls, status];
  });
  assert.deepEqual(guarded, bare);
});

test('what natives throw and reject is what the page gets', async () => {
  const [bare, guarded] = await both(async () => {
    const tries = [
      () => fetch('http://['), () => fetch('/x', { method: 'GET', body: 'a' }), () => fetch('/x', { signal: AbortSignal.abort() }), () => fetch(), () => new XMLHttpRequest().send(), () => XMLHttpRequest.prototype.send.call({}),
      () => HTMLElement.prototype.click.call({}), () => document.execCommand(), () => URL.createObjectURL({}), () => navigator.sendBeacon(), () => WebSocket.prototype.send.call(null, ''),
      () => EventTarget.prototype.dispatchEvent.call(window, {}), () => navigator.clipboard.writeText(), () => Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'files').get.call({}),
      () => document.createElement('form').submit.call({}), () => Response.prototype.blob.call({}), () => new print(), () => new fetch('x'),
    ];
    const seen = [];
    for (const one of tries) {
      try {
        seen.push(`value ${await one()}`);
      } catch (error) {
        seen.push(`${error.name}: ${error.message}`);
      }
    }
    return seen;
  });
  assert.deepEqual(guarded, bare);
});

test('requests arrive the same: methods, headers, bodies, aborts, streams', async () => {
  const requests = async () => {
    await fetch('/a', { method: 'PUT', headers: { 'x-a': '1', 'content-type': 'text/x' }, body: 'abc' });
    await fetch(new Request('/b', { method: 'POST', body: 'request' }));
    await fetch(new URL('/c', location), { method: 'POST', body: new Uint8Array([1, 2, 3]).subarray(1) });
    await fetch('/d', { method: 'POST', headers: [['content-type', 'application/json']], body: '{}' });
    class Options { get method() { return 'POST'; } get body() { return 'from a getter'; } }
    await fetch('/e', new Options());
    const x = new XMLHttpRequest();
    x.open('POST', '/f');
    x.send(new Blob(['blob'], { type: 'text/plain' }));
    await new Promise((done) => { x.onloadend = done; });
    const controller = new AbortController();
    const late = fetch('/g', { signal: controller.signal });
    controller.abort();
    return [x.status, await late.catch((error) => error.name)];
  };
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
