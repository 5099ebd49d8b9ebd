// Does `stepgate run` start, speak and end as a person expects?

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { Product } from '../harness/product.mjs';
import { Program } from '../harness/process.mjs';

let product;

before(async () => {
  product = await Product.start();
});

after(() => product.end());

test('it prints the addresses of the apps and the console, and the people of the demo', () => {
  const said = product.program.output;
  for (const app of ['files', 'notes']) assert.ok(said.includes(`http://${app}.localhost:${product.port}/`), said);
  assert.ok(said.includes('/.stepgate/console/'), said);
  for (const person of ['Alex Wilber', 'Megan Bowen', 'Adele Vance']) assert.ok(said.includes(person), said);
});

test('Ctrl+C ends it cleanly, and a second start takes seconds', async () => {
  assert.equal(await product.stop('SIGINT'), 'ended with 0');
  const started = Date.now();
  await Product.start(product);
  assert.ok(Date.now() - started < 5_000, `took ${Date.now() - started} ms`);
});

test('a port in use is one sentence that says what to do', async (context) => {
  const server = createServer();
  context.after(() => server.close());
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  const second = new Program(product.program.child.spawnfile, ['run', '--port', String(port), '--data', product.data.path]);
  const [line] = await second.line(new RegExp(`.*${port}.*`));
  assert.match(line, /--port/);
  assert.match(await second.stop(), /^ended with [1-9]/);
});

test('it listens on this machine only', async () => {
  const { execFileSync } = await import('node:child_process');
  const table = execFileSync('cat', ['/proc/net/tcp'], { encoding: 'utf8' });
  const hex = [product.port, product.providerPort].map((port) => port.toString(16).toUpperCase().padStart(4, '0'));
  const listening = table.split('\n').map((line) => line.trim().split(/\s+/)).filter((field) => field[3] === '0A' && hex.includes(field[1].split(':')[1]));
  assert.equal(listening.length, 2);
  assert.ok(listening.every((field) => field[1].startsWith('0100007F:')), 'an address that is not 127.0.0.1');
});
