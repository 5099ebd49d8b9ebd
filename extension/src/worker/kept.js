// What does the worker keep while it is stopped? `local` lasts, `session` ends with the browser.

import { browser } from './browser.js';

/** One named value in one of the browser's storage areas. */
class Kept {
  #area;
  #name;
  #otherwise;

  constructor(area, name, otherwise) {
    this.#area = area;
    this.#name = name;
    this.#otherwise = otherwise;
  }

  async get() {
    const found = await browser.storage[this.#area].get(this.#name);
    return found[this.#name] ?? this.#otherwise;
  }

  /** Writes only what is different, so that nobody is told of a change that is none. */
  async set(value) {
    if (JSON.stringify(await this.get()) === JSON.stringify(value)) return;
    await browser.storage[this.#area].set({ [this.#name]: value });
  }

  async remove() {
    await browser.storage[this.#area].remove(this.#name);
  }

  /** Reads, changes and writes, one change after the other. */
  change(how) {
    const done = this.#last.then(async () => this.set(how(await this.get())));
    this.#last = done.catch(() => {});
    return done;
  }

  #last = Promise.resolve();
}

/** What the core reads. */
export const policy = new Kept('local', 'policy', null);
/** A tester's configuration. */
export const test = new Kept('local', 'test', null);
/** Where the configuration in force is from: `managed`, `test` or `none`. */
export const configured = new Kept('local', 'configured', 'none');
/** The last bundle of the gateway that was verified: `{ token, gateway, publicKey }`. */
export const fetched = new Kept('local', 'fetched', null);
/** What is wrong, in words, by where: `configuration`, `bundle`, `browser`, `activities`. */
export const troubles = new Kept('local', 'troubles', {});
/** The pauses that grow: milliseconds by name. */
export const pauses = new Kept('session', 'pauses', {});
/** What is known of the gateway's session: `{ needed, offered, tab, from }`. */
export const signIn = new Kept('session', 'signIn', {});
/** Step-ups in windows of their own, by transaction: `{ window, tab }`. */
export const stepUps = new Kept('session', 'stepUps', {});
/** Downloads that are held, by id: `{ url, startTime }`. */
export const held = new Kept('local', 'held', {});

/** Says what is wrong at one place, or with `null` that nothing is. */
export function say(where, words) {
  return troubles.change((all) => {
    const { [where]: _, ...others } = all;
    return words === null ? others : { ...others, [where]: words };
  });
}
