// What may a page do while its files are read? What is sent is what was read, once; what nobody has read does not pass.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, beforeEach, test } from 'node:test';
import { press, shown, startBrowser, until } from './browser.mjs';
import { policy, startSite } from './fixture.mjs';

let site, browser;
before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await site?.close();
});
beforeEach(() => {
  site.reader = null;
  site.answersReading = async () => {};
});

const folder = mkdtempSync(join(tmpdir(), 'stepgate-reading-'));
const onDisk = (name, content) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const made = (name) => fileURLToPath(new URL(`../cases/files/made/${name}`, import.meta.url));

const cards = (action = 'block', more = {}) =>
  policy('upload', action, { sessionControlType: 'controlFileUpload', inspection: { presetExpression: 'paymentCard' }, ...more });
const CARDS = [cards()];
/** No text by its first byte, so that it has to be read by the worker. */
const BAD = '\0Card number 4111 1111 1111 1111', GOOD = '\0nothing of interest';

/** A worker that says how far it is, and waits until it may go on. */
const SLOW = `onmessage = async ({ data }) => {
  postMessage(0);
  postMessage(Math.floor(data.blob.size * 0.42));
  await fetch('/reading/' + data.name);
  postMessage({ text: await data.blob.text(), metadata: '', fileType: 'other', mismatch: false, labels: '', outcome: '' });
};`;
/** Lets the worker wait for what is answered. */
const slowly = () => {
  site.reader = SLOW;
  let go;
  const gone = new Promise((done) => { go = done; });
  site.answersReading = () => gone;
  return go;
};
const read = () => site.received.filter((one) => one.path.startsWith('/reading/')).map((one) => one.path.slice(9));
const sent = () => site.received.filter((one) => one.path.startsWith('/up')).map((one) => one.body);
const beginsReading = (count = 1) => until('it is read', () => read().length >= count);
const says = (page, text) => until(`it says ${text}`, async () => (await shown(page)).text.includes(text));
const reported = (outcome) => until(`${outcome} is reported`, () => site.reported('upload').find((one) => one.outcome === outcome));

const SCRIPT = `<script>
  const BAD = ${JSON.stringify(BAD)}, GOOD = ${JSON.stringify(GOOD)}, ended = [];
  const file = (text, name = 'a.bin') => new File([text], name);
  const put = (body, at = '/up/a.bin') => fetch(at, { method: 'PUT', body }).then(() => ended.push('sent'), (error) => ended.push(error.name));
  const inForm = (file) => { const d = new FormData(); d.append('f', file); return d; };
  const post = (body) => fetch('/up', { method: 'POST', body }).then(() => ended.push('sent'), (error) => ended.push(error.name));
</script>`;
const INPUT = '<input type=file id=f multiple><script>seen = []; f.onchange = () => { seen.push([...f.files].map((one) => one.name).join()); for (const one of f.files) put(one, "/up/" + one.name) }</script>';

async function open(html = '', { policies = CARDS, ...options } = {}) {
  const page = await browser.open(site.origin);
  site.activities.clear();
  await page.goto(site.put(SCRIPT + html, { policies, ...options }));
  site.received.length = 0;
  site.readers.length = 0;
  return page;
}
const chosen = async (page, ...paths) => (await page.$('#f')).uploadFile(...paths);

test('a bare page sends what it swaps and overwrites after the call', async () => {
  const page = await open('', { agent: false });
  await page.evaluate(() => put(file(BAD)));
  assert.deepEqual(sent(), [BAD]);
  await page.context.close();
});

test('a file that is given twice while it is read is read once, and each call goes on by its decision', async () => {
  const go = slowly();
  const page = await open();
  await page.evaluate(() => {
    const [bad, good] = [file(BAD, 'bad.bin'), file(GOOD, 'good.bin')];
    for (const one of [bad, bad, good, good]) put(one, '/up/' + one.name);
  });
  await beginsReading();
  assert.deepEqual(sent(), []);
  go();
  await until('all of them ended', () => page.evaluate(() => ended.length === 4));
  assert.deepEqual(read(), ['bad.bin', 'good.bin']);
  assert.deepEqual(sent(), [GOOD, GOOD]);
  assert.deepEqual((await page.evaluate(() => ended)).sort(), ['TypeError', 'TypeError', 'sent', 'sent']);
  await page.context.close();
});

test('several files of one choice are read one after the other and decided together', async () => {
  const page = await open(INPUT);
  await chosen(page, made('label-removed.xlsx'), made('letter.docx'));
  await reported('stopped');
  assert.deepEqual(await page.evaluate(() => [seen, f.files.length]), [[], 0]);
  await chosen(page, made('label-removed.xlsx'), made('label-stray.xlsx'));
  await until('both are sent', () => sent().length === 2);
  assert.deepEqual(await page.evaluate(() => seen), ['label-removed.xlsx,label-stray.xlsx']);
  await page.context.close();
});

test('while it is read the input is empty, the notice names the file and how far it is, and Cancel gives it up', async () => {
  slowly();
  const page = await open(INPUT);
  await chosen(page, onDisk('plan.bin', GOOD.padEnd(100)));
  await beginsReading();
  await says(page, 'Checking plan.bin');
  await says(page, '42');
  assert.equal(await page.evaluate(() => f.files.length + seen.length), 0);
  await press(page, 'Cancel');
  await reported('cancelled');
  await says(page, 'Uploading plan.bin was cancelled.');
  assert.deepEqual([await page.evaluate(() => f.files.length + seen.length), sent()], [0, []]);
  await page.context.close();
});

test('a fetch that is given up is rejected, and the next one is read', async () => {
  const go = slowly();
  const page = await open();
  await page.evaluate(() => {
    put(file(GOOD, 'one.bin'));
    put(file(GOOD, 'two.bin'));
  });
  await says(page, 'Checking one.bin');
  await press(page, 'Cancel');
  await beginsReading(2);
  go();
  await until('both ended', () => page.evaluate(() => ended.length === 2));
  assert.deepEqual(await page.evaluate(() => ended), ['TypeError', 'sent']);
  assert.deepEqual(sent(), [GOOD]);
  await page.context.close();
});

test('Escape on the notice gives it up, and the keyboard reaches it', async () => {
  slowly();
  const page = await open();
  await page.evaluate(() => void put(file(GOOD)));
  await says(page, 'Checking a.bin');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await reported('cancelled');
  assert.deepEqual(sent(), []);
  await page.context.close();
});

test('a choice made anew takes the place of the one that is read', async () => {
  const go = slowly();
  const page = await open(INPUT);
  await chosen(page, onDisk('first.bin', GOOD));
  await beginsReading();
  await chosen(page, onDisk('second.bin', GOOD));
  await reported('cancelled');
  await beginsReading(2);
  go();
  await until('it is sent', () => sent().length > 0);
  assert.deepEqual(await page.evaluate(() => seen), ['second.bin']);
  await page.context.close();
});

test('a reader that does not end is ended: the time is up, and the policy says what that means', async () => {
  site.reader = "onmessage = () => postMessage(0)";
  const page = await open('', { defaultBehavior: 'allow', policies: [cards('block', { whenCannotBeScanned: { timedOut: 'apply' } })] });
  await page.evaluate(() => put(file(GOOD)));
  const one = await reported('stopped');
  assert.equal(one.failure, 'notScanned');
  assert.match(JSON.stringify(one.trace), /timedOut/);
  assert.deepEqual(sent(), []);
  await page.context.close();
});

test('a reader that breaks is no clean file', async () => {
  for (const reader of ["onmessage = () => { postMessage(0); throw 1 }", "onmessage = () => { postMessage(0); postMessage({}) }"]) {
    site.reader = reader;
    const page = await open('', { defaultBehavior: 'allow', policies: [cards('block', { whenCannotBeScanned: { corrupt: 'apply' } })] });
    await page.evaluate(() => put(file(GOOD)));
    await reported('stopped');
    assert.deepEqual(sent(), []);
    await page.context.close();
  }
});

test('a document with a password is what the policy makes of it', async () => {
  for (const [behavior, passes] of [['apply', false], ['ignore', true]]) {
    const page = await open(INPUT, { policies: [cards('block', { whenCannotBeScanned: { passwordEncrypted: behavior } })] });
    await chosen(page, made('locked.xlsx'));
    if (passes) await until('it is sent', () => sent().length === 1);
    else assert.equal((await reported('stopped')).failure, 'notScanned');
    assert.equal(sent().length, passes ? 1 : 0);
    await page.context.close();
  }
});

test('a damaged document is stopped where the policy says so', async () => {
  const page = await open(INPUT, { defaultBehavior: 'allow', policies: [cards('block', { whenCannotBeScanned: { corrupt: 'apply' } })] });
  await chosen(page, onDisk('cut.docx', readFileSync(made('letter.docx')).subarray(0, 20_000)));
  assert.match(JSON.stringify((await reported('stopped')).trace), /corrupt/);
  assert.deepEqual(sent(), []);
  await page.context.close();
});

test('a document whose label is blocked is stopped, one with another label passes', async () => {
  const label = { filter: 'sensitivityLabel', operator: 'equals', values: ['2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11'] };
  const page = await open(INPUT, { policies: [policy('upload', 'block', { conditions: label })] });
  await chosen(page, made('label-custom.xlsx'));
  await reported('stopped');
  await chosen(page, made('label-removed.xlsx'));
  await until('it is sent', () => sent().length === 1);
  assert.deepEqual(await page.evaluate(() => seen), ['label-removed.xlsx']);
  await page.context.close();
});

test('a long text is read to its end', async () => {
  const long = 'All work and no play. '.repeat(250_000);
  const page = await open(INPUT);
  await chosen(page, onDisk('long.txt', `${long}Card number 4111 1111 1111 1111`));
  await reported('stopped');
  await chosen(page, onDisk('clean.txt', long));
  await until('it is sent', () => sent().length === 1);
  assert.equal(sent()[0], long);
  await page.context.close();
});

test('what a policy warns of once it was read goes on when the person says so, once', async () => {
  const page = await open(INPUT, { policies: [cards('warn')] });
  await chosen(page, made('letter.docx'));
  await press(page, 'Go on');
  await until('it is sent', () => sent().length === 1);
  await reported('resumed');
  assert.deepEqual(await page.evaluate(() => seen), ['letter.docx']);
  assert.ok(Buffer.from(sent()[0], 'latin1').equals(readFileSync(made('letter.docx'))));
  await page.context.close();
});

const CHANGED = {
  'a form whose file is exchanged after the call': () => {
    const form = inForm(file(GOOD));
    post(form);
    form.set('f', file(BAD));
  },
  'bytes that are overwritten after the call': () => {
    const bytes = new TextEncoder().encode(GOOD.padEnd(BAD.length));
    put(bytes);
    bytes.set(new TextEncoder().encode(BAD));
  },
  'options that are changed after the call': () => {
    const init = { method: 'PUT', body: file(GOOD) };
    fetch('/up/a.bin', init);
    init.body = file(BAD);
  },
  'a form given to XMLHttpRequest whose file is exchanged': () => {
    const form = inForm(file(GOOD)), request = new XMLHttpRequest();
    request.open('POST', '/up');
    request.send(form);
    form.set('f', file(BAD));
  },
};
for (const [name, act] of Object.entries(CHANGED)) {
  test(`what is sent is what was read: ${name}`, async () => {
    const go = slowly();
    const page = await open();
    await page.evaluate(act);
    await beginsReading();
    go();
    await until('it is sent', () => sent().length === 1);
    assert.ok(sent()[0].includes(GOOD) && !sent()[0].includes(BAD));
    await page.context.close();
  });
}

test('a form whose text is masked goes on masked once its file was read', async () => {
  const secrets = policy('sendItem', 'redact', { inspection: { customExpression: { substring: 'SECRET' } } });
  const page = await open('', { policies: [...CARDS, secrets] });
  site.reader = SLOW;
  await page.evaluate(() => {
    const form = inForm(file(GOOD));
    form.append('text', 'a SECRET word');
    post(form);
  });
  await until('it is sent', () => sent().length === 1);
  assert.ok(sent()[0].includes(GOOD) && sent()[0].includes('a XXXXXX word'));
  await page.context.close();
});

const ASKED = {
  'a form': () => {
    const form = inForm(file('as it was'));
    post(form);
    form.set('f', file('exchanged'));
  },
  bytes: () => {
    const bytes = new TextEncoder().encode('as it was');
    put(bytes);
    bytes.set(new TextEncoder().encode('exchanged'));
  },
  parameters: () => {
    const parameters = new URLSearchParams({ a: 'as it was' });
    post(parameters);
    parameters.set('a', 'exchanged');
  },
  'a form given to XMLHttpRequest': () => {
    const form = inForm(file('as it was')), request = new XMLHttpRequest();
    request.open('POST', '/up');
    request.send(form);
    form.set('f', file('exchanged'));
  },
};
for (const [name, act] of Object.entries(ASKED)) {
  test(`what is sent is what the person was asked about: ${name}`, async () => {
    const page = await open('', { policies: [policy('upload', 'warn'), policy('sendItem', 'warn')] });
    await page.evaluate(act);
    await press(page, 'Go on');
    await until('it is sent', () => sent().length === 1);
    assert.match(sent()[0], /as.it.was/);
    await page.context.close();
  });
}

test('a form whose files are exchanged while they are read is read anew', async () => {
  const go = slowly();
  const page = await open('<iframe name=there></iframe><form id=form method=post action=/up enctype=multipart/form-data target=there><input type=file name=f id=f></form>');
  await page.evaluate(() => {
    const fill = (one) => { const d = new DataTransfer(); d.items.add(one); f.files = d.files; };
    fill(file(GOOD, 'good.bin'));
    form.requestSubmit();
    fill(file(BAD, 'bad.bin'));
  });
  await beginsReading();
  go();
  await reported('stopped');
  assert.deepEqual([read(), sent()], [['good.bin', 'bad.bin'], []]);
  await page.context.close();
});

test('a synchronous XMLHttpRequest cannot wait: it is stopped, and the person is told why', async () => {
  const page = await open('', { defaultBehavior: 'allow' });
  const send = (text) => page.evaluate((text) => {
    const request = new XMLHttpRequest();
    request.open('PUT', '/up/a.bin', false);
    try {
      request.send(file(text));
      return 'sent';
    } catch (error) {
      return error.name;
    }
  }, text);
  assert.equal(await send(BAD), 'NetworkError');
  await says(page, 'in a way that leaves no time for it');
  await reported('stopped');
  assert.equal(await send('plain text'), 'sent');
  assert.deepEqual(sent(), ['plain text']);
  await page.context.close();
});

test('an XMLHttpRequest whose file is stopped fails as one that does not arrive', async () => {
  const page = await open();
  const ended = await page.evaluate(() => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open('PUT', '/up/a.bin');
    request.onerror = () => done('error');
    request.onload = () => done('load');
    request.send(file(BAD));
  }));
  assert.deepEqual([ended, sent()], ['error', []]);
  await page.context.close();
});

const OVERRIDES = () => {
  const told = { text: '', metadata: '', fileType: 'other', mismatch: false, labels: '', outcome: '' };
  window.Worker = class { addEventListener(type, hear) { setTimeout(() => hear({ data: told }), 0); } postMessage() {} terminate() {} };
  Object.defineProperty(MessageEvent.prototype, 'data', { get: () => told });
  URL.createObjectURL = () => 'data:,nothing';
  for (const name of ['slice', 'text', 'arrayBuffer', 'stream']) Blob.prototype[name] = () => Promise.resolve(new ArrayBuffer(0));
  EventTarget.prototype.addEventListener = () => {};
  Promise.prototype.then = function () { return this; };
  Object.prototype.outcome = Object.prototype.text = '';
  FormData.prototype.append = () => {};
  FormData.prototype.forEach = () => {};
  window.setTimeout = (act) => act();
  WebAssembly.Module = WebAssembly.Instance = class { exports = {}; };
};

test('a page that replaces everything files are read with changes nothing', async () => {
  site.reader = SLOW;
  const page = await open();
  await page.evaluate(`const form = inForm(file(BAD)); (${OVERRIDES})(); void post(form)`);
  await page.evaluate(() => {
    const request = new XMLHttpRequest();
    request.open('PUT', '/up/b.bin');
    request.send(file(BAD));
    const good = new XMLHttpRequest();
    good.open('PUT', '/up/good.bin');
    good.send(file(GOOD));
  });
  await until('the good one is sent', () => sent().length > 0);
  await until('both are reported', () => site.reported('upload').filter((one) => one.outcome === 'stopped').length === 2);
  assert.deepEqual(sent(), [GOOD]);
  await page.context.close();
});

test('a page that takes the notice away changes nothing', async () => {
  const go = slowly();
  const page = await open();
  await page.evaluate(() => void put(file(BAD)));
  await says(page, 'Checking a.bin');
  await page.evaluate(() => document.documentElement.lastElementChild.remove());
  go();
  await reported('stopped');
  assert.deepEqual(sent(), []);
  await page.context.close();
});

test('where the page lets no worker start, files are read all the same', async () => {
  const headers = { 'content-security-policy': "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'none'" };
  const page = await open(INPUT, { headers });
  await chosen(page, made('letter.docx'));
  await reported('stopped');
  await chosen(page, made('letter.pdf'));
  await until('it is stopped, too', () => site.reported('upload').filter((one) => one.outcome === 'stopped').length === 2);
  await chosen(page, made('label-removed.xlsx'));
  await until('it is sent', () => sent().length === 1);
  assert.deepEqual(await page.evaluate(() => seen), ['label-removed.xlsx']);
  await page.context.close();
});

test('where no policy asks, nothing is read and no reader is loaded', async () => {
  const page = await open(INPUT, { policies: [policy('upload', 'block', { conditions: { filter: 'extension', operator: 'equals', values: ['exe'] } })] });
  await chosen(page, made('letter.docx'));
  await until('it is sent', () => sent().length === 1);
  assert.deepEqual(site.readers, []);
  await page.context.close();
});

test('without a PDF the part that reads PDFs is not loaded', async () => {
  const page = await open(INPUT);
  await chosen(page, made('label-removed.xlsx'));
  await until('it is sent', () => sent().length === 1);
  assert.ok(site.readers.includes('reader.wasm') && !site.readers.includes('reader-pdf.wasm'));
  await page.context.close();
});
