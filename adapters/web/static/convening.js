// What a convener does here, and how one becomes one; the report of a meeting.

import { ask, fetchFile, order, Refused } from "./api.js";
import { came } from "./cards.js";
import { find, h, isolated, toast } from "./dom.js";
import { openMenu } from "./menus.js";
import { section } from "./pages.js";
import { convenes, nameOf, on, playing, room } from "./store.js";

const panel = find("convening");
const report = find("report");
let meeting = null;

// --- convening -------------------------------------------------------------------------------

function show() {
  if (!room.live) return;
  panel.replaceChildren(...(convenes() ? asConvener() : asMember()).filter(Boolean));
  standing();
  const ended = meeting !== null && room.state.meeting === null;
  meeting = room.state.meeting;
  if (ended && convenes()) fetchReport();
}

function asMember() {
  const { conveners } = room.state;
  const who = conveners.map(nameOf).join(", ");
  return [
    conveners.length
      ? h("p", {}, isolated(who), conveners.length > 1 ? " convene this room." : " convenes this room.")
      : h("p", {}, "Nobody convenes this room yet, so nothing is read. A convener is told, alone, when a question was left hanging."),
    command("convene", conveners.length ? "Convene too" : "Become the convener", "primary"),
  ];
}

function asConvener() {
  const { meeting: running, paused } = room.state;
  const more = h("button", { type: "button", "aria-haspopup": "menu" }, "More…");
  more.addEventListener("click", () => openMenu(more, [
    paused
      ? { label: "Listen again", run: () => order("resume") }
      : { label: "Pause listening", run: () => order("pause") },
    { label: "Step down as convener", run: () => order("step down") },
  ]));
  return [
    quiet() && h("p", {}, running
      ? "You convene. A card comes here, to you alone, when a question was left hanging."
      : "You convene. Questions are noticed while a meeting runs."),
    h(
      "div",
      { class: "group" },
      playing() ? null
        : running ? command("end meeting", "End the meeting") : command("start meeting", "Start a meeting", "primary"),
      h("button", { type: "button", onclick: fetchReport }, "Report"),
      h("button", { type: "button", onclick: openBoard }, "Board"),
      more,
    ),
  ];
}

/** Whether no card needs the room that an explanation takes. */
const quiet = () => [...room.cards.values()].every((card) => card.closed);

function command(what, label, kind = null) {
  return h("button", { type: "button", class: kind, onclick: () => order(what) }, label);
}

/** How Heed stands here, in a line for everybody. */
function standing() {
  const { conveners, meeting: running, paused, patience } = room.state;
  const listens = conveners.length > 0 && !paused && running !== null;
  const names = conveners.map(nameOf).join(", ");
  const text = !conveners.length
    ? "Heed isn't listening: nobody convenes."
    : paused
      ? "Paused: nothing is read."
      : running
        ? `Meeting · ${names} ${conveners.length > 1 ? "convene" : "convenes"} · patience: ${patience}`
        : `No meeting is running · ${names} ${conveners.length > 1 ? "convene" : "convenes"}`;
  find("standing").replaceChildren(h("span", { class: listens ? "dot on" : "dot" }), isolated(text));
}

// --- the board ---------------------------------------------------------------------------------

/** Open one's board in a tab of its own; its links lead back to this one, by its name. */
async function openBoard() {
  window.name = "heed-room";
  try {
    const { url } = await ask("POST", "/api/board");
    if (!window.open(url)) location.assign(url);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message);
  }
}

// --- the report ------------------------------------------------------------------------------

async function fetchReport() {
  try {
    draw(await ask("GET", "/api/report"));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message);
  }
}

function draw(found) {
  const close = h("button", { type: "button", class: "plain", "aria-label": "Close the report", onclick: () => {
    report.hidden = true;
  } }, "✕");
  report.replaceChildren(
    h("header", {}, h("h2", { tabindex: "-1" }, found.title), close),
    ...found.lines.map((each) => h("p", { class: "quiet" }, isolated(each))),
    ...found.sections.flatMap(section),
    keeping(),
  );
  report.hidden = false;
  report.scrollIntoView({ block: "nearest" });
  came("the report of the meeting");
}

const FORMATS = { md: "Text", csv: "Table", json: "JSON", png: "Picture" };

/** The report as a file, in each of its formats. */
function keeping() {
  const buttons = Object.entries(FORMATS).map(([form, label]) =>
    h("button", { type: "button", class: "link", "aria-label": `Download as ${label}`, onclick: () => keep(form) }, label),
  );
  return h("p", { class: "keeping" }, "Keep it as: ", ...buttons.flatMap((each) => [each, " "]));
}

async function keep(form) {
  try {
    const { name, blob } = await fetchFile(`/api/export/${form}`);
    const url = URL.createObjectURL(blob);
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message);
  }
}

on("state", show);
on("play", show);
on("card", show);
on("person", show);
on("here", show);
on("cleared", () => {
  meeting = null;
  report.hidden = true;
  panel.replaceChildren();
});
