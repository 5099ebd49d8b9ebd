// How fast is content inspected, natively and in WebAssembly in Chromium, beside V8's regular expressions on the same text, and how large is what does it?

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { median, roundRobin, table, verdict } from './numbers.mjs';
import { PATTERNS } from './patterns.mjs';

const ROUNDS = 9;
/** Characters of each text. */
const LENGTH = 400_000;
const FIRST = 2048;
/** Scans before the first that counts: V8 compiles anew what runs often. */
const WARM = 20;

/** `native`, `core`, `corpus` and `patterns`: the programs `scan_time`, `scan_core.wasm`, `corpus` and `decision_time`. */
export async function inspect(browser, { native, core, corpus, patterns }) {
  const texts = { 'dense (a finding in 64 letters)': documents(corpus), 'mixed (one in 270)': mixed(documents(corpus)), 'source code': code() };
  const opened = await browser.newPage();
  await opened.goto('about:blank');
  const binary = readFileSync(core);
  await opened.evaluate(instantiate, binary.toString('base64'), PATTERNS);
  const rows = [['MB/s', 'native', 'WebAssembly', `${PATTERNS.length} RegExp`, 'WebAssembly / RegExp']];
  let noise = '';
  for (const [name, text] of Object.entries(texts)) {
    await opened.evaluate((given) => { globalThis.text = given; }, text);
    for (let round = 0; round < WARM; round += 1) await opened.evaluate(scan);
    const values = await roundRobin(ROUNDS, {
      native: () => natively(native, text),
      wasm: () => opened.evaluate(scan),
      wasmAgain: () => opened.evaluate(scan),
      regexp: () => opened.evaluate(match),
    });
    noise = verdict(values.wasm, values.wasmAgain);
    const speed = (of) => median(values[of]);
    rows.push([name, ...['native', 'wasm', 'regexp'].map((of) => speed(of).toFixed(1)), (speed('wasm') / speed('regexp')).toFixed(1)]);
  }
  table(`Inspection of ${LENGTH} characters for everything (${noise})`, rows);
  await first(browser, binary, texts['mixed (one in 270)'].slice(0, FIRST));
  await opened.close();
  size(binary);
  table('Texts made to be expensive, native, MB/s', execFileSync(native, ['--worst'], { encoding: 'utf8' }).trim().split('\n').map((line) => {
    const [text, , speed] = line.split('\t');
    return [text, speed];
  }));
  if (patterns) {
    table("Regular expressions of a policy in texts that backtracking takes ever longer for, native, MB/s", [
      ['', '100 KB', '200 KB', '400 KB'],
      ...execFileSync(patterns, ['patterns'], { encoding: 'utf8' }).trim().split('\n').map((line) => line.split('\t')),
    ]);
  }
}

/** From the module's bytes to the findings of a small text, in a page that has never seen it, and again. */
async function first(browser, binary, text) {
  const opened = await browser.newPage();
  await opened.goto('about:blank');
  const [instantiated, cold, warm] = await opened.evaluate((base64, given) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const begin = performance.now();
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {});
    const ready = performance.now();
    const once = () => {
      const start = performance.now();
      const encoded = new TextEncoder().encode(given);
      const at = exports.text(encoded.length);
      new Uint8Array(exports.memory.buffer, at, encoded.length).set(encoded);
      exports.scan(encoded.length);
      return performance.now() - start;
    };
    const slow = once();
    const again = Array.from({ length: 200 }, once).sort((a, b) => a - b);
    return [ready - begin, slow, again[100]];
  }, binary.toString('base64'), text);
  await opened.close();
  table(`The first ${FIRST} characters, in ms`, [
    ['the module, compiled and instantiated', instantiated.toFixed(2)],
    ['first scan, with the keywords prepared', cold.toFixed(2)],
    ['the same, warm', warm.toFixed(3)],
  ]);
}

function size(binary) {
  const bare = withoutNames(binary);
  table('The scan alone as WebAssembly, with its allocator (bytes)', [
    ['raw', bare.length],
    ['brotli -11', brotli(bare)],
  ]);
  // What reads files is packed beside the agent, where that has been packed.
  const modules = ['reader.wasm', 'reader-pdf.wasm'].filter((name) => existsSync(join('target/agent', name)));
  if (modules.length > 0) {
    table('What reads files (bytes)', [['', 'raw', 'brotli -11'], ...modules.map((name) => {
      const bytes = readFileSync(join('target/agent', name));
      return [name, bytes.length, brotli(bytes)];
    })]);
  }
}

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** A module without its custom sections: names are for people. */
function withoutNames(binary) {
  const parts = [binary.subarray(0, 8)];
  for (let at = 8; at < binary.length;) {
    let [length, end, shift] = [0, at + 1, 0];
    for (let more = true; more; end += 1, shift += 7) {
      length |= (binary[end] & 127) << shift;
      more = binary[end] > 127;
    }
    if (binary[at] !== 0) parts.push(binary.subarray(at, end + length));
    at = end + length;
  }
  return Buffer.concat(parts);
}

function documents(corpus) {
  const lines = execFileSync(corpus, ['documents', '600', '77'], { encoding: 'utf8', maxBuffer: 1 << 28 }).trim().split('\n');
  return lines.map((line) => JSON.parse(line).text).join('\n').slice(0, LENGTH);
}

/** Documents with prose between them. */
function mixed(text) {
  const prose = ['README.md', 'CONTRIBUTING.md', 'docs/threat-model.md'].map((file) => readFileSync(file, 'utf8')).join('\n').repeat(40);
  const parts = [];
  for (let at = 0; at < LENGTH / 4; at += 2000) parts.push(text.slice(at, at + 2000), prose.slice(3 * at, 3 * at + 6000));
  return parts.join('\n').slice(0, LENGTH);
}

function code() {
  const folder = 'src/gateway/src';
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.rs')).sort();
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n').repeat(4).slice(0, LENGTH);
}

function natively(program, text) {
  const folder = mkdtempSync(join(tmpdir(), 'stepgate-bench-'));
  try {
    const file = join(folder, 'text');
    writeFileSync(file, text);
    return Number(execFileSync(program, [file], { encoding: 'utf8' }).split('\t')[2]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function instantiate(base64, patterns) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  globalThis.core = new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports;
  globalThis.patterns = patterns.map(([source, flags]) => new RegExp(source, flags));
}

/** Megabytes a second of the scan, with putting the text into its memory. */
function scan() {
  const start = performance.now();
  const encoded = new TextEncoder().encode(globalThis.text);
  const at = globalThis.core.text(encoded.length);
  new Uint8Array(globalThis.core.memory.buffer, at, encoded.length).set(encoded);
  globalThis.core.scan(encoded.length);
  return encoded.length / (performance.now() - start) / 1000;
}

/** Megabytes a second of looking for the shapes alone: no check digit, no keyword, no table. */
function match() {
  const start = performance.now();
  let found = 0;
  for (const pattern of globalThis.patterns) for (const _ of globalThis.text.matchAll(pattern)) found += 1;
  const spent = performance.now() - start;
  return found < 0 ? 0 : new TextEncoder().encode(globalThis.text).length / spent / 1000;
}
