// How is an activity said in plain words?

const activities = {
  copy: ["Copy", "copy"], cut: ["Cut", "cut"], paste: ["Paste", "paste"], print: ["Print", "print"],
  download: ["Download", "download"], upload: ["Upload", "upload"], sendItem: ["Send", "send"],
  "custom:signIn": ["Sign-in", "sign in"],
};
const actions = {
  allow: "Allowed", audit: "Recorded", redact: "Masked", protect: "Protected", warn: "Warned",
  warnWithJustification: "Reason asked for", requestApproval: "Approval required",
  requireStepUp: "Security check required", block: "Blocked",
};
const orders = {
  allow: "Allow", audit: "Record", redact: "Mask what is found", protect: "Protect the file", warn: "Warn",
  warnWithJustification: "Warn and ask for a reason", requestApproval: "Require an approval",
  requireStepUp: "Require a security check", block: "Block",
};
const outcomes = {
  performed: "It went ahead.",
  stopped: "It was stopped.",
  stepUpStarted: "It was stopped and a security check began.",
  warned: "It was stopped and the person was warned.",
  kept: "It stays within the apps it may be pasted in; the clipboard got a notice in its place.",
  resumed: "The person passed the security check, or went on from the warning.",
  cancelled: "The person gave up, so it did not happen.",
  denied: "The security check was not passed, so it did not happen.",
  failed: "It was let go but did not work.",
};
const failures = {
  corruptBundle: "The policies in the page could not be read.",
  notScanned: "The content could not be inspected.",
  noPolicy: "There were no policies in the page yet.",
  stalePolicy: "The policies in the page had run out and could not be renewed.",
};
/** A wire name nobody gave words to: `custom:shareLink` becomes "Share link". */
function spelled(name) {
  const words = String(name).replace(/^custom:/, "").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const activityName = (activity) => activities[activity]?.[0] ?? spelled(activity);
export const actionName = (action) => actions[action] ?? spelled(action);
/** What a policy says to do, where `actionName` is what was done. */
export const orderName = (action) => orders[action] ?? spelled(action);
export const outcomeText = (outcome) => outcomes[outcome] ?? spelled(outcome);
export const failureText = (failure) => failures[failure] ?? spelled(failure);
export const sourceText = (source) => (source === "gateway" ? "The gateway" : "The page");

/** A label by its name, else by its GUID and its organization's; with where it is. */
export function labelText({ id, siteId, name, nested }) {
  const known = name || `${id}${siteId ? ` of ${siteId}` : ""}`;
  return nested ? `${known} (of a file within)` : known;
}

const fileTypes = { html: "HTML", pdf: "PDF", email: "E-mail" };
export const fileTypeName = (type) => fileTypes[type] ?? spelled(type);

const severities = { low: "Low", medium: "Medium", high: "High" };
export const severityName = (severity) => severities[severity] ?? spelled(severity);

/** What simulated policies would have done, in one line. */
export const simulatedText = (simulated) =>
  `Simulation: ${simulated.map(({ name, action }) => `“${name}” would ${orderName(action).toLowerCase()}`).join("; ")}.`;

/** One sentence: who tried what, where. */
export function headline({ user, activity, app, file }) {
  const verb = activities[activity]?.[1] ?? spelled(activity).toLowerCase();
  const what = file?.name ? ` “${file.name}”` : "";
  if (activity === "custom:signIn") return `${user || "Somebody"} signed in to ${app}.`;
  return `${user || "Somebody"} tried to ${verb}${what} in ${app}.`;
}

/** A sentence of the gateway's as people begin and end theirs. */
export const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

const short = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", hour: "numeric", minute: "2-digit", second: "2-digit" });
const today = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit", second: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** The clock time, with the date when it was not today; in the reader's time zone. */
export function shortTime(time) {
  const same = new Date(time).toDateString() === new Date().toDateString();
  return (same ? today : short).format(time);
}

/** Date, time and time zone in full. */
export const fullTime = (time) => full.format(time);

/** Bytes as people write them. */
export function sizeText(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["KB", "MB", "GB"];
  let size = bytes / 1000;
  while (size >= 1000 && units.length > 1) {
    size /= 1000;
    units.shift();
  }
  return `${size.toFixed(size < 10 ? 1 : 0)} ${units[0]}`;
}
