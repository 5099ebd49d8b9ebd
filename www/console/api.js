// What does the gateway say? Every answer is the value or a `Problem` in words.

/** Why there is no answer, and what can be done. */
export class Problem extends Error {
  constructor(kind, title, advice, step) {
    super(title);
    this.kind = kind;
    this.advice = advice;
    this.step = step;
  }
}

const unreachable = () => new Problem("unreachable", "The gateway cannot be reached.", "Check the connection. Activities are kept meanwhile and will be listed here again.", "Try again");
const signedOut = () => new Problem("signedOut", "You are signed out.", "Sign in again to go on where you were.", "Sign in");
const notAllowed = () => new Problem("notAllowed", "You may not see activities.", "This page is for administrators. Ask one to add you to an administrators' group.", "Try again");
const gone = () => new Problem("missing", "This activity is not here.", "It may have been removed, or the link is not complete.", "");

async function read(path, query) {
  const url = new URL(path, document.baseURI);
  url.search = new URLSearchParams(query);
  // A redirect can only lead to the sign-in page, which script cannot follow.
  const options = { headers: { accept: "application/json" }, redirect: "manual", cache: "no-store" };
  const response = await fetch(url, options).catch(() => null);
  if (!response || response.status >= 502) throw unreachable();
  if (response.type === "opaqueredirect" || response.status === 401) throw signedOut();
  if (response.status === 403) throw notAllowed();
  if (response.status === 404) throw gone();
  if (!response.ok) throw new Problem("failed", `The gateway answered ${response.status}.`, "Its log says why.", "Try again");
  return response.json();
}

export const readActivities = (filters, before) => read("api/activities", { ...filters, ...(before ? { before } : {}), limit: 50 });
export const readActivity = (id) => read(`api/activities/${encodeURIComponent(id)}`, {});
export const readPolicies = () => read("api/policies", {});
export const readAlerts = (before) => read("api/alerts", { ...(before ? { before } : {}), limit: 50 });
export const readFacets = () => read("api/facets", {});

/** Tells of every new activity and of the connection. The browser connects again by itself after a break. */
export function listen({ activity, connected, lost }) {
  const events = new EventSource("api/events");
  events.addEventListener("open", connected);
  events.addEventListener("message", (event) => activity(JSON.parse(event.data)));
  events.addEventListener("error", () => {
    lost();
    if (events.readyState !== EventSource.CLOSED) return;
    // An answer that is no stream ends it for good: ask again later, as after any break.
    setTimeout(() => listen({ activity, connected, lost }), 5000);
  });
}
