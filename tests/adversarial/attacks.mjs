// What can be tried? Every way out of a page and into it that the agent hooks, one line of the table each.
//
// `html` is the page, `act` does it, `happened` looks at the outside world. `names` are the hooks it is about.

import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './browser.mjs';

const file = join(mkdtempSync(join(tmpdir(), 'stepgate-file-')), 'tool.exe');
writeFileSync(file, 'MZ not really');

const key = async (page, letter) => {
  await page.keyboard.down('Control');
  await page.keyboard.press(letter);
  await page.keyboard.up('Control');
};
/** How long an attack that is to be stopped is given, and one that is to work, in milliseconds. */
export const BRIEFLY = 500, PATIENTLY = 15_000;
/** Whether `look` answers something true before `patience` ends. */
const within = (patience, look) => until('it', look, patience).catch(() => false);

/** A clean reader in a page of its own, so that reading is not itself an attempt. */
const withReader = async (page, site, text = 'old') => {
  const reader = await page.context.newPage();
  await reader.goto(site.put('reader', { agent: false }));
  await reader.bringToFront();
  await reader.evaluate((old) => navigator.clipboard.writeText(old), text);
  await page.bringToFront();
  return reader;
};
const copied = async (page, site, act, patience) => {
  const reader = await withReader(page, site);
  await act();
  await reader.bringToFront();
  const leaked = await within(patience, () => reader.evaluate(async () => (await navigator.clipboard.readText()).includes('SECRET')));
  await reader.close();
  return leaked;
};
const copying = (name, hooks, html, act, activity = 'copy') => ({ name, hooks, activity, html, run: (page, site, patience = BRIEFLY) => copied(page, site, () => act(page), patience) });

const pasting = (name, hooks, html, act) => ({
  name, hooks, activity: 'paste', html,
  run: async (page, site, patience = BRIEFLY) => {
    const reader = await withReader(page, site, 'SECRET');
    await reader.close();
    return act(page, patience);
  },
});

const saving = (name, hooks, html, act) => ({
  name, hooks, activity: 'download', html,
  run: async (page, site, patience = BRIEFLY) => {
    await act(page);
    return within(patience, () => page.saved().length > 0);
  },
});

const sending = (name, hooks, html, act, activity = 'sendItem', text = 'SECRET') => ({
  name, hooks, activity, html,
  run: async (page, site, patience = BRIEFLY) => {
    const before = site.received.length;
    await act(page);
    return within(patience, () => site.received.slice(before).some((one) => one.body.includes(text)));
  },
});

const printing = (name, hooks, act) => ({
  name, hooks, activity: 'print', html: '<p>page</p><button id=b>print</button><script>seen = 0; addEventListener("beforeprint", () => seen++)</script>',
  run: async (page, site, patience = BRIEFLY) => {
    await act(page);
    return within(patience, () => page.evaluate(() => seen > 0));
  },
});

const selected = '<p id=p>SECRET</p><button id=b>go</button><textarea id=t>SECRET</textarea><script>getSelection().selectAllChildren(p)</script>';
const click = (page) => page.click('#b');
const onClick = (code, html = '') => `${html}<button id=b>go</button><script>b.onclick = () => { ${code} }</script>`;
const link = (attributes, more = '') => `<a id=a ${attributes}>link</a>${more}`;
const FILE = "new File(['SECRET bytes'], 'tool.exe', {type: 'application/octet-stream'})";

export const ATTACKS = [
  copying('Ctrl+C on a selection', ['copy'], selected, (page) => key(page, 'c')),
  copying('Ctrl+X in a field', ['cut'], selected, async (page) => {
    await page.focus('#t');
    await key(page, 'a');
    await key(page, 'x');
  }, 'cut'),
  copying('a copy handler that writes something else', ['copy'], `${selected}<script>addEventListener('copy', (e) => { e.clipboardData.setData('text/plain', 'SECRET made'); e.preventDefault(); })</script>`, (page) => key(page, 'c')),
  copying('execCommand copy', ['copy'], selected + onClick("getSelection().selectAllChildren(p); document.execCommand('copy')").replace('<button id=b>go</button>', ''), click),
  copying('clipboard.writeText', ['writeText'], onClick("navigator.clipboard.writeText('SECRET').catch(() => {})"), click),
  copying('clipboard.write', ['write'], onClick("navigator.clipboard.write([new ClipboardItem({'text/plain': new Blob(['SECRET'], {type: 'text/plain'})})]).catch(() => {})"), click),
  {
    name: 'dragging text out', hooks: ['dragstart', 'dragend'], activity: 'copy',
    html: '<p id=p style="font-size:40px">SECRET</p><script>getSelection().selectAllChildren(p); moves = []; addEventListener("dragstart", () => moves.push("drag")); addEventListener("mousemove", () => moves.push("move"))</script>',
    run: async (page, site, patience = BRIEFLY) => {
      await page.cdp.send('Input.setInterceptDrags', { enabled: true });
      await page.mouse.move(60, 70);
      await page.mouse.down();
      await page.mouse.move(90, 75, { steps: 4 });
      await page.mouse.move(160, 110, { steps: 4 });
      // While something is dragged the mouse belongs to the drag.
      return within(patience, () => page.evaluate(() => moves.at(-1) === 'drag'));
    },
  },
  pasting('Ctrl+V', ['paste'], '<textarea id=t></textarea>', async (page, patience) => {
    await page.focus('#t');
    await key(page, 'v');
    return within(patience, () => page.evaluate(() => t.value === 'SECRET'));
  }),
  pasting('clipboard.readText', ['readText'], onClick("got = ''; navigator.clipboard.readText().then((text) => { got = text }, () => {})"), async (page, patience) => {
    await click(page);
    return within(patience, () => page.evaluate(() => got === 'SECRET'));
  }),
  pasting('clipboard.read', ['read'], onClick("got = 0; navigator.clipboard.read().then((items) => { got = items.length }, () => {})"), async (page, patience) => {
    await click(page);
    return within(patience, () => page.evaluate(() => got === 1));
  }),
  dropping('dropping text', 'paste', [{ mimeType: 'text/plain', data: 'SECRET' }], []),
  dropping('dropping a file', 'upload', [], [file]),

  printing('window.print', ['print'], (page) => page.evaluate(() => print())),
  printing("execCommand('print')", ['execCommand'], (page) => page.evaluate(() => void document.execCommand('print'))),
  {
    name: 'Ctrl+P', hooks: ['keydown'], activity: 'print', html: '<p>page</p><script>seen = null; addEventListener("keydown", (e) => { if (e.key === "p") seen = e.defaultPrevented })</script>',
    run: async (page) => {
      await key(page, 'p');
      return (await page.evaluate(() => seen)) === false;
    },
  },
  {
    name: 'printing from the menu', hooks: ['beforeprint', 'afterprint'], activity: 'print', html: `<p>${'SECRET '.repeat(400)}</p>`,
    run: async (page) => {
      const { data } = await page.cdp.send('Page.printToPDF');
      return Buffer.from(data, 'base64').length > 4000;
    },
  },

  saving('a link with download', ['click'], link('href=/file.bin download=tool.exe'), (page) => page.click('#a')),
  saving('a click on a link outside the page', ['click()'], '', (page) => page.evaluate(() => Object.assign(document.createElement('a'), { href: '/file.bin', download: 'tool.exe' }).click())),
  saving('a click event on a link outside the page', ['dispatchEvent'], '', (page) => page.evaluate(() => void Object.assign(document.createElement('a'), { href: '/file.bin', download: 'tool.exe' }).dispatchEvent(new MouseEvent('click')))),
  saving('a click event inside a shadow tree', ['dispatchEvent'], '<div id=d></div>', (page) => page.evaluate(() => {
    const a = Object.assign(document.createElement('a'), { href: '/file.bin', download: 'tool.exe' });
    d.attachShadow({ mode: 'closed' }).append(a);
    a.dispatchEvent(new MouseEvent('click'));
  })),
  saving('a blob, its address given up at once', ['createObjectURL', 'revokeObjectURL'], onClick(`const a = Object.assign(document.createElement('a'), { href: URL.createObjectURL(${FILE}), download: 'tool.exe' }); a.click(); setTimeout(() => URL.revokeObjectURL(a.href), 500)`), click),
  saving('a data address', ['click'], link('href="data:application/octet-stream,SECRET" download=tool.exe'), (page) => page.click('#a')),
  saving('navigating to a blob', ['navigate'], '', (page) => page.evaluate(`location = URL.createObjectURL(${FILE})`)),
  saving('a labelled link to an attachment', ['click'], link('href=/attachment/plan.pdf data-sensitivity-label=Confidential'), (page) => page.click('#a')),
  saving('opening a blob in a window', ['open'], onClick(`open(URL.createObjectURL(${FILE}))`), click),
  saving('a labelled response made into a blob', ['blob'], onClick("fetch('/attachment/plan.pdf').then((r) => r.blob()).then((b) => Object.assign(document.createElement('a'), { href: URL.createObjectURL(b), download: 'plan.pdf' }).click())"), click),
  saving('a blob out of XMLHttpRequest', ['response'], onClick("const x = new XMLHttpRequest(); x.responseType = 'blob'; x.open('GET', '/attachment/plan.pdf'); x.onload = () => Object.assign(document.createElement('a'), { href: URL.createObjectURL(x.response), download: 'plan.pdf' }).click(); x.send()"), click),
  {
    name: 'writing a file by showSaveFilePicker', hooks: ['showSaveFilePicker'], activity: 'download', html: onClick("asked = false; showSaveFilePicker({ suggestedName: 'tool.exe' }).catch((e) => { asked = e.name !== 'NotAllowedError' }); setTimeout(() => asked ||= 'dialog', 150)").replace('asked = false;', 'asked = false; ended = 0;').replace(".catch((e) => { asked = e.name !== 'NotAllowedError' })", ".catch((e) => { ended = 1; asked = e.name !== 'NotAllowedError' })").replace("asked ||= 'dialog'", 'asked ||= !ended'),
    run: async (page, site, patience = BRIEFLY) => {
      await click(page);
      return within(patience, () => page.evaluate(() => asked));
    },
  },

  choosing('choosing a file', ['input', 'change', 'files'], '<input type=file id=f><script>seen = 0; f.onchange = () => { seen = f.files.length }</script>', async (page) => {
    await (await page.$('#f')).uploadFile(file);
  }),
  choosing('a file input outside the page, by click', ['click()'], onClick("seen = 0; const f = Object.assign(document.createElement('input'), { type: 'file' }); f.onchange = () => { seen = f.files.length }; f.click()"), async (page) => {
    const [chooser] = await Promise.all([page.waitForFileChooser({ timeout: PATIENTLY }), click(page)]);
    await chooser.accept([file]);
  }),
  choosing('a file input outside the page, by showPicker', ['showPicker'], onClick("seen = 0; const f = Object.assign(document.createElement('input'), { type: 'file' }); f.onchange = () => { seen = f.files.length }; f.showPicker()"), async (page) => {
    const [chooser] = await Promise.all([page.waitForFileChooser({ timeout: PATIENTLY }), click(page)]);
    await chooser.accept([file]);
  }),

  sending('fetch with a file', ['fetch'], onClick(`const d = new FormData(); d.append('f', ${FILE}); fetch('/up', { method: 'POST', body: d }).catch(() => {})`), click, 'upload'),
  sending('fetch with bytes', ['fetch'], onClick("fetch('/up/tool.exe', { method: 'PUT', body: new TextEncoder().encode('SECRET') }).catch(() => {})"), click, 'upload'),
  sending('fetch with text', ['fetch'], onClick("fetch('/say', { method: 'POST', body: 'SECRET' }).catch(() => {})"), click),
  sending('fetch with a body that reads differently the second time', ['fetch'], onClick("let n = 0; fetch('/say', { method: 'POST', get body() { return n++ ? 'SECRET' : 'SECRET first' } }).catch(() => {})"), click),
  sending('fetch with parameters', ['fetch'], onClick("fetch('/say', { method: 'POST', body: new URLSearchParams({ a: 'SECRET' }) }).catch(() => {})"), click),
  sending('XMLHttpRequest', ['send', 'open()', 'setRequestHeader'], onClick("const x = new XMLHttpRequest(); x.open('POST', '/say'); x.setRequestHeader('content-type', 'application/json'); x.send('{\"a\":\"SECRET\"}')"), click),
  sending('sendBeacon', ['sendBeacon'], onClick("navigator.sendBeacon('/say', 'SECRET')"), click),
  sending('a form, by its button', ['submit'], '<form method=post action=/say><textarea name=a>SECRET</textarea><button id=b>send</button></form>', click),
  sending('a form, by submit()', ['submit()'], '<form id=f method=post action=/say><textarea name=a>SECRET</textarea></form>', (page) => page.evaluate(() => f.submit())),
  sending('a form, by requestSubmit()', ['submit'], '<form id=f method=post action=/say><textarea name=a>SECRET</textarea></form>', (page) => page.evaluate(() => f.requestSubmit())),
  {
    name: 'a message over a WebSocket', hooks: ['socket send'], activity: 'sendItem', html: "<script>w = new WebSocket(origin.replace('http', 'ws') + '/socket'); ready = new Promise((done) => { w.onopen = done })</script>",
    run: async (page, site, patience = BRIEFLY) => {
      const before = site.messages.length;
      await page.evaluate(async () => {
        await ready;
        w.send('SECRET');
      });
      return within(patience, () => site.messages.slice(before).includes('SECRET'));
    },
  },
];

function dropping(name, activity, items, files) {
  return {
    name, hooks: ['drop'], activity,
    html: '<textarea id=t style="position:fixed;inset:0;width:100%;height:100%"></textarea><script>seen = ""; t.ondragover = (e) => e.preventDefault(); t.ondrop = (e) => { e.preventDefault(); seen = e.dataTransfer.getData("text/plain") + e.dataTransfer.files.length }</script>',
    run: async (page, site, patience = BRIEFLY) => {
      const data = { items, files, dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop']) await page.cdp.send('Input.dispatchDragEvent', { type, x: 100, y: 100, data });
      return within(patience, () => page.evaluate(() => seen !== ''));
    },
  };
}

function choosing(name, hooks, html, act) {
  return {
    name, hooks, activity: 'upload', html,
    run: async (page, site, patience = BRIEFLY) => {
      await act(page);
      return within(patience, () => page.evaluate(() => seen > 0));
    },
  };
}
