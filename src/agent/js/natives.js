// What did the browser's own functions look like before any page script could replace them?
//
// The files of one script share one function scope; the packer puts NATIVES, HOOKS and, where the agent itself is in it,
// CODE, where files are read (READER) and what it has to know of a bundle (BEGINS, DEFAULT_AT) in front of them. What
// runs after the page's scripts looks nothing up on a global, a prototype or an iterator: only captured functions,
// null-prototype objects and index loops.

const { apply, construct, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf } = Reflect;
const { create } = Object;
const ProxyOf = Proxy, PromiseOf = Promise;
const weakGet = WeakMap.prototype.get, weakHas = WeakMap.prototype.has, weakSet = WeakMap.prototype.set;
const listen = EventTarget.prototype.addEventListener;
const prevent = Event.prototype.preventDefault, stopListeners = Event.prototype.stopImmediatePropagation;
const iterator = Symbol.iterator;
const { charCodeAt, normalize } = String.prototype;
const BytesOf = Uint8Array;
const NOTHING = [], COMPARED = ['NFKC'], MUCH = Array(8000).fill(0), nothing = () => {};
const overflow = [RangeError.prototype, globalThis.InternalError && InternalError.prototype];

/** What a value is called where it crosses over to the agent. */
const UNDEFINED = 0, NULL = 1, BOOLEAN = 2, NUMBER = 3, TEXT = 4, OBJECT = 5, NATIVE = 6, WAKE = 7, THROWN = 8;

/** A property descriptor that a polluted `Object.prototype` cannot complete. */
const plain = (object) => (setPrototypeOf(object, null), object);

// --- values that Rust may name: temporary ones until the outermost call returns, kept ones until dropped

const KEPT = 0x80000000;
const slots = create(null);
const kept = create(null), spare = create(null);
let top = 1, keptCount = 0, spareCount = 0;

const hold = (value) => ((slots[top] = value), top++);
const release = (mark) => {
  while (top > mark) slots[--top] = undefined;
};
const handle = (number) => (number >= KEPT ? kept[number - KEPT] : slots[number]);
const keep = (number) => {
  const free = spareCount > 0 ? spare[--spareCount] : keptCount++;
  kept[free] = handle(number >>> 0);
  return (free + KEPT) | 0;
};
const drop = (number) => {
  const free = (number >>> 0) - KEPT;
  kept[free] = undefined;
  spare[spareCount++] = free;
};

// A page may act when its own stack is nearly used up. Then a native of ours may not run although it
// exists, and what was decided would not be carried out.
let overflowed = false;
const isOverflow = (error) => {
  if (typeof error !== 'object' || error === null) return false;
  const kind = getPrototypeOf(error);
  return kind !== undefined && (kind === overflow[0] || kind === overflow[1]);
};

// --- mechanisms that are no browser function of their own

const await_ = async (promise, done, failed) => {
  let value;
  try {
    value = await promise;
  } catch (error) {
    failed(error);
    return;
  }
  done(value);
};

const mechanisms = plain({
  /** Waits for a native promise without asking the page's `then` or `constructor`. */
  settle(promise, done, failed) {
    const own = defineProperty(promise, 'constructor', plain({ value: PromiseOf, configurable: true }));
    await_(promise, done, failed);
    if (own) deleteProperty(promise, 'constructor');
  },
  /** A promise for the page, with the means to settle it. */
  deferred() {
    const made = create(null);
    made.promise = new PromiseOf((resolve, reject) => {
      made.resolve = resolve;
      made.reject = reject;
    });
    return made;
  },
  get: (object, key) => object[key],
  put: (object, key, value) => void (object[key] = value),
  dictionary: () => create(null),
  /** The arguments as a list that can be iterated without the page's array iterator. */
  list() {
    const input = arguments, made = create(null);
    made.length = input.length;
    for (let i = 0; i < input.length; i++) made[i] = input[i];
    made[iterator] = () => {
      let at = 0;
      return plain({ next: () => plain({ done: at >= made.length, value: made[at++] }) });
    };
    return made;
  },
  /** Every enumerable member, own or inherited, and the named ones, read exactly once. */
  snapshot(object) {
    const made = create(null), names = arguments;
    for (let i = 1; i < names.length; i++) {
      const value = object[names[i]];
      if (value !== undefined) made[names[i]] = value;
    }
    for (const name in object) if (!(name in made)) made[name] = object[name];
    return made;
  },
  /** Names and values of a form, in turn, listed by its own `forEach`. */
  members(data, each) {
    const made = create(null);
    let count = 0;
    apply(each, data, [(value, name) => {
      made[count++] = name;
      made[count++] = value;
    }]);
    made.length = count;
    return made;
  },
  same: (one, other) => one === other,
  string: (value) => `${value}`,
  /** A name in the form policies compare: letters of another width or put together otherwise are the same. */
  normalize: (text) => apply(normalize, text, COMPARED),
  /** The bytes that letters were made of, one of each. */
  letters(text) {
    const { length } = text, made = new BytesOf(length), place = [0];
    for (let i = 0; i < length; i++) {
      place[0] = i;
      made[i] = apply(charCodeAt, text, place);
    }
    return made;
  },
  type: (value) => typeof value,
  /** Throws where the stack is nearly used up: an event fired now could not be stopped. */
  room: () => apply(nothing, undefined, MUCH),
  arm: (view) => arm(view),
  gaps: () => gaps,
});
