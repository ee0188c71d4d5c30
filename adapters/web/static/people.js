// Who is in the room, and who this tab is.

import { ask, getUp, inChair, order, Refused, tell } from "./api.js";
import { sure } from "./dialogs.js";
import { find, h, toast } from "./dom.js";
import { openMenu } from "./menus.js";
import { faceOf, nameOf, on, room } from "./store.js";

const FACES = 9;

function show() {
  if (!room.live) return;
  const here = [...room.people].filter(([, person]) => person.here);
  const faces = here.slice(0, FACES).map(([id, person]) => {
    const role = room.state.conveners.includes(id) ? ", convenes" : "";
    return h("li", { class: role ? "convenes" : null, title: `${person.name}${role}` },
      faceOf(id), h("span", { class: "sr" }, `${person.name}${role}`));
  });
  if (here.length > FACES) faces.push(h("li", { class: "quiet" }, `and ${here.length - FACES} more`));
  find("people").replaceChildren(...faces);
  find("self").replaceChildren(h("bdi", {}, nameOf(room.me.id)), " ▾");
}

const wish = (what) => tell("POST", "/api/people/me/wishes", { wish: what });

/** Show what is kept about this person, and let them have it erased. */
async function look() {
  try {
    const { lines } = await ask("GET", "/api/people/me/data");
    if (await sure("What Heed keeps about you", lines.join("\n"), "Forget me")) wish("forget me");
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message);
  }
}

/** Let the button with one's own name work; `enter` is called once somebody left. */
export function setUp(enter) {
  const self = find("self");
  self.addEventListener("click", () => openMenu(self, [
    { heading: "This tab is you. Open another to be somebody else." },
    room.state.meeting && !room.state.paused && { label: "Pause listening for this meeting", run: () => order("pause") },
    { label: "What Heed keeps about me…", run: look },
    { label: "Don’t read what I write", run: () => wish("opt out") },
    { label: "Read what I write again", run: () => wish("opt in") },
    !inChair() && { label: "Leave the room", run: async () => {
      if (await tell("DELETE", "/api/people/me")) {
        getUp();
        enter();
      }
    } },
    inChair() && { label: "Leave the chair", run: () => find("leave-chair").click() },
  ]));
}

on("person", show);
on("state", show);
on("here", show);
