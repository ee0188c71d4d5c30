// Cards from Heed, for this person alone. Nothing of a question is in the page before it is shown.

import { tell } from "./api.js";
import { isEmpty, reply } from "./composer.js";
import { chooseMember, previewPost } from "./dialogs.js";
import { find, h, isolated, time, toast } from "./dom.js";
import { goTo } from "./messages.js";
import { openMenu } from "./menus.js";
import { section } from "./pages.js";
import { on, room } from "./store.js";

const list = find("cards");
const seen = new Set();
const folded = new Set();
const chosen = new Map();
const waiting = new Map();
let other = null; // something else that came for this person alone: its title

const element = (card) => [...list.children].find((each) => each.dataset.card === card);

/** Whether anything stands behind *Show*. */
const hasMore = (card) => card.details.length > 0 || Boolean(card.page);

// --- one card --------------------------------------------------------------------------------

function made(card) {
  const kind = `card ${card.purpose}${card.closed ? " closed" : ""}`;
  const open = hasMore(card) && !folded.has(card.card);
  return h(
    "article",
    { class: kind, data: { card: card.card, at: card.at }, tabindex: "-1" },
    h("h3", {}, isolated(card.title)),
    card.lines.map((line) => h("p", {}, isolated(line))),
    open ? card.details.map((detail) => details(card, detail)) : null,
    open && card.page ? told(card.page) : null,
    actions(card, open),
  );
}

/** What a summary says that came by itself. */
function told(page) {
  return h(
    "div",
    { class: "detail" },
    page.lines.map((each) => h("p", { class: "quiet" }, isolated(each))),
    page.sections.flatMap(section),
  );
}

function details(card, detail) {
  return h(
    "div",
    { class: "detail" },
    detail.quote === null ? null : h("blockquote", { dir: "auto" }, detail.quote),
    h("p", { class: "quiet" }, detail.who ? isolated(detail.who) : "", detail.who ? " · " : "", detail.ago),
    detail.note ? h("p", {}, detail.note) : null,
    detail.why.length
      ? h("details", {}, h("summary", {}, "Why this was noticed"), h("ul", {}, detail.why.map((line) => h("li", {}, isolated(line)))))
      : null,
    detail.stems.length ? stems(card, detail) : null,
    detail.buttons.length ? h("div", { class: "group" }, detail.buttons.map((each) => button(card, each))) : null,
  );
}

/** Ways to begin a follow: one is chosen to take along, each can be copied. */
function stems(card, detail) {
  const key = `${card.card} ${detail.question}`;
  const picked = chosen.get(key) ?? 0;
  const rows = detail.stems.map((stem, index) => {
    const radio = h("input", {
      type: "radio",
      name: key,
      id: `stem ${key} ${index}`,
      checked: index === picked,
      onchange: () => chosen.set(key, index),
    });
    return h(
      "div",
      { class: "stem" },
      radio,
      h("label", { for: radio.id, dir: "auto" }, stem.text),
      h("button", { type: "button", class: "plain", "aria-label": `Copy: ${stem.text}`, onclick: () => copy(stem.text) }, "Copy"),
    );
  });
  return h("fieldset", {}, h("legend", {}, "A way to begin, to make your own"), rows);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.");
  } catch {
    toast("This browser doesn't let the page copy. Please mark the words and copy them yourself.");
  }
}

function stemOf(card, question = "") {
  const detail = card.details.find((each) => !question || each.question === question);
  if (!detail?.stems.length) return "";
  return detail.stems[chosen.get(`${card.card} ${detail.question}`) ?? 0].text;
}

// --- what can be done ------------------------------------------------------------------------

function actions(card, open) {
  const row = h("div", { class: "group" }, card.buttons.map((each, n) => button(card, each, n === 0)));
  if (hasMore(card) && !open) row.append(fold(card, false, "Show"));
  if (open && !card.closed) row.append(fold(card, true, "Hide"));
  if (card.menu.length) {
    const more = h("button", { type: "button", "aria-haspopup": "menu" }, "More…");
    more.addEventListener("click", () => openMenu(more, menu(card)));
    row.append(more);
  }
  return row.childElementCount ? row : null;
}

function button(card, given, first = false) {
  const run = () => press(card.card, given);
  return h("button", { type: "button", class: first ? "primary" : null, onclick: run }, given.label);
}

function fold(card, away, label) {
  return h("button", { type: "button", class: away ? "plain" : "primary", onclick: () => {
    if (away) folded.add(card.card);
    else folded.delete(card.card);
    put(card.card, room.cards.get(card.card));
  } }, label);
}

function menu(card) {
  const items = [];
  for (const given of card.menu) {
    const later = given.action === "later";
    if (later && !items.some((each) => each.heading)) items.push({ heading: "Bring it back" });
    if (!later && items.at(-1)?.later) items.push({ heading: "You" });
    items.push({ label: given.label, later, run: () => press(card.card, given) });
  }
  return items;
}

const STEPS = {
  "go to the message": go,
  "post through heed": post,
  "hand to": hand,
};

async function press(id, given) {
  const step = STEPS[given.action] ?? send;
  await step(room.cards.get(id), given);
}

function send(card, given, value = given.value) {
  const { action, question } = given;
  folded.delete(card.card);
  return tell("POST", "/api/presses", { card: card.card, action, value, question });
}

/** To the message, with the chosen way to begin in one's own box; a card still folded brings its first. */
async function go(card, given) {
  const asked = card.details.find((each) => each.question === given.question);
  const message = asked?.message || card.target;
  if (!message) return send(card, given);
  if (!goTo(message)) return undefined;
  const stem = stemOf(card, given.question);
  reply(message, isEmpty() ? stem : "");
  const arriving = stem ? null : shown(card.card);
  await send(card, given);
  const now = arriving && (await arriving);
  if (now && isEmpty()) reply(message, stemOf(now, given.question));
  return undefined;
}

/** The card once its details have come, or null if they don't come soon. */
function shown(card) {
  return new Promise((resolve) => {
    waiting.set(card, resolve);
    setTimeout(() => resolve(null), 2000);
  });
}

async function post(card, given) {
  const text = await previewPost(stemOf(card, given.question));
  if (text !== null) await send(card, given, text);
}

async function hand(card, given) {
  const member = await chooseMember();
  if (member !== null) await send(card, given, member);
}

// --- the list --------------------------------------------------------------------------------

function put(id, card) {
  const before = element(id);
  const fresh = made(card);
  const at = focusIn(before);
  if (before) before.replaceWith(fresh);
  else list.prepend(fresh);
  if (!before && room.live && !card.closed) announce(fresh);
  if (at !== null) (fresh.querySelectorAll("button")[at] ?? fresh).focus();
  if (card.details.length) waiting.get(id)?.(card);
  count();
}

/** A new card comes into sight, unless somebody is busy with another one. */
function announce(fresh) {
  fresh.classList.add("new");
  const own = find("own");
  if (!own.contains(document.activeElement)) own.scrollTop = 0;
}

/** Which button of the card has the focus, so that a redrawn card keeps it. */
function focusIn(card) {
  if (!card?.contains(document.activeElement)) return null;
  return Math.max(0, [...card.querySelectorAll("button")].indexOf(document.activeElement));
}

/** Something other than a card has come for this person alone. */
export function came(title) {
  other = title;
  count();
}

/** What wasn't looked at yet: on the tab of a phone, and its number in the page's title. */
function count() {
  const open = [...room.cards.values()].filter((card) => !card.closed);
  if (inView()) {
    for (const card of open) seen.add(card.card);
    other = null;
  }
  const titles = open.filter((card) => !seen.has(card.card)).map((card) => card.title);
  if (other) titles.push(other);
  const fresh = titles.length;
  find("badge").hidden = fresh === 0;
  find("badge").textContent = `${fresh} new`;
  peek(titles.at(-1));
  document.title = fresh ? `(${fresh}) Heed: the demo room` : "Heed: the demo room";
}

/** Where a phone shows the talk alone, a line there says that something has come; no more than that. */
function peek(title) {
  const look = () => find("room").dispatchEvent(new CustomEvent("look", { detail: "own" }));
  find("peek").hidden = title === undefined;
  if (title) find("peek").replaceChildren(
    h("p", {}, "Only you see this: ", isolated(title)),
    h("button", { type: "button", onclick: look }, "Look"),
  );
}

const inView = () => !document.hidden && find("own").checkVisibility();

document.addEventListener("visibilitychange", count);
find("room").addEventListener("viewed", count);

on("card", ({ id, body }) => put(id, body));
on("cleared", () => {
  list.replaceChildren();
  other = null;
  for (const kept of [seen, folded, chosen, waiting]) kept.clear();
  count();
});
