// What does the extension do for the agent? Time, chance, timers, and the way to the worker.

import { readFile } from './reading.js';

/** How long to wait before a report is given to the worker again, in milliseconds. */
const PAUSE = 2000;

/** What the agent's `us` natives call. */
export class Carrier {
  /** The app of this document; the worker is told with every message. */
  app = null;
  #said = false;

  since() {
    return performance.now();
  }

  unix() {
    return Date.now();
  }

  later(wake, milliseconds) {
    setTimeout(wake, milliseconds);
  }

  randomId() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /** Asks the gateway; `done` hears the status, a blank, and the text of the answer. */
  send(method, path, body, _keepalive, done, failed) {
    this.tell({ is: 'send', app: this.app, method, path, body }).then((answer) => {
      if (answer?.status) done(`${answer.status} ${answer.text}`);
      else failed();
    });
  }

  /** Takes a report; without one only says that the extension takes them. */
  report(id, activity) {
    if (id !== undefined) this.#keep(activity);
    return true;
  }

  openStepUp(path) {
    this.tell({ is: 'open', app: this.app, path });
    return true;
  }

  blankPrint(on, done) {
    this.tell({ is: 'blank', on }).then(() => done());
  }

  readFile(address, name, limits, looked, done) {
    return readFile(address, name, limits, looked, done);
  }

  saveAgain(url, name) {
    this.tell({ is: 'download', app: this.app, url, name });
  }

  /** Says once that the agent's code stopped. */
  failed(allow) {
    if (this.#said) return;
    this.#said = true;
    const address = `${location.origin}${location.pathname}`;
    const activity = {
      id: this.randomId(), time: Date.now(), activity: 'custom:agent', action: allow ? 'audit' : 'block', policy: null,
      outcome: 'failed', url: address, file: null, matches: [], failure: 'corruptBundle', revision: '0'.repeat(16),
      trace: [], source: 'agent', detail: 'the agent stopped',
    };
    this.report(activity.id, JSON.stringify(activity));
  }

  /** Tells the worker; `undefined` where it cannot answer. */
  async tell(message) {
    try {
      return await chrome.runtime.sendMessage(message);
    } catch {
      return undefined; // the extension was updated or taken away: this page goes on with what it knows
    }
  }

  async #keep(activity) {
    const answer = await this.tell({ is: 'report', app: this.app, activity });
    if (!answer?.kept && chrome.runtime?.id) setTimeout(() => this.#keep(activity), PAUSE);
  }
}
