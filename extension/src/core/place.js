// Which governed site does this document belong to?

import { siteOf } from '../worker/patterns.js';

/** The site of this document, or of the one it came from: frames and windows may have no address of their own. */
export function siteHere(sites) {
  for (const address of addresses()) {
    const site = siteOf(sites, address);
    if (site) return site;
  }
  return null;
}

function* addresses() {
  yield location.href;
  if (/^https?:$/.test(location.protocol)) return; // it has an address of its own
  yield globalThis.origin;
  yield* location.ancestorOrigins ?? [];
  for (const other of [globalThis.parent, globalThis.opener]) {
    try {
      if (other) yield other.location.href;
    } catch {
      // of another origin
    }
  }
  yield document.referrer;
}
