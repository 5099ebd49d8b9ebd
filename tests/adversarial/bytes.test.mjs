// Is a file what its content says it is, whatever it is called? Templates that administrators take as they are hold in the
// page: each renamed program works on a bare page and is stopped then, and an honest file passes byte for byte.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { shown, startBrowser, until } from './browser.mjs';
import { policy, startSite } from './fixture.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const template = (name) => JSON.parse(readFileSync(new URL(`../../policies/templates/${name}.json`, import.meta.url), 'utf8')).policies;
const MALWARE = template('block-potential-malware');

const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const filled = (start, size) => Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(size, every)]);
/** A program's first bytes (PE format), and a document, each longer than what is looked at. */
const PROGRAM = filled(`MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0${'\0'.repeat(44)}\x80\0\0\0${'\0'.repeat(64)}PE\0\0\x64\x86`, 100_000);
const DOCUMENT = filled('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 100_000);

const folder = mkdtempSync(join(tmpdir(), 'stepgate-bytes-'));
const onDisk = (name, content) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/** A page whose button does `act` with `bytes`. */
const pressing = (act, content) => `<button id=b>do it</button><script>
  const bytes = Uint8Array.from(atob('${content.toString('base64')}'), (letter) => letter.charCodeAt(0));
  const put = (body) => fetch('/up/invoice.pdf', { method: 'PUT', body }).catch(() => {});
  const save = (href) => Object.assign(document.createElement('a'), { href, download: 'invoice.pdf' }).click();
  b.onclick = () => { ${act} };</script>`;
const UPLOADING = '<input type=file id=f><script>f.onchange = () => { if (f.files.length) fetch("/up/invoice.pdf", { method: "PUT", body: f.files[0] }) }</script>';

const click = (page) => page.click('#b');
const sent = () => (site.received.length ? Buffer.from(site.received[0].body, 'latin1') : null);
const saved = (page) => (page.saved().includes('invoice.pdf') ? readFileSync(page.savedPath('invoice.pdf')) : null);

/** The ways of a file, each with its page, what is done there, and what came out of it. */
const WAYS = [
  { name: 'chosen and sent', activity: 'upload', html: () => UPLOADING, got: sent, act: async (page, content) => (await page.$('#f')).uploadFile(onDisk('invoice.pdf', content)) },
  { name: 'a file in a form', activity: 'upload', html: (content) => pressing("const d = new FormData(); d.append('f', new File([bytes], 'invoice.pdf')); fetch('/up', { method: 'POST', body: d }).catch(() => {})", content), got: inForm, act: click },
  { name: 'bytes by fetch', activity: 'upload', html: (content) => pressing('put(bytes)', content), got: sent, act: click },
  { name: 'a part of a buffer by fetch', activity: 'upload', html: (content) => pressing('const all = new Uint8Array(bytes.length + 9); all.set(bytes, 5); put(new DataView(all.buffer, 5, bytes.length))', content), got: sent, act: click },
  { name: 'a blob by XMLHttpRequest', activity: 'upload', html: (content) => pressing("const x = new XMLHttpRequest(); x.open('PUT', '/up/invoice.pdf'); x.send(new Blob([bytes]))", content), got: sent, act: click },
  { name: 'a blob that is saved', activity: 'download', html: (content) => pressing('save(URL.createObjectURL(new Blob([bytes])))', content), got: saved, act: click },
  { name: 'a data address that is saved', activity: 'download', html: (content) => pressing(`save('data:application/pdf;base64,${content.toString('base64')}')`, content), got: saved, act: click },
];

/** The content of the only part. */
function inForm() {
  const body = sent();
  if (body === null) return null;
  const start = body.indexOf('\r\n\r\n') + 4;
  return body.subarray(start, body.indexOf('\r\n--', start + DOCUMENT.length - 200));
}

async function open(html, options) {
  const page = await browser.open(site.origin);
  site.activities.clear();
  await page.goto(site.put(html, options));
  site.received.length = 0;
  return page;
}

const matched = (activity, id) => until(`${id} is reported`, () => site.reported(activity).find((one) => one.policy === id && one.action === 'block'));

for (const { name, activity, html, got, act } of WAYS) {
  test(`${name}: a program that calls itself a document is stopped, a document passes byte for byte`, async () => {
    const bare = await open(html(PROGRAM), { agent: false });
    await act(bare, PROGRAM);
    await until('it works on a bare page', () => got(bare)?.equals(PROGRAM));
    await bare.context.close();

    const page = await open(html(PROGRAM), { policies: MALWARE });
    await act(page, PROGRAM);
    await matched(activity, 'block-potential-malware');
    await until('the person is told', async () => (await shown(page)).text.includes('is a program that is called something else'));
    assert.equal(got(page), null);
    await page.context.close();

    const honest = await open(html(DOCUMENT), { policies: MALWARE });
    await act(honest, DOCUMENT);
    await until('it passes', () => got(honest)?.equals(DOCUMENT));
    assert.deepEqual(site.reported(activity), []);
    await honest.context.close();
  });
}

/** A policy on files with the hash of `content`. */
const known = (content) => policy('upload', 'block', {
  conditions: { filter: 'sha256', operator: 'equals', values: [createHash('sha256').update(content).digest('hex')] },
});

// The mark at the beginning would change how the rest is read; the size is more than is read at once.
const MARKED = filled('\xef\xbb\xbf', 2_500_000);

test('a known file is stopped by its hash, and one that differs in its last byte passes', async () => {
  const [chosen] = WAYS;
  const other = Buffer.concat([MARKED.subarray(0, -1), Buffer.from([1])]);
  const bare = await open(UPLOADING, { agent: false });
  await chosen.act(bare, MARKED);
  await until('it works on a bare page', () => sent()?.equals(MARKED));
  await bare.context.close();

  const page = await open(UPLOADING, { policies: [known(MARKED)] });
  await chosen.act(page, MARKED);
  await matched('upload', 'upload-block');
  assert.equal(sent(), null);
  await chosen.act(page, other);
  await until('it passes', () => sent()?.equals(other));
  await page.context.close();
});

test('a page that changes how blobs are cut and read changes nothing', async () => {
  const page = await open(UPLOADING, { policies: MALWARE });
  await page.evaluate(() => {
    const nothing = new Blob(['nothing']);
    Blob.prototype.slice = () => nothing;
    URL.createObjectURL = () => 'data:,nothing';
    XMLHttpRequest.prototype.overrideMimeType = () => {};
    Object.defineProperty(XMLHttpRequest.prototype, 'responseText', { get: () => 'nothing' });
    Array.prototype[Symbol.iterator] = function* () {};
  });
  await WAYS[0].act(page, PROGRAM);
  await matched('upload', 'block-potential-malware');
  assert.equal(sent(), null);
  await page.context.close();
});

test('a file without a label is not uploaded, one made of a labelled answer is, byte for byte', async () => {
  const UNLABELED = template('prevent-upload-unlabeled');
  const [chosen] = WAYS;
  const bare = await open(UPLOADING, { agent: false });
  await chosen.act(bare, DOCUMENT);
  await until('it works on a bare page', () => sent()?.equals(DOCUMENT));
  await bare.context.close();

  const page = await open(UPLOADING, { policies: UNLABELED });
  await chosen.act(page, DOCUMENT);
  await matched('upload', 'prevent-upload-unlabeled');
  assert.equal(sent(), null);
  await page.context.close();

  const labelled = await open(pressing("fetch('/attachment/plan.pdf').then((answer) => answer.blob()).then(put)", DOCUMENT), { policies: UNLABELED });
  await click(labelled);
  await until('it passes', () => site.received.find((one) => one.method === 'PUT')?.body === 'attached');
  await labelled.context.close();
});
