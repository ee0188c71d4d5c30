// Who is in the room, and who this tab is.

import { getUp, inChair, order, tell } from "./api.js";
import { find, h } from "./dom.js";
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

/** Let the button with one's own name work; `enter` is called once somebody left. */
export function setUp(enter) {
  const self = find("self");
  self.addEventListener("click", () => openMenu(self, [
    { heading: "This tab is you. Open another to be somebody else." },
    room.state.meeting && !room.state.paused && { label: "Pause listening for this meeting", run: () => order("pause") },
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
