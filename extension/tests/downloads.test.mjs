// Are only downloads of governed pages touched, and only files read that can be read?

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { isTextual, LARGEST, readBytes, readContent } from '../src/worker/downloads/content.js';
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

test('text is read, and what may be text by its name', () => {
  for (const mime of ['text/plain', 'text/csv; charset=utf-8', 'application/json', 'application/ld+json', 'image/svg+xml']) assert.equal(isTextual(mime, 'x'), true, mime);
  assert.equal(isTextual('application/octet-stream', 'cards.csv'), true);
  assert.equal(isTextual('application/octet-stream', 'cards.zip'), false);
  assert.equal(isTextual('application/pdf', 'cards.txt'), false);
});

const reading = (response, more = {}) =>
  readContent({ url: 'https://files.example.com/a.txt', mime: 'text/plain', name: 'a.txt', size: null, ...more }, async () => response);
const answer = (body, headers = {}, status = 200) => new Response(body, { status, headers: { 'content-type': 'text/plain', ...headers } });

test('the text of a small file is read in its own encoding', async () => {
  assert.deepEqual(await reading(answer('hello')), { text: 'hello' });
  assert.deepEqual(await reading(answer('hello', { 'content-length': '5' })), { text: 'hello' });
  assert.deepEqual(await reading(answer(Buffer.from([0xe9]), { 'content-type': 'text/plain; charset=iso-8859-1' })), { text: 'é' });
  assert.deepEqual(await reading(answer(Buffer.from([0xff, 0xfe, 0x68, 0, 0x69, 0]))), { text: 'hi' });
});

test('a file that is too large is not read, whether the server says so or not', async () => {
  const unread = { text: null, unread: 'tooLarge' };
  assert.deepEqual(await reading(answer('x'), { size: LARGEST + 1 }), unread);
  assert.deepEqual(await reading(answer(Buffer.alloc(LARGEST + 1))), unread);
});

test('what cannot be read, or is not the same file, is not', async () => {
  const unread = { text: null, unread: 'unsupported' };
  assert.deepEqual(await reading(answer('x', {}, 403)), unread);
  assert.deepEqual(await reading(answer('x', { 'content-type': 'text/html' })), unread);
  assert.deepEqual(await reading(answer('x', { 'content-length': '1' }), { size: 2 }), unread);
  assert.deepEqual(await reading(answer('x'), { url: 'blob:https://files.example.com/1' }), unread);
  assert.deepEqual(await readContent({ url: 'https://a.test/', mime: 'text/plain', name: 'a', size: 1 }, () => Promise.reject(new Error('offline'))), unread);
});

const bytesOf = (response, more = {}) =>
  readBytes({ url: 'https://files.example.com/a', mime: 'application/pdf', size: null, ...more }, async () => response);
const binary = (body) => new Response(body, { headers: { 'content-type': 'application/pdf' } });

test('what only the bytes tell is the head of a file, each byte a letter, and the hash of all of it', async () => {
  const file = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 256));
  const told = await bytesOf(binary(file));
  assert.deepEqual(Buffer.from(told.head, 'latin1'), file.subarray(0, 64 * 1024));
  assert.equal(told.sha256, createHash('sha256').update(file).digest('hex'));
  assert.equal(told.looked, true);
});

test('a file that is too large has a head and no hash, and what cannot be read has neither', async () => {
  const large = Buffer.alloc(LARGEST + 1);
  for (const told of [await bytesOf(binary(large)), await bytesOf(binary(large), { size: LARGEST + 1 })]) {
    assert.equal(told.head.length, 64 * 1024);
    assert.equal(told.sha256, null);
  }
  assert.deepEqual(await bytesOf(new Response('x', { status: 403 })), { looked: true });
  assert.deepEqual(await bytesOf(binary('x'), { url: 'blob:https://files.example.com/1' }), { looked: true });
});
