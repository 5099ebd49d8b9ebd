// Which programs does a test run, and who ends them? The one that started them, by its own handle.

import { spawn, execFileSync } from 'node:child_process';
import { createServer } from 'node:net';

const running = new Set();
process.once('exit', () => running.forEach((program) => program.signal('SIGKILL')));

/** A child process whose lines are kept, so that a test can wait for one and print all of them when it fails. */
export class Program {
  #lines = [];
  #waiting = new Set();
  #ended;

  constructor(command, args, options = {}) {
    this.name = command.split('/').pop();
    this.child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe', ...(options.fds ?? [])], env: { ...process.env, ...options.env }, cwd: options.cwd, detached: true });
    running.add(this);
    for (const stream of [this.child.stdout, this.child.stderr]) this.#read(stream);
    this.#ended = new Promise((done) => {
      this.child.once('error', (error) => done(error.message));
      this.child.once('exit', (code, signal) => done(`ended with ${signal ?? code}`));
    });
    this.#ended.then(() => running.delete(this));
  }

  /** Everything it has printed so far. */
  get output() {
    return this.#lines.join('\n');
  }

  /** Resolves with the match of the first line, printed already or later, that fits `pattern`. */
  line(pattern, timeout = 30_000) {
    const early = this.#lines.map((line) => line.match(pattern)).find(Boolean);
    if (early) return Promise.resolve(early);
    return new Promise((done, fail) => {
      const stop = (settle, value) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        settle(value);
      };
      const look = (line) => {
        const match = line.match(pattern);
        if (match) stop(done, match);
      };
      const complain = (why) => stop(fail, new Error(`${this.name} ${why} before it printed ${pattern}:\n${this.output}`));
      const timer = setTimeout(() => complain(`took more than ${timeout} ms`), timeout);
      this.#waiting.add(look);
      this.#ended.then(complain);
    });
  }

  /** Asks it to end, waits, and after `patience` milliseconds ends it by force. */
  async stop(signal = 'SIGTERM', patience = 5_000) {
    this.signal(signal);
    const timer = setTimeout(() => this.signal('SIGKILL'), patience);
    const how = await this.#ended;
    clearTimeout(timer);
    return how;
  }

  /** Sends a signal to the program and to what it started. */
  signal(signal) {
    if (this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
    process.kill(-this.child.pid, signal);
  }

  #read(stream) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        this.#lines.push(line);
        for (const look of this.#waiting) look(line);
      }
    });
  }
}

/** A port of the loopback address that nobody listens on now. */
export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** The standard output of a short command. */
export function run(command, args, options = {}) {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000, ...options });
}
