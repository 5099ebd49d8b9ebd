// What can a page's own script change after the agent started? Everything an agent might look up late.

/** Overrides that hijack whatever is looked up when it is used. Each still does what a page expects of it. */
export const OVERRIDES = {
  'event methods': () => {
    for (const name of ['preventDefault', 'stopPropagation', 'stopImmediatePropagation', 'composedPath']) Event.prototype[name] = function () { return []; };
    for (const name of ['target', 'defaultPrevented', 'type', 'currentTarget']) Object.defineProperty(Event.prototype, name, { get: () => null, configurable: true });
  },
  'event data': () => {
    Object.defineProperty(ClipboardEvent.prototype, 'clipboardData', { get: () => null, configurable: true });
    Object.defineProperty(DragEvent.prototype, 'dataTransfer', { get: () => null, configurable: true });
    for (const name of ['getData', 'setData']) DataTransfer.prototype[name] = () => '';
    for (const name of ['key', 'ctrlKey', 'metaKey']) Object.defineProperty(KeyboardEvent.prototype, name, { get: () => false, configurable: true });
  },
  'calling functions': () => {
    for (const name of ['call', 'apply', 'bind']) Function.prototype[name] = () => undefined;
    for (const name of ['apply', 'construct', 'defineProperty', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'get', 'set']) Reflect[name] = () => undefined;
    globalThis.Reflect = {};
    globalThis.Proxy = function () { return {}; };
  },
  'text and bytes': () => {
    TextDecoder.prototype.decode = () => 'allow';
    TextEncoder.prototype.encode = () => new Uint8Array();
    TextEncoder.prototype.encodeInto = () => ({ read: 0, written: 0 });
    globalThis.TextDecoder = globalThis.TextEncoder = function () {};
    const typed = Object.getPrototypeOf(Uint8Array.prototype);
    for (const name of ['subarray', 'set', 'slice', 'fill']) typed[name] = () => new Uint8Array();
    for (const name of ['length', 'byteLength', 'buffer']) Object.defineProperty(typed, name, { get: () => 0, configurable: true });
    globalThis.Uint8Array = globalThis.Uint32Array = globalThis.Float64Array = function () { return {}; };
  },
  WebAssembly: () => {
    Object.defineProperty(WebAssembly.Memory.prototype, 'buffer', { get: () => new ArrayBuffer(0), configurable: true });
    Object.defineProperty(WebAssembly.Instance.prototype, 'exports', { get: () => ({}), configurable: true });
    WebAssembly.Module = WebAssembly.Instance = WebAssembly.Memory = function () { return {}; };
    globalThis.WebAssembly = undefined;
  },
  'iteration and arrays': () => {
    Array.prototype[Symbol.iterator] = function* () {};
    for (const name of ['push', 'indexOf', 'includes', 'slice', 'map', 'forEach', 'join', 'at']) Array.prototype[name] = () => undefined;
    Object.defineProperty(Array.prototype, '0', { set() {}, get: () => undefined, configurable: true });
    Object.defineProperty(Array.prototype, '1', { set() {}, get: () => undefined, configurable: true });
  },
  'object pollution': () => {
    for (const name of ['get', 'set', 'value', 'writable', 'configurable', 'enumerable', 'composed', 'signal', 'once', 'mode', 'apply', 'construct', 'method', 'headers', 'body']) {
      Object.defineProperty(Object.prototype, name, { value: undefined, configurable: true, writable: true });
    }
    Object.defineProperty(Object.prototype, '0', { set() {}, get: () => undefined, configurable: true });
  },
  promises: () => {
    Promise.prototype.then = function () { return this; };
    Promise.prototype.catch = Promise.prototype.finally = Promise.prototype.then;
    Object.defineProperty(Promise.prototype, 'constructor', { get() { throw new Error('no'); }, configurable: true });
    Promise.resolve = Promise.reject = () => undefined;
    globalThis.Promise = function () {};
  },
  'strings and numbers': () => {
    for (const name of ['charCodeAt', 'slice', 'split', 'startsWith', 'toLowerCase', 'indexOf', 'includes', 'trim', 'at']) String.prototype[name] = () => '';
    globalThis.String = globalThis.Number = () => '';
    RegExp.prototype.exec = () => null;
    JSON.stringify = JSON.parse = () => '{}';
  },
  'maps and symbols': () => {
    for (const kind of [Map, Set, WeakMap, WeakSet]) for (const name of ['get', 'set', 'has', 'add', 'delete']) if (kind.prototype[name]) kind.prototype[name] = () => undefined;
    Object.defineProperty(Function.prototype, Symbol.toPrimitive, { value: () => '', configurable: true });
  },
  'the document': () => {
    for (const name of ['createElement', 'createElementNS', 'getSelection', 'querySelector']) Document.prototype[name] = () => null;
    for (const name of ['closest', 'getAttribute', 'hasAttribute', 'setAttribute', 'matches', 'attachShadow', 'remove']) Element.prototype[name] = () => null;
    for (const name of ['appendChild', 'getRootNode', 'contains']) Node.prototype[name] = () => null;
    for (const name of ['isConnected', 'nodeType', 'ownerDocument', 'textContent']) Object.defineProperty(Node.prototype, name, { get: () => true, set() {}, configurable: true });
    for (const [owner, name] of [[HTMLInputElement, 'type'], [HTMLInputElement, 'value'], [HTMLAnchorElement, 'href'], [HTMLFormElement, 'method'], [HTMLFormElement, 'elements'], [Element, 'localName']]) {
      Object.defineProperty(owner.prototype, name, { get: () => '', set() {}, configurable: true });
    }
    EventTarget.prototype.addEventListener = EventTarget.prototype.removeEventListener = () => undefined;
  },
  'the network': () => {
    for (const name of ['get', 'has', 'forEach', 'append', 'entries']) for (const kind of [Headers, FormData, URLSearchParams]) if (kind.prototype[name]) kind.prototype[name] = () => null;
    Object.defineProperty(Response.prototype, 'headers', { get: () => null, configurable: true });
    Object.defineProperty(Blob.prototype, 'size', { get: () => { throw new TypeError('no'); }, configurable: true });
    URL.createObjectURL ??= null;
    for (const name of ['setItem', 'getItem', 'removeItem', 'key']) Storage.prototype[name] = () => null;
    Crypto.prototype.getRandomValues = (bytes) => bytes;
    Performance.prototype.now = () => NaN;
    Date.now = () => 0;
    globalThis.setTimeout = globalThis.requestIdleCallback = () => 0;
  },
};
