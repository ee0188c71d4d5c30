// One's own message box: a new message, a reply, or a change of one's own.

import { ask, path, Refused } from "./api.js";
import { find } from "./dom.js";
import { nameOf, on, room } from "./store.js";

const form = find("composer");
const text = find("text");
const context = find("context");
const line = find("line");

let replyTo = null;
let editing = null;
let sending = Promise.resolve();

/** Reply to a message, beginning with these words unless something is being written already. */
export function reply(message, words = "") {
  editing = null;
  replyTo = message;
  if (words) text.value = words;
  show();
  focus();
}

/** Change one's own message. */
export function edit(message) {
  replyTo = null;
  editing = message;
  text.value = room.messages.get(message).text;
  show();
  focus();
}

export const isEmpty = () => text.value.trim() === "";

export function focus() {
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
}

function drop() {
  if (editing) text.value = "";
  editing = replyTo = null;
  show();
}

function show() {
  const about = editing ?? replyTo;
  context.hidden = about === null;
  if (about !== null) {
    const message = room.messages.get(about);
    const words = message?.text.split("\n")[0] ?? "";
    context.querySelector("p").textContent = editing
      ? "Changing your message"
      : `In reply to ${nameOf(message?.author)}: ${words}`;
  }
  form.querySelector(".primary").textContent = editing ? "Save" : "Send";
  grow();
}

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 2, 180)}px`;
}

function say(problem) {
  line.textContent = problem;
  line.hidden = problem === "";
}

/** Send what is in the box. The box is free for the next line at once; lines keep their order. */
function send() {
  const sent = { words: text.value, replyTo, editing };
  if (sent.words.trim() === "") return;
  text.value = "";
  editing = replyTo = null;
  show();
  sending = sending.then(() => deliver(sent));
}

async function deliver(sent) {
  try {
    if (sent.editing) await ask("PATCH", path(sent.editing), { text: sent.words });
    else await ask("POST", "/api/messages", { text: sent.words, reply_to: sent.replyTo });
    say("");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    giveBack(sent);
    say(`${error.message} What you wrote is still here.`);
  }
}

/** What couldn't be sent is in the box again, before whatever was written since. */
function giveBack(sent) {
  text.value = [sent.words, text.value].filter(Boolean).join("\n");
  if (!replyTo && !editing) ({ replyTo, editing } = sent);
  show();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
text.addEventListener("input", grow);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && (editing || replyTo)) {
    drop();
  }
});
context.querySelector("button").addEventListener("click", () => {
  drop();
  focus();
});
on("message", ({ id, body }) => {
  if (body.deleted && (id === replyTo || id === editing)) drop();
});
on("cleared", () => {
  text.value = "";
  editing = replyTo = null;
  say("");
  show();
});
