// How is a download held in Firefox? It has begun when one hears of it: it is paused, and what there is of it goes if it may not be.

import { browser } from '../browser.js';
import { decide, governedBy } from './decide.js';
import { end, hold, release } from './held.js';
import { isOurs, letThrough } from './release.js';
import { nameOf } from './whose.js';

/** The listener for `downloads.onCreated`. */
export async function onCreated(item) {
  try {
    const site = isOurs(item) ? null : await governedBy(item);
    if (site !== null) await holdUntilDecided(site, item);
  } catch (error) {
    console.error(`a download could not be decided: ${error.message}`);
    await end(item);
  }
}

async function holdUntilDecided(site, item) {
  await Promise.all([hold(item), pause(item)]);
  const verdict = await decide(site, item);
  if (verdict === 'go') await goOn(item);
  else await end(item);
  await release(item);
}

/** Small ones are there before they can be paused. */
const pause = (item) => browser.downloads.pause(item.id).catch(() => {});

/** Where the server cannot send the rest alone, the whole is asked for anew. */
async function goOn(item) {
  const [now] = await browser.downloads.search({ id: item.id });
  if (now === undefined || now.state === 'complete') return;
  if (now.canResume) return browser.downloads.resume(item.id);
  await end(item);
  await letThrough({ url: item.url, name: nameOf(now) });
}
