// How does a file get into the library? Chosen, or dropped.
import { reasonOf, sizeOf } from "./say.js";

const input = document.querySelector("#file-input");
const zone = document.querySelector("#drop");
const list = document.querySelector("#uploads");

/** `done` is called after every upload that arrived. */
export function openUploads(done) {
  document.querySelector("#upload").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    sendAll(files, done);
  });
  zone.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    sendAll([...event.dataTransfer.files], done);
  });
}

async function sendAll(files, done) {
  for (const file of files) await send(file, line(file), done);
}

function line(file) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  name.className = "name";
  name.textContent = file.name;
  const state = document.createElement("span");
  state.className = "state";
  state.textContent = `Uploading ${sizeOf(file.size)}`;
  row.append(name, state, document.createElement("progress"));
  list.append(row);
  return row;
}

async function send(file, row, done) {
  const body = new FormData();
  body.append("file", file, file.name);
  const response = await fetch("/api/uploads", { method: "POST", body }).catch(() => null);
  row.querySelector("progress").remove();
  const state = row.querySelector(".state");
  if (response?.ok) {
    row.classList.add("done");
    state.textContent = "Uploaded";
    setTimeout(() => row.remove(), 6000);
    return done();
  }
  row.classList.add("failed");
  state.textContent = "Not uploaded";
  const why = document.createElement("p");
  why.className = "why";
  why.textContent = response ? await reasonOf(response) : "The connection broke off. Try again.";
  row.append(why);
}
