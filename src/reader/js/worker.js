// How is a file read beside the page? The agent sends one, hears numbers while it is looked at, and then what it told.
//
// No page script reaches into this realm. The packer puts in where the modules are.

import { readFile, unread } from './reading.js';

const load = async (pdf) => {
  const module = await WebAssembly.compileStreaming(fetch(MODULES[pdf ? 1 : 0]));
  return (imports) => new WebAssembly.Instance(module, imports).exports;
};

addEventListener('message', async ({ data }) => {
  postMessage(0);
  let told;
  try {
    told = await readFile(data, load, (looked) => postMessage(looked));
  } catch {
    told = unread('corrupt');
  }
  postMessage(told);
});
