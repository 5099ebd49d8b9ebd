// Which activities are listed, and how is one chosen with the keyboard?
import { find, make } from "./dom.js";
import { actionName, activityName, fileTypeName, fullTime, headline, labelText, outcomeText, severityName, shortTime, simulatedText } from "./words.js";

const rows = find("#rows");
const listed = new Map();

/** Where a link to this activity leads: the same list, with it open. */
export const linkTo = (id) => `#activity=${encodeURIComponent(id)}`;

export const size = () => listed.size;
export const has = (id) => listed.has(id);

/** Empties the list. */
export function clear() {
  listed.clear();
  rows.replaceChildren();
}

/** Lists an activity where its number puts it, once. Answers whether it was new. */
export function add(activity, fresh = false) {
  if (listed.has(activity.id)) return false;
  const line = row(activity);
  listed.set(activity.id, { activity, line });
  line.classList.toggle("fresh", fresh);
  const older = [...rows.children].find((other) => Number(other.dataset.seq) < activity.seq);
  rows.insertBefore(line, older ?? null);
  return true;
}

/** Marks the activity whose details are open. */
export function mark(id) {
  for (const [key, { line }] of listed) {
    line.classList.toggle("open", key === id);
    const link = line.querySelector("a");
    if (key === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** Puts the keyboard on an activity, if it is listed. */
export function focusOn(id) {
  (listed.get(id)?.line.querySelector("a") ?? find("#activities")).focus();
}

/** A mail address breaks before its @, not in the middle of a name. */
function breakable(user) {
  return String(user ?? "").split(/(?=@)/).flatMap((part, at) => (at ? [make("wbr"), part] : [part]));
}

function row(activity) {
  const { id, seq, time, action, app, user, policy, file, outcome, severity, simulated, alerted } = activity;
  const link = make("a", { href: linkTo(id), title: headline(activity) }, activityName(activity.activity));
  const taken = make("span", { class: "badge", "data-action": action }, actionName(action));
  const grave = severity ? make("span", { class: "severity", "data-severity": severity }, `${severityName(severity)}${alerted ? ", alert" : ""}`) : null;
  const tried = simulated ? make("span", { class: "outcome simulated" }, simulatedText(simulated)) : null;
  const labels = (file?.labels ?? []).map((one) => make("span", { class: "label" }, labelText({ ...one, siteId: "" })));
  const hidden = file?.mismatch ? make("span", { class: "mismatch" }, `In truth: ${fileTypeName(file.fileType).toLowerCase()}`) : null;
  return make(
    "tr",
    { "data-seq": seq, "data-id": id },
    make("td", { class: "time", "data-name": "Time" }, make("time", { datetime: new Date(time).toISOString(), title: fullTime(time) }, shortTime(time))),
    make("th", { scope: "row" }, link),
    make("td", { "data-name": "Person" }, ...breakable(user)),
    make("td", { "data-name": "App" }, app),
    make("td", { "data-name": "Action taken" }, taken, grave, make("span", { class: "outcome" }, outcomeText(outcome)), tried),
    make("td", { "data-name": "Policy" }, policy?.name ?? ""),
    make("td", { "data-name": "File" }, file?.name ?? "", ...labels, hidden),
  );
}

/** Arrow keys, Home and End move between activities; a click anywhere in a row opens it. */
export function openList(choose) {
  rows.addEventListener("click", (event) => {
    const line = event.target.closest("tr");
    if (!line || event.target.closest("a") || !getSelection().isCollapsed) return;
    choose(line.dataset.id);
  });
  find("#list").addEventListener("keydown", (event) => {
    const lines = [...rows.children];
    const at = lines.indexOf(document.activeElement?.closest("tr"));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (to === undefined || at < 0 || !lines[to]) return;
    event.preventDefault();
    lines[to].querySelector("a").focus();
  });
}
