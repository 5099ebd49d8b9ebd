// Which configuration is in force? The administrator's; without one a tester's.

import { browser } from './browser.js';
import { checkConfiguration } from './configuration.js';
import { configured, test } from './kept.js';

/** `{ configured, configuration, trouble }`; a wrong configuration is `null` with its trouble. */
export async function readSettings() {
  const managed = await readManaged();
  if (managed !== null) return { configured: 'managed', ...checkConfiguration(managed) };
  // After a start the administrator's may take seconds to appear; a tester's is not used in its place meanwhile.
  // Firefox knows at once.
  if (BROWSER === 'chromium' && (await configured.get()) === 'managed') return { configured: 'managed', configuration: null, trouble: null };
  const tested = await test.get();
  if (tested !== null) return { configured: 'test', ...checkConfiguration(tested) };
  return { configured: 'none', configuration: null, trouble: null };
}

/** What the administrator set, `null` if nothing. */
export async function readManaged() {
  // Firefox refuses where nobody set anything.
  const managed = await browser.storage.managed.get(null).catch(() => ({}));
  return Object.keys(managed).length > 0 ? managed : null;
}
