// How long does one decision take, natively and in WebAssembly in Chromium, beside what it decides about?

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { median, roundRobin, table, verdict } from './numbers.mjs';

const ROUNDS = 7;
const COUNT = 100_000;

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
  await opened.close();
  const nanoseconds = (name) => median(values[name]).toFixed(0);
  table(`One decision about a message of 200 characters, 100 policies, in ns (${verdict(values.wasm, values.wasmAgain)})`, [
    ['native', nanoseconds('native')],
    ['WebAssembly in Chromium', nanoseconds('wasm')],
    ["the browser's own execCommand('copy')", nanoseconds('copy')],
    ['WebAssembly / execCommand', (median(values.wasm) / median(values.copy)).toFixed(4)],
  ]);
}

function instantiate(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  globalThis.bench = new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports;
  globalThis.bench.prepare();
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
