// How does what is known take effect? In one place, one change after the other: policy, content scripts, headers.

import { browser } from './browser.js';
import { readBundle, readKeptBundle } from './bundle.js';
import { registerContentScripts } from './content-scripts.js';
import { changeHeaders } from './headers.js';
import { configured, fetched, policy, say } from './kept.js';
import { policyOf } from './policy.js';
import { readSettings } from './settings.js';

let last = Promise.resolve();

/** Brings the browser in line with the configuration and the last good bundle. */
export function apply() {
  last = last.then(applyNow, applyNow);
  return last;
}

async function applyNow() {
  const settings = await readSettings();
  await say('configuration', settings.trouble);
  if (settings.configured === 'none') return enforce('none', null, null);
  // Wrong, or not there yet: what was registered before stays held.
  if (settings.configuration === null) {
    await configured.set(settings.configured);
    return enforcePresent();
  }
  const { claims, broken } = await bundleOf(settings.configuration);
  if (broken && (await policy.get()) !== null) return enforcePresent();
  await enforce(settings.configured, policyOf(settings.configuration, settings.configured, claims), claims);
}

/** The claims in force. A bundle that fails changes nothing and is said. */
async function bundleOf(configuration) {
  if (configuration.gateway !== null) return { claims: await fetchedClaims(configuration), broken: false };
  try {
    const claims = await readBundle(configuration.bundle, configuration);
    await say('bundle', null);
    return { claims, broken: false };
  } catch (error) {
    await say('bundle', `\`bundle\` is not used: ${error.message}`);
    return { claims: null, broken: true };
  }
}

async function fetchedClaims(configuration) {
  const kept = await fetched.get();
  if (kept === null) return null;
  const ours = kept.gateway === configuration.gateway && kept.publicKey === configuration.publicKey;
  return ours ? readKeptBundle(kept.token, configuration).catch(() => null) : null;
}

async function enforcePresent() {
  await entering(await policy.get());
}

async function enforce(from, wanted, claims) {
  if (wanted === null) await policy.remove();
  else await policy.set(wanted);
  await configured.set(from);
  await entering(wanted);
  await changeHeaders(claims);
}

async function entering(wanted) {
  await registerContentScripts(wanted);
  await say('browser', await accessTrouble(wanted));
}

async function accessTrouble(wanted) {
  const origins = (wanted?.sites ?? []).flatMap((site) => site.matches);
  if (origins.length === 0 || (await browser.permissions.contains({ origins }))) return null;
  return 'the browser does not let Stepgate into its sites: allow access to them in the settings of the extension';
}
