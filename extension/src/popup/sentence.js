// What does the popup say? Made from the worker's state and the clock alone, so that it can be tested without a browser.

const DOING = {
  copy: 'copying', cut: 'cutting', paste: 'pasting', print: 'printing', download: 'downloading', upload: 'uploading', sendItem: 'sending',
};
const EVERYTHING = 'copying, cutting, pasting, printing, downloading, uploading and sending';
const NO_CHECK = 'no security check of yours is active';

/** `none`, `governed`, `held` (its policies are not here yet) or `stale` (they ran out). */
export function standing(state, now) {
  if (!state.governed) return 'none';
  if (!state.revision) return 'held';
  return hasEnded(state.expires, now) ? 'stale' : 'governed';
}

/** One sentence: is this site governed, by whom, what is recorded, and which grants are active for how long. */
export function sentence(state, now) {
  const kind = standing(state, now);
  if (kind === 'none') return 'Stepgate does nothing on this site.';
  const who = `${organization(state)} governs ${placeName(state)}`;
  if (kind === 'governed') return `${who}: it may record that you copy, cut, paste, print, download, upload or send, never the content, and ${checks(state, now)}.`;
  const why = kind === 'held' ? 'but its policies are not here yet' : `but its policies ran out ${span(now / 1000 - state.expires)} ago`;
  return `${who}, ${why}: until they come, ${EVERYTHING} are ${verdict(state)} and recorded, never the content, and ${checks(state, now)}.`;
}

/** The grants that still hold, the one that ends first at the head: `{ what, left }`. */
export function activeGrants(state, now) {
  const active = (state.grants ?? []).filter(({ expires }) => expires * 1000 > now);
  return active
    .sort((one, other) => one.expires - other.expires)
    .map((grant) => ({ what: reach(grant), left: more(grant.expires - now / 1000), expires: grant.expires }));
}

/** What is known beyond the sentence, as `[term, value]`; `time` writes Unix seconds for people. */
export function details(state, now, time) {
  const setUp = state.configured !== 'none';
  return [
    ['Set up by', setUpBy(state)],
    ['Policies', setUp ? origin(state) : null],
    ['Revision', state.revision],
    ['Valid until', state.revision ? lifetime(state, now, time) : null],
    ['Signed in as', setUp ? (state.user ?? 'Nobody') : null],
    ['In doubt', state.governed ? `Everything is ${verdict(state)}` : null],
    ['Activities', activities(state)],
  ].filter(([, value]) => value);
}

/** What the person can do about `state.trouble`, in one sentence. */
export function advice(state) {
  if (state.signIn) return 'Sign in; the rest goes on by itself.';
  if (state.configured === 'test') return 'Try again, or correct it in the settings.';
  return 'Try again; if it stays, show this to your administrator.';
}

/** A second line where the sentence alone would leave a question; or null. */
export function remark(state, now) {
  if (standing(state, now) !== 'none') return null;
  if (state.configured === 'none') return state.trouble ? null : 'Nobody has set it up in this browser.';
  return `Nothing is added to this page and nothing is recorded. ${organization(state)} has set it up for other sites.`;
}

const hasEnded = (expires, now) => expires > 0 && expires * 1000 <= now;
/** The worker calls one without a name `your organization`; a sentence begins with a capital. */
const organization = ({ organization: name }) => (!name || name === 'your organization' ? 'Your organization' : name);

const placeName = (state) => (state.title ? `this site, ${state.title}` : 'this site');
const verdict = (state) => (state.default === 'allow' ? 'allowed' : 'blocked');

function setUpBy(state) {
  if (state.configured === 'managed') return organization(state);
  return state.configured === 'test' ? 'The settings page, for testing' : null;
}

function checks(state, now) {
  const grants = activeGrants(state, now);
  if (grants.length === 0) return NO_CHECK;
  if (grants.length > 1) return `your security checks hold: ${listed(grants.map(({ what, left }) => `${what} (${left})`))}`;
  const [{ what, left }] = grants;
  return `your security check for ${what} holds for ${left}`;
}

function reach({ scope, context, activity, object }) {
  if (scope === 'session') return `everything that asks for ${context}`;
  const doing = DOING[activity] ?? spelled(activity);
  return scope === 'once' ? `${doing}${object ? ` “${object}”` : ''} once` : doing;
}

/** A name nobody gave words to: `custom:shareLink` becomes “share link”. */
const spelled = (name) => String(name).replace(/^custom:/, '').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

const listed = (parts) => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`);

function origin({ source, revision }) {
  if (!revision) return 'Not here yet';
  return { gateway: 'From the gateway', managed: 'From the browser’s policy', file: 'From a signed file' }[source] ?? null;
}

function lifetime({ expires }, now, time) {
  if (!expires) return 'There is no end';
  return hasEnded(expires, now) ? `${time(expires)}, which has passed` : time(expires);
}

function activities({ recorded, configured }) {
  if (!recorded) return null;
  const { kept = 0, sent = 0, dropped = 0 } = recorded;
  if (kept === 0 && sent === 0) return configured === 'none' ? null : 'None recorded';
  return `${kept} waiting in this browser, ${sent} sent${dropped > 0 ? `, ${dropped} dropped as there was no room` : ''}`;
}

/** “12 more minutes”; never more than is left. */
function more(seconds) {
  if (seconds < 60) return 'less than a minute';
  return span(seconds).replace(' ', ' more ');
}

/** “12 minutes”, “1 hour and 20 minutes”, “3 days”: the two largest units that say something. */
export function span(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return counted(minutes, 'minute');
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return counted(Math.floor(hours / 24), 'day');
  const rest = minutes % 60;
  return rest === 0 ? counted(hours, 'hour') : `${counted(hours, 'hour')} and ${counted(rest, 'minute')}`;
}

const counted = (count, unit) => `${count} ${unit}${count === 1 ? '' : 's'}`;
