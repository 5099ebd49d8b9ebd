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
  try {
    if ((await decide(site, item)) === 'go') await goOn(item);
    else await end(item);
  } finally {
    await release(item);
  }
}

/** What a page made itself is there at once, and could not be asked for anew; what is small is there before it can be paused. */
const pause = (item) => (/^https?:/.test(item.url) ? browser.downloads.pause(item.id).catch(() => {}) : null);

/** Where the server cannot send the rest alone, which only trying shows, the whole is asked for anew. */
async function goOn(item) {
  const [now] = await browser.downloads.search({ id: item.id });
  if (now === undefined || now.state === 'complete' || !/^https?:/.test(item.url)) return;
  if (await resumes(now)) return;
  await end(item);
  await letThrough({ url: item.url, name: nameOf(now) });
}

const resumes = ({ id, canResume }) => (canResume ? browser.downloads.resume(id).then(() => true, () => false) : false);
