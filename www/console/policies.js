// Which policies are in force, and whom do matches concern?
import { readAlerts, readPolicies } from "./api.js";
import { find, make } from "./dom.js";
import { linkTo } from "./list.js";
import { activityName, fullTime, severityName, shortTime } from "./words.js";

const line = find("#policies");
const refused = find("#refused");
const alerts = find("#alerts");
const rows = find("#alert-rows");
let reading = 0;

/** Reads both again. What cannot be read stays as it was: the list of activities says why. */
export async function refreshPolicies() {
  const mine = ++reading;
  const [inForce, raised] = await Promise.all([readPolicies(), readAlerts()]).catch(() => []);
  if (mine !== reading || !inForce) return;
  showPolicies(inForce);
  showAlerts(raised);
}

function showPolicies({ revision, since, policies, refused: wrong }) {
  const many = `${policies} ${policies === 1 ? "policy" : "policies"}`;
  line.replaceChildren(`${many} in force, revision `, make("code", { title: `Since ${fullTime(since * 1000)}` }, revision));
  refused.hidden = !wrong;
  if (!wrong) return;
  refused.querySelector("h2").textContent = "A change of the policies is not in force";
  refused.querySelector("p").textContent = `It was refused at ${fullTime(wrong.time * 1000)}, and the policies before it hold on.`;
  refused.querySelector("pre").textContent = wrong.reason;
}

function showAlerts({ alerts: list, next }) {
  alerts.hidden = list.length === 0;
  alerts.querySelector("summary").textContent = `${list.length}${next ? " newest" : ""} ${list.length === 1 ? "alert" : "alerts"}`;
  rows.replaceChildren(...list.map(row));
}

function row({ activityId, time, severity, policyName, user, app, activity, recipients, simulated }) {
  const grave = make("span", { class: "severity", "data-severity": severity ?? "none" }, severity ? severityName(severity) : "Alert");
  const words = `${policyName}: ${activityName(activity)} by ${user} in ${app}`;
  return make(
    "li",
    {},
    grave,
    make("a", { href: linkTo(activityId) }, words),
    simulated ? make("span", { class: "note" }, "Simulation") : null,
    recipients.length > 0 ? make("span", { class: "note" }, `For ${recipients.join(", ")}`) : null,
    make("time", { class: "note", datetime: new Date(time).toISOString(), title: fullTime(time) }, shortTime(time)),
  );
}
