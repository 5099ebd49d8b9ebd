// What was found in the content? Counts, and values of which no more is shown than was kept: masked.
import { make } from "./dom.js";

const sureness = { 65: "Low", 75: "Medium", 85: "High" };

/** The section of the details that says what was found; null where nothing was. */
export function found(activity) {
  const all = activity.found ?? [];
  if (all.length === 0) return null;
  return make(
    "section",
    { class: "found", "aria-labelledby": "found-title" },
    make("h3", { id: "found-title" }, "Found"),
    make("ul", {}, ...all.map(item)),
  );
}

function item({ about, policyName, expression, count, confidence, evidence, fingerprints }) {
  const preset = confidence !== null;
  const many = preset ? (count === 1 ? "1 value" : `${count} different values`) : count === 1 ? "once" : `${count} times`;
  const by = `looked for by “${policyName}”`;
  const sure = preset ? `${sureness[confidence] ?? "Unknown"} confidence (${confidence}), ${by}` : by.replace("l", "L");
  return make(
    "li",
    { "data-expression": expression },
    make("p", { class: "what" }, `${about.charAt(0).toUpperCase()}${about.slice(1)}`, make("span", { class: "many" }, many)),
    evidence.length > 0 ? make("p", { class: "evidence" }, ...evidence.map((one) => make("code", {}, one))) : null,
    make("p", { class: "note" }, sure),
    fingerprints.length > 0 ? prints(fingerprints) : null,
  );
}

/** The same value of the same person has the same fingerprint, wherever it was found. */
function prints(fingerprints) {
  return make(
    "details",
    {},
    make("summary", {}, fingerprints.length === 1 ? "1 fingerprint" : `${fingerprints.length} fingerprints`),
    make("p", { class: "evidence" }, ...fingerprints.map((one) => make("code", {}, one))),
  );
}
