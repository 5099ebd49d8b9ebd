// How many bytes does a first visit load for the agent?

import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { table } from './numbers.mjs';

export function size() {
  const agent = readFileSync('target/agent/agent.js');
  const brotli = brotliCompressSync(agent, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  table('Agent, one script with its WebAssembly inside (bytes)', [
    ['raw', agent.length],
    ['gzip -9', gzipSync(agent, { level: 9 }).length],
    ['brotli -11', brotli.length],
  ]);
}
