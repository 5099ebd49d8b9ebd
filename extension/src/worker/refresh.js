// Is the gateway's bundle the newest? Fetched at start, by alarm, after sign-in, and when a governed page or a person asks.

import { apply } from './apply.js';
import { browser } from './browser.js';
import { readBundle } from './bundle.js';
import { ask, gatewayConfiguration, PATHS } from './gateway.js';
import { fetched, say, signIn } from './kept.js';
import { again, worked } from './pause.js';

export const REFRESH = 'refresh';
/** At the latest this many minutes after a change at the gateway, pages have it. */
const LATEST = 5;

let running = null;

/** Fetches the bundle once, however many ask. Whether the gateway gave one, `null` if there is no gateway. */
export function refresh() {
  running ??= refreshNow().finally(() => {
    running = null;
  });
  return running;
}

async function refreshNow() {
  const configuration = await gatewayConfiguration();
  if (configuration === null) return null;
  const done = await fetchBundle(configuration).then(
    (claims) => ({ claims, trouble: null }),
    (error) => ({ claims: null, trouble: `the policies from ${configuration.gateway} are not used: ${error.message}` }),
  );
  await say('bundle', done.trouble);
  if (done.claims === null) await again(REFRESH);
  else await scheduleNext(done.claims);
  return done.claims !== null;
}

/** The claims, kept and applied; `null` if the person is not signed in. */
async function fetchBundle(configuration) {
  const response = await ask(configuration, PATHS.policy).catch(() => {
    throw new Error('it does not answer');
  });
  await signIn.change((all) => ({ ...all, needed: response.status === 401 }));
  if (response.status === 401) return null;
  if (response.status !== 200) throw new Error(`it answered ${response.status}`);
  const token = (await response.text()).trim();
  const claims = await readBundle(token, configuration);
  await refuseOlder(claims, configuration);
  await fetched.set({ token, gateway: configuration.gateway, publicKey: configuration.publicKey, iat: claims.iat });
  await apply();
  return claims;
}

/** Somebody in between may not bring an old bundle back. */
async function refuseOlder({ iat }, { gateway, publicKey }) {
  const kept = await fetched.get();
  const same = kept !== null && kept.gateway === gateway && kept.publicKey === publicKey;
  if (same && iat < kept.iat) throw new Error('they are older than those in force');
}

/** Long before the end of the lifetime, so that one failure does not leave pages without policies. */
async function scheduleNext({ iat, exp }) {
  await worked(REFRESH);
  await browser.alarms.create(REFRESH, { delayInMinutes: Math.min(LATEST, Math.max(0.5, (exp - iat) / 120)) });
}
