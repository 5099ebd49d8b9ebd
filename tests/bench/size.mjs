// How many bytes does a first visit load for the agent?

import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { table } from './numbers.mjs';

const packed = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

export function size() {
  const agent = readFileSync('target/agent/agent.js');
  table('Agent, one script with its WebAssembly inside (bytes)', [
    ['raw', agent.length],
    ['gzip -9', gzipSync(agent, { level: 9 }).length],
    ['brotli -11', packed(agent)],
  ]);
  const reader = (name) => {
    const bytes = readFileSync(`target/agent/${name}`);
    return [name, `${bytes.length} raw, ${packed(bytes)} brotli`];
  };
  table('What a page loads when it meets a file, and the last only for a PDF (bytes)', ['reader.js', 'reader.wasm', 'reader-pdf.wasm'].map(reader));
}
