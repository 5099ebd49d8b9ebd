// Which plain web server do the extension's people use? The demo's apps themselves, under the page policy that a test chooses.

import { createServer, request as send } from 'node:http';
import { connect } from 'node:net';

/**
 * Serves the apps (`{files: address, notes: address}`) on one port, each below its own host name, without a gateway between.
 * `policy` replaces the Content-Security-Policy of the apps' answers; `null` takes it away.
 */
export async function startServer(apps, policy) {
  const server = new PlainServer(apps, policy);
  await new Promise((done) => server.http.listen(0, '127.0.0.1', done));
  server.port = server.http.address().port;
  return server;
}

class PlainServer {
  /** Pages of the test's own, by path; they go before the app's. */
  pages = new Map();
  /** `METHOD path` of what was asked for. */
  asked = [];
  #sockets = new Set();

  constructor(apps, policy) {
    this.apps = apps;
    this.policy = policy;
    this.http = createServer((request, response) => this.#answer(request, response)).on('upgrade', (request, socket) => this.#join(request, socket));
    this.http.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** The address of a page of an app: `files` or `notes`; `elsewhere` is no site of anybody's. */
  page(app, path = '/') {
    const host = app === 'elsewhere' ? 'elsewhere.localhost' : new URL(this.apps[app]).hostname;
    return `http://${host}:${this.port}${path}`;
  }

  /** Puts up a page of the test's own; its own headers win. */
  put(path, body, headers = {}) {
    this.pages.set(path, { body, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } });
  }

  close() {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((done) => this.http.close(done));
  }

  #answer(request, response) {
    this.asked.push(`${request.method} ${request.url}`);
    const own = this.pages.get(request.url);
    if (own) return response.writeHead(200, { ...this.#under({}), ...own.headers }).end(own.body);
    const port = this.#portOf(request);
    if (!port) return response.writeHead(404).end();
    this.#pass(request, response, port);
  }

  #portOf({ headers }) {
    const name = headers.host.split(':')[0];
    const app = Object.values(this.apps).find((address) => new URL(address).hostname === name);
    return app && new URL(app).port;
  }

  /** A WebSocket goes through as it is. */
  #join({ method, url, rawHeaders, headers }, socket) {
    const onward = connect(this.#portOf({ headers }), '127.0.0.1');
    const lines = rawHeaders.map((text, at) => (at % 2 ? `${text}\r\n` : `${text}: `)).join('');
    onward.write(`${method} ${url} HTTP/1.1\r\n${lines}\r\n`);
    socket.pipe(onward).pipe(socket);
    for (const end of [socket, onward]) end.on('error', () => [socket, onward].forEach((each) => each.destroy()));
  }

  #pass(request, response, port) {
    const { method, url: path, headers } = request;
    const onward = send({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, this.#under(answer.headers));
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  #under(headers) {
    const { 'content-security-policy': _, ...others } = headers;
    return this.policy === null ? others : { ...others, 'content-security-policy': this.policy };
  }
}
