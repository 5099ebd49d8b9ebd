// How does the page's part of the extension speak with the agent in the extension's own world?
//
// Both hold one node that is in no document, and every event on it is heard before `dispatchEvent` returns.
// What crosses over is JSON text. The node sits in a closed shadow tree, so `window.event` never shows the
// event, and with it the node, to page script that one of our natives happens to run.

const CustomEventOf = CustomEvent, dispatchNative = EventTarget.prototype.dispatchEvent;
const eventDetail = getOwnPropertyDescriptor(CustomEvent.prototype, 'detail').get;
const { parse, stringify } = JSON;
const fromCode = String.fromCharCode;

/** What the page's own part of the extension does not do itself. */
const ours = plain({});

const xhtml = 'http://www.w3.org/1999/xhtml';
const node = document.createElementNS(xhtml, 'i');

/** Gives the node to the agent, before any page script runs; only the one world beside this one can be there. */
const handOver = () => {
  const meeting = document.fonts;
  const give = () => {
    meeting.dispatchEvent(new MouseEvent('stepgate-port', { relatedTarget: node }));
    return reply !== null;
  };
  const hide = () => document.createElementNS(xhtml, 'div').attachShadow({ mode: 'closed' }).append(node);
  if (give()) return hide();
  meeting.addEventListener('stepgate-agent', () => give() && hide(), { once: true });
};

// --- values as they cross over: a list of what it is, and the value or its number

const toWire = (value) => {
  if (value === undefined) return plain([UNDEFINED]);
  if (value === null) return plain([NULL]);
  if (value === true || value === false) return plain([BOOLEAN, value]);
  if (typeof value === 'number') return plain([NUMBER, value]);
  if (typeof value === 'string') return plain([TEXT, value]);
  return plain([OBJECT, hold(value)]);
};

const fromWire = (wire) => {
  switch (wire[0]) {
    case NULL: return null;
    case OBJECT: return handle(wire[1]);
    case NATIVE: return natives[wire[1]];
    case WAKE: return (value) => woken(wire[1], wire[2], value, wire[3]);
    case UNDEFINED: return undefined;
    default: return wire[1];
  }
};

/** How many natives the agent lets run right now, each inside the one before. */
let performing = 0;

/** Calls the function at `target`; what it throws is a value too. */
const perform = (message) => {
  performing++;
  try {
    const input = create(null);
    input.length = message.length - 3;
    for (let i = 0; i < input.length; i++) input[i] = fromWire(message[i + 3]);
    return toWire(apply(fromWire(message[1]), fromWire(message[2]), input));
  } catch (error) {
    if (isOverflow(error)) overflowed = true;
    return plain([THROWN, hold(error)]);
  } finally {
    performing--;
  }
};

const letters = (number, length) => {
  const from = handle(number);
  let text = '';
  for (let i = 0; i < length; i++) text += apply(fromCode, undefined, [from[i]]);
  return text;
};

/** What the agent may ask of this world. */
const commands = plain({
  call: perform,
  keep: (message) => plain([NUMBER, keep(message[1]) >>> 0]),
  drop: (message) => (drop(message[1]), plain([UNDEFINED])),
  bytes: (message) => plain([TEXT, letters(message[1], message[2])]),
  /** The agent does something of its own accord: what it holds meanwhile is let go at the end. */
  enter: () => (depth++, plain([NUMBER, top])),
  leave: (message) => (depth--, release(message[1]), plain([UNDEFINED])),
  /** The default behaviour, and whether calls that waited can be asked about now. */
  settled(message) {
    allowUndecided = message[1];
    if (message[2]) catchUp();
    return plain([UNDEFINED]);
  },
});

const listenOn = (name, hear) =>
  apply(listen, node, [name, (event) => hear(parse(apply(eventDetail, event, NOTHING))), plain({ capture: true })]);
const tell = (name, message) =>
  apply(dispatchNative, node, [new CustomEventOf(name, plain({ detail: stringify(message) }))]);

let reply = null;
listenOn('reply', (message) => void (reply = message));
listenOn('do', (message) => tell('done', commands[message[0]](message)));

/** Asks the agent; throws if nobody answers. */
const ask = (message) => {
  apply(nothing, undefined, MUCH);
  reply = null;
  tell('ask', message);
  const heard = reply;
  reply = null;
  if (heard === null) throw 'nobody answers';
  return heard;
};
