// Can a page come between the guard in its world and the agent in the extension's? What it tries works on a channel of its own.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../browser.mjs';
import { startGoverned } from './fixture.mjs';

let world;
before(async () => {
  world = await startGoverned();
});
after(() => world?.close());

const sent = () => world.site.received.filter((one) => one.body.includes('SECRET')).length;
const settle = (page) => page.evaluate(() => new Promise((done) => setTimeout(done, 150)));

/** Page code that is run while natives of the browser run for the guard; `met` gets every event it finds itself in. */
const SPY = `<script>
  met = new Set();
  spy = () => { if (window.event) met.add(window.event); return 'SECRET'; };
  trap = () => ({ toString: spy, valueOf: spy, [Symbol.toPrimitive]: spy, get method() { spy(); return 'POST' }, get body() { spy(); return 'SECRET' }, get headers() { spy(); return {} } });
  customElements.define('x-spy', class extends HTMLElement { connectedCallback() { spy() } attributeChangedCallback() { spy() } static observedAttributes = ['href'] });
</script>`;

test('on a node of its own a page sees the event that runs it, and so the node', async () => {
  const page = await world.visit('bare', SPY);
  const found = await page.evaluate(() => {
    const node = document.createElement('i');
    node.addEventListener('x', () => String(trap()));
    node.dispatchEvent(new Event('x'));
    return [...met].some((event) => event.target === node);
  });
  assert.ok(found);
});

test('no native that the guard runs shows the page the event between the worlds', async () => {
  const page = await world.visit('everything', SPY);
  const found = await page.evaluate(async () => {
    const tries = [
      () => fetch('/say', trap()), () => fetch(trap(), trap()), () => navigator.sendBeacon(trap(), trap()), () => open(trap()), () => document.execCommand(trap()), () => print(trap()),
      () => navigator.clipboard.writeText(trap()), () => document.write('<x-spy></x-spy>'), () => URL.createObjectURL(trap()), () => document.dispatchEvent(trap()),
      () => { const x = new XMLHttpRequest(); x.open(trap(), trap()); x.send(trap()); }, () => new Response(trap()).blob(), () => Object.assign(document.createElement('a'), { href: '/file.bin', download: 'x' }).click(),
    ];
    for (const one of tries) try { await Promise.race([one(), new Promise((done) => setTimeout(done, 30))]); } catch {}
    return [...met].map((event) => event.type);
  });
  assert.deepEqual(found, []);
  assert.equal(sent(), 0);
});

test('a page that offers itself as the guard or asks for the node gets neither', async () => {
  const page = await world.visit('everything', SPY);
  const got = await page.evaluate(() => {
    const mine = document.createElement('i');
    const nodes = new Set(), heard = [];
    for (const target of [document.fonts, document, window, document.documentElement]) {
      for (const name of ['stepgate-port', 'ask', 'reply', 'do', 'done']) target.addEventListener(name, (event) => nodes.add(event.relatedTarget ?? event.target), true);
    }
    for (const name of ['ask', 'do', 'done', 'reply']) mine.addEventListener(name, (event) => heard.push(event.detail));
    document.fonts.dispatchEvent(new Event('stepgate-agent'));
    document.fonts.dispatchEvent(new MouseEvent('stepgate-port', { relatedTarget: mine }));
    fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {});
    nodes.delete(mine);
    return { nodes: nodes.size, heard };
  });
  assert.deepEqual(got, { nodes: 0, heard: [] });
  await until('it is reported', async () => (await world.reported('sendItem')).length > 0);
  assert.equal(sent(), 0);
});

/** Functions of the parent's, put into a window that the next document of the same origin takes over. */
const POISONS = {
  'that answer for the agent': (w) => {
    const { dispatchEvent } = w.EventTarget.prototype, { CustomEvent } = w;
    w.EventTarget.prototype.dispatchEvent = function (event) {
      return dispatchEvent.call(this, event.type === 'ask' ? new CustomEvent('reply', { detail: '[0]' }) : event);
    };
  },
  'that read and write for the guard': (w) => {
    w.JSON.stringify = () => '[0]';
    w.JSON.parse = () => [0];
    w.Object.defineProperty(w.CustomEvent.prototype, 'detail', { get: () => '[0]', configurable: true });
  },
  'that take the place where the two meet': (w) => {
    const own = new EventTarget();
    own.addEventListener('stepgate-port', ({ relatedTarget: node }) => {
      for (const name of ['ask', 'do']) node.addEventListener(name, () => node.dispatchEvent(new CustomEvent('reply', { detail: '[0]' })));
      node.dispatchEvent(new CustomEvent('reply', { detail: '["hello"]' }));
      node.dispatchEvent(new CustomEvent('do', { detail: '["settled",true,true]' }));
    });
    w.Object.defineProperty(w.Document.prototype, 'fonts', { get: () => own, configurable: true });
  },
  'that the guard would arm itself with': (w) => {
    w.Reflect.apply = (target, self, list) => target.call(self, ...list);
    w.EventTarget.prototype.addEventListener = () => {};
    w.Proxy = function (target) { return target; };
    w.Reflect.defineProperty = w.Object.defineProperty = () => true;
  },
};

const REACHES = {
  'a frame': () => Object.assign(document.body.appendChild(Object.assign(document.createElement('iframe'), { src: '/child' }))).contentWindow,
  'a frame, by its number': () => (document.body.append(Object.assign(document.createElement('iframe'), { src: '/child' })), window[0]),
  'a window': () => window.open('/child'),
};

for (const [where, reach] of Object.entries(REACHES)) {
  for (const [what, poison] of Object.entries(POISONS)) {
    test(`functions ${what}, put into ${where} before its document loads, loosen nothing there`, async () => {
      world.site.put('<script>loaded = true</script>', { path: '/child', agent: false });
      const attack = `(async () => {
        const w = (${reach})();
        w.mark = 'taken over';
        (${poison})(w);
        while (!w.loaded) await new Promise((done) => setTimeout(done, 10));
        await Promise.race([w.fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {}), new Promise((done) => setTimeout(done, 300))]);
        w.navigator.sendBeacon('/say', 'SECRET');
        await new Promise((done) => setTimeout(done, 200));
        return w.mark;
      })()`;
      for (const [app, leaks] of [['bare', true], ['everything', false]]) {
        const page = await world.visit(app, '<p>parent</p>');
        const { result } = await page.cdp.send('Runtime.evaluate', { expression: attack, awaitPromise: true, userGesture: true });
        assert.equal(sent() > 0, leaks, app);
        if (app === 'bare') assert.equal(result.value, 'taken over', 'the document takes the window over with what was put into it');
      }
    });
  }
}

test('a page finds nothing of the extension to speak to, to read or to change', async () => {
  const page = await world.visit('everything', '<p>page</p>');
  const found = await page.evaluate(async (id) => {
    const base = `chrome-extension://${id}/`;
    const loads = (path) => new Promise((done) => {
      const image = new Image();
      image.onload = () => done(true);
      image.onerror = () => done(false);
      image.src = base + path;
    });
    return {
      runtime: typeof globalThis.chrome?.runtime?.sendMessage, storage: typeof globalThis.chrome?.storage,
      databases: (await indexedDB.databases()).length, local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
      icon: await loads('icons/16.png'), globals: Object.getOwnPropertyNames(globalThis).filter((name) => /stepgate/i.test(name)),
      elements: document.querySelectorAll('script[src], link, style').length,
    };
  }, new URL(world.browser.side.base).hostname);
  assert.deepEqual(found, { runtime: 'undefined', storage: 'undefined', databases: 0, local: 0, session: 0, cookies: '', icon: false, globals: [], elements: 0 });
});

for (const [name, policy] of [
  ['lets nothing load or run', "default-src 'none'"],
  ['is a sandbox with scripts', 'sandbox allow-scripts'],
  ['wants trusted types', "require-trusted-types-for 'script'; trusted-types 'none'"],
]) {
  test(`a page whose own policy ${name} is held as any other`, async () => {
    const page = await world.visit('everything', '<p id=p>SECRET</p>', { headers: { 'content-security-policy': policy } });
    await page.cdp.send('Runtime.evaluate', { expression: "navigator.sendBeacon('/say', 'SECRET'); fetch('/say', { method: 'POST', mode: 'no-cors', body: 'SECRET' }).catch(() => {}); print(); 1" });
    await until('it is reported', async () => (await world.reported('print')).length > 0 && (await world.reported('sendItem')).length > 0);
    await settle(page);
    assert.equal(sent(), 0);
  });
}

test('a policy that a page writes into itself changes nothing', async () => {
  const page = await world.visit('everything', '<p>page</p>');
  await page.evaluate(() => {
    document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'content-security-policy', content: "default-src 'none'; script-src 'none'" }));
    navigator.sendBeacon('/say', 'SECRET');
  });
  await until('it is reported', async () => (await world.reported('sendItem')).length > 0);
  await settle(page);
  assert.equal(sent(), 0);
});
