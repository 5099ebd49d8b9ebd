// How does a page function come to ask first, and still look like itself?

const originals = new WeakMap(); // what stands in a page -> the native behind it
const armed = new WeakMap(); // documents whose listeners are ours
const gaps = create(null); // what could not be hooked here, by number
gaps.length = 0;

/** A window of the same site may have armed this one before it got its address: that is no gap. */
const armedBefore = globalThis.frameElement !== null || globalThis.opener !== null;

const gap = (text) => void (gaps[gaps.length++] = text);
const isOurs = (value) => typeof value === 'function' && apply(weakHas, originals, [value]);

/** A stand-in with the native's name, length, properties and prototype; `around` answers its calls. */
const standIn = (native, around) => {
  const handler = create(null);
  handler.apply = around;
  const made = new ProxyOf(native, handler);
  apply(weakSet, originals, [made, native]);
  return made;
};

/** Puts a stand-in for `owner[name]`. Absent functions are no gap: there is nothing to guard. */
const replace = (owner, name, field, around) => {
  const old = owner && getOwnPropertyDescriptor(owner, name);
  if (!old) return;
  plain(old);
  if (typeof old[field] !== 'function') return;
  if (!old.configurable) {
    if (!isOurs(old[field]) && !armedBefore) gap(name);
    return;
  }
  old[field] = standIn(old[field], around);
  old.configurable = false;
  if (!defineProperty(owner, name, old)) gap(name);
};

// HOOKS: [kind, owner, name, refusal, static, only]; owner '' is the window, else an interface: the function
// is its prototype's, or its own if it is static. `only` is the type of event it is about.
const KIND = 0, OWNER = 1, NAME = 2, REFUSAL = 3, STATIC = 4, ONLY = 5;

/** What a hook does when there is nobody to decide and the default is to block. */
const refuse = (hook, target, self, list) => {
  switch (HOOKS[hook][REFUSAL]) {
    case 'pass': return apply(target, self, list);
    case 'queued':
    case 'false': return false;
    case 'reject': return rejected();
    default: return undefined;
  }
};

/** What an engine says about a call: go on, return or throw its `answer`, or that it does not know yet. */
const GO_ON = 0, RETURN = 1, THROW = 2, UNKNOWN = 3;
let answer;

// Nobody needs more than a few attempts within attempts; a page that makes more gets none.
const DEEPEST = 12;
let depth = 0;

const rejected = async () => {
  throw 'stopped by security policy';
};

/** Nobody can decide: the default behaviour does. */
const byDefault = (hook, target, self, list) => (allowUndecided ? apply(target, self, list) : refuse(hook, target, self, list));

/** Whether the first argument is an event of the one type a hook is about. */
const concerns = (event, type) => {
  try {
    return apply(eventType, event, NOTHING) === type;
  } catch {
    return false; // no event: the native says what it says
  }
};

const around = (hook) => (target, self, list) => {
  if (HOOKS[hook][ONLY] !== '' && !concerns(list[0], HOOKS[hook][ONLY])) return apply(target, self, list);
  if (depth >= DEEPEST) return refuse(hook, target, self, list);
  const engine = start();
  if (engine === undefined) return refuse(hook, target, self, list);
  if (engine === null) return byDefault(hook, target, self, list);
  const mark = top, before = overflowed;
  let verdict = GO_ON, value, full;
  overflowed = false;
  depth++;
  try {
    verdict = engine.call(hook, hold(self), hold(list), hold(target));
    value = answer;
  } catch (error) {
    if (failed(error)) overflowed = true;
    else return byDefault(hook, target, self, list);
  } finally {
    depth--;
    full = overflowed;
    overflowed = before;
    release(mark);
  }
  if (full) return refuse(hook, target, self, list);
  switch (verdict) {
    case UNKNOWN: return unknown(hook, target, self, list);
    case THROW: throw value;
    case RETURN: return value;
    default: return apply(target, self, list);
  }
};

const stop = (event) => {
  apply(prevent, event, NOTHING);
  apply(stopListeners, event, NOTHING);
};

const listener = (hook) => (event) => {
  if (probing !== null) return void (probing[hook] = true);
  if (depth >= DEEPEST) return void stop(event);
  const refusing = HOOKS[hook][REFUSAL] === 'stop';
  const engine = start();
  if (engine === undefined) return void stop(event);
  if (engine === null) return void (refusing && !allowUndecided && stop(event));
  const mark = top, before = overflowed;
  let full;
  overflowed = false;
  depth++;
  try {
    if (engine.event(hook, hold(event)) === UNKNOWN && refusing && !allowUndecided) stop(event);
  } catch (error) {
    if (failed(error)) overflowed = true;
    else if (refusing && !allowUndecided) stop(event);
  } finally {
    depth--;
    full = overflowed;
    overflowed = before;
    release(mark);
  }
  if (full) stop(event);
};

const listeners = create(null);
for (let i = 0; i < HOOKS.length; i++) if (HOOKS[i][KIND] === 'on') listeners[i] = listener(i);
let probing = null;

// --- realms

const frameWindow = [];
for (const [owner, name] of [['HTMLIFrameElement', 'contentWindow'], ['HTMLFrameElement', 'contentWindow'], ['HTMLObjectElement', 'contentWindow']]) {
  const found = globalThis[owner] && accessor(globalThis[owner].prototype, name, 'get');
  if (found) frameWindow.push(found);
}
const readyState = accessor(Document.prototype, 'readyState', 'get');
const documentView = accessor(Document.prototype, 'defaultView', 'get');

/** Guards the window of a frame element that has just loaded. */
const armFrame = (element) => {
  for (let i = 0; i < frameWindow.length; i++) {
    try {
      const view = apply(frameWindow[i], element, NOTHING);
      if (view) arm(view);
    } catch {
      // another kind of element
    }
  }
};
const eventTarget = accessor(Event.prototype, 'target', 'get'), eventType = accessor(Event.prototype, 'type', 'get');
const localName = accessor(Element.prototype, 'localName', 'get');
const frameLoaded = (event) => {
  const element = apply(eventTarget, event, NOTHING);
  const name = apply(localName, element, NOTHING);
  if (name === 'iframe' || name === 'frame' || name === 'object') armFrame(element);
};

const listenTo = (target, type, hear) => apply(listen, target, [type, hear, plain({ capture: true, passive: false })]);

/** Our listeners in a document and its window; `document.open` takes them away, so this runs again then. */
const attach = (view, document) => {
  for (let i = 0; i < HOOKS.length; i++) {
    if (HOOKS[i][KIND] !== 'on') continue;
    const target = HOOKS[i][OWNER] === 'navigation' ? view.navigation : view;
    if (target) listenTo(target, HOOKS[i][NAME], listeners[i]);
  }
  listenTo(document, 'load', frameLoaded);
};

/** Arms what a realm-giving function returned: a window, or a document. */
const armResult = (value) => {
  if (value === null || value === undefined) return value;
  let view = value;
  try {
    const found = apply(documentView, value, NOTHING);
    if (found) view = found;
  } catch {
    // a window, not a document
  }
  arm(view);
  return value;
};

// Windows of frames that were armed as soon as they were in the page; `window[0]` gives them to any script.
const swept = new WeakMap();
const frameCount = accessor(globalThis, 'length', 'get');
const ownerDocument = accessor(Node.prototype, 'ownerDocument', 'get');

/** Arms the frames of `view` that are new. */
const sweep = (view) => {
  const count = apply(frameCount, view, NOTHING);
  for (let i = 0; i < count; i++) {
    const frame = view[i];
    if (apply(weakHas, swept, [frame])) continue;
    apply(weakSet, swept, [frame, true]);
    arm(frame);
  }
};

/** The window of the document a node is in. */
const viewOf = (self) => {
  try {
    const document = apply(ownerDocument, self, NOTHING);
    return apply(documentView, document === null ? self : document, NOTHING);
  } catch {
    return globalThis; // a range
  }
};

const inserter = (target, self, list) => {
  const result = apply(target, self, list);
  const view = viewOf(self);
  if (view) sweep(view);
  return result;
};

const realmGiver = (target, self, list) => armResult(apply(target, self, list));

/** `document.open` and an implied one remove every listener; ours are back before the next script. */
const reopen = (name) => (target, self, list) => {
  const view = apply(documentView, self, NOTHING);
  if (name !== 'open' && apply(readyState, self, NOTHING) !== 'loading') {
    try {
      apply(target, self, ['']); // opens the document now, before the scripts in what is written
    } catch {
      // Trusted Types want more than text; then what is written decides for itself
    }
  }
  if (view) attach(view, self);
  const result = apply(target, self, list);
  if (view) {
    attach(view, self);
    sweep(view);
  }
  return name === 'open' ? armResult(result) : result;
};

const guard = (view, hook) => {
  const entry = HOOKS[hook], name = entry[NAME];
  const interfaceObject = entry[OWNER] === '' ? null : view[entry[OWNER]];
  const owner = entry[OWNER] === '' ? view : entry[STATIC] ? interfaceObject : interfaceObject && interfaceObject.prototype;
  switch (entry[KIND]) {
    case 'fn': return replace(owner, name, 'value', around(hook));
    case 'get': return replace(owner, name, 'get', around(hook));
    case 'realmFn': return replace(owner, name, 'value', realmGiver);
    case 'realmGet': return replace(owner, name, 'get', realmGiver);
    case 'reopen': return replace(owner, name, 'value', reopen(name));
    case 'insFn': return replace(owner, name, 'value', inserter);
    case 'insSet': return replace(owner, name, 'set', inserter);
    default: return undefined;
  }
};

/** Arms a realm: every hook of the one table, at once. Another origin's window throws and is left alone. */
const arm = (view) => {
  let document;
  try {
    document = view.document;
  } catch {
    return;
  }
  if (!document || apply(weakHas, armed, [document])) return;
  apply(weakSet, armed, [document, true]);
  const print = getOwnPropertyDescriptor(view, 'print');
  const elsewhere = view !== globalThis && print && !plain(print).configurable && !isOurs(print.value);
  if (elsewhere) return; // its own agent got there first
  attach(view, document);
  for (let i = 0; i < HOOKS.length; i++) guard(view, i);
  replace(view.Function.prototype, 'toString', 'value', (target, self, list) =>
    apply(target, isOurs(self) ? apply(weakGet, originals, [self]) : self, list));
};
