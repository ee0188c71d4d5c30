// The live feed: server-sent events, read with fetch so that each tab can say who it is.
//
// A browser opens six connections to one server at most, for all tabs together. So a tab that is
// out of sight doesn't hold one: it looks in every few seconds, and says where it stood.

import { Refused, seat } from "./api.js";

const LOOK_IN = 4000;
const COME_BACK = [300, 1000, 2000, 4000];

/** Follow the room until `stop` is called. `on` gets each event; `lost` whether it's connected. */
export function follow(on, lost) {
  let last = "";
  let failures = 0;
  let stopped = false;
  let abort = new AbortController();
  let wake = () => {};

  const pause = (delay) => new Promise((resolve) => {
    wake = resolve;
    setTimeout(resolve, delay);
  });

  async function run() {
    while (!stopped) {
      const hidden = document.hidden;
      try {
        await once(hidden);
        failures = 0;
        if (hidden) await pause(LOOK_IN);
      } catch (error) {
        if (stopped) return;
        if (error instanceof Refused && error.status === 401) {
          on({ kind: "out" });
          return;
        }
        if (!abort.signal.aborted) {
          failures += 1;
          lost(true);
          await pause(COME_BACK[Math.min(failures, COME_BACK.length) - 1]);
        }
      }
    }
  }

  async function once(briefly) {
    abort = new AbortController();
    const headers = { Authorization: `Bearer ${seat().token}`, Accept: "text/event-stream" };
    if (last) headers["Last-Event-ID"] = last;
    const url = briefly ? "/api/stream?once" : "/api/stream";
    const response = await fetch(url, { headers, signal: abort.signal, cache: "no-store" });
    if (!response.ok) throw new Refused(response.status, "");
    lost(false);
    await parse(response.body, (event) => {
      if (event.kind === "again") last = "";
      if (event.id) last = event.id;
      on(event);
    });
  }

  function lookAgain() {
    abort.abort();
    wake();
  }
  document.addEventListener("visibilitychange", lookAgain);
  run();
  return () => {
    stopped = true;
    document.removeEventListener("visibilitychange", lookAgain);
    lookAgain();
  };
}

/** Read server-sent events (HTML standard, 9.2.6) from a stream of bytes. */
async function parse(bytes, on) {
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let event = { kind: "message", data: "" };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split(/\r\n|\n|\r(?!$)/u);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (event.data) on({ kind: event.kind, id: event.id, item: JSON.parse(event.data) });
        event = { kind: "message", data: "" };
      } else {
        const [, field, text] = /^([^:]*):? ?(.*)$/su.exec(line);
        if (field === "event") event.kind = text;
        else if (field === "id") event.id = text;
        else if (field === "data") event.data += (event.data && "\n") + text;
      }
    }
  }
}
