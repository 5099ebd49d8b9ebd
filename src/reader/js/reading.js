// What does a file say? One instance of the module reads one file.

/** How much of a file is taken at once, in bytes. */
const STEP = 1 << 20;
/** How much tells what a file is, in bytes. */
const HEAD = 1 << 16;
/** How many bytes are looked at between two reports. */
const REPORT = 1 << 20;
/** The largest file, in bytes, where nobody says. */
const LARGEST = 50 << 20;

/** The limits as the module takes them, in order; what is absent keeps its default. */
const OF_MODULE = ['fileBytes', 'characters', 'entries', 'entryBytes', 'inflatedBytes', 'ratio', 'depth', 'heldBytes', 'work'];
/** All limits that a file may be read with, each a number. */
export const LIMITS = [...OF_MODULE, 'milliseconds'];

/** What came of a file that could not be looked at at all. */
export const unread = (outcome) => ({ text: '', metadata: '', fileType: '', mismatch: false, labels: '', outcome });

/**
 * Reads `blob`, a file called `name`. `load(pdf)` answers a function from imports to the exports of the module, the one
 * without PDF or the one with it, which is asked for only when a PDF was met. `looked` hears, now and then, how many
 * bytes were looked at.
 */
export async function readFile({ blob, name, limits }, load, looked) {
  const until = Date.now() + (limits.milliseconds ?? Infinity);
  const file = { blob, name, limits, until, looked, before: 0 };
  const { told, unreadPdf, seen } = await readBy(await load(false), file);
  if (!unreadPdf) return told;
  let withPdf;
  try {
    withPdf = await load(true);
  } catch {
    return told; // it stays unsupported
  }
  return (await readBy(withPdf, { ...file, before: seen })).told;
}

async function readBy(instantiate, { blob, name, limits, until, looked, before }) {
  let seen = before, reported = before;
  const goesOn = (bytes) => {
    seen = before + bytes;
    if (seen - reported >= REPORT) looked((reported = seen));
    return Date.now() < until ? 1 : 0;
  };
  const module = instantiate({ host: { goes_on: goesOn, ...decoding(() => module.memory.buffer) } });
  const title = new TextEncoder().encode(name);
  const { size } = blob;
  let length = size > (limits.fileBytes ?? LARGEST) ? Math.min(size, HEAD) : size;
  let at = module.room(title.length + length);
  // Where there is no memory for all of it, its head still tells what it is.
  if (at === 0) at = module.room(title.length + (length = Math.min(size, HEAD)));
  if (at === 0) return { told: unread('tooLarge'), unreadPdf: false, seen };
  const put = (bytes, offset) => new Uint8Array(module.memory.buffer).set(bytes, at + offset);
  put(title, 0);
  for (let from = 0; from < length; from += STEP) {
    const piece = await blob.slice(from, Math.min(length, from + STEP)).arrayBuffer();
    put(new Uint8Array(piece), title.length + from);
  }
  const table = module.read(title.length, size, ...OF_MODULE.map((limit) => limits[limit] ?? NaN));
  return { ...tell(module, table), seen };
}

/** Text in an encoding that the module does not read itself: the browser knows them all. `memory` answers the module's. */
function decoding(memory) {
  let made;
  return {
    decode(name, nameLength, at, length) {
      try {
        const label = new TextDecoder().decode(new Uint8Array(memory(), name, nameLength));
        made = new TextEncoder().encode(new TextDecoder(label).decode(new Uint8Array(memory(), at, length)));
      } catch {
        return -1; // it does not know this one
      }
      return made.length;
    },
    decoded: (at) => new Uint8Array(memory()).set(made, at),
  };
}

/** What the module's table of numbers says. */
function tell({ memory }, table) {
  const numbers = new Uint32Array(memory.buffer, table, 12);
  const text = (at) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(memory.buffer, numbers[at], numbers[at + 1]));
  const told = { text: text(0), metadata: text(2), fileType: text(4), mismatch: numbers[10] === 1, labels: text(6), outcome: text(8) };
  return { told, unreadPdf: numbers[11] === 1 };
}
