// Into which pages does the extension go? Only those of governed sites, before their first script.

import { browser } from './browser.js';
import { isWholeOrigin } from './patterns.js';

/** The registrations for a policy. Where sites overlap, the first one has the page. */
export function registrationsOf(policy) {
  const before = [];
  return (policy?.sites ?? []).flatMap((site) => {
    const common = {
      matches: site.matches,
      excludeMatches: [...before],
      runAt: 'document_start',
      allFrames: true,
      // Browsers take this only for whole hosts.
      matchOriginAsFallback: site.matches.every(isWholeOrigin),
      persistAcrossSessions: true,
    };
    before.push(...site.matches);
    return [
      { ...common, id: `${site.app}-guard`, world: 'MAIN', js: ['guard.js'] },
      { ...common, id: `${site.app}-core`, world: 'ISOLATED', js: coreFiles(policy) },
    ];
  });
}

const coreFiles = (policy) => [`default-${policy.default}.js`, 'core.js'];

/** Registers what is missing, changes what differs, takes out what is no longer governed. */
export async function registerContentScripts(policy) {
  const wanted = registrationsOf(policy);
  const present = new Map((await browser.scripting.getRegisteredContentScripts()).map((script) => [script.id, script]));
  const extra = [...present.keys()].filter((id) => !wanted.some((script) => script.id === id));
  const fresh = wanted.filter((script) => !present.has(script.id));
  const changed = wanted.filter((script) => present.has(script.id) && differs(script, present.get(script.id)));
  const known = new Set([...present.values()].flatMap((script) => script.matches));
  if (fresh.length > 0) await browser.scripting.registerContentScripts(fresh);
  if (changed.length > 0) await browser.scripting.updateContentScripts(changed);
  if (extra.length > 0) await browser.scripting.unregisterContentScripts({ ids: extra });
  const newPatterns = [...new Set(wanted.flatMap((script) => script.matches))].filter((pattern) => !known.has(pattern));
  if (newPatterns.length > 0) await enterOpenTabs(policy, newPatterns);
}

function differs(wanted, present) {
  return Object.entries(wanted).some(([name, value]) => JSON.stringify(value) !== JSON.stringify(present[name] ?? emptyOf(value)));
}

const emptyOf = (value) => (Array.isArray(value) ? [] : undefined);

/**
 * Pages that were open before their site was governed: late, and only the top one of each tab, as nobody can say which
 * frames are governed without entering them.
 */
async function enterOpenTabs(policy, patterns) {
  const tabs = await browser.tabs.query({ url: patterns });
  await Promise.all(tabs.filter((tab) => !tab.discarded).map((tab) => enter(tab.id, policy).catch(() => {
    // An error page, or a tab that has just gone: there is nothing to govern.
  })));
}

async function enter(tabId, policy) {
  const common = { target: { tabId }, injectImmediately: true };
  const [{ result: entered }] = await browser.scripting.executeScript({ ...common, func: () => globalThis.stepgateBegun === true });
  if (entered) return;
  await browser.scripting.executeScript({ ...common, world: 'MAIN', files: ['guard.js'] });
  await browser.scripting.executeScript({ ...common, world: 'ISOLATED', files: coreFiles(policy) });
}
