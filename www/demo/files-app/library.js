// Which files are there, and how does a person take one home?
import { reasonOf, say, sizeOf } from "./say.js";
import { openUploads } from "./upload.js";

const rows = document.querySelector("#files");
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

export function openLibrary() {
  openUploads(refresh);
  document.querySelector("#save-list").addEventListener("click", saveList);
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".actions")) closeMenus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus(true);
  });
  refresh();
}

async function refresh() {
  const response = await fetch("/api/files").catch(() => null);
  if (!response?.ok) return say("The library cannot be read right now.", true);
  const { files } = await response.json();
  rows.replaceChildren(...files.map(row));
}

function row(file) {
  const line = document.createElement("tr");
  line.dataset.file = file.name;
  if (file.label) line.dataset.sensitivityLabel = file.label;
  const size = cell(sizeOf(file.size), "number soft");
  line.append(name(file), label(file), cell(file.owner, "soft"), cell(day.format(file.modified), "soft"), size, actions(file));
  return line;
}

function cell(text, style) {
  const box = document.createElement("td");
  box.textContent = text;
  box.className = style;
  return box;
}

function name(file) {
  const box = document.createElement("td");
  const kind = document.createElement("span");
  kind.className = "kind";
  kind.textContent = kind.dataset.kind = file.name.split(".").pop().toLowerCase().slice(0, 4);
  kind.setAttribute("aria-hidden", "true");
  const text = document.createElement("span");
  text.className = "file-name";
  text.textContent = file.name;
  const about = document.createElement("span");
  about.className = "about";
  about.textContent = `${file.owner} · ${day.format(file.modified)} · ${sizeOf(file.size)}`;
  const words = document.createElement("span");
  words.append(text, about);
  const both = document.createElement("div");
  both.className = "file";
  both.append(kind, words);
  box.append(both);
  return box;
}

function label(file) {
  const box = document.createElement("td");
  if (!file.label) return box;
  const badge = document.createElement("span");
  badge.className = `badge ${file.label.toLowerCase()}`;
  if (file.label === "Confidential") badge.append(icon("lock"));
  badge.append(file.label);
  box.append(badge);
  return box;
}

function icon(id) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.classList.add("icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/assets/icons.svg#${id}`);
  picture.append(use);
  return picture;
}

const addressOf = (file) => `/files/${encodeURIComponent(file.name)}`;

function actions(file) {
  const link = document.createElement("a");
  link.className = "button quiet";
  link.href = addressOf(file);
  link.textContent = "Download";
  const more = document.createElement("button");
  more.type = "button";
  more.className = "button quiet more";
  more.append(icon("more"));
  more.setAttribute("aria-label", `More actions for ${file.name}`);
  more.setAttribute("aria-haspopup", "menu");
  more.setAttribute("aria-expanded", "false");
  const list = menu(file, more);
  more.addEventListener("click", () => toggle(more, list));
  const group = document.createElement("div");
  group.className = "actions";
  group.append(link, more, list);
  const box = document.createElement("td");
  box.append(group);
  return box;
}

function menu(file, opener) {
  const list = document.createElement("div");
  list.className = "menu";
  list.hidden = true;
  list.setAttribute("role", "menu");
  list.setAttribute("aria-label", `More actions for ${file.name}`);
  const items = [["Save a copy", saveCopy], ["Export", exportFile], ["Copy link", copyLink]];
  list.append(...items.map(([text, act]) => item(text, () => act(file), opener)));
  list.addEventListener("keydown", (event) => move(event, list));
  return list;
}

function item(text, act, opener) {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("role", "menuitem");
  button.textContent = text;
  button.addEventListener("click", () => {
    closeMenus();
    opener.focus();
    act();
  });
  return button;
}

function toggle(more, list) {
  const open = list.hidden;
  closeMenus();
  list.hidden = !open;
  more.setAttribute("aria-expanded", String(open));
  if (open) list.querySelector("button").focus();
}

function closeMenus(refocus = false) {
  for (const list of rows.querySelectorAll(".menu:not([hidden])")) {
    list.hidden = true;
    list.previousElementSibling.setAttribute("aria-expanded", "false");
    if (refocus) list.previousElementSibling.focus();
  }
}

function move(event, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...list.querySelectorAll("button")];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}

/** Fetches the bytes, makes a blob of them and lets the browser save it. */
async function saveCopy(file) {
  const response = await fetch(addressOf(file)).catch(() => null);
  if (!response) return say(`${file.name} could not be fetched.`, true);
  if (!response.ok) return say(await reasonOf(response), true);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = file.name.replace(/(\.[^.]*)?$/, " (copy)$1");
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A link that never is in the page. */
function exportFile(file) {
  const link = document.createElement("a");
  link.href = addressOf(file);
  link.download = file.name;
  link.click();
}

async function copyLink(file) {
  const address = new URL(addressOf(file), location.href).href;
  await navigator.clipboard.writeText(address).then(
    () => say("Link copied."),
    () => say("The link could not be copied.", true),
  );
}

/** Navigates to something the server sends as an attachment. */
function saveList() {
  location.assign("/api/files.csv");
}
