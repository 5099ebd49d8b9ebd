// How does the worker read a file? With the modules that pages at a gateway load, which the extension carries.

import { readFile as readWith, unread } from '../../../src/reader/js/reading.js';
import { bytesOf } from '../core/boot.js';
import { browser } from './browser.js';

export { unread };

const modules = new Map();

/** A function from imports to exports; the module with PDF is compiled only when a PDF was met. */
const load = async (pdf) => {
  const file = pdf ? 'reader-pdf.wasm' : 'reader.wasm';
  if (!modules.has(file)) modules.set(file, await WebAssembly.compile(await (await fetch(browser.runtime.getURL(file))).arrayBuffer()));
  return (imports) => new WebAssembly.Instance(modules.get(file), imports).exports;
};

/** Reads a file; where that fails it is corrupt. */
export async function readFile(file, looked) {
  try {
    return await readWith(file, load, looked);
  } catch (error) {
    console.error(`a file could not be read: ${error.message}`);
    return unread('corrupt');
  }
}

/** Reads what the core of a page sends over a port: what it is called, its bytes in base64, and `null` at the end. */
export function onConnect(port) {
  if (port.name !== 'read' || port.sender?.id !== browser.runtime.id) return;
  let about = null, gone = false;
  const pieces = [];
  const say = (message) => gone || port.postMessage(message);
  port.onDisconnect.addListener(() => (gone = true));
  port.onMessage.addListener(async (message) => {
    if (about === null) about = message;
    else if (message !== null) pieces.push(bytesOf(message));
    else {
      say(0);
      say(await readFile({ ...about, blob: new Blob(pieces) }, say));
    }
  });
}
