// Is a document read before it leaves or arrives? Files made by real programs: one with payment card numbers works on a bare
// page and is stopped; one without passes, exactly once and byte for byte.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { shown, startBrowser, until } from './browser.mjs';
import { startSite } from './fixture.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  await print();
});
after(async () => {
  await browser?.close();
  await site?.close();
});

const template = (name) => JSON.parse(readFileSync(new URL(`../../policies/templates/${name}.json`, import.meta.url), 'utf8')).policies;
const CARDS = [...template('block-upload-content-inspection'), ...template('block-download-content-inspection')];

const path = (name) => fileURLToPath(new URL(`../cases/files/made/${name}`, import.meta.url));
const made = (name) => ({ name, path: path(name), bytes: readFileSync(path(name)) });
/** With card numbers, and without: the PDF is what the browser makes of a page. */
const KINDS = [
  { kind: 'an Office document', bad: made('letter.docx'), good: () => made('label-removed.xlsx') },
  { kind: 'a PDF', bad: made('letter.pdf'), good: () => printed },
];
let printed;
async function print() {
  const page = await browser.open(site.origin);
  await page.goto(site.put('<h1>Minutes</h1><p>Nothing was said.</p>', { agent: false }));
  const bytes = Buffer.from(await page.pdf()), path = join(mkdtempSync(join(tmpdir(), 'stepgate-printed-')), 'minutes.pdf');
  writeFileSync(path, bytes);
  printed = { name: 'minutes.pdf', path, bytes };
  await page.context.close();
}

/** A page whose button does `act` with the file. */
const pressing = (act, { name, bytes }) => `<button id=b>do it</button><script>
  const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0)), name = '${name}';
  const file = () => new File([bytes], name), put = (body) => fetch('/up/' + name, { method: 'PUT', body }).catch(() => {});
  const inForm = () => { const d = new FormData(); d.append('f', file()); return d; };
  const save = (href) => Object.assign(document.createElement('a'), { href, download: name }).click();
  b.onclick = () => { ${act} };</script>`;
const SENDING = 'const send = (file) => fetch("/up/" + file.name, { method: "PUT", body: file });';
const CHOOSING = `<input type=file id=f><script>${SENDING} f.onchange = () => { if (f.files.length) send(f.files[0]) }</script>`;
const DROPPING = `<div id=t style="position:fixed;inset:0"></div><script>${SENDING} t.ondragover = (e) => e.preventDefault();
  t.ondrop = (e) => { e.preventDefault(); if (e.dataTransfer.files.length) send(e.dataTransfer.files[0]) }</script>`;
const FORM = (file) => `${pressing('const d = new DataTransfer(); d.items.add(file()); f.files = d.files; document.forms[0].requestSubmit()', file)}
  <iframe name=there></iframe><form method=post action=/up enctype=multipart/form-data target=there><input type=file name=f id=f></form>`;

const click = (page) => page.click('#b');
const choose = async (page, file) => (await page.$('#f')).uploadFile(file.path);
const drop = async (page, file) => {
  const data = { items: [], files: [file.path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await page.cdp.send('Input.dispatchDragEvent', { type, x: 100, y: 100, data });
};
const bodies = () => site.received.filter((one) => one.path.startsWith('/up')).map((one) => Buffer.from(one.body, 'latin1'));
/** The content of the only part of each form. */
const parts = () => bodies().map((body) => body.subarray(body.indexOf('\r\n\r\n') + 4, body.lastIndexOf('\r\n--')));
const saved = (page) => page.saved().map((name) => readFileSync(page.savedPath(name)));

/** The ways of a file, each with its page, what is done there, and every copy that came out of it. */
const WAYS = [
  { way: 'chosen and sent', activity: 'upload', html: () => CHOOSING, act: choose, got: bodies },
  { way: 'dropped and sent', activity: 'upload', html: () => DROPPING, act: drop, got: bodies },
  { way: 'a file by fetch', activity: 'upload', html: (file) => pressing('put(file())', file), act: click, got: bodies },
  { way: 'bytes by fetch', activity: 'upload', html: (file) => pressing('put(bytes)', file), act: click, got: bodies },
  { way: 'a form by fetch', activity: 'upload', html: (file) => pressing("fetch('/up', { method: 'POST', body: inForm() }).catch(() => {})", file), act: click, got: parts },
  { way: 'a form by XMLHttpRequest', activity: 'upload', html: (file) => pressing("const x = new XMLHttpRequest(); x.open('POST', '/up'); x.send(inForm())", file), act: click, got: parts },
  { way: 'a beacon', activity: 'upload', html: (file) => pressing("navigator.sendBeacon('/up', file())", file), act: click, got: bodies },
  { way: 'a form that is submitted', activity: 'upload', html: FORM, act: click, got: parts },
  { way: 'a form that is submitted in silence', activity: 'upload', html: (file) => FORM(file).replace('requestSubmit()', 'submit()'), act: click, got: parts },
  { way: 'a blob that is saved', activity: 'download', html: (file) => pressing('save(URL.createObjectURL(new Blob([bytes])))', file), act: click, got: saved },
  { way: 'a blob that is saved, its address given up', activity: 'download', html: (file) => pressing('const url = URL.createObjectURL(new Blob([bytes])); save(url); setTimeout(() => URL.revokeObjectURL(url), 200)', file), act: click, got: saved },
  { way: 'a data address that is saved', activity: 'download', html: (file) => pressing("save('data:application/octet-stream;base64,' + btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')))", file), act: click, got: saved },
];

async function open(html, options) {
  const page = await browser.open(site.origin);
  site.activities.clear();
  await page.goto(site.put(html, options));
  site.received.length = 0;
  return page;
}

const one = (copies, file) => copies.length === 1 && copies[0].equals(file.bytes);

for (const { kind, bad, good: innocent } of KINDS) {
  for (const { way, activity, html, act, got } of WAYS) {
    test(`${way}: ${kind} with card numbers is stopped, one without passes once and byte for byte`, async () => {
      const bare = await open(html(bad), { agent: false });
      await act(bare, bad);
      await until('it works on a bare page', () => one(got(bare), bad));
      await bare.context.close();

      const page = await open(html(bad), { policies: CARDS });
      await act(page, bad);
      await until('it is reported', () => site.reported(activity).find((it) => it.action === 'block' && it.outcome === 'stopped' && it.failure === null));
      await until('the person is told', async () => (await shown(page)).text.includes('holds payment card numbers'));
      assert.deepEqual(got(page), []);
      await page.context.close();

      const good = innocent();
      const honest = await open(html(good), { policies: CARDS });
      await act(honest, good);
      await until('it passes', () => one(got(honest), good));
      assert.deepEqual(site.reported(activity), []);
      assert.equal((await shown(honest)).text, '');
      await honest.context.close();
    });
  }
}
