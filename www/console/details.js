// What is known of one activity?
import { readActivity } from "./api.js";
import { find, make } from "./dom.js";
import { found } from "./found.js";
import { why } from "./why.js";
import { actionName, activityName, fileTypeName, fullTime, headline, labelText, outcomeText, severityName, simulatedText, sizeText, sourceText } from "./words.js";

const panel = find("#details");
// Where the panel covers the list, the keyboard must not wander behind it.
const covers = matchMedia("(max-width: 999px)");
let asked = 0;

/** The id in the address, or null. */
export const openId = () => new URLSearchParams(location.hash.slice(1)).get("activity");

/** Shows one activity; `close` closes the panel. */
export async function show(id, close) {
  const mine = ++asked;
  panel.hidden = false;
  document.documentElement.classList.add("with-details");
  find("#list").inert = covers.matches;
  if (panel.dataset.id !== id) panel.replaceChildren(head("Reading…", close));
  panel.dataset.id = id;
  panel.setAttribute("aria-busy", "true");
  const content = await readActivity(id).then((activity) => body(activity, close), (problem) => sorry(problem, close));
  if (mine !== asked) return;
  panel.replaceChildren(...content);
  panel.removeAttribute("aria-busy");
  panel.scrollTop = 0;
  panel.focus({ preventScroll: true });
}

/** Closes the panel; answers which activity it showed. */
export function hide() {
  asked += 1;
  const shown = panel.dataset.id;
  panel.hidden = true;
  delete panel.dataset.id;
  document.documentElement.classList.remove("with-details");
  find("#list").inert = false;
  return shown;
}

function head(title, close) {
  const button = make("button", { type: "button", class: "button quiet", "aria-label": "Close details" }, "Close");
  button.addEventListener("click", close);
  return make("header", {}, make("h2", { id: "details-title" }, title), button);
}

function sorry(problem, close) {
  return [head(problem.message, close), make("p", { class: "note" }, problem.advice ?? "")];
}

function body(activity, close) {
  const taken = make("span", { class: "badge", "data-action": activity.action }, actionName(activity.action));
  const summary = make("p", { class: "summary" }, taken, outcomeText(activity.outcome));
  const tried = activity.simulated && make("p", { class: "note simulated" }, simulatedText(activity.simulated));
  const said = activity.justification && make("blockquote", { class: "reason" }, activity.justification);
  const reason = said && make("section", { "aria-labelledby": "reason-title" }, make("h3", { id: "reason-title" }, "Reason given"), said);
  const parts = [head(headline(activity), close), summary, tried, reason, why(activity), found(activity), facts(activity), share()];
  return parts.filter(Boolean);
}

function facts(activity) {
  const { file, policy } = activity;
  const pairs = [
    ["Time", fullTime(activity.time)],
    ["Received", fullTime(activity.received)],
    ["Person", activity.user],
    ["App", activity.app],
    ["Activity", activityName(activity.activity)],
    ["Page", activity.url],
    ["File", file?.name],
    ["Size", Number.isFinite(file?.size) ? sizeText(file.size) : null],
    [file?.labels?.length > 1 ? "Sensitivity labels" : "Sensitivity label", (file?.labels ?? []).map(labelText)],
    ["Type by content", file?.fileType && `${fileTypeName(file.fileType)}${file.mismatch ? ", which its name hides" : ""}`],
    ["Policy", policy ? `${policy.name} (${policy.id})` : "None"],
    ["Severity", activity.severity && severityName(activity.severity)],
    ["Category", activity.category],
    ["Alert", activity.alerted ? "Raised; no mail is sent" : null],
    ["Decided by", sourceText(activity.source)],
    ["Remark", activity.detail],
    ["Policy revision", activity.revision],
    ["Activity id", activity.id],
  ];
  const list = make("dl", { class: "facts" });
  for (const [name, value] of pairs) {
    const values = [value].flat().filter(Boolean);
    if (values.length > 0) list.append(make("dt", {}, name), ...values.map((one) => make("dd", {}, String(one))));
  }
  return make("section", { "aria-labelledby": "facts-title" }, make("h3", { id: "facts-title" }, "Details"), list);
}

/** A link to this activity in this list, for a colleague who may read it too. */
function share() {
  const button = make("button", { type: "button", class: "button" }, "Copy link");
  const said = make("span", { class: "note", role: "status" });
  button.addEventListener("click", async () => {
    const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
    said.textContent = copied ? "Link copied." : "Copy the address of this page instead.";
  });
  return make("p", { class: "share" }, button, said);
}
