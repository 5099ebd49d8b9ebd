// How does a printed page stay empty? By a style of the person's own origin, which no page can overrule.

import { browser } from './browser.js';

const CSS = '@media print { html { display: none !important } }';

/** Puts the style into the page that asked, or takes it out. Asked by the top frame, every frame of the tab gets it. */
export async function blank({ on }, sender) {
  const frames = sender.frameId === 0 ? { allFrames: true } : { frameIds: [sender.frameId] };
  const style = { target: { tabId: sender.tab.id, ...frames }, css: CSS, origin: 'USER' };
  // Never twice: taking it out takes one out.
  await browser.scripting.removeCSS(style).catch(() => {});
  if (on) await browser.scripting.insertCSS(style);
  return { done: true };
}
