// Does a page read files as the native build does? Every shared case, by the worker, in Chromium.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startBrowser } from '../adversarial/browser.mjs';
import { READER, root, startSite, target } from './site.mjs';

let browser, site, page;

before(async () => {
  [browser, site] = await Promise.all([startBrowser(), startSite()]);
  page = await browser.open(site.origin);
  await page.goto(site.put());
});

after(() => Promise.all([browser?.close(), site?.close()]));

const shared = (file) => readFileSync(join(root, 'tests/cases/files/made', file));

/** Has the worker read a shared file; answers what it said, the numbers apart. */
const readInWorker = (file, limits = {}, name = file) => readBytes(shared(file), name, limits);

const readBytes = (bytes, name, limits = {}) =>
  page.evaluate(async (reader, base64, name, limits) => {
    const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
    const worker = new Worker(reader);
    const numbers = [];
    const told = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (typeof data === 'number' ? numbers.push(data) : resolve(data));
      worker.onerror = ({ message }) => reject(new Error(`the worker failed: ${message}`));
      worker.postMessage({ blob, name, limits });
    });
    worker.terminate();
    return { told, numbers };
  }, READER[0], bytes.toString('base64'), name, limits);

const native = () => {
  execFileSync('cargo', ['build', '--quiet', '-p', 'stepgate-reader', '--example', 'cases', '--features', 'pdf'], { cwd: root });
  const lines = execFileSync(join(target, 'debug/examples/cases'), [join(root, 'tests/cases/files')], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return lines.trim().split('\n').map((line) => JSON.parse(line));
};

test('every shared file tells the worker what it tells natively, and what its case says', async () => {
  const cases = native();
  assert.ok(cases.length > 50, `only ${cases.length} cases`);
  for (const { about, file, limits, expected, told } of cases) {
    const { told: heard } = await readInWorker(file, limits);
    assert.deepEqual(heard, told, `${file}: ${about}`);
    const outcome = [expected.outcome, ...(expected.also ?? [])].join(',').replace(/^scanned$/, '');
    assert.equal(heard.outcome, outcome, `${file}: ${about}`);
    assert.equal(heard.fileType, expected.fileType, file);
    assert.equal(heard.labels.split('\n').filter(Boolean).length, expected.labels?.length ?? 0, file);
    for (const { text } of expected.found ?? []) assert.ok((heard.text + heard.metadata).includes(text), `${file}: ${text}`);
  }
});

test('the module with PDF is loaded when a PDF is met, also within an archive or a mail, and not before', async () => {
  await page.setCacheEnabled(false);
  const loads = async (bytes, name) => {
    site.asked.length = 0;
    const { told } = await readBytes(bytes, name);
    return { told, loaded: site.asked.filter((path) => path.endsWith('.wasm')) };
  };
  const [, plain, pdf] = READER;
  const paper = shared('paper.pdf');
  const mail = `From: a@example.com\r\nTo: b@example.com\r\nSubject: paper\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf; name=p.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${paper.toString('base64')}\r\n`;
  assert.deepEqual((await loads(shared('letter.docx'), 'letter.docx')).loaded, [plain]);
  const { told } = await loads(paper, 'paper.pdf');
  assert.ok(told.text.length > 20, 'there is text in it');
  for (const [bytes, name] of [[paper, 'paper.pdf'], [gzipSync(paper), 'paper.gz'], [Buffer.from(mail), 'mail.eml']]) {
    const read = await loads(bytes, name);
    assert.deepEqual(read.loaded, [plain, pdf], name);
    assert.equal(read.told.outcome, '', name);
    assert.ok(read.told.text.includes(told.text.trim().split('\n')[0]), name);
  }
});

test('the first thing heard is that it has begun, and numbers only grow', async () => {
  const { numbers } = await readInWorker('bomb.zip');
  assert.equal(numbers[0], 0);
  assert.deepEqual(numbers, [...numbers].sort((one, other) => one - other));
});

test('a file under another name is a mismatch', async () => {
  assert.equal((await readInWorker('letter.docx', {}, 'letter.jpg')).told.mismatch, true);
  assert.equal((await readInWorker('letter.docx')).told.mismatch, false);
});

test('no time at all is a reading that timed out', async () => {
  const { told } = await readInWorker('letter.docx', { milliseconds: 0 });
  assert.match(told.outcome, /^timedOut/);
});

test('a file that cannot be got at is corrupt, not an endless wait', async () => {
  const told = await page.evaluate(async (reader) => {
    const worker = new Worker(reader);
    const told = new Promise((resolve) => (worker.onmessage = ({ data }) => typeof data === 'object' && resolve(data)));
    worker.postMessage({ blob: { size: 10, slice: 'no blob' }, name: 'a', limits: {} });
    return told;
  }, READER[0]);
  assert.deepEqual(told, { text: '', metadata: '', fileType: '', mismatch: false, labels: '', outcome: 'corrupt' });
});
