// Which downloads are held right now, and what becomes of those whose worker was stopped? They end without a file.

import { browser } from '../browser.js';
import { held, policy } from '../kept.js';
import { record } from './decide.js';
import { siteOfDownload } from './whose.js';

export const HELD = 'held';

/** Those that this run of the worker holds. */
const mine = new Set();

/** Holds a download: should the worker be stopped, it is found again. */
export async function hold(item) {
  mine.add(item.id);
  await held.change((all) => ({ ...all, [item.id]: { url: item.url, startTime: item.startTime } }));
  await browser.alarms.create(HELD, { delayInMinutes: 0.5 });
}

/** It is decided. */
export async function release(item) {
  await held.change(({ [item.id]: _, ...others }) => others);
  mine.delete(item.id);
  if (mine.size === 0) await browser.alarms.clear(HELD);
}

/** Ends a download, and whatever there is of its file. */
export async function end({ id }) {
  // Each fails where there is nothing left for it to do.
  await browser.downloads.cancel(id).catch(() => {});
  const [now] = await browser.downloads.search({ id });
  if (now?.state === 'complete' && now.exists) await browser.downloads.removeFile(id);
  await browser.downloads.erase({ id });
}

/** Ends what an earlier run of the worker held and could not decide any more. */
export async function endOrphans() {
  const orphans = Object.entries(await held.get()).filter(([id]) => !mine.has(Number(id)));
  if (orphans.length === 0) return;
  const all = await browser.downloads.search({});
  for (const [id, { url, startTime }] of orphans) {
    // In another session of the browser the number may be another download's.
    const item = all.find((other) => other.url === url && other.startTime === startTime);
    if (item !== undefined) await endOrphan(item);
    await held.change(({ [id]: _, ...others }) => others);
  }
}

async function endOrphan(item) {
  await end(item);
  const site = siteOfDownload((await policy.get())?.sites ?? [], item);
  if (site !== null) await record(site, item, false, 'the browser stopped the extension while a download was held');
}
