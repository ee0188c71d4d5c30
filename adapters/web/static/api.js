// Requests to the room, as the person of this tab. An error is a sentence for that person.

import { toast } from "./dom.js";

const SEAT = "heed.seat";
const OWN = "heed.own";

export class Refused extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

const read = (name) => JSON.parse(sessionStorage.getItem(name) ?? "null");
const keep = (name, value) => sessionStorage.setItem(name, JSON.stringify(value));

/** Who this tab is: {id, name, token}, or null before somebody came in. */
export const seat = () => read(SEAT);

/** Whether this tab sits in a played convener's chair. */
export const inChair = () => seat()?.chair === true;

export function sit(taken) {
  if (taken.chair && seat() && !inChair()) keep(OWN, seat());
  keep(SEAT, taken);
}

/** Leave a seat; whoever sat in their own before a chair has it back. */
export function getUp() {
  const own = read(OWN);
  sessionStorage.removeItem(SEAT);
  sessionStorage.removeItem(OWN);
  if (own) keep(SEAT, own);
}

/** Ask the room; gives what it answers. Throws Refused with words for the person. */
export async function ask(method, path, body) {
  const response = await reach(method, path, body);
  return response.json().catch(() => ({}));
}

/** Fetch a file: gives its name and what is in it. Throws Refused. */
export async function fetchFile(path) {
  const response = await reach("GET", path);
  const name = /filename="([^"]*)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return { name: name ?? "heed", blob: await response.blob() };
}

async function reach(method, path, body) {
  const headers = {};
  if (seat()) headers.Authorization = `Bearer ${seat().token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Refused(0, "The room can't be reached. Is the demo still running?");
  }
  if (response.ok) return response;
  const answer = await response.json().catch(() => ({}));
  throw new Refused(response.status, answer.error ?? "That didn't work. Please try again.");
}

/** Ask, and tell the person what came back: Heed's reply, or why not. Gives whether it worked. */
export async function tell(method, path, body) {
  try {
    const answer = await ask(method, path, body);
    for (const reply of answer.replies ?? []) toast(reply);
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message);
    return false;
  }
}

export const order = (what) => tell("POST", "/api/orders", { do: what });
export const path = (message, rest = "") => `/api/messages/${encodeURIComponent(message)}${rest}`;
