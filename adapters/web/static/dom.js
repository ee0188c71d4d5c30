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

export const find = (id) => document.getElementById(id);

/** A name or words of somebody's, isolated from the direction of what stands around them. */
export const isolated = (text, kind = "") => h("bdi", { class: kind || null }, text);

/** A round face with initials; its colour is the same wherever the person is shown. */
export function face(id, name) {
  const own = id === "heed";
  const made = h("span", { class: own ? "face heed" : "face", "aria-hidden": "true" }, initials(name));
  made.style.setProperty("--hue", String(hue(id)));
  return made;
}

function initials(name) {
  const words = name.split(/\s+/u).filter(Boolean);
  const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const first = (word) => [...letters.segment(word)][0].segment;
  return words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0] ?? "?");
}

function hue(id) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 3600;
  return (sum * 47) % 360;
}

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

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
