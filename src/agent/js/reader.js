// How is a file read that a policy asks about? By a worker of our own; where none may start, by the same module here.
//
// The packer puts READER in front: the addresses of the worker and of the two modules, the one without PDF and the one
// with it. What the worker says comes from our own script in a realm that no page script reaches.

const WorkerOf = globalThis.Worker, workerPost = WorkerOf && WorkerOf.prototype.postMessage, workerEnd = WorkerOf && WorkerOf.prototype.terminate;
const messageData = getOwnPropertyDescriptor(MessageEvent.prototype, 'data').get;
const blobSize = getOwnPropertyDescriptor(Blob.prototype, 'size').get, blobSlice = Blob.prototype.slice, blobBytes = Blob.prototype.arrayBuffer;
const responseBytes = Response.prototype.arrayBuffer, DecoderOf = TextDecoder;
const readerOrigin = location.origin, { min, max } = Math;

/** Where a page wants types for what runs, ours has its own name, which is taken before any page script. */
const trusted = (() => {
  try {
    const policy = trustedTypes.createPolicy('stepgate', plain({ createScriptURL: (url) => url }));
    const { createScriptURL } = policy;
    return (url) => apply(createScriptURL, policy, [url]);
  } catch {
    return (url) => url;
  }
})();

const LIMITS = ['fileBytes', 'characters', 'entries', 'entryBytes', 'inflatedBytes', 'ratio', 'depth', 'heldBytes', 'work'];
const unread = (outcome) => plain({ text: '', metadata: '', fileType: '', mismatch: false, labels: '', outcome });

/** Reads by a worker; `refused` is called where none starts. Answers what ends it. */
const readBeside = (blob, name, limits, looked, done, refused) => {
  const worker = new WorkerOf(trusted(readerOrigin + READER[0]));
  let begun = false, over = false;
  const stop = () => {
    over = true;
    apply(workerEnd, worker, NOTHING);
  };
  const end = (told) => {
    if (over) return;
    stop();
    done(told);
  };
  const hear = (type, act) => apply(listen, worker, [type, act, plain({})]);
  hear('message', (event) => {
    if (over) return;
    begun = true;
    const said = apply(messageData, event, NOTHING);
    if (typeof said === 'number') looked(said);
    else end(plain(said));
  });
  hear('messageerror', () => end(unread('corrupt')));
  hear('error', () => {
    if (begun) return end(unread('corrupt'));
    if (over) return;
    stop();
    refused();
  });
  apply(workerPost, worker, [plain({ blob, name, limits })]);
  return stop;
};

/** Reads with the module here, which the page waits for. */
const readHere = (blob, name, limits, looked, done) => {
  let over = false;
  const until = now() + (limits.milliseconds === undefined ? 1e9 : limits.milliseconds);
  const end = (told) => {
    if (over) return;
    over = true;
    done(told);
  };
  const fail = () => end(unread('corrupt'));
  const whole = apply(blobSize, blob, NOTHING);
  const most = limits.fileBytes === undefined ? 0x3200000 : limits.fileBytes;
  const taken = whole > most ? min(whole, 0x10000) : whole;
  /** Reads `file` with one of the modules; `other` hears what it told where it met a PDF that it does not read. */
  const run = (code, file, other) => {
    let seen = 0, memory = null, utf8 = null, size = 0;
    const there = (at, length) => new Bytes(apply(memoryBuffer, made.memory, NOTHING), at, length);
    const host = plain({
      goes_on(bytes) {
        if (bytes - seen >= 0x100000) looked(seen = bytes);
        return !over && now() < until ? 1 : 0;
      },
      decode(name, nameLength, at, length) {
        try {
          const other = new DecoderOf(apply(decodeBytes, decoder, [there(name, nameLength)]));
          const found = apply(decodeBytes, other, [there(at, length)]);
          utf8 = new Bytes(found.length * 3);
          return (size = apply(encodeInto, encoder, [found, utf8]).written);
        } catch {
          return -1; // no encoding that the browser knows
        }
      },
      decoded(at) {
        const to = there(at, size);
        for (let i = 0; i < size; i++) to[i] = utf8[i];
      },
    });
    const made = apply(instanceExports, new Instance(new Module(code), plain({ host })), NOTHING);
    const length = max(name.length * 3, 1);
    const title = new Bytes(length);
    const { written } = apply(encodeInto, encoder, [name, title]);
    const at = made.room(written + taken);
    if (at === 0) return end(unread('tooLarge'));
    memory = there(0);
    for (let i = 0; i < written; i++) memory[at + i] = title[i];
    for (let i = 0; i < taken; i++) memory[at + written + i] = file[i];
    const list = create(null);
    list.length = 2 + LIMITS.length;
    list[0] = written;
    list[1] = whole;
    for (let i = 0; i < LIMITS.length; i++) list[i + 2] = limits[LIMITS[i]];
    const table = apply(made.read, undefined, list) >>> 2;
    memory = apply(memoryBuffer, made.memory, NOTHING);
    const numbers = new Words(memory);
    const text = (at) => apply(decodeBytes, decoder, [new Bytes(memory, numbers[table + at], numbers[table + at + 1])]);
    const told = plain({
      text: text(0), metadata: text(2), fileType: text(4), mismatch: numbers[table + 10] === 1, labels: text(6), outcome: text(8),
    });
    return numbers[table + 11] === 1 ? other(told) : end(told);
  };
  /** `next` with the bytes that a promise brings. */
  const then = (promise, next, failed) => mechanisms.settle(promise, (value) => {
    try {
      if (!over) next(value);
    } catch {
      fail();
    }
  }, failed);
  const code = (which, next, failed) =>
    then(apply(sendNative, undefined, [readerOrigin + READER[which], plain({ credentials: 'omit' })]), (response) =>
      then(apply(responseBytes, response, NOTHING), next, failed), failed);
  // A turn later, so that what the person is told is seen first.
  ours.later(() => {
    try {
      looked(0);
      then(apply(blobBytes, apply(blobSlice, blob, [0, taken]), NOTHING), (buffer) => {
        const file = new Bytes(buffer);
        code(1, (plainCode) => run(plainCode, file, (told) => code(2, (pdfCode) => run(pdfCode, file, end), () => end(told))), fail);
      }, fail);
    } catch {
      fail();
    }
  }, 50);
  return () => void (over = true);
};

/** Reads a file. `looked` hears how many bytes were looked at, `done` once what it told; answers a function that stops. */
ours.readFile = (blob, name, limits, looked, done) => {
  let stop = nothing;
  const here = () => void (stop = readHere(blob, name, limits, looked, done));
  try {
    stop = readBeside(blob, name, limits, looked, done, here);
  } catch {
    here();
  }
  return () => stop();
};
