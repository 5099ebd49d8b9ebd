// How does a download go on after it was stopped? The worker starts it anew; its own downloads are not asked about.

import { browser } from '../browser.js';

/** Whether the worker started it. */
export const isOurs = (item) => item.byExtensionId === browser.runtime.id;

/** Names by address: Chromium forgets the name that was asked for when it asks for one. */
const names = new Map();

/** The name under which a download of the worker is saved. */
export function nameFor(item) {
  const name = names.get(item.url);
  names.delete(item.url);
  return name ?? item.filename;
}

/** Starts a download that a page's core has settled. */
export async function letThrough({ url, name }, sender) {
  if (!/^(https?|data|blob):/.test(url)) return { failed: true };
  const filename = safeName(name);
  const incognito = BROWSER === 'firefox' && sender?.tab?.incognito ? { incognito: true } : {};
  if (BROWSER === 'chromium' && filename) names.set(url, filename);
  await browser.downloads.download({ url, conflictAction: 'uniquify', ...(filename ? { filename } : {}), ...incognito });
  return { started: true };
}

/** A name that both browsers take: no folder, nothing a file system refuses. */
function safeName(name) {
  const last = String(name ?? '').split(/[\\/]/).pop();
  return last.replace(/[<>:"|?*~\u0000-\u001f\u007f]/g, '_').replace(/^[.\s]+|[.\s]+$/g, '').slice(0, 200);
}
