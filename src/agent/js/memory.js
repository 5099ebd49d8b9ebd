// How do values get into the linear memory of the agent, and out of it?

const { Module, Instance } = WebAssembly;
const Bytes = Uint8Array, Words = Uint32Array, Doubles = Float64Array;
const memoryBuffer = getOwnPropertyDescriptor(WebAssembly.Memory.prototype, 'buffer').get;
const instanceExports = getOwnPropertyDescriptor(WebAssembly.Instance.prototype, 'exports').get;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true }), decodeBytes = TextDecoder.prototype.decode;
const encoder = new TextEncoder(), encodeInto = TextEncoder.prototype.encodeInto;

// Every value is 16 bytes: a tag, a word, and a double or two words

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
