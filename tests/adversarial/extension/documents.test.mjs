// Is a document read before the browser saves it or a page sends it, with the extension alone? Files made by real programs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { shown, until } from '../browser.mjs';
import { startGoverned } from './fixture.mjs';

for (const engine of ['chromium', 'firefox']) describe(`in ${engine}`, () => {
  let world;
  before(async () => {
    world = await startGoverned(engine);
    const page = await world.visit('bare', '<p>Nothing to see here.</p>');
    const name = 'printed.pdf', path = join(world.browser.saved.path, '..', name);
    const bytes = Buffer.from(await page.pdf({ path }));
    PRINTED = { name, path, bytes };
  });
  /** A PDF without anything in it that a policy looks for: what the browser makes of a page. */
  let PRINTED;
  after(() => world?.close());

  const path = (name) => fileURLToPath(new URL(`../../cases/files/made/${name}`, import.meta.url));
  const made = (name) => (name === 'printed.pdf' ? PRINTED : { name, path: path(name), bytes: readFileSync(path(name)) });

  /** A link that only its server makes a download, and one that says so itself. */
  const LINKS = { 'a link': 'href="/files/NAME"', 'a link that says it is saved': 'href="/files/NAME" download="NAME"' };
  const linked = (link, name) => `<a id=b ${link.replaceAll('NAME', name)}>get it</a>`;

  const saved = () => world.browser.saved.names();
  const isSaved = (file) => saved().join() === file.name && readFileSync(join(world.browser.saved.path, file.name)).equals(file.bytes);

  async function download(app, link, file) {
    world.site.files.set(`/files/${file.name}`, file.bytes);
    const page = await world.visit(app, linked(link, file.name));
    await page.click('#b');
    return page;
  }

  async function isStopped(activity) {
    const [report] = await until('it is reported', async () => orNull((await world.reported(activity)).filter((one) => one.outcome === 'stopped')));
    assert.equal(report.action, 'block');
    return report;
  }
  const orNull = (list) => (list.length > 0 ? list : null);

  const CASES = [
    { what: 'an Office document with card numbers', app: 'documents', bad: 'letter.docx', good: 'label-removed.xlsx' },
    { what: 'a PDF with card numbers', app: 'documents', bad: 'letter.pdf', good: 'printed.pdf' },
    { what: 'a document that is locked', app: 'documents', bad: 'locked.xlsx', good: 'label-removed.xlsx' },
    { what: 'a workbook with the label', app: 'labels', bad: 'label-info.xlsx', good: 'label-removed.xlsx' },
  ];

  for (const [way, link] of Object.entries(LINKS).slice(engine === 'firefox' ? 1 : 0)) {
    for (const { what, app, bad, good } of CASES) {
      test(`${what} is saved where nothing governs and not where a policy says so, by ${way}; another is, byte for byte`, async () => {
        await download('bare', link, made(bad));
        await until('it works on a bare page', () => isSaved(made(bad)));

        const page = await download(app, link, made(bad));
        await isStopped('download');
        if (page.cdp) await until('the person is told', async () => (await shown(page)).text.includes('This organization says: block.'));
        // Firefox tells of a download when it has begun.
        await until('nothing stays on the disk', () => saved().length === 0);

        await download(app, link, made(good));
        await until('it is saved', () => isSaved(made(good)));
      });
    }
  }

  const SENDING = `<input type=file id=f><script>
    f.onchange = () => { if (f.files.length) fetch('/up/' + f.files[0].name, { method: 'PUT', body: f.files[0] }).catch(() => {}); };</script>`;
  const bodies = () => world.site.received.filter((one) => one.path.startsWith('/up')).map((one) => Buffer.from(one.body, 'latin1'));

  async function choose(app, file, options) {
    const page = await world.visit(app, SENDING, options);
    await (await page.$('#f')).uploadFile(file.path);
    return page;
  }

  for (const [where, headers] of [['', {}], [' where the page lets no WebAssembly run', { 'content-security-policy': "script-src 'unsafe-inline'; worker-src 'none'" }]]) {
    for (const { what, app, bad, good } of CASES.slice(0, 2)) {
      test(`${what} that was chosen is not sent${where}; another is, once and byte for byte`, async () => {
        const sent = (file) => bodies().length === 1 && bodies()[0].equals(file.bytes);
        await choose('bare', made(bad), { headers });
        await until('it works on a bare page', () => sent(made(bad)));

        await choose(app, made(bad), { headers });
        await isStopped('upload');
        assert.deepEqual(bodies(), []);

        await choose(app, made(good), { headers });
        await until('it is sent', () => sent(made(good)));
        assert.deepEqual(await world.reported('upload'), []);
      });
    }
  }
});
