// How does the agent's code run here, while what it works on is in the page's world?

import { ASK, NATIVES } from '../../../target/agent/tables.js';
import { LIMITS } from '../../../src/reader/js/reading.js';
import { Memory, NATIVE, NUMBER, OBJECT, TEXT, UNDEFINED, WAKE } from './memory.js';
import { Near, isNear } from './near.js';
import { toValue, toWire } from './values.js';

/** What the guard hears instead of a verdict: not yet, or never. */
const UNKNOWN = [3], UNDECIDED = [4];
const GO_ON = 0;

/** The agent of one document. It knows every value by number: the page's stay with the guard, others are near. */
export class Agent {
  #port;
  #carrier;
  #near = new Near();
  #instantiate = null;
  #boot = null;
  #person = null;
  #exports = null;
  #memory = null;
  #life = 0;
  #depth = 0;
  #broken = false;

  constructor(port, carrier) {
    this.#port = port;
    this.#carrier = carrier;
  }

  /** Takes its code: a function from imports to exports. */
  load(instantiate) {
    this.#instantiate = instantiate;
    this.#port.once(() => this.#start());
  }

  /** Takes the policies, the first or newer ones. */
  begin(boot, person) {
    this.#boot = boot;
    this.#person = person;
    this.#port.once(() => (this.#exports ? this.#run(() => this.#take()) : this.#start()));
  }

  /** Answers the guard. */
  answer([what, ...numbers]) {
    if (this.#broken && this.#depth === 0) this.#restart();
    if (this.#exports === null) return this.#life > LIVES ? UNDECIDED : UNKNOWN;
    if (this.#broken) return UNDECIDED;
    return this.#run(() => this.#answers[what](...numbers));
  }

  /** Asks the agent itself: `what` is one of `ASK`. */
  ask(what, about) {
    return this.#outside(() => this.#answers.call(ASK[what], 0, this.#near.hold(about), 0));
  }

  get canAnswer() {
    return this.#exports !== null && !this.#broken;
  }

  #answers = {
    call: (hook, self, list, target) => {
      const verdict = this.#exports.on_call(hook, self, list, target);
      return verdict === GO_ON ? [GO_ON] : [verdict, this.#outward(this.#memory.load(this.#exports.out()))];
    },
    event: (hook, event) => (this.#exports.on_event(hook, event), [GO_ON]),
    wake: (kind, data, value, life) => {
      if (life === this.#life) this.#exports.on_wake(kind, data, value);
      return [GO_ON];
    },
  };

  // --- its life

  #start() {
    if (this.#instantiate === null || this.#boot === null || this.#exports !== null || this.#life > LIVES) return;
    this.#life += 1;
    this.#run(() => {
      this.#exports = this.#instantiate({ host: this.#host });
      this.#memory = new Memory(this.#exports.memory);
      this.#take();
    });
    this.#port.settle(this.#port.allow, true);
  }

  /** Lets the running code take boot and person. An old boot stays where it lies: a page sees few of them. */
  #take() {
    const { length } = this.#boot;
    const at = this.#exports.room(length);
    this.#memory.writeBytes(at, this.#boot);
    const allow = this.#exports.start(at, length) === 0;
    if (this.#person) this.#answers.call(ASK.person, 0, this.#near.hold(this.#person), 0);
    if (allow !== this.#port.allow) this.#port.settle(allow, false);
  }

  #restart() {
    this.#broken = false;
    this.#exports = null;
    this.#start();
  }

  /** Runs its code. Where that stops in the middle, the default behaviour decides, and it starts anew, but not for ever. */
  #run(work) {
    const mark = this.#near.mark;
    this.#depth += 1;
    try {
      return work();
    } catch {
      this.#broken = true;
      this.#carrier.failed(this.#port.allow);
      return UNDECIDED;
    } finally {
      this.#depth -= 1;
      this.#near.release(mark);
    }
  }

  /** Runs its code of its own accord; what the guard holds meanwhile is let go at the end. */
  #outside(work) {
    if (this.#broken && this.#depth === 0) this.#restart();
    if (!this.canAnswer) return UNDECIDED;
    const [, mark] = this.#port.command(['enter']);
    try {
      return this.#run(work);
    } finally {
      this.#port.command(['leave', mark]);
    }
  }

  #wake(kind, data, life, value) {
    if (life === this.#life) this.#outside(() => this.#exports.on_wake(kind, data, this.#near.hold(value)));
  }

  // --- what its code imports

  #host = {
    page_call: (target, self, list, count, out) => {
      const args = [];
      for (let at = 0; at < count; at += 1) args.push(this.#memory.load(list + 16 * at));
      const reply = this.#perform(this.#memory.load(target), this.#memory.load(self), args);
      this.#memory.store(out, reply, (text) => this.#near.hold(text));
    },
    page_text: (number, at, room) => this.#memory.writeText(at, room, this.#near.get(number >>> 0)),
    page_bytes: (number, at, length) => {
      const [, letters] = this.#port.command(['bytes', number >>> 0, length]);
      this.#memory.writeBytes(at, Uint8Array.from(letters, (letter) => letter.charCodeAt(0)));
    },
    page_keep: (number) => (isNear(number) ? this.#near.keep(number >>> 0) : this.#port.command(['keep', number >>> 0])[1]),
    page_drop: (number) => (isNear(number) ? this.#near.drop(number >>> 0) : this.#port.command(['drop', number >>> 0])),
  };

  #perform(target, self, args) {
    const near = target[0] === OBJECT && isNear(target[1]) ? this.#near.get(target[1]) : null;
    if (typeof near === 'function') return toWire(near(), this.#near);
    const here = target[0] === NATIVE ? this.#localOf(NATIVES[target[1]], args) : null;
    if (here === null) return this.#port.command(['call', ...[target, self, ...args].map((wire) => this.#outward(wire))]);
    return toWire(here(...args.map((wire) => this.#valueOf(wire))), this.#near);
  }

  /** What is done here and not in the page; `null` if it is the page's. */
  #localOf(native, [first, , limits]) {
    const [kind, name] = native.split(' ');
    if (native === 'us readFile') return this.#reads(limits);
    if (kind === 'us') return (...args) => this.#carrier[name](...args);
    if (native === 'do type' && first[0] === NATIVE && NATIVES[first[1]].startsWith('us ')) return () => typeof this.#carrier[NATIVES[first[1]].slice(3)];
    if (native === 'do get' && first[0] === OBJECT && isNear(first[1])) return (object, key) => object?.[key];
    if (native === 'do normalize') return (text) => text.normalize('NFKC');
    if (native === 'do string' && (first[0] === TEXT || first[0] === NUMBER || (first[0] === OBJECT && isNear(first[1])))) return String;
    return null;
  }

  /** Reads a file within limits that the agent wrote into a dictionary of the page's. */
  #reads(limits) {
    const memberOf = (name) => this.#port.command(['call', [NATIVE, NATIVES.indexOf('do get')], [UNDEFINED], limits, [TEXT, name]]);
    const numbers = LIMITS.map((name) => [name, memberOf(name)]).filter(([, [kind]]) => kind === NUMBER);
    const within = Object.fromEntries(numbers.map(([name, [, value]]) => [name, value]));
    return (address, title, _, looked, done) => this.#carrier.readFile(address, title, within, looked, done);
  }

  #valueOf(wire) {
    if (wire[0] === WAKE) {
      const life = this.#life;
      return (value) => this.#wake(wire[1], wire[2], life, value);
    }
    return toValue(wire, this.#near);
  }

  /** As the guard takes it: near texts by value; other near values are none of the page's business. */
  #outward(wire) {
    if (wire[0] === WAKE) return [...wire, this.#life];
    if (wire[0] !== OBJECT || !isNear(wire[1])) return wire;
    const value = this.#near.get(wire[1]);
    return typeof value === 'string' ? [TEXT, value] : [UNDEFINED];
  }
}

/** How often the agent's code may stop in one document before it is given up. */
const LIVES = 8;
