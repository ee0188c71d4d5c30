// Elements are made here, and words only ever become text: no page part is made from a string.

/** Make an element: attributes (`on…` are listeners, `data` a dataset), then its children. */
export function h(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) give(made, name, value);
  made.append(...children.flat().filter((child) => child !== null && child !== false));
  return made;
}

function give(made, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
  else if (name === "data") Object.assign(made.dataset, value);
  else made.setAttribute(name, value === true ? "" : value);
}

const GOLDEN_ANGLE = 137.5;

export const find = (id) => document.getElementById(id);

/** A name or words of somebody's, isolated from the direction of what stands around them. */
export const isolated = (text, kind = "") => h("bdi", { class: kind || null }, text);

/** A round face with initials. Who came after whom gets a colour far from the one before (`n`). */
export function face(name, n = null) {
  const made = h("span", { class: n === null ? "face heed" : "face", "aria-hidden": "true" }, initials(name));
  if (n !== null) made.style.setProperty("--hue", String((200 + n * GOLDEN_ANGLE) % 360));
  return made;
}

function initials(name) {
  const words = name.split(/\s+/u).filter(Boolean);
  const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const first = (word) => [...letters.segment(word)][0].segment;
  return words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0] ?? "?");
}

const clockTime = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Epoch seconds as the time of the day. */
export function time(at) {
  const when = new Date(at * 1000);
  return h("time", { class: "quiet", datetime: when.toISOString() }, clockTime.format(when));
}

/** A short word to the person, for a few seconds; a screen reader says it too. */
export function toast(text) {
  const made = h("p", { class: "toast" }, text);
  find("toasts").append(made);
  setTimeout(() => made.remove(), 3000 + text.length * 50);
}
