// How does one source become an extension for Chromium and one for Firefox? The same input gives the same bytes.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const source = (...parts) => join(here, 'src', ...parts);

const BROWSERS = [
  { name: 'chromium', target: 'chrome137', packed: 'stepgate-chromium.zip' },
  { name: 'firefox', target: 'firefox140', packed: 'stepgate-firefox.xpi' },
];

/** What `src/agent/pack.sh` makes for the extension. */
const GUARD = join(root, 'target/agent/guard.js');
const TABLES = join(root, 'target/agent/tables.js');
/** What reads files: without PDF, and with it. */
const READERS = ['reader.wasm', 'reader-pdf.wasm'];
const PAGES = ['popup', 'options'];
/** A time for every file in an archive: the earliest that a zip can say. */
const EPOCH = new Date(1980, 0, 1);

for (const browser of BROWSERS) await make(browser);

async function make(browser) {
  const out = join(root, `dist/extension-${browser.name}`);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  writeManifest(browser, out);
  await bundleScripts(browser, out);
  copyFiles(out);
  pack(out, join(root, 'dist', browser.packed));
}

function writeManifest(browser, out) {
  const manifest = JSON.parse(readFileSync(join(here, 'manifest.json'), 'utf8'));
  const { version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  const whole = { ...manifest.shared, version, ...manifest[browser.name] };
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(whole, null, 2)}\n`);
}

async function bundleScripts(browser, out) {
  await bundle(browser, source('worker/worker.js'), join(out, 'worker.js'));
  await bundle(browser, source(`core/core-${browser.name}.js`), join(out, 'core.js'));
  for (const page of PAGES) await bundle(browser, source(page, `${page}.js`), join(out, `${page}.js`));
  for (const behavior of ['allow', 'block']) {
    writeFileSync(join(out, `default-${behavior}.js`), `globalThis.stepgateDefault = '${behavior}';\n`);
  }
}

async function bundle(browser, entry, outfile) {
  if (!existsSync(entry)) return missing(entry);
  if (entry.includes('/core/') && !existsSync(TABLES)) return missing(TABLES);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'iife',
    target: browser.target,
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    loader: { '.wasm': 'base64' },
    define: { BROWSER: JSON.stringify(browser.name) },
    absWorkingDir: root,
    logLevel: 'warning',
  });
}

function copyFiles(out) {
  copy(GUARD, join(out, 'guard.js'));
  for (const module of READERS) copy(join(root, 'target/agent', module), join(out, module));
  for (const page of PAGES) copy(source(page, `${page}.html`), join(out, `${page}.html`));
  copy(source('popup/style.css'), join(out, 'style.css'));
  copy(join(here, 'managed-schema.json'), join(out, 'managed-schema.json'));
  const icons = join(here, 'icons');
  if (!existsSync(icons)) return missing(icons);
  mkdirSync(join(out, 'icons'));
  for (const name of readdirSync(icons).filter((name) => name.endsWith('.png'))) copy(join(icons, name), join(out, 'icons', name));
}

function copy(from, to) {
  if (!existsSync(from)) return missing(from);
  copyFileSync(from, to);
}

function missing(path) {
  console.error(`extension: \`${relative(root, path)}\` is not there; what is built will not work without it`);
  process.exitCode = 1;
}

function pack(folder, archive) {
  const files = {};
  for (const path of filesBelow(folder)) files[path] = [readFileSync(join(folder, path)), { mtime: EPOCH, os: 0 }];
  const bytes = zipSync(files, { level: 9 });
  writeFileSync(archive, bytes);
  console.error(`${relative(root, archive)}: ${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}`);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}
