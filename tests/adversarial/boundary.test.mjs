// Does what is copied inside stay inside? Each attack carries the text out of a bare page; with the agent, other programs
// find a notice on the clipboard, and only a page of the person's own session may open what is sealed beside it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { press, shown, startBrowser, until } from './browser.mjs';
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

const KEY = Buffer.alloc(32, 7).toString('base64url');
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64url');
const boundary = (more = {}) => policy('copy', 'block', {
  id: 'boundary', activityTypes: ['copy', 'cut', 'paste'], message: undefined,
  conditions: { all: [
    { filter: 'source', operator: 'equals', values: ['files', 'notes'] },
    { filter: 'destination', operator: 'doesNotEqual', values: ['files', 'notes'] },
  ] },
  messages: { en: { title: 'Only <b>inside</b>', body: 'Fish & chips stay here.' } }, ...more,
});
const NOTICE = 'Only <b>inside</b>\nFish & chips stay here.';
const inside = { policies: [boundary()], clipboardKey: KEY };

const keys = async (page, letter) => {
  await page.keyboard.down('Control');
  await page.keyboard.press(letter);
  await page.keyboard.up('Control');
};
const pressed = async (page) => {
  await page.click('#b');
  await page.waitForFunction(() => done);
};
const button = (code) => `<button id=b>go</button><script>done = false; b.onclick = () => { Promise.resolve(${code}).then(() => { done = 'yes' }, (error) => { done = error.name }) }</script>`;
const text = 'new Blob(["SECRET"], { type: "text/plain" })', html = 'new Blob(["<i>SECRET</i>"], { type: "text/html" })';

/** Ways to copy the word. */
const COPIES = {
  'a selection by keys': ['<p id=p>a <b>SECRET</b> word</p><script>getSelection().selectAllChildren(p)</script>', (page) => keys(page, 'c')],
  'a field by keys': ['<textarea id=t>SECRET</textarea><script>t.select()</script>', (page) => keys(page, 'c')],
  'a copy handler of the page': ['<p id=p>x</p><script>getSelection().selectAllChildren(p); addEventListener("copy", (e) => { e.clipboardData.setData("text/plain", "SECRET"); e.clipboardData.setData("text/html", "<b>SECRET</b>"); e.preventDefault(); })</script>', (page) => keys(page, 'c')],
  'execCommand': ['<p id=p>SECRET</p><button id=b>go</button><script>done = false; b.onclick = () => { getSelection().selectAllChildren(p); done = document.execCommand("copy") }</script>', pressed],
  'writeText': [button('navigator.clipboard.writeText("SECRET")'), pressed],
  'write of text': [button(`navigator.clipboard.write([new ClipboardItem({ "text/plain": ${text} })])`), pressed],
  'write of text and HTML': [button(`navigator.clipboard.write([new ClipboardItem({ "text/plain": ${text}, "text/html": Promise.resolve(${html}) })])`), pressed],
};

/** Everything any other program finds on the clipboard. */
async function clipboard(page) {
  const reader = await page.context.newPage();
  await reader.goto(site.put('<div id=d contenteditable></div><script>seen = {}; addEventListener("paste", (e) => { for (const type of e.clipboardData.types) seen[type] = e.clipboardData.getData(type) })</script>', { agent: false }));
  await reader.bringToFront();
  await reader.focus('#d');
  await keys(reader, 'v');
  const found = await reader.evaluate(() => ({ ...seen }));
  await reader.close();
  await page.bringToFront();
  return found;
}

async function fill(page, parts) {
  const writer = await page.context.newPage();
  await writer.goto(site.put('writer', { agent: false }));
  await writer.bringToFront();
  await writer.evaluate((all) => {
    addEventListener('copy', (event) => {
      for (const kind in all) event.clipboardData.setData(kind, all[kind]);
      event.preventDefault();
    }, { once: true });
    document.execCommand('copy');
  }, parts);
  await writer.close();
  await page.bringToFront();
}

async function open(html, options) {
  const page = await browser.open(site.origin);
  site.activities.clear();
  await page.goto(site.put(html, options));
  return page;
}

/** Another page beside it, on the same clipboard. */
async function beside(page, html, options) {
  const other = await page.context.newPage();
  await other.goto(site.put(html, options));
  await other.bringToFront();
  return Object.assign(other, { cdp: await other.createCDPSession() });
}

const reported = (activity, outcome) => until(`${activity} ${outcome}`, () => site.reported(activity).find((one) => one.outcome === outcome));

for (const [name, [page_, act]] of Object.entries(COPIES)) {
  test(`${name}: other programs find a notice in place of what was copied`, async () => {
    const bare = await open(page_, { agent: false });
    await act(bare);
    await until('it leaks from a bare page', async () => (await clipboard(bare))['text/plain']?.includes('SECRET'));
    await bare.context.close();

    const page = await open(page_, inside);
    await fill(page, { 'text/plain': 'old' });
    await act(page);
    await until('the notice', async () => (await clipboard(page))['text/plain'] === NOTICE);
    const found = JSON.stringify(await clipboard(page));
    assert.ok(!found.includes('SECRET') && !found.includes('word'), found);
    const kept = await reported('copy', 'kept');
    assert.deepEqual([kept.action, kept.policy], ['block', 'boundary']);
    assert.ok(!JSON.stringify(kept).includes('SECRET'));
    await until('the person is told', async () => (await shown(page)).text.includes('Fish & chips stay here.'));
    assert.ok(!(await shown(page)).text.includes(' is blocked by '));
    if (name !== 'a selection by keys' && page_.includes('done')) assert.ok(['yes', true].includes(await page.evaluate(() => done)), 'to the page it worked');
    await page.context.close();
  });
}

const FIELD = '<textarea id=t></textarea><script>t.focus()</script>';
const RICH = '<div id=t contenteditable></div><script>t.focus()</script>';
const content = (page) => page.evaluate(() => t.value ?? t.innerHTML);

async function copied(options = inside, html = COPIES['a selection by keys'][0]) {
  const page = await open(html, options);
  await fill(page, { 'text/plain': 'old' });
  await keys(page, 'c');
  await until('it is copied', async () => (await clipboard(page))['text/plain'] !== 'old');
  return page;
}

test('what was copied is pasted inside as it was, also in another app of the group, and free of scripts', async () => {
  const page = await copied(inside, '<p id=p>a <b>SECRET</b> word <img src=x onerror="parent.ran = 1"></p><script>getSelection().selectAllChildren(p)</script>');
  for (const app of ['files', 'notes']) {
    const field = await beside(page, FIELD, { ...inside, app });
    await keys(field, 'v');
    await until('the text', async () => (await content(field)).trim() === 'a SECRET word');
    const rich = await beside(page, RICH, { ...inside, app });
    await keys(rich, 'v');
    await until('the rich text', async () => (await content(rich)).includes('<b>SECRET</b>'));
    assert.ok(!(await content(rich)).includes('onerror'));
    assert.equal(await rich.evaluate(() => globalThis.ran), undefined);
  }
  await page.context.close();
});

test('a page that pastes by a handler of its own gets what was copied, once', async () => {
  const page = await copied();
  const other = await beside(page, '<textarea id=t></textarea><script>t.focus(); seen = []; t.onpaste = (e) => { seen.push(e.clipboardData.getData("text/plain"), e.clipboardData.getData("text/html")); e.preventDefault() }</script>', inside);
  await keys(other, 'v');
  await until('the page gets it', () => other.evaluate(() => seen.length > 0));
  assert.deepEqual(await other.evaluate(() => seen), ['a SECRET word', 'a <b>SECRET</b> word']);
  assert.equal(await content(other), '');
  await page.context.close();
});

test('scripts that read the clipboard get what was copied inside, and nothing of it outside', async () => {
  const page = await copied();
  const read = async (options) => {
    const other = await beside(page, 'page', options);
    const got = await other.evaluate(async () => {
      const said = [];
      const note = (work) => work.then((value) => said.push(value), (error) => said.push(error.name));
      await note(navigator.clipboard.readText());
      await note(navigator.clipboard.read().then(async ([item]) => (await (await item.getType('text/plain')).text()) + (await (await item.getType('text/html')).text())));
      return said;
    });
    await other.close();
    return got;
  };
  assert.deepEqual(await read(inside), ['a SECRET word', 'a SECRET worda <b>SECRET</b> word']);
  assert.deepEqual(await read({ ...inside, app: 'wiki' }), ['NotAllowedError', 'NotAllowedError']);
  const bare = await read({ agent: false });
  assert.ok(bare[0] === NOTICE && !bare[1].includes('SECRET') && bare[1].includes('stay here'), bare[1]);
  await page.context.close();
});

test('a paste outside the group is blocked by what was really copied', async () => {
  const page = await copied();
  const other = await beside(page, FIELD, { ...inside, app: 'wiki' });
  await keys(other, 'v');
  await until('blocked', async () => (await shown(other)).text.includes(' is blocked by '));
  assert.equal(await content(other), '');
  const stopped = await reported('paste', 'stopped');
  assert.equal(stopped.policy, 'boundary');
  await page.context.close();
});

test('policies look into what was really copied, and a warning gives it when it is answered', async () => {
  const look = (action, more) => ({ ...inside, policies: [boundary(), policy('paste', action, { inspection: { customExpression: { substring: 'SECRET' } }, ...more })] });
  const page = await copied();
  const blocked = await beside(page, FIELD, look('block'));
  await keys(blocked, 'v');
  await until('blocked', async () => (await shown(blocked)).text.includes(' is blocked by '));
  assert.equal(await content(blocked), '');
  const warned = await beside(page, FIELD, look('warn'));
  await keys(warned, 'v');
  await press(warned, 'Go on');
  await until('it goes on', async () => (await content(warned)) === 'a SECRET word');
  const masked = await beside(page, FIELD, look('redact'));
  await keys(masked, 'v');
  await until('masked', async () => (await content(masked)) === 'a XXXXXX word');
  await page.context.close();
});

test('what is cut inside is gone from where it was, and is pasted inside', async () => {
  for (const [html, act] of [
    ['<textarea id=t>SECRET</textarea><script>t.select()</script>', (page) => keys(page, 'x')],
    ['<div id=t contenteditable><b>SECRET</b></div><script>t.focus(); getSelection().selectAllChildren(t)</script>', (page) => keys(page, 'x')],
    ['<div id=t tabindex=0>model</div><script>t.focus(); for (const kind of ["copy", "cut"]) addEventListener(kind, (e) => { e.clipboardData.setData("text/plain", "SECRET"); e.preventDefault(); if (kind === "cut") t.textContent = "empty" })</script>', (page) => keys(page, 'x')],
    ['<textarea id=t>SECRET</textarea><button id=b>go</button><script>done = false; b.onclick = () => { t.focus(); t.select(); document.execCommand("cut"); done = true }</script>', pressed],
  ]) {
    const page = await open(html, inside);
    await act(page);
    await until('it is gone', async () => ['', '<br>', 'empty'].includes(await content(page)));
    assert.equal((await clipboard(page))['text/plain'], NOTICE);
    const other = await beside(page, FIELD, inside);
    await keys(other, 'v');
    await until('it is pasted', async () => (await content(other)) === 'SECRET');
    await reported('cut', 'kept');
    await page.context.close();
  }
});

test('what was copied is dropped inside as it was, and not outside', async () => {
  const page = await copied();
  const { 'text/html': html } = await clipboard(page);
  const data = { items: [['text/plain', NOTICE], ['text/html', html]].map(([mimeType, data]) => ({ mimeType, data })), dragOperationsMask: 1 };
  const drop = async (app) => {
    const other = await beside(page, FIELD, { ...inside, app });
    const at = await other.evaluate(() => ({ x: t.getBoundingClientRect().x + 20, y: t.getBoundingClientRect().y + 10 }));
    for (const type of ['dragEnter', 'dragOver', 'drop']) await other.cdp.send('Input.dispatchDragEvent', { type, ...at, data });
    return other;
  };
  const notes = await drop('notes');
  await until('it is dropped', async () => (await content(notes)) === 'a SECRET word');
  const wiki = await drop('wiki');
  await until('blocked', async () => (await shown(wiki)).text.includes(' is blocked by '));
  assert.equal(await content(wiki), '');
  await page.context.close();
});

test('a seal of another person, a forged or a broken one is pasted as the notice that it is', async () => {
  const page = await copied();
  const real = (await clipboard(page))['text/html'];
  const seal = /data-stepgate="([^"]*)"/.exec(real)[1];
  const broken = [`${seal.slice(0, -8)}AAAAAAAA`, seal.slice(0, 40), '', 'AQ', '"', 'x'.repeat(5000), Buffer.alloc(200, 1).toString('base64url')];
  const paste = async (options, expected) => {
    const other = await beside(page, FIELD, options);
    await keys(other, 'v');
    await until('the notice', async () => (await content(other)) === expected);
    assert.equal(await other.evaluate(() => navigator.clipboard.readText()), expected);
    assert.equal((await shown(other)).text, '');
    await other.close();
  };
  await paste({ ...inside, clipboardKey: OTHER_KEY }, NOTICE);
  await paste({ ...inside, clipboardKey: '' }, NOTICE);
  for (const one of broken) {
    await fill(page, { 'text/plain': 'forged', 'text/html': `<span data-stepgate="${one}">SECRET</span>` });
    await paste(inside, 'forged');
  }
  await page.context.close();
});

test('where the policy has no words, the notice has words of its own', async () => {
  const page = await copied({ ...inside, policies: [boundary({ messages: undefined })] });
  assert.equal((await clipboard(page))['text/plain'], 'What was copied here can be pasted only where the organization it belongs to allows.');
  await page.context.close();
});

test('without a key, and where nothing may be pasted inside either, a copy is blocked', async () => {
  for (const options of [{ ...inside, clipboardKey: '' }, { ...inside, policies: [policy('copy', 'block')] }]) {
    const page = await open(COPIES['a selection by keys'][0], options);
    await fill(page, { 'text/plain': 'old' });
    await keys(page, 'c');
    await until('blocked', async () => (await shown(page)).text.includes(' is blocked by '));
    assert.equal((await clipboard(page))['text/plain'], 'old');
    await page.context.close();
  }
});

test('what is too long to be sealed is blocked', async () => {
  const page = await open(button('navigator.clipboard.writeText("SECRET".repeat(200000))'), inside);
  await pressed(page);
  assert.equal(await page.evaluate(() => done), 'NotAllowedError');
  await reported('copy', 'stopped');
  await page.context.close();
});

test('with a key, copies and pastes that no boundary concerns are as without us', async () => {
  const page = await open(`<p id=p>a <b>plain</b> word</p>${button('navigator.clipboard.write([new ClipboardItem({ "text/plain": "written" })])')}<script>getSelection().selectAllChildren(p)</script>`, { ...inside, app: 'wiki' });
  await keys(page, 'c');
  await until('copied', async () => (await clipboard(page))['text/plain'] === 'a plain word');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'a plain word');
  const types = await page.evaluate(async () => (await navigator.clipboard.read())[0].types);
  assert.deepEqual([...types].sort(), ['text/html', 'text/plain']);
  const field = await beside(page, RICH, { ...inside, app: 'files' });
  await keys(field, 'v');
  await until('pasted', async () => (await field.evaluate(() => t.innerText)) === 'a plain word');
  await page.bringToFront();
  await pressed(page);
  assert.equal((await clipboard(page))['text/plain'], 'written');
  await fill(page, { 'text/html': '<img src=x>' });
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '');
  assert.equal(site.activities.size, 0);
  await page.context.close();
});

for (const [name, override] of Object.entries(OVERRIDES)) {
  test(`the notice stands, and a paste outside is blocked, after the page replaced ${name}`, async () => {
    const hostile = (html) => `${html}<script>(${override})()</script>`;
    const page = await open(hostile(COPIES['a selection by keys'][0]), inside);
    await fill(page, { 'text/plain': 'old' });
    await keys(page, 'c');
    await until('the notice', async () => (await clipboard(page))['text/plain'] === NOTICE);
    assert.ok(!JSON.stringify(await clipboard(page)).includes('SECRET'));
    const outside = await beside(page, hostile(FIELD), { ...inside, app: 'wiki' });
    await keys(outside, 'v');
    await until('blocked', async () => (await shown(outside)).text.includes(' is blocked by '));
    await page.context.close();
  });
}
