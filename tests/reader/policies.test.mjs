// Does the page's part of the reader run under every policy, by the worker or without it, and whatever the page replaced?

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startBrowser } from '../adversarial/browser.mjs';
import { READER, root, startSite } from './site.mjs';

let browser, site;

before(async () => ([browser, site] = await Promise.all([startBrowser(), startSite()])));
after(() => Promise.all([browser?.close(), site?.close()]));

/** The files of the agent's script that read a file, and nothing else of it. */
const part = (name) => readFileSync(join(root, 'src/agent/js', `${name}.js`), 'utf8');
const AGENTS = `(() => { 'use strict'; const READER = ${JSON.stringify(READER)}, now = Date.now;
${['natives', 'memory', 'carrier', 'reader'].map(part).join('\n')}
  globalThis.readFile = ours.readFile; })();`;

const letter = readFileSync(join(root, 'tests/cases/files/made/letter.docx')).toString('base64');
const paper = readFileSync(join(root, 'tests/cases/files/made/paper.pdf')).toString('base64');
const japanese = readFileSync(join(root, 'tests/cases/files/made/japanese.html')).toString('base64');

/** What is told of a file in a page with these headers; `hostile` runs after the agent's script and before the reading. */
async function read(headers, { file = letter, limits = {}, hostile = '', frame = false } = {}) {
  const address = site.put(`${AGENTS}${hostile}`, headers);
  const page = await browser.open(site.origin);
  await page.goto(frame ? site.put('', {}) : address);
  site.asked.length = 0;
  const reading = async (base64, limits) => {
    const letters = atob(base64), bytes = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
    const numbers = [], file = new Blob([bytes]);
    const told = await new Promise((resolve) => readFile(file, 'letter.docx', limits, (number) => { numbers.push(number); }, resolve));
    return { told: { ...told }, numbers, bare: Object.getPrototypeOf(told) === null };
  };
  const result = await page.evaluate(reading, file, limits);
  await page.context.close();
  return { ...result, byWorker: site.asked.includes(READER[0]) && site.asked[0] === READER[0], asked: [...site.asked] };
}

const leave = () => `${site.origin}${READER[0]}`;
const isRead = ({ told, bare }) => {
  assert.equal(told.outcome, '');
  assert.match(told.text, /Card number 4111 1111 1111 1111/);
  assert.equal(told.fileType, 'document');
  assert.equal(bare, true);
};

const csp = (policy) => ({ 'content-security-policy': policy });
const ours = "script-src 'nonce-ours' 'wasm-unsafe-eval'";

for (const [name, policy] of [
  ['without a policy', () => ({})],
  ['under strict-dynamic, as the gateway adjusts it', () => csp(`script-src 'nonce-ours' 'strict-dynamic' 'wasm-unsafe-eval'; worker-src 'nonce-ours' 'strict-dynamic' ${leave()}`)],
  ['where workers are refused but ours', () => csp(`${ours}; worker-src ${leave()}; connect-src 'none'`)],
  ['where types are required', () => csp(`${ours} ${leave()}; require-trusted-types-for 'script'`)],
  ['where types are required and only named ones are made', () => csp(`${ours} ${leave()}; require-trusted-types-for 'script'; trusted-types app stepgate`)],
  ['in a page that is isolated from other origins', () => ({ 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' })],
]) {
  test(`a file is read by the worker ${name}`, async () => {
    const result = await read(policy());
    isRead(result);
    assert.deepEqual(result.asked, [READER[0], READER[1]]);
  });
}

for (const [name, headers] of [
  ['where a policy refuses every worker', csp(`${ours}; worker-src 'none'`)],
  ['where types are required that cannot be made', csp(`${ours} 'self'; require-trusted-types-for 'script'; trusted-types 'none'`)],
  ['in a sandbox, which has no origin', csp('sandbox allow-scripts')],
]) {
  test(`a file is read in the page itself ${name}`, async () => {
    const result = await read(headers);
    isRead(result);
    assert.ok(result.asked.includes(READER[1]));
  });
}

test('a PDF is read in the page itself by the module that has PDF', async () => {
  const { told, asked } = await read(csp(`${ours}; worker-src 'none'`), { file: paper });
  assert.equal(told.outcome, '');
  assert.equal(told.fileType, 'pdf');
  assert.equal(told.mismatch, true);
  assert.ok(asked.includes(READER[2]));
});

for (const [where, headers] of [['by the worker', {}], ['in the page itself', csp(`${ours}; worker-src 'none'`)]]) {
  test(`text in an encoding that only the browser knows is read ${where}`, async () => {
    const { told } = await read(headers, { file: japanese, hostile: "globalThis.TextDecoder = class { decode() { return 'nothing'; } };" });
    assert.equal(told.outcome, '');
    assert.match(told.text, /カード 4111 1111 1111 1111/);
  });
}

test('where neither can run the file is told to be unread', async () => {
  const { told } = await read(csp("script-src 'nonce-ours'; worker-src 'none'; connect-src 'none'"));
  assert.equal(told.outcome, 'corrupt');
  assert.equal(told.text, '');
});

test('the limits hold in the worker and in the page itself', async () => {
  for (const headers of [{}, csp(`${ours}; worker-src 'none'`)]) {
    assert.equal((await read(headers, { limits: { fileBytes: 100 } })).told.outcome, 'tooLarge');
    assert.match((await read(headers, { limits: { characters: 50 } })).told.outcome, /^tooLarge/);
    assert.match((await read(headers, { limits: { milliseconds: 0 } })).told.outcome, /^timedOut/);
  }
});

/** A page that replaces all it can, so that what is read were nothing. */
const HOSTILE = `
  const lie = { text: '', metadata: '', fileType: 'text', mismatch: false, labels: '', outcome: '' };
  globalThis.heard = [];
  const hear = (what) => { heard.push(what); };
  Worker.prototype.postMessage = function () { hear('postMessage'); };
  globalThis.Worker = class { constructor() { hear('Worker'); } addEventListener(type, act) { if (type === 'message') act({ data: lie }); } postMessage() {} terminate() {} };
  globalThis.fetch = async () => { hear('fetch'); return { arrayBuffer: async () => new ArrayBuffer(0) }; };
  Object.defineProperty(MessageEvent.prototype, 'data', { get() { hear('data'); return lie; } });
  Blob.prototype.arrayBuffer = async () => { hear('arrayBuffer'); return new ArrayBuffer(0); };
  Blob.prototype.slice = () => { hear('slice'); return new OriginalBlob([]); };
  globalThis.OriginalBlob = Blob;
  Object.defineProperty(Blob.prototype, 'size', { get() { hear('size'); return 0; } });
  Response.prototype.arrayBuffer = async () => { hear('Response.arrayBuffer'); return new ArrayBuffer(0); };
  WebAssembly.Instance = class { constructor() { hear('Instance'); } get exports() { return {}; } };
  WebAssembly.Module = class { constructor() { hear('Module'); } };
  TextDecoder.prototype.decode = () => { hear('decode'); return ''; };
  globalThis.TextDecoder = class { constructor() { hear('TextDecoder'); } };
  TextEncoder.prototype.encodeInto = () => { hear('encodeInto'); return { written: 0 }; };
  if (globalThis.trustedTypes) TrustedTypePolicy.prototype.createScriptURL = () => { hear('createScriptURL'); return 'data:,'; };
  EventTarget.prototype.addEventListener = () => { hear('addEventListener'); };
  Math.min = () => { hear('min'); return 0; };
  Date.now = () => { hear('now'); return 1e15; };
  Object.defineProperty(Object.prototype, 'milliseconds', { get() { hear('milliseconds'); return 0; } });
  Object.defineProperty(Object.prototype, 'fileBytes', { get() { hear('fileBytes'); return 0; } });
  const then = Promise.prototype.then;
  Promise.prototype.then = function (...list) { hear('then'); return then.apply(this, list); };
`;

for (const [where, headers] of [['by the worker', {}], ['in the page itself', csp(`${ours}; worker-src 'none'`)]]) {
  test(`a page that replaces everything changes nothing of what is read ${where}`, async () => {
    const address = site.put(`${AGENTS}
      const made = new Blob([Uint8Array.from(atob('${letter}'), (one) => one.charCodeAt(0))]);
      const limits = Object.create(null);
      ${HOSTILE}
      globalThis.told = null;
      readFile(made, 'letter.docx', limits, () => {}, (value) => { globalThis.told = value; });`, headers);
    const page = await browser.open(site.origin);
    await page.goto(address);
    await page.waitForFunction('globalThis.told !== null', { polling: 50 });
    const { told, heard } = await page.evaluate(() => ({ told: { ...globalThis.told }, heard: globalThis.heard }));
    await page.context.close();
    assert.match(told.text, /Card number 4111 1111 1111 1111/, heard.join());
    assert.deepEqual(heard.filter((what) => what !== 'then'), []);
  });
}

test('what is stopped tells nothing any more', async () => {
  const page = await browser.open(site.origin);
  await page.goto(site.put(AGENTS));
  const heard = await page.evaluate(async (base64) => {
    const blob = new Blob([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))]);
    const heard = [];
    const first = readFile(blob, 'a.docx', {}, () => {}, () => heard.push('stopped one'));
    first();
    await new Promise((resolve) => readFile(blob, 'b.docx', {}, () => {}, () => resolve(heard.push('the other'))));
    return heard;
  }, letter);
  await page.context.close();
  assert.deepEqual(heard, ['the other']);
});
