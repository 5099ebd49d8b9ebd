// What happened, as it happens? Puts the list, the filters, the live connection and the details together.
import { listen, Problem, readActivities, readFacets } from "./api.js";
import * as details from "./details.js";
import { find } from "./dom.js";
import { chosen, offerAll, offerFrom, openFilters, passes } from "./filters.js";
import * as list from "./list.js";
import { refreshPolicies } from "./policies.js";

const [count, more, empty, problem, live, pause] = ["#count", "#more", "#empty", "#problem", "#live", "#pause"].map(find);
const liveText = find("#live-text");
const held = new Map();
let next = null;
let paused = false;
let connection = "connecting";
let reading = 0;
let missed = false;

/** Reads the newest activities that pass the filters; `keep` leaves what is listed in its place. */
async function refresh(keep = false) {
  const mine = ++reading;
  if (!keep) count.textContent = "Reading activities…";
  const [page, facets] = await Promise.all([readActivities(chosen()), readFacets()]).catch((error) => [error]);
  if (mine !== reading) return;
  if (page instanceof Error) {
    // What was listed for other filters would be a wrong answer to these.
    if (!keep) list.clear();
    return trouble(page);
  }
  problem.hidden = true;
  if (connection === "closed") connection = "connecting";
  offerAll(facets);
  // Where the newest page does not reach what is listed, there would be a hole: start again from it.
  const joins = keep && list.size() > 0 && (page.next === null || page.activities.some(({ id }) => list.has(id)));
  if (!joins) {
    list.clear();
    next = page.next;
  }
  for (const activity of page.activities) list.add(activity, joins);
  settle();
}

async function readMore() {
  more.disabled = true;
  const mine = reading;
  const page = await readActivities(chosen(), next).catch((error) => error);
  more.disabled = false;
  if (mine !== reading) return;
  if (page instanceof Error) return trouble(page);
  for (const activity of page.activities) list.add(activity);
  next = page.next;
  settle();
  if (page.activities.length > 0) list.focusOn(page.activities[0].id);
}

function settle() {
  const filtered = Object.keys(chosen()).length > 0;
  const size = list.size();
  count.textContent = `${size} ${size === 1 ? "activity" : "activities"}${filtered ? " with these filters" : ""}${next ? ", older ones below" : ""}`;
  more.hidden = next === null;
  find("#activities").hidden = size === 0;
  empty.hidden = size > 0;
  empty.querySelector("h2").textContent = filtered ? "Nothing with these filters" : "Nothing has happened yet";
  empty.querySelector("p").textContent = filtered
    ? "Choose others, or clear them to see every activity."
    : "Copying, pasting, printing, downloading, uploading and sending show up here as soon as a policy records them.";
  list.mark(details.openId());
}

function trouble(error) {
  const known = error instanceof Problem ? error : new Problem("failed", "Something went wrong in this page.", "Try again, or reload the page.", "Try again");
  problem.querySelector("h2").textContent = known.message;
  problem.querySelector("p").textContent = known.advice;
  const button = problem.querySelector("button");
  button.textContent = known.step;
  button.hidden = !known.step;
  problem.dataset.kind = known.kind;
  problem.hidden = false;
  const never = list.size() === 0;
  if (never) count.textContent = "";
  empty.hidden = true;
  more.hidden ||= never;
  find("#activities").hidden = never;
  if (known.kind === "signedOut" || known.kind === "notAllowed") connection = "closed";
  state();
}

function arrive(activity) {
  if (activity.alerted) refreshPolicies();
  offerFrom(activity);
  if (paused) held.set(activity.id, activity);
  else if (passes(activity)) list.add(activity, true);
  if (!paused) settle();
  state();
}

/** How the connection is doing, in one line. */
function state() {
  live.dataset.state = paused && connection === "live" ? "paused" : connection;
  pause.hidden = connection === "closed";
  const words = { connecting: "Connecting…", live: paused ? "Paused" : "Live", lost: "Connection lost, trying again…", closed: "Not connected" }[connection];
  if (liveText.textContent !== words) liveText.textContent = words;
  pause.textContent = !paused ? "Pause" : held.size > 0 ? `Resume (${held.size} new)` : "Resume";
}

function toggle() {
  paused = !paused;
  if (!paused) {
    for (const activity of held.values()) if (passes(activity)) list.add(activity, true);
    held.clear();
    settle();
    if (missed) refresh(true);
    missed = false;
  }
  state();
}

function follow() {
  const id = details.openId();
  list.mark(id);
  if (id) return details.show(id, close);
  const shown = details.hide();
  if (shown) list.focusOn(shown);
}

function close() {
  history.pushState(null, "", location.pathname + location.search);
  follow();
}

function choose(id) {
  location.hash = list.linkTo(id);
}

/** After a break, and at the start, what happened before the connection stood is read. */
function connected() {
  connection = "live";
  state();
  refreshPolicies();
  if (!paused) refresh(true);
  missed = paused;
}

function lost() {
  if (connection !== "closed") connection = "lost";
  state();
}

openFilters(() => refresh());
list.openList(choose);
more.addEventListener("click", readMore);
pause.addEventListener("click", toggle);
problem.querySelector("button").addEventListener("click", () => {
  if (problem.dataset.kind === "signedOut") location.reload();
  else refresh(true);
});
addEventListener("hashchange", follow);
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && details.openId()) close();
});
follow();
refresh();
refreshPolicies();
// Files change without an activity.
setInterval(() => document.visibilityState === "visible" && connection === "live" && refreshPolicies(), 15_000);
listen({ activity: arrive, connected, lost });
