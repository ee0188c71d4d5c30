// Played meetings: choosing one, its strip above the message box, and the convener's chair.

import { ask, getUp, inChair, Refused, sit, tell } from "./api.js";
import { choosePlay } from "./dialogs.js";
import { find, h, toast } from "./dom.js";
import { on, playing, room } from "./store.js";

const strip = find("strip");
const SPEEDS = [...document.querySelectorAll('#play-dialog [name="speed"]')].map((each) => Number(each.value));
const USUAL = Number(document.querySelector('#play-dialog [name="speed"]:checked').value);

/** Play one of the meetings; `enter` is called where this tab takes the convener's chair. */
export async function play(asked, enter) {
  try {
    const seat = await ask("POST", "/api/play", asked);
    if (asked.chair) {
      sit({ ...seat, chair: true });
      enter();
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message);
  }
}

/** Let the buttons that play work. */
export function setUp(enter) {
  for (const button of document.querySelectorAll("[data-play]")) {
    button.addEventListener("click", () => play({ meeting: button.dataset.play, speed: USUAL, chair: true }, enter));
  }
  find("open-play").addEventListener("click", async () => {
    const asked = await choosePlay();
    if (asked) await play(asked, enter);
  });
  find("leave-chair").addEventListener("click", () => leave(enter));
}

/** Leave the chair: to one's own seat if there was one, else to the door. */
async function leave(enter) {
  if (!playing()) await tell("DELETE", "/api/people/me");
  getUp();
  enter();
}

// --- the strip -------------------------------------------------------------------------------

const SCENES = {
  opening: () => (inChair()
    ? "It begins once you've tried the practice card, or by itself in a moment."
    : "The convener is trying a practice card."),
  playing: () => "",
  closing: () => "The meeting is ending.",
  waiting: () => (inChair()
    ? "The talk waits for you. It goes on by itself if you only watch."
    : "The talk waits for its convener."),
};

function show() {
  strip.hidden = !playing();
  find("open-play").hidden = playing();
  find("chair").hidden = !inChair();
  find("chair-text").replaceChildren(...chairText());
  if (!playing()) return;
  const { title, scene, speed, line, lines } = room.play;
  const now = scene === "playing" || scene === "closing" ? speed : 1;
  strip.replaceChildren(
    h("p", {}, h("strong", {}, title), ` plays at ${now}× speed. `, SCENES[scene]()),
    speeds(speed),
    h("button", { type: "button", onclick: () => tell("DELETE", "/api/play") }, "Stop"),
    h("progress", { max: lines, value: line, "aria-label": "How far it has got" }),
  );
}

function chairText() {
  const name = h("bdi", {}, room.me?.name ?? "");
  return playing()
    ? ["You sit in ", name, "'s chair: this is what a convener sees. Press anything, or just watch: it goes on by itself."]
    : ["The meeting is over. You still sit in ", name, "'s chair: look around, write something, or play another."];
}

function speeds(now) {
  const select = h("select", { "aria-label": "Speed", onchange: () => tell("PATCH", "/api/play", { speed: Number(select.value) }) },
    SPEEDS.map((speed) => h("option", { value: speed, selected: speed === now }, `${speed}×`)));
  return select;
}

on("play", ({ body }) => {
  const focused = strip.contains(document.activeElement) ? document.activeElement.tagName : null;
  show();
  if (focused) strip.querySelector(focused.toLowerCase())?.focus();
  if (room.live && body.scene === "over" && inChair()) toast("The meeting is over. Its report has come to you alone.");
});
on("here", show);
on("cleared", show);
