// What wakes the worker? Everything it listens to, registered at once, as it may be stopped and started at any moment.

import { apply } from './apply.js';
import { browser } from './browser.js';
import { onDeterminingFilename } from './downloads/chromium.js';
import { onCreated } from './downloads/firefox.js';
import { endOrphans, HELD } from './downloads/held.js';
import { configured, fetched, policy } from './kept.js';
import { onMessage } from './messages.js';
import { onConnect } from './reader.js';
import { refresh, REFRESH } from './refresh.js';
import { send, SEND, sendRest } from './sending.js';
import { readManaged } from './settings.js';
import { seen } from './sign-in.js';

const ALARMS = { [REFRESH]: refresh, [SEND]: send, [HELD]: endOrphans };

browser.runtime.onMessage.addListener(onMessage);
browser.runtime.onConnect.addListener(onConnect);
browser.runtime.onInstalled.addListener(() => guarded(begin));
browser.runtime.onStartup.addListener(() => guarded(begin));
browser.alarms.onAlarm.addListener(({ name }) => guarded(() => ALARMS[name]?.()));
browser.storage.onChanged.addListener((_, area) => area === 'managed' && guarded(managedChanged));
browser.tabs.onUpdated.addListener((_, { status }, tab) => status === 'complete' && guarded(() => seen(tab)));
browser.permissions.onAdded.addListener(() => guarded(begin));
browser.permissions.onRemoved.addListener(() => guarded(apply));
if (BROWSER === 'chromium') browser.downloads.onDeterminingFilename.addListener(onDeterminingFilename);
else browser.downloads.onCreated.addListener((item) => guarded(() => onCreated(item)));

guarded(wake);

/** At every start of the worker: cheap where nothing has changed. */
async function wake() {
  await endOrphans();
  await apply();
  await sendRest();
}

/** With the browser, or when it is installed. */
async function begin() {
  await apply();
  await refresh();
}

/** The administrator's configuration came, changed, or is gone for good. */
async function managedChanged() {
  if ((await readManaged()) === null) {
    await configured.set('none');
    await Promise.all([policy.remove(), fetched.remove()]);
  }
  await begin();
}

function guarded(work) {
  return Promise.resolve().then(work).catch((error) => console.error(error.message));
}
