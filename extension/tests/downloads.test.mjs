// Are only downloads of governed pages touched, and only files read that can be read?

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { LARGEST, readDownload } from '../src/worker/downloads/content.js';
import { likeliest, nameOf, siteOfDownload } from '../src/worker/downloads/whose.js';

const files = { app: 'files', matches: ['https://files.example.com/*'] };
const sites = [files];
const whose = (item, tab) => siteOfDownload(sites, item, tab);

test('a download is its page’s, its own address’s, or its maker’s', () => {
  assert.equal(whose({ url: 'https://cdn.test/a.txt', referrer: 'https://files.example.com/' }), files);
  assert.equal(whose({ url: 'https://files.example.com/a.txt', referrer: '' }), files);
  assert.equal(whose({ url: 'https://short.test/1', finalUrl: 'https://files.example.com/a.txt' }), files);
  assert.equal(whose({ url: 'blob:https://files.example.com/0f0e0d0c-0b0a-4908-8706-050403020100' }), files);
});

test('every other download is left alone, also while a governed page is in front', () => {
  const tab = { url: 'https://files.example.com/' };
  assert.equal(whose({ url: 'https://example.org/a.txt', referrer: '' }, tab), null);
  assert.equal(whose({ url: 'https://example.org/a.txt', referrer: 'https://example.org/' }, tab), null);
  assert.equal(whose({ url: 'data:text/plain,x', referrer: 'https://example.org/' }, tab), null);
});

test('what a page wrote itself, and nobody says which page, is the page’s in front', () => {
  assert.equal(whose({ url: 'data:text/plain,x', referrer: '' }, { url: 'https://files.example.com/' }), files);
  assert.equal(whose({ url: 'data:text/plain,x', referrer: '' }, { url: 'https://example.org/' }), null);
});

test('the page it is from is asked first, and never one of another profile', () => {
  const tab = (id, url, more = {}) => ({ id, url, active: false, incognito: false, ...more });
  const tabs = [
    tab(1, 'https://files.example.com/other'), tab(2, 'https://example.org/'), tab(3, 'https://files.example.com/this?x=1#y'),
    tab(4, 'https://files.example.com/this?x=1', { incognito: true }), tab(5, 'https://files.example.com/other', { active: true }),
  ];
  const item = { url: 'https://files.example.com/a.txt', referrer: 'https://files.example.com/this?x=1', incognito: false };
  assert.deepEqual(likeliest(tabs, sites, files, item).map((each) => each.id), [3, 5, 1]);
});

test('a download is called by its name without a folder', () => {
  assert.equal(nameOf({ filename: 'C:\\Users\\a\\b.txt', url: '' }), 'b.txt');
  assert.equal(nameOf({ filename: '/home/a/b.txt', url: '' }), 'b.txt');
  assert.equal(nameOf({ filename: '', url: 'https://files.example.com/x/a%20b.txt?c' }), 'a b.txt');
  assert.equal(nameOf({ filename: '', url: 'data:,x' }), 'download');
});

const WHOLE = { text: '', metadata: '', fileType: 'text', mismatch: false, labels: '', outcome: '' };
/** Stands for the reader: answers what it was given, and keeps it. */
const reader = (given) => async ({ blob, name, limits }) => {
  given.push({ bytes: Buffer.from(await blob.arrayBuffer()), name, limits });
  return { ...WHOLE, text: limits.fileBytes === 0 ? '' : 'read', outcome: limits.fileBytes === 0 ? 'tooLarge' : '' };
};
const LIMITS = { fileBytes: 100_000, milliseconds: 5000 };

async function reading(response, more = {}, limits = LIMITS) {
  const given = [];
  const about = { url: 'https://files.example.com/a.docx', mime: 'application/pdf', name: 'a.pdf', size: null, ...more };
  return { ...(await readDownload(about, limits, async () => response, reader(given))), given };
}
const answer = (body, headers = {}, status = 200) => new Response(body, { status, headers: { 'content-type': 'application/pdf', ...headers } });

test('a file of any type is given to the reader, with its name and the limits that the agent has', async () => {
  const { told, given } = await reading(answer('hello', { 'content-length': '5' }));
  assert.deepEqual(given, [{ bytes: Buffer.from('hello'), name: 'a.pdf', limits: LIMITS }]);
  assert.deepEqual(told, { ...WHOLE, text: 'read' });
});

test('a server that does not say what a file is gives the same file whatever the browser guesses', async () => {
  const { told } = await reading(answer('hello', { 'content-type': 'application/octet-stream' }));
  assert.equal(told.outcome, '');
});

test('text in the encoding that the server names is text, whatever the reader takes it for', async () => {
  const { told } = await reading(answer(Buffer.from([0xe9]), { 'content-type': 'text/plain; charset=iso-8859-1' }), { mime: 'text/plain' });
  assert.equal(told.text, 'read\né');
});

test('of a file that is too large only the head is looked at, whether the server says so or not', async () => {
  for (const { told, given, head, sha256 } of [await reading(answer(Buffer.alloc(100_001))), await reading(answer(Buffer.alloc(200_000)), { size: 200_000 })]) {
    assert.equal(told.outcome, 'tooLarge');
    assert.equal(given[0].limits.fileBytes, 0);
    assert.equal(head.length, 64 * 1024);
    assert.equal(sha256, null);
  }
});

test('what cannot be asked for again, or is not the same file, is told to be unread', async () => {
  const bad = [
    await reading(answer('x', {}, 403)),
    await reading(answer('x', { 'content-type': 'text/html' })),
    await reading(answer('x', { 'content-length': '1' }), { size: 2 }),
    await reading(answer('x'), { url: 'blob:https://files.example.com/1' }),
    await readDownload({ url: 'https://a.test/', mime: 'text/plain', name: 'a', size: 1 }, LIMITS, () => Promise.reject(new Error('offline')), reader([])),
  ];
  for (const { told, looked } of bad) {
    assert.equal(told.outcome, 'unsupported');
    assert.equal(told.text, '');
    assert.equal(looked, true);
  }
});

test('a server that does not answer in time leaves the file unread for that reason', async () => {
  const late = () => Promise.reject(Object.assign(new Error('late'), { name: 'TimeoutError' }));
  const { told } = await readDownload({ url: 'https://a.test/', mime: '', name: 'a', size: 1 }, LIMITS, late, reader([]));
  assert.equal(told.outcome, 'timedOut');
});

test('what only the bytes tell is the head of a file, each byte a letter, and the hash of all of it', async () => {
  const file = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 256));
  const { head, sha256, looked } = await reading(answer(file));
  assert.deepEqual(Buffer.from(head, 'latin1'), file.subarray(0, 64 * 1024));
  assert.equal(sha256, createHash('sha256').update(file).digest('hex'));
  assert.equal(looked, true);
});

test('a file for which a hash would take too long has none and is read', async () => {
  const { sha256, told } = await reading(answer(Buffer.alloc(LARGEST + 1)), {}, {});
  assert.equal(sha256, null);
  assert.equal(told.outcome, '');
});
