// How does a test start the product, and what did the world outside the page get? Asked of the apps and the store.

import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { join } from 'node:path';
import { Folder, temporaryFolder } from './folder.mjs';
import { Program, freePort, run } from './process.mjs';
import { until } from './wait.mjs';

const BINARY = new URL('../../../target/debug/stepgate', import.meta.url).pathname;
const ROOT = new URL('../../../', import.meta.url).pathname;

/** `stepgate run` on ports and a folder of its own. */
export class Product {
  /** Starts it and waits until it says that it is ready. `again`: a product that was stopped, to start on the same folder and ports. */
  static async start(again) {
    const product = again ?? new Product(await freePort(), await freePort(), new Folder(temporaryFolder('data')));
    const ports = ['--port', product.port, '--provider-port', product.providerPort].map(String);
    product.program = new Program(BINARY, ['run', ...ports, '--data', product.data.path], { cwd: ROOT });
    await product.program.line(/^\s*ready\b/i);
    return product;
  }

  constructor(port, providerPort, data) {
    this.port = port;
    this.providerPort = providerPort;
    this.data = data;
  }

  /** The address of a page of an app: `files` or `notes`. */
  page(app, path = '/') {
    return `http://${app}.localhost:${this.port}${path}`;
  }

  /** What the extension has to be told: the gateway, its public key, and where the apps themselves are. */
  async extension() {
    const said = async (pattern) => (await this.program.line(pattern))[1];
    return {
      gateway: await said(/extension gateway\s+(\S+)/i), publicKey: await said(/extension key\s+(\S+)/i),
      apps: { files: await said(/files, direct\s+(\S+)/i), notes: await said(/notes, direct\s+(\S+)/i) },
    };
  }

  /** Puts a policy beside the others, as an administrator does. */
  putPolicy(policy) {
    writeFileSync(join(this.data.path, 'policies', `${policy.id}.json`), JSON.stringify({ policies: [policy] }));
  }

  removePolicy(id) {
    rmSync(join(this.data.path, 'policies', `${id}.json`));
  }

  /** What the Files app itself has received: names, sizes and digests. */
  async uploads() {
    return (await this.#upstream('/api/uploads')).uploads;
  }

  /** The chat messages that the Files app itself has received. */
  async messages() {
    return (await this.#upstream('/api/messages')).messages;
  }

  /** Rows of the store, asked with SQL by another program. */
  rows(sql) {
    const out = run('sqlite3', ['-json', '-cmd', '.timeout 3000', this.#store(), sql]);
    return out.trim() ? JSON.parse(out) : [];
  }

  /** Waits until the store answers rows. */
  someRows(sql) {
    return until(`rows in the store for: ${sql}`, () => {
      const rows = this.rows(sql);
      return rows.length > 0 && rows;
    });
  }

  /** A plain request to the gateway, as a program without the page's agent would send it: `{status, headers, body}`. */
  request(app, path, { method = 'GET', headers = {}, body } = {}) {
    return ask({ host: '127.0.0.1', port: this.port, path, method, headers: { host: `${app}.localhost:${this.port}`, ...headers } }, body);
  }

  /** Ends it, and answers how it ended. */
  async stop(signal = 'SIGINT') {
    return this.program.stop(signal);
  }

  async end() {
    await this.stop();
    this.data.remove();
  }

  async #upstream(path) {
    const [, address] = await this.program.line(/files upstream\s+http:\/\/([\d.]+:\d+)/i);
    const [host, port] = address.split(':');
    const { body } = await ask({ host, port, path });
    return JSON.parse(body);
  }

  #store() {
    const name = readdirSync(this.data.path).find((each) => each.endsWith('.sqlite'));
    const path = join(this.data.path, name ?? 'stepgate.sqlite');
    if (!existsSync(path)) throw new Error(`no store at ${path}`);
    return path;
  }
}

function ask(options, body) {
  return new Promise((done, fail) => {
    const request = send(options, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() }));
    });
    request.on('error', fail);
    request.end(body);
  });
}
