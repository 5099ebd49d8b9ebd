// How does the worker talk to the organization's gateway? As the person signed in there, and only to it.

import { browser } from './browser.js';
import { policy } from './kept.js';
import { readSettings } from './settings.js';

export const PATHS = {
  extension: '/.stepgate/extension/',
  policy: '/.stepgate/extension/policy',
  activities: '/.stepgate/activities',
  stepUp: '/.stepgate/step-up',
};

/** Longer than the gateway holds a question about a step-up back. */
const PATIENCE = 40_000;

/** The configuration, if it names a gateway, else `null`. */
export async function gatewayConfiguration() {
  const { configuration } = await readSettings();
  return configuration?.gateway ? configuration : null;
}

/** Asks the gateway. `app` is the site it is about, if it is about one. */
export function ask({ gateway }, path, { app, method = 'GET', body } = {}) {
  return fetch(new URL(path, gateway), {
    method,
    body,
    credentials: 'include',
    cache: 'no-store',
    redirect: 'error',
    headers: {
      ...(app === undefined ? {} : { 'stepgate-app': app }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    signal: AbortSignal.timeout(PATIENCE),
  });
}

/** Whether an address is the page on which the gateway says that this browser is connected. */
export const isConnectedPage = ({ gateway }, address) => address.split(/[?#]/)[0] === new URL(PATHS.extension, gateway).href;

/** Whether a site with this name is governed. */
export async function isGoverned(app) {
  return ((await policy.get())?.sites ?? []).some((site) => site.app === app);
}

/** This extension's own pages, which no web page can pretend to be. */
export const isOwnPage = (sender) => (sender.url ?? '').startsWith(browser.runtime.getURL(''));
