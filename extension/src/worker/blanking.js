// How does a printed page stay empty? By a style of the person's own origin, which no page can overrule.

import { browser } from './browser.js';
import { policy } from './kept.js';
import { siteOf } from './patterns.js';

const CSS = '@media print { :root { display: none !important } }';

/**
 * Puts the style into the page that asked, or takes it out. What is printed is the top frame with all in it: where that is
 * governed, it alone says, for every frame of the tab.
 */
export async function blank({ on }, sender) {
  const top = sender.frameId === 0;
  if (!top && siteOf((await policy.get())?.sites ?? [], sender.tab.url ?? '')) return { done: true };
  const target = { tabId: sender.tab.id, ...(top ? { allFrames: true } : { frameIds: [sender.frameId] }) };
  const style = { target, css: CSS, origin: 'USER' };
  // Never twice: taking it out takes one out.
  await browser.scripting.removeCSS(style).catch(() => {});
  if (on) await browser.scripting.insertCSS(style);
  return { done: true };
}
