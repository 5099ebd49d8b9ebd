// How do values lie in the agent's linear memory? Each is 16 bytes: what it is, a word, and a double or two words.

export const UNDEFINED = 0, NULL = 1, BOOLEAN = 2, NUMBER = 3, TEXT = 4, OBJECT = 5, NATIVE = 6, WAKE = 7, THROWN = 8;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The memory of one instance. A value crosses over as a list: what it is, then the value or its number. */
export class Memory {
  #memory;
  #buffer = null;

  constructor(memory) {
    this.#memory = memory;
  }

  /** Looks at the memory anew if it grew. */
  #look() {
    if (this.#memory.buffer === this.#buffer) return;
    this.#buffer = this.#memory.buffer;
    this.bytes = new Uint8Array(this.#buffer);
    this.words = new Uint32Array(this.#buffer);
    this.doubles = new Float64Array(this.#buffer);
  }

  load(at) {
    this.#look();
    const { words } = this;
    const word = at >>> 2, low = words[word + 2], high = words[word + 3];
    switch (words[word]) {
      case NULL: return [NULL];
      case BOOLEAN: return [BOOLEAN, low !== 0];
      case NUMBER: return [NUMBER, this.doubles[(at >>> 3) + 1]];
      case TEXT: return [TEXT, decoder.decode(this.bytes.subarray(low, low + high))];
      case OBJECT: return [OBJECT, low];
      case NATIVE: return [NATIVE, low];
      case WAKE: return [WAKE, low, high];
      default: return [UNDEFINED];
    }
  }

  /** `hold` gives a text its number. */
  store(at, wire, hold) {
    this.#look();
    const { words } = this;
    const word = at >>> 2;
    words[word] = wire[0];
    switch (wire[0]) {
      case NUMBER: this.doubles[(at >>> 3) + 1] = wire[1]; break;
      case BOOLEAN: words[word + 2] = wire[1] ? 1 : 0; break;
      case TEXT: words[word + 2] = hold(wire[1]); words[word + 3] = wire[1].length; break;
      case OBJECT: case THROWN: words[word + 2] = wire[1]; break;
      default: break;
    }
  }

  /** Writes a text as UTF-8 into `room` bytes; answers how many. */
  writeText(at, room, text) {
    this.#look();
    return encoder.encodeInto(text, this.bytes.subarray(at, at + room)).written;
  }

  writeBytes(at, bytes) {
    this.#look();
    this.bytes.set(bytes, at);
  }
}
