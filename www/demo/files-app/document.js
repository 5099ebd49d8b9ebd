// What can be done with the document? Print, copy, and keep notes beside it.
import { say } from "./say.js";

const kept = "contoso-files.notes";
const notes = document.querySelector("#document-notes");
const on = (selector, act) => document.querySelector(selector).addEventListener("click", act);

export function openDocument() {
  notes.textContent = localStorage.getItem(kept) ?? "";
  notes.addEventListener("input", () => localStorage.setItem(kept, notes.innerText));
  on("#print", () => window.print());
  on("#copy-link", () => copy(location.href, "Link copied."));
  on("#copy-text", () => copy(document.querySelector("#document").innerText, "Text copied."));
  on("#notes-cut", () => edit("cut"));
  on("#notes-copy", () => edit("copy"));
  on("#notes-paste", paste);
}

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    say("The text could not be copied.", true);
  }
}

/** Works on what is selected in the notes, or on all of them. */
function edit(command) {
  const selection = getSelection();
  const inside = !selection.isCollapsed && notes.contains(selection.anchorNode);
  if (!inside) selection.selectAllChildren(notes);
  if (!document.execCommand(command)) say("There is nothing to do this with.", true);
}

async function paste() {
  try {
    const text = await navigator.clipboard.readText();
    notes.focus();
    document.execCommand("insertText", false, text);
  } catch {
    say("The clipboard could not be read. Use Ctrl+V instead.", true);
  }
}
