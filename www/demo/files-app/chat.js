// What does the team say, and what does this person say to it?
import { reasonOf, say } from "./say.js";

const list = document.querySelector("#messages");
const form = document.querySelector("#chat-form");
const box = document.querySelector("#message");
const typing = document.querySelector("#typing");
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const me = crypto.randomUUID();
const shown = new Set();
let socket = null;
let told = 0;
let quiet = 0;

export function openChat() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  box.addEventListener("input", tellTyping);
  connect(1000);
}

async function send() {
  const text = box.value.trim();
  if (!text) return;
  const headers = { "content-type": "application/json" };
  const response = await fetch("/api/messages", { method: "POST", headers, body: JSON.stringify({ text }) }).catch(() => null);
  if (!response) return say("The message was not sent: no connection.", true);
  if (!response.ok) return say(`The message was not sent. ${await reasonOf(response)}`, true);
  box.value = "";
  show(await response.json());
}

/** Reads everything, then listens; after a break it does both again, waiting longer each time. */
async function connect(wait) {
  await refresh();
  socket = new WebSocket(new URL("/api/live", location.href.replace(/^http/, "ws")));
  let next = Math.min(wait * 2, 30_000);
  socket.addEventListener("open", () => (next = 1000));
  socket.addEventListener("message", (event) => hear(JSON.parse(event.data)));
  socket.addEventListener("close", () => setTimeout(connect, wait, next));
}

async function refresh() {
  const response = await fetch("/api/messages").catch(() => null);
  if (!response?.ok) return;
  for (const message of (await response.json()).messages) show(message);
}

function hear(news) {
  if (news.type === "message") show(news.message);
  if (news.type === "typing" && news.from !== me) {
    typing.textContent = "Somebody is writing…";
    clearTimeout(quiet);
    quiet = setTimeout(() => (typing.textContent = "5 people"), 3000);
  }
}

function tellTyping() {
  if (socket?.readyState !== WebSocket.OPEN || Date.now() - told < 2000) return;
  told = Date.now();
  socket.send(JSON.stringify({ type: "typing", from: me }));
}

function show(message) {
  if (shown.has(message.id)) return;
  shown.add(message.id);
  const face = document.createElement("span");
  face.className = "face";
  face.setAttribute("aria-hidden", "true");
  face.textContent = message.author.split(" ").map((word) => word[0]).join("").slice(0, 2);
  face.dataset.tone = String([...message.author].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 5);
  const who = document.createElement("p");
  who.className = "who";
  const author = document.createElement("b");
  author.textContent = message.author;
  who.append(author, ` ${clock.format(message.time)}`);
  const words = document.createElement("p");
  words.className = "said";
  words.textContent = message.text;
  const row = document.createElement("li");
  row.classList.toggle("mine", message.author === "You");
  row.append(face, who, words);
  list.append(row);
  list.scrollTop = list.scrollHeight;
}
