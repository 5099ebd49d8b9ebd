// Why was it decided so? Every policy that was looked at, and every condition's true or false.
import { make, marked } from "./dom.js";
import { failureText, orderName, sentence } from "./words.js";

/** The section of the details that explains the decision. */
export function why(activity) {
  const { explanation, failure } = activity;
  const section = make("section", { class: "why", "aria-labelledby": "why-title" }, make("h3", { id: "why-title" }, "Why"));
  if (failure) section.append(make("p", { class: "note" }, `${failureText(failure)} What happens then is set by the default behavior.`));
  if (!explanation) {
    const gone = "The policies of that time are not kept any more, so the reasons cannot be shown.";
    section.append(make("p", { class: "note" }, ...marked(activity.unexplained ? sentence(activity.unexplained) : gone)));
    return section;
  }
  if (explanation.reason) section.append(make("p", {}, ...marked(sentence(explanation.reason))));
  for (const line of explanation.comparison ?? []) section.append(make("p", { class: "note" }, ...marked(sentence(line))));
  const policies = [...(explanation.policies ?? [])].sort((a, b) => rank(a, explanation) - rank(b, explanation));
  if (policies.length === 0) section.append(make("p", { class: "note" }, "No policy was looked at."));
  section.append(make("ol", { class: "policies" }, ...policies.map((policy) => card(policy, explanation))));
  return section;
}

const actedId = ({ policy }) => policy?.id ?? policy ?? null;

/** The policy that acted first, then those that matched, then the others. */
function rank(policy, explanation) {
  if (policy.id === actedId(explanation)) return 0;
  return policy.matched ? 1 : 2;
}

function verdict(policy, explanation) {
  if (policy.matched && policy.mode === "simulate") return ["simulated", "Matched in simulation; it only recorded"];
  if (policy.id === actedId(explanation)) return ["acted", "This policy acted"];
  if (policy.matched && policy.satisfied) return ["satisfied", "Matched; already proved or answered, so it only recorded"];
  if (policy.matched) return ["matched", "Matched; another policy was stricter"];
  return ["unmatched", "Did not match"];
}

function card(policy, explanation) {
  const [state, words] = verdict(policy, explanation);
  return make(
    "li",
    { class: "policy", "data-state": state, "data-policy": policy.id },
    make("h4", {}, policy.name, make("span", { class: "badge", "data-action": policy.action }, orderName(policy.action))),
    make("p", { class: "verdict" }, words),
    tree(policy.conditions ?? []),
    policy.inspection && make("p", { class: "inspection" }, ...marked(sentence(`content: ${policy.inspection}`))),
    make("p", { class: "id" }, policy.id),
  );
}

/** Nests the flat list of conditions by depth. */
function tree(conditions) {
  if (conditions.length === 0) return make("p", { class: "note" }, "No conditions: it applies to everything of its kind.");
  const root = make("ul", { class: "conditions" });
  const open = [{ depth: -1, list: root, line: null }];
  for (const condition of conditions) {
    while (open.at(-1).depth >= condition.depth) open.pop();
    const parent = open.at(-1);
    parent.list ??= parent.line.appendChild(make("ul"));
    const line = leaf(condition);
    parent.list.append(line);
    open.push({ depth: condition.depth, list: null, line });
  }
  return root;
}

function leaf({ text, result, saw }) {
  const state = result === true ? "true" : result === false ? "false" : "not looked at";
  const mark = { true: "✓", false: "✕" }[state] ?? "–";
  return make(
    "li",
    { "data-result": state },
    make("span", { class: "mark", "aria-hidden": "true" }, mark),
    make("span", { class: "text" }, ...marked(text)),
    make("span", { class: "result" }, state),
    saw ? make("span", { class: "saw" }, "It was ", ...marked(saw)) : null,
  );
}
