// What stands behind the pages of these tests? A small site of our own: pages with or without the agent,
// places to send things to, and the gateway's reserved addresses as far as the agent needs them.

import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const agent = readFileSync(join(target, 'agent', 'agent.js'));
const folder = mkdtempSync(join(tmpdir(), 'stepgate-adversarial-'));

const SESSION = { app: 'files', appTitle: 'Files', user: 'alex@example.com', groups: ['staff'], deviceTags: [], grants: [] };

let built = false;
const boots = new Map();

/** The boot attribute for `policies` in `app`, compiled by the project's own policy crate; `clipboardKey` is base64url of 32 bytes. */
export function bootFor(policies, defaultBehavior = 'block', { app = 'files', clipboardKey = '' } = {}) {
  const key = JSON.stringify([policies, defaultBehavior, app, clipboardKey]);
  if (!boots.has(key)) {
    if (!built) execFileSync('cargo', ['build', '--quiet', '-p', 'stepgate-agent', '--example', 'boot'], { cwd: root });
    built = true;
    const [rules, session] = ['policies.json', 'session.json'].map((name) => join(folder, name));
    writeFileSync(rules, JSON.stringify({ policies }));
    writeFileSync(session, JSON.stringify({ ...SESSION, app }));
    const program = join(target, 'debug', 'examples', 'boot');
    boots.set(key, execFileSync(program, [rules, session, defaultBehavior, clipboardKey], { encoding: 'utf8' }).trim());
  }
  return boots.get(key);
}

/** The revision of the policies in a boot: it stands in the bundle behind magic, version and checksum. */
export function revisionOf(boot) {
  const bytes = Buffer.from(boot, 'base64url');
  const at = bytes.indexOf('SGPB');
  return at < 0 ? null : bytes.subarray(at + 13, at + 21).toString('hex');
}

/** A policy on `activity` that does `action`. */
export function policy(activity, action, more = {}) {
  const stepUp = action === 'requireStepUp' ? { authenticationContext: 'c1', scope: 'action', lifetime: 300 } : undefined;
  return {
    id: `${activity}-${action}`, name: `${action} ${activity}`, enabled: true, sessionControlType: 'blockActivities',
    activityTypes: [activity], action, stepUp, message: `This organization says: ${action}.`, ...more,
  };
}

/** The script tag that carries the agent, as the gateway writes it. */
export const tag = (boot, nonce) => `<script src="/.stepgate/agent-0123456789abcdef.js" data-stepgate="${boot}"${nonce ? ` nonce="${nonce}"` : ''}></script>`;

/** A site; `close()` it. */
export async function startSite() {
  const site = new Site();
  await new Promise((done) => site.server.listen(0, '127.0.0.1', done));
  site.origin = `http://localhost:${site.server.address().port}`;
  return site;
}

class Site {
  pages = new Map();
  /** What arrived: `{method, path, type, body}`, the agent's own traffic apart. */
  received = [];
  /** The activities the agent reported, each id once. */
  activities = new Map();
  /** Step-up transactions and how they stand. */
  transactions = new Map();
  /** Text messages that came over WebSockets. */
  messages = [];
  /** What is sent as a file to be saved, by its path. */
  files = new Map();
  refuseActivities = false;
  /** What of the reader of files was loaded, and a worker in its place. */
  readers = [];
  reader = null;
  /** What a worker that asks for `/reading/<name>` waits for. */
  answersReading = async () => {};
  /** The answers to warnings that were reported, and the status that is answered. */
  answers = [];
  takesAnswers = async () => 200;
  /** The boot open pages get once they ask, how often they did, and what is waited for before each is answered. */
  newer = null;
  questions = 0;
  answersQuestions = async () => {};
  server = createServer((request, response) => this.#answer(request, response))
    .on('upgrade', (request, socket) => acceptSocket(request, socket, (text) => this.messages.push(text)));

  /** Puts up a page and answers its address. `agent: false` leaves the agent out. */
  put(html, { agent: withAgent = true, policies = [], boot, headers = {}, defaultBehavior, nonce, path, app, clipboardKey } = {}) {
    const address = path ?? `/page-${this.pages.size}`;
    const seal = withAgent ? tag(boot ?? bootFor(policies, defaultBehavior, { app, clipboardKey }), nonce) : '';
    this.pages.set(address, { html: `<!doctype html><html lang="en"><head>${seal}<title>page</title></head><body>${html}</body></html>`, headers });
    return this.origin + address;
  }

  reported(activity) {
    return [...this.activities.values()].filter((one) => one.activity === activity);
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  async #answer(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const path = new URL(request.url, this.origin).pathname;
    if (path.startsWith('/.stepgate/')) return this.#reserved(request, path, body, response);
    const page = this.pages.get(path);
    if (page) return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.html);
    if (path !== '/favicon.ico') this.received.push({ method: request.method, path, type: request.headers['content-type'] ?? '', body: body.toString('latin1') });
    if (path === '/gated' && !this.passes) return response.writeHead(401, { 'stepgate-action': 'requireStepUp', 'stepgate-policy': 'gateway-policy', 'stepgate-object': 'a%20file.pdf' }).end('step up');
    if (path === '/gated') return response.writeHead(200, { 'content-type': 'text/plain', 'x-sensitivity-label': 'Confidential' }).end('ok');
    if (path === '/warned' && !this.answers.some((one) => one.policy === 'gateway-warning')) {
      return response.writeHead(403, { 'stepgate-action': 'warnWithJustification', 'stepgate-activity': 'sendItem', 'stepgate-policy': 'gateway-warning', 'stepgate-object': '' }).end('think twice');
    }
    if (path.startsWith('/reading/')) await this.answersReading(path);
    if (path === '/nothing') return response.writeHead(204).end();
    if (path === '/unframed') return response.writeHead(200, { 'content-security-policy': "frame-ancestors 'none'" }).end('ok');
    if (path === '/stopped') return response.writeHead(403, { 'stepgate-action': 'block', 'stepgate-policy': 'gateway-policy', 'stepgate-object': 'a%20file.pdf' }).end('stopped');
    if (this.files.has(path)) {
      const file = this.files.get(path), type = { 'content-type': 'application/octet-stream', 'content-length': file.length };
      return response.writeHead(200, { ...type, 'content-disposition': `attachment; filename="${path.split('/').pop()}"` }).end(file);
    }
    if (path.startsWith('/attachment/')) {
      const name = path.split('/').pop();
      return response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': `attachment; filename="${name}"`, 'x-sensitivity-label': 'Confidential' }).end('attached');
    }
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
  }

  async #reserved(request, path, body, response) {
    const text = (status, content = '') => response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end(content);
    if (path.startsWith('/.stepgate/agent-')) return response.writeHead(200, { 'content-type': 'text/javascript' }).end(agent);
    const [, which, ending] = /^\/\.stepgate\/(reader|reader-pdf)-[0-9a-f]{16}\.(js|wasm)$/.exec(path) ?? [];
    if (which) {
      this.readers.push(`${which}.${ending}`);
      const type = ending === 'js' ? 'text/javascript' : 'application/wasm';
      return response.writeHead(200, { 'content-type': type }).end((ending === 'js' && this.reader) || readFileSync(join(target, 'agent', `${which}.${ending}`)));
    }
    if (path === '/.stepgate/activities') {
      if (this.refuseActivities) return text(503);
      for (const one of JSON.parse(body).activities) this.activities.set(one.id, one);
      return response.writeHead(204).end();
    }
    if (path === '/.stepgate/answers') {
      const answer = JSON.parse(body);
      this.answers.push({ ...answer, after: this.received.length });
      const status = await this.takesAnswers();
      return text(status, '{"expires":4070908800}');
    }
    if (path === '/.stepgate/policies') {
      this.questions += 1;
      await this.answersQuestions();
      const had = new URL(request.url, this.origin).searchParams.get('revision');
      return this.newer !== null && had !== revisionOf(this.newer) ? text(200, this.newer) : text(204);
    }
    if (path === '/.stepgate/step-up') {
      const id = randomBytes(16).toString('hex');
      this.transactions.set(id, { asked: JSON.parse(body), status: 'pending', waiting: [], cancelled: false });
      return text(200, id);
    }
    const [, , , id, part] = path.split('/');
    const transaction = this.transactions.get(id);
    if (!transaction) return text(404);
    if (part === 'status') return transaction.status === 'pending' ? this.#wait(transaction, text) : text(200, transaction.status);
    if (part === 'cancel') {
      transaction.cancelled = true;
      this.settle(id, 'denied cancelled');
      return text(204);
    }
    if (transaction.asked.mode === 'redirect' && transaction.status !== 'pending') return response.writeHead(303, { location: transaction.asked.url }).end();
    const settle = `<script>new BroadcastChannel('stepgate-${id}').onmessage = () => {};</script>`;
    return response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>sign-in</title><h1>Sign in</h1>${settle}`);
  }

  #wait(transaction, text) {
    const timer = setTimeout(() => text(200, 'pending'), 10_000);
    transaction.waiting.push(() => {
      clearTimeout(timer);
      text(200, transaction.status);
    });
  }

  /** Ends a transaction: `granted c1 action 1999999999`, or `denied notSatisfied`. */
  settle(id, status) {
    const transaction = this.transactions.get(id);
    transaction.status = status;
    for (const answer of transaction.waiting.splice(0)) answer();
  }

  /** The last transaction that was begun. */
  lastTransaction() {
    return [...this.transactions.keys()].at(-1);
  }
}

/** As much of a WebSocket (RFC 6455) as hears short text messages. */
function acceptSocket(request, socket, hear) {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`);
  socket.on('error', () => socket.destroy());
  socket.on('data', (frame) => {
    if ((frame[0] & 15) === 8) return socket.end();
    const length = frame[1] & 127, mask = frame.subarray(2, 6);
    hear(frame.subarray(6, 6 + length).map((byte, at) => byte ^ mask[at % 4]).toString('utf8'));
  });
}

/** What a granted step-up's status is; grants end in the year 2099. */
export const granted = (scope = 'action') => `granted c1 ${scope} 4070908800`;
