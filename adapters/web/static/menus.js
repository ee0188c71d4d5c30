// Small menus at a button: arrow keys walk, Escape and a press elsewhere close, focus comes back.

import { h } from "./dom.js";

let open = null;

/** Open a menu. Items: {label, run, checked}, {heading}, or {across: [{label, name, run}]}. */
export function openMenu(button, items) {
  const again = open?.button === button;
  closeMenu();
  if (again) return;
  const menu = h("div", { class: "menu", role: "menu", onkeydown: walk });
  for (const item of items.filter(Boolean)) menu.append(made(item));
  document.body.append(menu);
  button.setAttribute("aria-expanded", "true");
  open = { button, menu };
  place(menu, button.getBoundingClientRect());
  menu.querySelector("button").focus();
  document.addEventListener("pointerdown", closeElsewhere, true);
}

export function closeMenu() {
  if (!open) return;
  const { button, menu } = open;
  open = null;
  const inside = menu.contains(document.activeElement);
  menu.remove();
  button.setAttribute("aria-expanded", "false");
  document.removeEventListener("pointerdown", closeElsewhere, true);
  if (inside) button.focus();
}

function made(item) {
  if (item.heading) return h("p", { class: "heading", role: "presentation" }, item.heading);
  if (item.across) return h("div", { class: "across", role: "group" }, item.across.map(entry));
  return entry(item);
}

function entry({ label, name, run }) {
  const pressed = () => {
    closeMenu();
    run();
  };
  return h("button", { type: "button", role: "menuitem", "aria-label": name, onclick: pressed }, label);
}

function place(menu, at) {
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.right - width, innerWidth - width - 8));
  const below = at.bottom + 4 + height < innerHeight;
  menu.style.left = `${left}px`;
  menu.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
}

function closeElsewhere(event) {
  if (!open.menu.contains(event.target) && !open.button.contains(event.target)) closeMenu();
}

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function walk(event) {
  const entries = [...open.menu.querySelectorAll("button")];
  const here = entries.indexOf(document.activeElement);
  if (event.key in STEPS) entries.at((here + STEPS[event.key]) % entries.length).focus();
  else if (event.key === "Home") entries[0].focus();
  else if (event.key === "End") entries.at(-1).focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
