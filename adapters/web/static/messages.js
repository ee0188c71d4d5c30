// The talk: messages, notices and where meetings begin and end, in the order they came.

import { path, tell } from "./api.js";
import { edit, focus, reply } from "./composer.js";
import { sure } from "./dialogs.js";
import { find, h, isolated, time, toast } from "./dom.js";
import { openMenu } from "./menus.js";
import { faceOf, nameOf, on, room } from "./store.js";

const list = find("messages");
const scroller = find("scroller");
const newest = find("newest");
const REACTIONS = document.body.dataset.reactions.split(" ");
const SAME_BREATH = 300; // seconds in which further lines of the same person need no name

let low = true;

const element = (message) => document.getElementById(`message-${message}`);

/** Scroll to a message and mark it for a moment; gives whether it is here. */
export function goTo(message) {
  const there = element(message);
  if (!there) {
    toast("That message is no longer here.");
    return false;
  }
  find("room").dispatchEvent(new CustomEvent("look", { detail: "talk" }));
  there.scrollIntoView({ block: "center", behavior: "instant" });
  low = atBottom();
  there.classList.remove("here");
  void there.offsetWidth; // begins the marking anew
  there.classList.add("here");
  return true;
}

// --- one message -----------------------------------------------------------------------------

function made(id, message) {
  if (message.kind === "notice" || message.kind === "page") return notice(id, message);
  const name = nameOf(message.author);
  const made = h(
    "li",
    { id: `message-${id}`, class: message.kind === "follow" ? "message follow" : "message", tabindex: "-1", data: { at: message.at, n: message.n } },
    faceOf(message.author),
    h("div", { class: "said" }, meta(message, name), answered(message), said(message), marks(id, message)),
    message.deleted ? null : tools(id, message),
  );
  made.dataset.author = message.author;
  return made;
}

function meta(message, name) {
  return h(
    "p",
    { class: "meta" },
    isolated(name, "who"),
    message.label ? h("span", { class: "label" }, isolated(message.label)) : null,
    time(message.at),
    message.edited ? h("span", { class: "quiet" }, "changed") : null,
  );
}

function answered(message) {
  if (!message.reply_to || message.deleted) return null;
  const to = room.messages.get(message.reply_to);
  if (!to || to.deleted) return h("p", { class: "answers" }, "In reply to a message that was deleted");
  return h(
    "button",
    { type: "button", class: "answers", tabindex: "-1", onclick: () => goTo(message.reply_to) },
    h("span", { class: "sr" }, "In reply to "),
    isolated(nameOf(to.author)),
    ": ",
    isolated(to.text.split("\n")[0]),
  );
}

function said(message) {
  if (message.deleted) return h("p", { class: "gone" }, "This message was deleted.");
  return h("p", { class: "words", dir: "auto" }, message.text);
}

function marks(id, message) {
  const made = Object.entries(message.reactions).map(([emoji, people]) => {
    const mine = people.includes(room.me.id);
    const names = people.map(nameOf).join(", ");
    return h(
      "button",
      {
        type: "button",
        tabindex: "-1",
        title: names,
        "aria-pressed": String(mine),
        "aria-label": `${emoji} by ${names}`,
        onclick: () => react(id, emoji, !mine),
      },
      `${emoji} ${people.length}`,
    );
  });
  return made.length ? h("div", { class: "marks" }, made) : null;
}

const react = (id, emoji, put) => tell("POST", path(id, "/reactions"), { emoji, on: put });

function notice(id, message) {
  return h(
    "li",
    { id: `message-${id}`, class: "notice", tabindex: "-1", data: { at: message.at, n: message.n } },
    h("h3", {}, message.text, time(message.at)),
    h("ul", {}, message.lines.map((line) => h("li", {}, line))),
  );
}

// --- what can be done with one ---------------------------------------------------------------

function tools(id, message) {
  const more = h("button", { type: "button", tabindex: "-1", "aria-haspopup": "menu", "aria-label": "More" }, "⋯");
  more.addEventListener("click", () => openMenu(more, choices(id)));
  return h(
    "div",
    { class: "tools" },
    h("button", { type: "button", tabindex: "-1", onclick: () => reply(id) }, "Reply"),
    more,
  );
}

function choices(id) {
  const message = room.messages.get(id);
  const mine = message.author === room.me.id || message.by === room.me.id;
  const put = (emoji) => !message.reactions[emoji]?.includes(room.me.id);
  return [
    {
      across: REACTIONS.map((emoji) => ({
        label: emoji,
        name: `React with ${emoji}`,
        run: () => react(id, emoji, put(emoji)),
      })),
    },
    { label: "Reply", run: () => reply(id) },
    mine && message.kind === "message" && { label: "Change", run: () => edit(id) },
    mine && { label: "Delete", run: () => remove(id) },
    message.kind === "message" && { heading: "Between you and Heed" },
    message.kind === "message" && mine && { label: "Let mine go", run: () => tell("POST", path(id, "/let-go")) },
    message.kind === "message" && !mine && { label: "I'd like this heard too", run: () => tell("POST", path(id, "/heard-too")) },
  ];
}

async function remove(id) {
  const text = "Its words are gone for everybody, and from what Heed keeps.";
  if (await sure("Delete this message?", text, "Delete")) await tell("DELETE", path(id));
  focus();
}

// --- the list --------------------------------------------------------------------------------

function put(id, message) {
  const before = element(id);
  const fresh = made(id, message);
  if (before) {
    const had = before.contains(document.activeElement);
    before.replaceWith(fresh);
    if (had) fresh.focus();
  } else {
    insert(fresh);
    settle(low || message.author === room.me.id);
  }
  join(fresh);
  join(fresh.nextElementSibling);
  for (const [other, said] of room.messages) {
    if (said.reply_to === id && before) element(other)?.querySelector(".answers")?.replaceWith(answered(said));
  }
}

function insert(fresh) {
  const later = [...list.children].reverse();
  const at = Number(fresh.dataset.at);
  const after = later.find((each) => Number(each.dataset.at) <= at);
  if (after) after.after(fresh);
  else list.prepend(fresh);
  find("nothing").hidden = true;
}

/** A further line in the same breath needs no name. */
function join(each) {
  const before = each?.previousElementSibling;
  if (!each?.dataset.author) return;
  const same = before?.dataset.author === each.dataset.author;
  const soon = same && Number(each.dataset.at) - Number(before.dataset.at) < SAME_BREATH;
  each.classList.toggle("more", soon && !each.querySelector(".answers, .label"));
}

function bounds(id, meeting) {
  divider(id, "start", meeting.started_at, "The meeting began");
  if (meeting.ended_at !== null) divider(id, "end", meeting.ended_at, "The meeting ended");
}

function divider(id, which, at, text) {
  if (document.getElementById(`meeting-${which}-${id}`)) return;
  insert(h("li", { id: `meeting-${which}-${id}`, class: "divider", data: { at } }, text, time(at)));
  settle(low);
}

const atBottom = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;

function settle(stays) {
  if (stays) scroller.scrollTop = scroller.scrollHeight;
  else newest.hidden = false;
}

export function toBottom() {
  scroller.scrollTop = scroller.scrollHeight;
  newest.hidden = true;
}

// --- walking through it ----------------------------------------------------------------------

function walk(event) {
  const here = event.target.closest("#messages > li");
  const steps = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" };
  if (!here || !(event.key in steps) || event.target.closest(".menu")) return;
  event.preventDefault();
  const next = here[steps[event.key]];
  if (next) next.focus();
  else if (event.key === "ArrowDown") focus();
}

list.addEventListener("keydown", walk);
list.addEventListener("focusin", (event) => {
  const here = event.target.closest("#messages > li");
  for (const each of list.querySelectorAll("[data-walked]")) reach(each, "-1");
  if (here) reach(here, "0");
});

/** Only the message that was walked to has its buttons in the way of the Tab key. */
function reach(each, index) {
  each.toggleAttribute("data-walked", index === "0");
  for (const button of each.querySelectorAll("button")) button.tabIndex = Number(index);
}

find("text").addEventListener("keydown", (event) => {
  if (event.key === "ArrowUp" && event.target.value === "") {
    event.preventDefault();
    list.lastElementChild?.focus();
  }
});

newest.addEventListener("click", toBottom);
scroller.addEventListener("scroll", () => {
  low = atBottom();
  if (low) newest.hidden = true;
}, { passive: true });
// Whoever reads the newest line still does when something below takes room.
new ResizeObserver(() => low && toBottom()).observe(scroller);

on("message", ({ id, body }) => room.live && put(id, body));
on("meeting", ({ id, body }) => room.live && bounds(id, body));
on("here", () => {
  if (list.childElementCount > 0) return;
  const byTime = ([, one], [, other]) => one.at - other.at || one.n - other.n;
  for (const [id, message] of [...room.messages].sort(byTime)) put(id, message);
  for (const [id, meeting] of room.meetings) bounds(id, meeting);
  find("nothing").hidden = list.childElementCount > 0;
  toBottom();
});
on("cleared", () => list.replaceChildren());
