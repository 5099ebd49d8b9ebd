// What does the worker itself record, and where does all that is recorded lie?

import { Activities } from './activities.js';
import { policy } from './kept.js';
import { siteOf } from './patterns.js';

export const activities = new Activities();

/** Keeps what a page's core reported: the JSON of one activity. Says why not, if it is none. */
export async function keepReport(app, json) {
  const activity = readActivity(json);
  if (activity === null) return { failed: true };
  const { user = null } = (await policy.get()) ?? {};
  await activities.keep({ id: activity.id, app, user, json: JSON.stringify(activity) });
  return { kept: true };
}

function readActivity(json) {
  try {
    const activity = JSON.parse(json);
    return /^[0-9a-f]{32}$/.test(activity.id) && json.length <= 65_536 ? activity : null;
  } catch {
    return null;
  }
}

/** Keeps something that the worker decided, as no core answered. */
export async function keepOwn(site, fields) {
  const activity = await activityOf(fields);
  const { user = null } = (await policy.get()) ?? {};
  await activities.keep({ id: activity.id, app: site.app, user, json: JSON.stringify(activity) });
}

async function activityOf({ url, ...fields }) {
  const { revision } = (await policy.get()) ?? {};
  return {
    id: crypto.randomUUID().replaceAll('-', ''),
    time: Date.now(),
    policy: null,
    url: url.split(/[?#]/)[0],
    file: null,
    matches: [],
    failure: null,
    revision: revision ?? '0000000000000000',
    trace: [],
    source: 'agent',
    detail: null,
    ...fields,
  };
}

/** Puts the number of activities that were dropped since the last time among the activities. */
export async function reportDropped() {
  const { dropped, reported } = await activities.counts();
  const site = (await policy.get())?.sites[0];
  if (dropped <= reported || site === undefined) return;
  const detail = `${dropped - reported} activities could not be kept until they were sent: the oldest were dropped`;
  const url = `${site.matches[0].replace(/^\*/, 'https').replace('://*.', '://').replace(/\*.*$/, '')}`;
  await keepOwn(site, { activity: 'custom:coverage', action: 'audit', outcome: 'failed', url, detail });
  await activities.reported(dropped);
}

/** For which app an activity can be sent now, `null` if for none: another person's wait for that person. */
export function appFor(inForce, { app, user, json }) {
  if (inForce === null || inForce.revision === null) return null;
  if (user !== null && user !== inForce.user) return null;
  if (inForce.sites.some((site) => site.app === app)) return app;
  return siteOf(inForce.sites, JSON.parse(json).url)?.app ?? null;
}
