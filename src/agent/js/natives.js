// What did the browser's own functions look like before any page script could replace them?
//
// This file, wrap.js and boot.js share one function scope; the packer puts NATIVES, HOOKS and CODE in
// front of them. Everything below `capture` may run after the page's scripts, so it looks nothing up on
// a global, a prototype or an iterator: only captured functions, null-prototype objects and index loops.

const { apply, construct, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf } = Reflect;
const { create } = Object;
const { Module, Instance } = WebAssembly;
const ProxyOf = Proxy, PromiseOf = Promise, Bytes = Uint8Array, Words = Uint32Array, Doubles = Float64Array;
const weakGet = WeakMap.prototype.get, weakHas = WeakMap.prototype.has, weakSet = WeakMap.prototype.set;
const listen = EventTarget.prototype.addEventListener;
const prevent = Event.prototype.preventDefault, stopListeners = Event.prototype.stopImmediatePropagation;
const memoryBuffer = getOwnPropertyDescriptor(WebAssembly.Memory.prototype, 'buffer').get;
const instanceExports = getOwnPropertyDescriptor(WebAssembly.Instance.prototype, 'exports').get;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true }), decodeBytes = TextDecoder.prototype.decode;
const encoder = new TextEncoder(), encodeInto = TextEncoder.prototype.encodeInto;
const iterator = Symbol.iterator;
const NOTHING = [], MUCH = Array(8000).fill(0), nothing = () => {};
const overflow = [RangeError.prototype, globalThis.InternalError && InternalError.prototype];

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

// --- linear memory; every value is 16 bytes: a tag, a word, and a double or two words

const UNDEFINED = 0, NULL = 1, BOOLEAN = 2, NUMBER = 3, TEXT = 4, OBJECT = 5, NATIVE = 6, WAKE = 7, THROWN = 8;
let memory = null, buffer = null, bytes = null, words = null, doubles = null, wake = null, life = 0;

/** Looks at the memory anew if it grew. */
const look = () => {
  const now = apply(memoryBuffer, memory, NOTHING);
  if (now === buffer) return;
  buffer = now;
  bytes = new Bytes(now);
  words = new Words(now);
  doubles = new Doubles(now);
};

const readText = (at, length) => apply(decodeBytes, decoder, [new Bytes(buffer, at, length)]);

const load = (at) => {
  const word = at >>> 2;
  switch (words[word]) {
    case NULL: return null;
    case BOOLEAN: return words[word + 2] !== 0;
    case NUMBER: return doubles[(at >>> 3) + 1];
    case TEXT: return readText(words[word + 2], words[word + 3]);
    case OBJECT: return handle(words[word + 2]);
    case NATIVE: return natives[words[word + 2]];
    case WAKE: {
      const kind = words[word + 2], data = words[word + 3], mine = life;
      return (value) => (mine === life ? wake(kind, data, value) : undefined);
    }
    default: return undefined;
  }
};

const store = (at, value) => {
  look();
  const word = at >>> 2;
  if (value === undefined) words[word] = UNDEFINED;
  else if (value === null) words[word] = NULL;
  else if (value === true || value === false) {
    words[word] = BOOLEAN;
    words[word + 2] = value ? 1 : 0;
  } else if (typeof value === 'number') {
    words[word] = NUMBER;
    doubles[(at >>> 3) + 1] = value;
  } else {
    const text = typeof value === 'string';
    words[word] = text ? TEXT : OBJECT;
    words[word + 2] = hold(value);
    words[word + 3] = text ? value.length : 0;
  }
};

// A page may act when its own stack is nearly used up. Then a native of ours may not run although it
// exists, and what was decided would not be carried out.
let overflowed = false;
const isOverflow = (error) => {
  if (typeof error !== 'object' || error === null) return false;
  const kind = getPrototypeOf(error);
  return kind !== undefined && (kind === overflow[0] || kind === overflow[1]);
};

// --- what WASM imports

const host = plain({
  /** Calls the function at `target` on the value at `self`; what it throws is a value too. */
  page_call(target, self, list, count, out) {
    look();
    let result;
    try {
      const input = create(null);
      input.length = count;
      for (let i = 0; i < count; i++) input[i] = load(list + 16 * i);
      result = apply(load(target), load(self), input);
    } catch (error) {
      if (isOverflow(error)) overflowed = true;
      store(out, undefined);
      words[out >>> 2] = THROWN;
      words[(out >>> 2) + 2] = hold(error);
      return;
    }
    store(out, result);
  },
  /** Writes a string as UTF-8; returns how many bytes. */
  page_text(number, at, room) {
    look();
    return apply(encodeInto, encoder, [handle(number >>> 0), new Bytes(buffer, at, room)]).written;
  },
  /** Copies bytes out of a Uint8Array of `length`. */
  page_bytes(number, at, length) {
    look();
    const from = handle(number >>> 0);
    for (let i = 0; i < length; i++) bytes[at + i] = from[i];
  },
  page_keep: keep,
  page_drop: drop,
});

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
  same: (one, other) => one === other,
  string: (value) => `${value}`,
  type: (value) => typeof value,
  /** Throws where the stack is nearly used up: an event fired now could not be stopped. */
  room: () => apply(nothing, undefined, MUCH),
  arm: (view) => arm(view),
  gaps: () => gaps,
});

// --- the natives' table: `fn A.b`, `get A.b`, `set A.b`, `new A`, `val a.b`, `do mechanism`

const reach = (path) => path.split('.').reduce((value, step) => value[step], globalThis);

const accessor = (owner, name, field) => {
  for (let at = owner; at; at = getPrototypeOf(at)) {
    const found = getOwnPropertyDescriptor(at, name);
    if (found) return found[field];
  }
  return undefined;
};

const capture = (entry) => {
  const [kind, path] = entry.split(' ');
  const cut = path.lastIndexOf('.');
  try {
    switch (kind) {
      case 'get':
      case 'set': return accessor(reach(path.slice(0, cut)), path.slice(cut + 1), kind);
      case 'new': {
        const constructor = reach(path);
        return constructor && function () { return construct(constructor, arguments); };
      }
      case 'do': return mechanisms[path];
      default: return reach(path);
    }
  } catch {
    return undefined; // not in this browser, or forbidden here
  }
};

const natives = create(null);
for (let i = 0; i < NATIVES.length; i++) natives[i] = capture(NATIVES[i]);
