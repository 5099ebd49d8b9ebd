// What can a person see of the extension? What the popup and the options page show.

import { browser } from './browser.js';
import { configured, policy, troubles } from './kept.js';
import { siteOf } from './patterns.js';
import { activities } from './recorded.js';
import { signInAddress } from './sign-in.js';

/** The state, for the page in a tab. */
export async function stateOf({ tabId, url }) {
  const inForce = await policy.get();
  const site = siteOf(inForce?.sites ?? [], url ?? '');
  const core = site === null ? null : await askCore(tabId);
  const { kept, sent, dropped } = await activities.counts();
  return {
    governed: site !== null,
    app: site?.app ?? null,
    title: site?.title ?? null,
    organization: inForce?.organization ?? null,
    source: inForce?.source ?? null,
    user: inForce?.user ?? null,
    revision: inForce?.revision ?? null,
    expires: inForce?.expires ?? 0,
    default: inForce?.default ?? null,
    recorded: { kept, sent, dropped },
    grants: core?.grants ?? [],
    holds: core?.holds ?? [],
    trouble: inWords(await troubles.get()),
    signIn: await signInAddress(),
    configured: await configured.get(),
  };
}

/** What the core in the tab's page says of itself, `null` if it says nothing. */
async function askCore(tabId) {
  return browser.tabs.sendMessage(tabId, { ask: 'state' }, { frameId: 0 }).catch(() => null);
}

function inWords(all) {
  const words = ['configuration', 'bundle', 'browser', 'activities'].map((where) => all[where]).filter(Boolean);
  return words.length > 0 ? words.join('\n') : null;
}
