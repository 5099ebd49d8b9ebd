// Who may ask the worker for what? The cores in governed pages, and this extension's own pages.

import { apply } from './apply.js';
import { blank } from './blanking.js';
import { browser } from './browser.js';
import { configure } from './configuring.js';
import { letThrough } from './downloads/release.js';
import { isGoverned, isOwnPage } from './gateway.js';
import { activities, keepReport } from './recorded.js';
import { refresh } from './refresh.js';
import { send, sendSoon } from './sending.js';
import { openSignIn } from './sign-in.js';
import { stateOf } from './state.js';
import { forward, openStepUp } from './step-ups.js';

const FROM_PAGES = {
  send: forward,
  report: async ({ app, activity }) => {
    const answer = await keepReport(app, activity);
    await sendSoon();
    return answer;
  },
  open: openStepUp,
  blank,
  download: letThrough,
  refresh: fetchAgain,
};

const FROM_OWN_PAGES = {
  state: stateOf,
  signIn: async () => {
    const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
    return openSignIn(tab);
  },
  configure,
  export: async () => ({ lines: await activities.lines() }),
  refresh: fetchAgain,
};

async function fetchAgain() {
  await apply();
  const refreshed = await refresh();
  if (refreshed) await send();
  return { refreshed };
}

/** The listener for `runtime.onMessage`. */
export function onMessage(message, sender, answer) {
  answerTo(message, sender).then(answer, (error) => {
    console.error(`\`${message?.is}\` failed: ${error.message}`);
    answer({ failed: true });
  });
  return true;
}

async function answerTo(message, sender) {
  if (sender.id !== browser.runtime.id) return { failed: true };
  const handlers = isOwnPage(sender) ? FROM_OWN_PAGES : FROM_PAGES;
  if (!Object.hasOwn(handlers, message?.is)) return { failed: true };
  if (handlers === FROM_PAGES && message.app !== undefined && !(await isGoverned(message.app))) return { failed: true };
  return handlers[message.is](message, sender);
}
