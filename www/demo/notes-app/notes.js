// Which notes are there, and what is written in the one that is open?
const list = document.querySelector("#notes");
const editor = document.querySelector("#editor");
const state = document.querySelector("#state");
const ago = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const pause = 800;
let notes = [];
let open = null;
let later = 0;

async function start() {
  const response = await fetch("/api/notes").catch(() => null);
  if (!response?.ok) return tell("Your notes cannot be read right now. Reload to try again.", true);
  notes = (await response.json()).notes;
  choose(notes[0] ?? fresh());
}

function fresh() {
  const note = { id: crypto.randomUUID(), text: "", time: Date.now() };
  notes.unshift(note);
  return note;
}

function choose(note) {
  if (open && open.text !== open.saved) save();
  open = note;
  open.saved ??= note.text;
  editor.value = note.text;
  tell(note.time ? `Changed ${ago.format(note.time)}` : "");
  draw();
}

function draw() {
  list.replaceChildren(...notes.map(entry));
}

function entry(note) {
  const [title, ...rest] = note.text.split("\n").map((line) => line.trim()).filter(Boolean);
  const head = document.createElement("b");
  head.textContent = title ?? "New note";
  const body = document.createElement("span");
  body.textContent = rest.join(" ") || "No more text";
  const button = document.createElement("button");
  button.type = "button";
  button.append(head, body);
  if (note === open) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => choose(note));
  const line = document.createElement("li");
  line.append(button);
  return line;
}

/** Sends the open note; one that was changed meanwhile is sent again by its own pause. */
async function save() {
  clearTimeout(later);
  const note = open;
  const text = note.text;
  tell("Saving…");
  const body = JSON.stringify({ id: note.id, text });
  const headers = { "content-type": "application/json" };
  const response = await fetch("/api/notes", { method: "PUT", headers, body }).catch(() => null);
  if (!response) return tell("Not saved: no connection.", true);
  if (!response.ok) return tell(`Not saved. ${await reasonOf(response)}`, true);
  note.saved = text;
  note.time = (await response.json()).time;
  if (note === open) tell(`Saved ${ago.format(note.time)}`);
}

async function reasonOf(response) {
  const type = response.headers.get("content-type") ?? "";
  const text = type.startsWith("text/plain") ? await response.text() : "";
  return text.slice(0, 600) || `The server answered ${response.status}.`;
}

function tell(text, bad = false) {
  state.textContent = text;
  state.classList.toggle("bad", bad);
}

editor.addEventListener("input", () => {
  open.text = editor.value;
  tell("Writing…");
  draw();
  clearTimeout(later);
  later = setTimeout(save, pause);
});
document.querySelector("#save").addEventListener("click", save);
document.querySelector("#new").addEventListener("click", () => {
  choose(fresh());
  editor.focus();
});
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  save();
});
start();
