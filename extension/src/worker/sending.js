// When do activities go to the gateway? Soon after they were kept; if that fails, by alarm with growing pauses, until 204.

import { browser } from './browser.js';
import { ask, gatewayConfiguration, PATHS } from './gateway.js';
import { policy, say, signIn } from './kept.js';
import { again, worked } from './pause.js';
import { activities, appFor, reportDropped } from './recorded.js';

export const SEND = 'send';

/** Long enough that a page's activities travel together. */
const SOON = 150;

let timer = null;
let running = null;

/** Sends before long. Should the worker be stopped before, the alarm does it. */
export async function sendSoon() {
  if (timer !== null) return;
  timer = setTimeout(send, SOON);
  if ((await browser.alarms.get(SEND)) === undefined) await browser.alarms.create(SEND, { delayInMinutes: 0.5 });
}

/** Sends all there is, batch by batch. */
export function send() {
  clearTimeout(timer);
  timer = null;
  running ??= sendAll().finally(() => {
    running = null;
  });
  return running;
}

/** After a start: sends what is left, unless an alarm is set that will. */
export async function sendRest() {
  if ((await browser.alarms.get(SEND)) === undefined) await send();
}

async function sendAll() {
  const configuration = await gatewayConfiguration();
  if (configuration === null) return browser.alarms.clear(SEND);
  await reportDropped();
  const inForce = await policy.get();
  for (let batch = await nextBatch(inForce); batch !== null; batch = await nextBatch(inForce)) {
    const trouble = await post(configuration, batch);
    await say('activities', trouble);
    if (trouble !== null) return again(SEND);
    await activities.sent(batch.activities);
  }
  await worked(SEND);
  return browser.alarms.clear(SEND);
}

const nextBatch = (inForce) => activities.next((activity) => appFor(inForce, activity));

/** Posts a batch as the agent does. `null` if the gateway has it, else what is wrong. */
async function post(configuration, { app, activities: batch }) {
  const body = `{"activities":[${batch.map(({ json }) => json).join(',')}]}`;
  const response = await ask(configuration, PATHS.activities, { app, method: 'POST', body }).catch(() => null);
  if (response === null) return `${configuration.gateway} does not answer; activities are kept until it does`;
  if (response.status === 401) {
    await signIn.change((all) => ({ ...all, needed: true }));
    return `${configuration.gateway} wants you to sign in; activities are kept until then`;
  }
  return response.status === 204 ? null : `${configuration.gateway} answered ${response.status} to activities; they are kept`;
}
