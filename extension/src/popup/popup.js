// What does the extension do on this site? Asks the worker and shows its answer; everything goes in as text.
import { browser } from '../worker/browser.js';
import { ask, find, items, make } from './dom.js';
import { activeGrants, advice, details, remark, sentence, standing } from './sentence.js';

const BADGES = { none: 'Not governed', governed: 'Governed', held: 'Waiting for policies', stale: 'Policies ran out' };
const NO_ANSWER = { governed: false, configured: 'none', trouble: 'Stepgate did not answer in this browser.', unanswered: true };
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const calendar = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
let state = null;

/** The tab the popup was opened over; a page of the browser's own has no address here. */
async function tabHere() {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true }).catch(() => []);
  return { tabId: tab?.id ?? null, url: tab?.url ?? null };
}

async function refresh() {
  state = (await ask({ is: 'state', ...(await tabHere()) })) ?? NO_ANSWER;
  show();
  find('#main').setAttribute('aria-busy', 'false');
}

function show() {
  const now = Date.now();
  showSentence(now);
  showTrouble();
  showGrants(now);
  find('#sign-in-row').hidden = !state.signIn;
  const facts = state.unanswered ? [] : details(state, now, written);
  find('#facts').replaceChildren(...facts.flatMap(([term, value]) => [make('dt', {}, term), make('dd', {}, value)]));
  find('#more').hidden = facts.length === 0;
  find('#export').hidden = !(state.recorded?.kept > 0);
}

function showSentence(now) {
  const kind = standing(state, now);
  put('#sentence', state.unanswered ? 'Stepgate cannot say what it does on this site.' : sentence(state, now));
  put('#remark', state.unanswered ? null : remark(state, now));
  put('#standing', state.unanswered ? null : BADGES[kind]);
  find('#standing').dataset.kind = kind;
}

function showTrouble() {
  find('#trouble-text').replaceChildren(...items(state.trouble));
  put('#advice', state.unanswered ? 'Close this and open it again; if it stays, start the browser anew.' : advice(state));
  find('#trouble').hidden = !state.trouble;
}

function showGrants(now) {
  const grants = activeGrants(state, now);
  const rows = grants.map(({ what, left, expires }) =>
    make('li', {}, make('span', { class: 'what' }, capital(what)), make('span', { class: 'note' }, `${capital(left)}, until ${written(expires)}`)),
  );
  find('#grants').replaceChildren(...rows);
  find('#checks').hidden = grants.length === 0;
}

/** Changes a text only when it differs: a screen reader hears a status once, not every second. */
function put(selector, text) {
  const element = find(selector);
  if (element.textContent !== (text ?? '')) element.textContent = text ?? '';
  element.hidden = !text;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** The clock time, with the date when it is not today's. */
function written(seconds) {
  const time = new Date(seconds * 1000);
  return (time.toDateString() === new Date().toDateString() ? clock : calendar).format(time);
}

/** Minutes pass while the popup is open: shown at once, but said aloud only the first time. */
function passTime() {
  if (!state) return;
  find('#sentence').setAttribute('aria-live', 'off');
  showSentence(Date.now());
  showGrants(Date.now());
}

async function signIn() {
  if (!(await ask({ is: 'signIn' }))) return put('#said', 'The sign-in page could not be opened.');
  window.close();
}

async function retry() {
  put('#said', 'Trying again…');
  await ask({ is: 'refresh' });
  await refresh();
  put('#said', state.trouble ? 'It is still the same.' : 'It is in order again.');
}

async function exportActivities() {
  const answer = await ask({ is: 'export' });
  if (typeof answer?.lines !== 'string') return put('#said', 'The activities could not be read. Try again.');
  const address = URL.createObjectURL(new Blob([answer.lines], { type: 'application/x-ndjson' }));
  make('a', { href: address, download: `stepgate-activities-${new Date().toISOString().slice(0, 10)}.jsonl` }).click();
  const count = answer.lines.split('\n').filter(Boolean).length;
  put('#said', count === 1 ? 'One activity exported.' : `${count} activities exported.`);
}

// The browser makes its panel as wide as the page insists on; in a tab the page takes what there is.
document.documentElement.classList.toggle('panel', browser.extension.getViews({ type: 'popup' }).includes(window));
find('#sign-in').addEventListener('click', signIn);
find('#retry').addEventListener('click', retry);
find('#export').addEventListener('click', exportActivities);
find('#settings').addEventListener('click', () => browser.runtime.openOptionsPage());
// What the worker learns while the popup is open is shown at once.
browser.storage.onChanged.addListener((_, area) => area === 'local' && refresh());
setInterval(passTime, 1000);
refresh();
