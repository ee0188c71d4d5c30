// The page's dialogs. Each gives what the person decided, or null where they went back.

import { find, h } from "./dom.js";
import { nameOf, room } from "./store.js";

const showings = new WeakMap();

/** Show a dialog; whether the person said yes. A tab out of sight hears of its close a second late. */
function shown(dialog) {
  const mine = (showings.get(dialog) ?? 0) + 1;
  showings.set(dialog, mine);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const closed = () => {
      const another = showings.get(dialog) !== mine;
      if (dialog.open && !another) return; // that was the one before
      dialog.removeEventListener("close", closed);
      resolve(!another && dialog.returnValue === "ok");
    };
    dialog.addEventListener("close", closed);
  });
}

for (const button of document.querySelectorAll("dialog [data-close]")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}

/** Choose a meeting to play: {meeting, speed, chair}. */
export async function choosePlay() {
  const dialog = find("play-dialog");
  if (!(await shown(dialog))) return null;
  const chosen = new FormData(dialog.querySelector("form"));
  return {
    meeting: chosen.get("meeting"),
    speed: Number(chosen.get("speed")),
    chair: chosen.get("seat") === "chair",
  };
}

/** Change and look at what Heed will post; the text. */
export async function previewPost(stem) {
  const dialog = find("post-dialog");
  const text = find("post-text");
  const show = () => {
    find("post-preview").textContent = text.value || "…";
  };
  text.value = stem;
  text.oninput = show;
  find("post-label").textContent = `${room.me.name}, sent through Heed`;
  show();
  return (await shown(dialog)) ? text.value : null;
}

/** Choose somebody else of the room: their id. */
export async function chooseMember() {
  const others = [...room.people].filter(([id, person]) => person.here && id !== room.me.id);
  const select = find("hand-to");
  select.replaceChildren(...others.map(([id]) => h("option", { value: id }, nameOf(id))));
  return (await shown(find("hand-dialog"))) && select.value ? select.value : null;
}

/** Ask before something that can't be taken back. */
export async function sure(title, text, verb) {
  const dialog = find("sure-dialog");
  find("sure-title").textContent = title;
  find("sure-text").textContent = text;
  dialog.querySelector(".primary").textContent = verb;
  return shown(dialog);
}
