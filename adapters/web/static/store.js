// What this page knows of the room, as the feed brings it; whoever shows a part is told of changes.

import { face } from "./dom.js";

const listeners = new Map();

export const room = {
  me: null,
  people: new Map(),
  messages: new Map(),
  cards: new Map(),
  meetings: new Map(),
  state: { conveners: [], meeting: null, paused: false, patience: "" },
  play: null,
  live: false,
};

/** Have `show` called with the changed item whenever something of this kind changes. */
export function on(kind, show) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), show]);
}

function tell(kind, item) {
  for (const show of listeners.get(kind) ?? []) show(item);
}

const KEPT = { person: "people", message: "messages", card: "cards", meeting: "meetings" };

/** Take in one event of the feed. */
export function take(event) {
  if (event.kind === "again") clear();
  else if (event.kind in KEPT) room[KEPT[event.kind]].set(event.item.id, event.item.body);
  else if (event.kind === "state") room.state = event.item.body;
  else if (event.kind === "play") room.play = event.item.body;
  else if (event.kind === "here") room.live = true;
  tell(event.kind, event.item);
}

/** Forget everything: another person looks now, or it is another room. */
export function clear() {
  for (const kept of Object.values(KEPT)) room[kept].clear();
  room.state = { conveners: [], meeting: null, paused: false, patience: "" };
  room.play = null;
  room.live = false;
  tell("cleared", null);
}

export function nameOf(id) {
  return id === "heed" ? "Heed" : room.people.get(id)?.name ?? "Somebody";
}

export const faceOf = (id) => face(nameOf(id), room.people.get(id)?.n ?? null);

export const convenes = () => room.state.conveners.includes(room.me?.id);
export const playing = () => room.play !== null && room.play.scene !== "over";
