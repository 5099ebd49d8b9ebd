// How is a download held in Chromium? It has no name yet, and without one no file, until the listener gives it one.

import { browser } from '../browser.js';
import { decide, governedBy } from './decide.js';
import { end, hold, release } from './held.js';
import { isOurs, letThrough, nameFor } from './release.js';

/** Chromium waits 15 seconds for a name and then takes its own: what is not decided before is ended. */
const PATIENCE = 10_000;

/** The listener for `downloads.onDeterminingFilename`. */
export function onDeterminingFilename(item, suggest) {
  holdUntilDecided(item, suggest).catch(async (error) => {
    console.error(`a download could not be decided: ${error.message}`);
    await end(item);
  });
  return true;
}

async function holdUntilDecided(item, suggest) {
  if (isOurs(item)) return suggest({ filename: nameFor(item), conflictAction: 'uniquify' });
  const site = await governedBy(item);
  if (site === null) return suggest();
  // Should nobody answer the browser in time, it stays where it is.
  await Promise.all([hold(item), browser.downloads.pause(item.id).catch(() => {})]);
  const decided = decide(site, item);
  let verdict;
  try {
    verdict = await within(decided);
    if (verdict === 'go') await goOn(item, suggest);
    else await end(item);
  } finally {
    await release(item);
  }
  if (verdict === 'late' && (await decided) === 'go') await letThrough({ url: item.url, name: item.filename });
}

async function goOn(item, suggest) {
  suggest();
  await browser.downloads.resume(item.id).catch(() => {
    // It was too small to be paused.
  });
}

function within(decided) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, PATIENCE, 'late');
    decided.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
