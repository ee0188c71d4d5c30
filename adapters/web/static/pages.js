// What Heed says on a page: sections of lines, each with a way to its message.

import { h, isolated } from "./dom.js";
import { goTo } from "./messages.js";

/** A heading and its lines. */
export function section({ title, lines }) {
  return [h("h3", {}, title), h("ul", {}, lines.map(line))];
}

function line({ text, note, target }) {
  return h(
    "li",
    {},
    h("p", { dir: "auto" }, text),
    note ? h("p", { class: "quiet" }, isolated(note)) : null,
    target ? h("button", { type: "button", class: "link", onclick: () => goTo(target) }, "Go to the message") : null,
  );
}
