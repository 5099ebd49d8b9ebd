// Which activities are asked for? The address says, so that a link shows the same list to somebody else.
import { find } from "./dom.js";
import { actionName, activityName } from "./words.js";

const names = ["person", "app", "activity", "action"];
const facets = { person: "people", app: "apps", activity: "activities", action: "actions" };
const say = { activity: activityName, action: actionName };
const form = find("#filters");
const clear = find("#clear");

/** The filters that are set, by name. */
export function chosen() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(names.map((name) => [name, query.get(name)]).filter(([, value]) => value));
}

/** Does an activity pass the filters that are set? */
export function passes(activity) {
  const value = { person: activity.user, app: activity.app, activity: activity.activity, action: activity.action };
  return Object.entries(chosen()).every(([name, wanted]) => value[name] === wanted);
}

/** `changed` is called after every change, also by the browser's back button. */
export function openFilters(changed) {
  form.addEventListener("change", () => {
    const query = new URLSearchParams(new FormData(form));
    for (const name of names) if (!query.get(name)) query.delete(name);
    go(query, changed);
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    go(new URLSearchParams(), changed);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", () => {
    if (show()) changed();
  });
  show();
}

function go(query, changed) {
  const search = query.toString();
  history.pushState(null, "", `${location.pathname}${search ? `?${search}` : ""}${location.hash}`);
  show();
  changed();
}

/** Shows what the address says; true if that is new. */
function show() {
  const set = chosen();
  let fresh = false;
  for (const name of names) {
    const select = form.elements[name];
    const value = set[name] ?? "";
    if (value) offer(select, name, value);
    fresh ||= select.value !== value;
    select.value = value;
  }
  clear.hidden = Object.keys(set).length === 0;
  return fresh;
}

/** Offers every value the gateway knows. */
export function offerAll(known) {
  for (const name of names) for (const value of known[facets[name]] ?? []) offer(form.elements[name], name, value);
}

/** Offers the values of one new activity. */
export function offerFrom(activity) {
  offerAll({ people: [activity.user], apps: [activity.app], activities: [activity.activity], actions: [activity.action] });
}

function offer(select, name, value) {
  if (!value || [...select.options].some((option) => option.value === value)) return;
  const option = new Option(say[name]?.(value) ?? value, value);
  const next = [...select.options].slice(1).find((other) => other.text.localeCompare(option.text) > 0);
  select.add(option, next ?? null);
}
