// How does a tester configure the extension? Never where an administrator has.

import { apply } from './apply.js';
import { checkConfiguration } from './configuration.js';
import { configured, test, troubles } from './kept.js';
import { refresh } from './refresh.js';
import { readManaged } from './settings.js';

/** Takes a configuration over, or with `null` none. A wrong one changes nothing. `trouble` says what is wrong. */
export async function configure({ config }) {
  if ((await readManaged()) !== null) return { trouble: 'this browser is configured by your organization: nothing can be set here' };
  const { trouble } = config === null ? { trouble: null } : checkConfiguration(config);
  if (trouble !== null) return { trouble };
  await configured.set('test');
  await test.set(config);
  await apply();
  await refresh();
  return { trouble: (await troubles.get()).bundle ?? null };
}
