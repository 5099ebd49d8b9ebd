// How long does one decision take, natively and in WebAssembly in Chromium, beside what it decides about?

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { median, roundRobin, table, verdict } from './numbers.mjs';

const ROUNDS = 7;
const COUNT = 100_000;
/** How many policies, and how often each is asked. */
const SETS = [[1, 100_000], [100, 100_000], [10_000, 1_000]];

export async function decision(browser) {
  const opened = await browser.newPage();
  await opened.goto('about:blank');
  await opened.evaluate(instantiate, readFileSync(process.env.STEPGATE_BENCH_WASM).toString('base64'));
  const values = await roundRobin(ROUNDS, {
    native: () => Number(execFileSync(process.env.STEPGATE_BENCH_NATIVE, [String(COUNT)], { encoding: 'utf8' })),
    wasm: () => opened.evaluate(decideMany, COUNT),
    wasmAgain: () => opened.evaluate(decideMany, COUNT),
    copy: () => opened.evaluate(copyMany, 200),
  });
  const inWasm = {};
  for (const [policies, count] of SETS) {
    await opened.evaluate((number) => globalThis.bench.prepare(number), policies);
    inWasm[policies] = await opened.evaluate(decideMany, count);
  }
  await opened.close();
  const nanoseconds = (name) => median(values[name]).toFixed(0);
  table(`One decision about a message of 200 characters, 100 policies, in ns (${verdict(values.wasm, values.wasmAgain)})`, [
    ['native', nanoseconds('native')],
    ['WebAssembly in Chromium', nanoseconds('wasm')],
    ["the browser's own execCommand('copy')", nanoseconds('copy')],
    ['WebAssembly / execCommand', (median(values.wasm) / median(values.copy)).toFixed(4)],
  ]);
  table('Policies of ten conditions: ns a decision, bytes a policy', SETS.flatMap(([policies, count]) => ['elsewhere', 'here'].map((others) => {
    const time = native([String(count), String(policies), others]).trim();
    const wasm = others === 'elsewhere' ? `, in WebAssembly ${inWasm[policies].toFixed(0)}` : '';
    return [`${policies}, ${others === 'here' ? 'all about this app and activity' : 'the others about other apps'}`, `${time}${wasm}; ${bytes(policies, others)}`];
  })));
}

const native = (list) => execFileSync(process.env.STEPGATE_BENCH_NATIVE, list, { encoding: 'utf8' });

function bytes(policies, others) {
  const folder = mkdtempSync(join(tmpdir(), 'stepgate-bench-'));
  try {
    const file = join(folder, 'bundle');
    native(['bundle', file, String(policies), others]);
    const bundle = readFileSync(file);
    const each = (length) => (length / policies).toFixed(0);
    return `${each(bundle.length)} raw, ${each(brotliCompressSync(bundle).length)} brotli`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function instantiate(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  globalThis.bench = new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports;
  globalThis.bench.prepare(0);
}

function decideMany(count) {
  globalThis.bench.decide_many(1000);
  const start = performance.now();
  globalThis.bench.decide_many(count);
  return ((performance.now() - start) * 1e6) / count;
}

function copyMany(count) {
  document.body.textContent = 'x'.repeat(200);
  getSelection().selectAllChildren(document.body);
  const start = performance.now();
  for (let index = 0; index < count; index += 1) document.execCommand('copy');
  return ((performance.now() - start) * 1e6) / count;
}
