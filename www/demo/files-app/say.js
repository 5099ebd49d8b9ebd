// How does the page tell people what happened?
const toasts = document.querySelector("#toasts");

/** Shows a short message for a few seconds; a bad one stays longer. */
export function say(text, bad = false) {
  const note = document.createElement("p");
  note.textContent = text;
  note.classList.toggle("bad", bad);
  toasts.append(note);
  setTimeout(() => note.remove(), bad ? 9000 : 4000);
}

/** The server's own words for a refusal, or ours when it has none that can be read. */
export async function reasonOf(response) {
  const type = response.headers.get("content-type") ?? "";
  const text = await response.text().catch(() => "");
  if (type.startsWith("text/plain") && text) return text.slice(0, 600);
  if (type.startsWith("text/html") && text) return readable(text) || fallback(response);
  return fallback(response);
}

function readable(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const parts = [...page.querySelectorAll("h1, main p, body > p")].map((part) => part.textContent.trim());
  return parts.filter(Boolean).slice(0, 3).join("\n");
}

function fallback(response) {
  if (response.status === 403) return "You are not allowed to do this (403).";
  if (response.status === 401) return "Please sign in again (401).";
  return `The server could not do this (${response.status}).`;
}

/** Bytes as people write them. */
export function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const kilo = bytes / 1000;
  return kilo < 1000 ? `${kilo.toFixed(kilo < 10 ? 1 : 0)} KB` : `${(kilo / 1000).toFixed(1)} MB`;
}
