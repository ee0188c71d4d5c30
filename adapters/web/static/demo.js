// The demo room's page: the door for a tab that is nobody yet, else the room.

import { ask, getUp, inChair, Refused, seat, sit } from "./api.js";
import "./cards.js";
import { focus } from "./composer.js";
import "./convening.js";
import { find } from "./dom.js";
import { goTo, toBottom } from "./messages.js";
import * as people from "./people.js";
import * as playing from "./playing.js";
import { clear, room, take } from "./store.js";
import { follow } from "./stream.js";

let stop = () => {};

function enter() {
  stop();
  room.me = seat();
  clear();
  find("door").hidden = room.me !== null;
  find("room").hidden = room.me === null;
  if (room.me === null) {
    if (matchMedia("(hover: hover)").matches) find("name").focus();
    return;
  }
  view("talk");
  stop = follow(heard, lost);
  if (!inChair()) focus();
}

function heard(event) {
  if (event.kind === "out") {
    getUp();
    enter();
    return;
  }
  take(event);
}

function lost(away) {
  const line = find("line");
  const ours = line.dataset.away === "yes";
  if (away) {
    line.textContent = "The room can't be reached just now. This page comes back by itself.";
    line.dataset.away = "yes";
    line.hidden = false;
  } else if (ours) {
    line.hidden = true;
    delete line.dataset.away;
  }
}

function view(part) {
  find("room").dataset.view = part;
  for (const button of document.querySelectorAll(".switch button")) {
    button.setAttribute("aria-pressed", String(button.dataset.view === part));
  }
  find("room").dispatchEvent(new Event("viewed"));
}

find("come-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    sit(await ask("POST", "/api/people", { name: find("name").value }));
    find("door-error").textContent = "";
    find("name").value = "";
    enter();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    find("door-error").textContent = error.message;
  }
});
for (const button of document.querySelectorAll(".switch button")) {
  button.addEventListener("click", () => {
    view(button.dataset.view);
    if (button.dataset.view === "talk") toBottom();
  });
}
find("room").addEventListener("look", ({ detail }) => view(detail));

// A link of the board leads to a message of the tab that it was opened from.
addEventListener("hashchange", () => {
  const message = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  if (message) goTo(message);
});

people.setUp(enter);
playing.setUp(enter);
enter();
