// How does a person get signed in at the gateway? In a tab of its own, opened unasked at most once while the browser runs.

import { browser } from './browser.js';
import { gatewayConfiguration, isConnectedPage, PATHS } from './gateway.js';
import { fetched, policy, signIn } from './kept.js';
import { siteOf } from './patterns.js';
import { refresh } from './refresh.js';
import { send } from './sending.js';

/** Where a person signs in, `null` if that is not needed. */
export async function signInAddress() {
  const configuration = await gatewayConfiguration();
  const { needed } = await signIn.get();
  return configuration !== null && needed ? pageOf(configuration) : null;
}

const pageOf = ({ gateway }) => new URL(PATHS.extension, gateway).href;

/** Opens the gateway's page; the person is brought back to the tab they were in. */
export async function openSignIn(from) {
  const configuration = await gatewayConfiguration();
  if (configuration === null) return { failed: true };
  const tab = await browser.tabs.create({ url: pageOf(configuration), active: true });
  await signIn.change((all) => ({ ...all, offered: true, tab: tab.id, from: from?.id ?? null }));
  return { opened: true };
}

/** A tab shows an address: a governed one may need a sign-in, the gateway's page means that there was one. */
export async function seen(tab) {
  const configuration = await gatewayConfiguration();
  if (configuration === null || !tab.url) return;
  if (isConnectedPage(configuration, tab.url)) await connected(tab);
  else if (siteOf((await policy.get())?.sites ?? [], tab.url)) await offer(tab);
}

async function offer(tab) {
  const { needed, offered } = await signIn.get();
  if (offered) return;
  if (!needed && (await isFresh())) return;
  await refresh();
  // Asked again, as two tabs may be here at the same time.
  let first = false;
  await signIn.change((all) => {
    first = all.needed === true && !all.offered;
    return first ? { ...all, offered: true } : all;
  });
  if (first) await openSignIn(tab);
}

async function isFresh() {
  const { expires = 0 } = (await policy.get()) ?? {};
  return (await fetched.get()) !== null && expires > Date.now() / 1000;
}

async function connected(tab) {
  if (!(await refresh())) return;
  await send();
  const { tab: ours, from } = await signIn.get();
  if (ours !== tab.id) return;
  await signIn.change(({ tab: _, from: __, ...others }) => others);
  await browser.tabs.remove(tab.id);
  if (from !== null) await browser.tabs.update(from, { active: true }).catch(() => {
    // They closed it meanwhile.
  });
}
