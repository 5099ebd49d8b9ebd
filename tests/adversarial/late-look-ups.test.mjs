// Does the shipped agent look anything up late? Page script replaces what it can reach; the agent goes on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

/** Kept before anything is overridden: what the attacker uses, and how the test sees what came of it. */
const PREPARE = `
  const keep = { print, fetch, XMLHttpRequest, createElement: document.createElement.bind(document), Blob, File, FormData };
  const xhrOpen = XMLHttpRequest.prototype.open, xhrSend = XMLHttpRequest.prototype.send, click = HTMLElement.prototype.click;
  const write = navigator.clipboard.writeText.bind(navigator.clipboard), exec = document.execCommand.bind(document);
  const anchor = Object.assign(document.createElement('a'), { href: '/file.bin', download: 'tool.exe' });
  const request = new XMLHttpRequest(), bytes = new Blob(['SECRET'], { type: 'application/octet-stream' });
  xhrOpen.call(request, 'POST', '/say');
  const send = xhrSend.bind(request), go = click.bind(anchor), beacon = navigator.sendBeacon.bind(navigator);
  printed = 0; window.onbeforeprint = () => { printed++ };
  attack = () => {
    const tries = [
      () => keep.print(), () => exec('print'), () => go(), () => send('SECRET'), () => beacon('/say', 'SECRET'),
      () => keep.fetch('/say', { __proto__: null, method: 'POST', body: 'SECRET' }),
      () => keep.fetch('/up/tool.exe', { __proto__: null, method: 'PUT', body: bytes }),
      () => write('SECRET'), () => exec('copy'),
    ];
    for (let i = 0; i < 9; i++) try { tries[i]() } catch {}
  };`;

/** Everything at once, and what of it reached the outside world. */
async function attack(html, options, changed) {
  const page = await browser.open(site.origin);
  site.activities.clear();
  const before = site.received.length;
  await page.goto(site.put(`<p id=p>SECRET</p><button id=b onclick="attack()">go</button><input type=file id=f><script>getSelection().selectAllChildren(p);${PREPARE}\n${changed ? `(${changed})();` : ''}</script>`, options));
  const reader = await page.context.newPage();
  await reader.goto(site.put('reader', { agent: false }));
  await reader.bringToFront();
  await reader.evaluate(() => navigator.clipboard.writeText('old'));
  await page.bringToFront();
  await page.mouse.click(30, 60).catch(() => {});
  await page.cdp.send('Runtime.evaluate', { expression: 'attack()', userGesture: true });
  await new Promise((done) => setTimeout(done, 250));
  const { result } = await page.cdp.send('Runtime.evaluate', { expression: 'printed' });
  await reader.bringToFront();
  const escaped = {
    printed: result.value > 0,
    copied: (await reader.evaluate(() => navigator.clipboard.readText())) !== 'old',
    sent: site.received.slice(before).some((one) => one.body.includes('SECRET')),
    saved: page.saved().length > 0,
  };
  return { page, escaped };
}

const NOTHING = { printed: false, copied: false, sent: false, saved: false };
const EVERYTHING = { printed: true, copied: true, sent: true, saved: true };

test('on a bare page all of it gets out', async () => {
  const { page, escaped } = await attack('', { agent: false });
  assert.deepEqual(escaped, EVERYTHING);
  await page.context.close();
});

test('on a page that changes nothing the agent stops all of it', async () => {
  const { page, escaped } = await attack('', { policies: POLICIES });
  assert.deepEqual(escaped, NOTHING);
  await page.context.close();
});

for (const [name, override] of Object.entries(OVERRIDES)) {
  test(`the agent stops all of it after the page replaced ${name}`, async () => {
    const { page, escaped } = await attack('', { policies: POLICIES }, String(override));
    assert.deepEqual(escaped, NOTHING);
    await until('it is reported', () => site.reported('print').length > 0 && site.reported('sendItem').length > 0);
    assert.match((await shown(page)).text, / blocked\n.* is blocked by your organization's security policy\./, 'the person is told');
    await page.context.close();
  });
}

test('the agent stops all of it after the page replaced everything', async () => {
  const all = `() => { ${Object.values(OVERRIDES).map((one) => `try { (${one})() } catch {}`).join('\n')} }`;
  const { page, escaped } = await attack('', { policies: POLICIES }, all);
  assert.deepEqual(escaped, NOTHING);
  await until('it is reported', () => site.reported('print').length > 0);
  await page.context.close();
});
