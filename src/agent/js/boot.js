// Who decides in a page the gateway sent, from when on, and what if nobody can?

const script = document.currentScript;
let sealed = script && script.getAttribute('data-stepgate');
if (script) script.remove();

const now = Date.now;
const idle = globalThis.requestIdleCallback || ((work) => setTimeout(work, 1));

/** Turns base64url or hex digits into bytes without a native the page could have replaced. */
const digits = (alphabet) => {
  const values = create(null);
  for (let i = 0; i < alphabet.length; i++) values[alphabet[i]] = i;
  return (text, bits) => {
    const made = new Bytes((text.length * bits) >> 3);
    let held = 0, width = 0, at = 0;
    for (let i = 0; i < text.length; i++) {
      held = ((held << bits) | values[text[i]]) & 0xffff;
      width += bits;
      if (width >= 8) made[at++] = (held >> (width -= 8)) & 0xff;
    }
    return made;
  };
};
const fromHex = Bytes.fromHex, hexDigits = digits('0123456789abcdef');
const readHex = (text) => (fromHex ? apply(fromHex, Bytes, [text]) : hexDigits(text, 4));
const bytesLength = accessor(Bytes.prototype, 'length', 'get');
const readBase64 = digits('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

/** The default behaviour, as the bundle in the boot has it: readable also where WASM cannot run. */
const allows = (boot, length) => {
  for (let i = 0; i + DEFAULT_AT < length; i++) {
    let same = 0;
    while (same < BEGINS.length && boot[i + same] === BEGINS[same]) same++;
    if (same === BEGINS.length) return boot[i + DEFAULT_AT] === 0;
  }
  return false;
};

let engine; // undefined: not needed yet, or to be started anew; null: cannot decide
let module = null, broken = false, lives = 8;
let allowUndecided = false;
let said = false;

/** What the hooks ask, of a started instance. */
const engineOf = (exports) => {
  const mine = plain({
    call(hook, self, list, target) {
      const verdict = exports.on_call(hook, self, list, target);
      look();
      if (verdict !== GO_ON) answer = load(exports.out());
      return verdict;
    },
    event: exports.on_event,
  });
  wake = (kind, data, value) => {
    if (engine !== mine || broken) return undefined;
    const mark = top;
    depth++;
    try {
      exports.on_wake(kind, data, hold(value));
    } catch (error) {
      failed(error);
    } finally {
      depth--;
      release(mark);
    }
    return undefined;
  };
  return mine;
};

/** Here the policies are in the page before its first script. */
const unknown = byDefault;

/** The engine, instantiated on first need; null if it cannot run here; undefined if it cannot now. */
const start = () => {
  if (broken && depth > 0) return undefined;
  if (broken) {
    broken = false;
    engine = undefined;
  }
  if (engine !== undefined) return engine;
  if (sealed === null) return engine = null, say('the page carries no boot'), null;
  try {
    const boot = readBase64(sealed, 6);
    const length = apply(bytesLength, boot, NOTHING);
    allowUndecided = allows(boot, length);
    if (module === null) module = new Module(readHex(CODE));
    const made = apply(instanceExports, new Instance(module, plain({ host })), NOTHING);
    memory = made.memory;
    life++;
    const at = made.room(length);
    look();
    for (let i = 0; i < length; i++) bytes[at + i] = boot[i];
    allowUndecided = made.start(at, length) === 0;
    engine = engineOf(made);
  } catch (error) {
    if (isOverflow(error)) return undefined;
    engine = null;
    say('the agent could not start');
  }
  return engine;
};

/** The engine stopped in the middle. Answers whether the stack was used up, which is the page's doing and
    decides nothing; otherwise the default behaviour decides. It starts anew, but not for ever. */
const failed = (error) => {
  broken = true;
  if (isOverflow(error)) return true;
  if (lives-- <= 0) {
    broken = false;
    engine = null;
  }
  say('the agent stopped');
  return false;
};

/** Says once that nobody decides. */
const say = (detail) => {
  if (said) return;
  said = true;
  try {
    const id = ours.randomId();
    const action = allowUndecided ? 'audit' : 'block';
    apply(sendNative, undefined, ['/.stepgate/activities', plain({
      method: 'POST', keepalive: true, headers: plain({ 'content-type': 'application/json' }),
      body: `{"activities":[{"id":"${id}","time":${now()},"activity":"custom:agent","action":"${action}","policy":null,"outcome":"failed","url":"${location.origin}${location.pathname}","file":null,"matches":[],"failure":"corruptBundle","revision":"0000000000000000","trace":[],"source":"agent","detail":"${detail}"}]}`,
    })]);
  } catch {
    // nothing left to say it with
  }
};

idle(() => void start());
