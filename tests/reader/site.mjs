// What does a page need that reads files? The reader where the gateway has it, the shared files, and pages of any policy.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');

const TYPES = { js: 'text/javascript', wasm: 'application/wasm' };
const built = (name) => readFileSync(join(target, 'agent', name));
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** Where the gateway has what the packer made: the worker, the module, the module with PDF. */
export const READER = ['reader.js', 'reader.wasm', 'reader-pdf.wasm'].map((file) => {
  const [name, ending] = file.split('.');
  return `/.stepgate/${name}-${hashOf(built(file))}.${ending}`;
});

/** A site; `close()` it. `asked` has the reserved addresses that were asked for, in order. */
export async function startSite() {
  const pages = new Map(), asked = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const reserved = /^\/\.stepgate\/(reader(?:-pdf)?)-[0-9a-f]{16}\.(js|wasm)$/.exec(pathname);
    if (reserved) {
      asked.push(pathname);
      const policy = reserved[2] === 'js' ? { 'content-security-policy': "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'self'", 'cross-origin-embedder-policy': 'require-corp' } : { 'access-control-allow-origin': '*' };
      return response.writeHead(200, { 'content-type': TYPES[reserved[2]], ...policy }).end(built(`${reserved[1]}.${reserved[2]}`));
    }
    if (pathname.startsWith('/made/')) return response.end(readFileSync(join(root, 'tests/cases/files', decodeURIComponent(pathname))));
    const page = pages.get(pathname);
    if (!page) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': 'text/html', ...page.headers }).end(page.html);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://localhost:${server.address().port}`;
  return {
    origin,
    asked,
    /** Puts up a page with the script `script` and answers its address. */
    put(script = '', headers = {}) {
      const path = `/page-${pages.size}`;
      pages.set(path, { html: `<!doctype html><script nonce="ours">${script}</script><p>page</p>`, headers });
      return origin + path;
    },
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
