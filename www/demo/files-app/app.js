// Which view is shown? The address says: / is the document, /library the files, /chat the team chat.
import { openChat } from "./chat.js";
import { openDocument } from "./document.js";
import { openLibrary } from "./library.js";

const views = { "/": "document", "/library": "library", "/chat": "chat" };
const titles = { document: "Project brief", library: "Library", chat: "Team chat" };

function show() {
  const view = views[location.pathname] ?? "document";
  document.documentElement.dataset.showing = view;
  // Beside a wide page the chat is always there, and the document keeps the middle.
  const middle = view === "chat" ? "document" : view;
  for (const page of document.querySelectorAll("[data-page]")) page.hidden = page.dataset.page !== middle;
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${titles[view]} · Contoso Files`;
}

function follow(event) {
  const link = event.target.closest("a[data-view], a.brand");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented) return;
  event.preventDefault();
  if (link.pathname !== location.pathname) history.pushState(null, "", link.pathname);
  show();
  scrollTo(0, 0);
}

document.querySelector(".side").addEventListener("click", follow);
addEventListener("popstate", show);
show();
openDocument();
openLibrary();
openChat();
