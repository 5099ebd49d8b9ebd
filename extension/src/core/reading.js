// How does the core of a page have a file read? By the extension's worker: here a page's policy may refuse WebAssembly, and
// the page would have to wait.

import { unread } from '../../../src/reader/js/reading.js';

/** How much crosses over at once, in bytes. */
const STEP = 1 << 20;

/** Has what is at the `blob:` address read; the same as the agent's own `readFile` in a page of the gateway. */
export function readFile(address, name, limits, looked, done) {
  let port = null, over = false;
  const end = (told) => {
    if (over) return;
    over = true;
    port?.disconnect();
    done(told);
  };
  const send = async () => {
    const blob = await (await fetch(address)).blob();
    if (over) return;
    port = chrome.runtime.connect({ name: 'read' });
    port.onDisconnect.addListener(() => end(unread('corrupt')));
    port.onMessage.addListener((said) => (typeof said === 'number' ? looked(said) : end(said)));
    port.postMessage({ name, limits });
    for (let from = 0; from < blob.size && !over; from += STEP) port.postMessage(await base64(blob.slice(from, from + STEP)));
    if (!over) port.postMessage(null);
  };
  send().catch(() => end(unread('corrupt')));
  return () => {
    over = true;
    port?.disconnect();
  };
}

const base64 = (blob) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(blob);
});
