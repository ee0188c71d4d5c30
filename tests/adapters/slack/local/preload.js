// Loaded before the local Slack: keeps it on loopback, and adds what the tests need beside it.
//
// POST /_test/clock   {"ahead": seconds}      its clock is so far ahead of the machine's from now on
// POST /_test/times   {"times": n}            each event is delivered so often
// POST /_test/extra   {...}                   merged into the next press of a button or a choice
// POST /_test/deliver {envelope}              to every bot on a socket; answers with its acknowledgement
// POST /_test/drop    {}                      closes every bot's socket

const serve = Bun.serve;
const post = globalThis.fetch;
const realNow = Date.now;
const bots = new Set();
const waiting = new Map();
let times = 1;
let extra = null;
let ahead = 0;

Date.now = () => realNow() + ahead * 1000;

// Requests are signed with the machine's time, whatever the local Slack's own clock shows.
function signed(body, type) {
  const at = Math.floor(realNow() / 1000).toString();
  const hash = new Bun.CryptoHasher("sha256", process.env.LOCAL_SLACK_SECRET);
  return {
    "Content-Type": type,
    "X-Slack-Request-Timestamp": at,
    "X-Slack-Signature": `v0=${hash.update(`v0:${at}:${body}`).digest("hex")}`,
  };
}

function withExtra(payload) {
  if (!extra || payload.type !== "block_actions") return payload;
  const more = extra;
  extra = null;
  return { ...payload, actions: [{ ...payload.actions[0], ...more }] };
}

globalThis.fetch = async (url, request) => {
  const type = request.headers["Content-Type"] ?? request.headers["content-type"];
  const form = type.startsWith("application/x-www-form-urlencoded");
  let body = request.body;
  const payload = form ? new URLSearchParams(body).get("payload") : null;
  if (payload) {
    const merged = JSON.stringify(withExtra(JSON.parse(payload)));
    body = new URLSearchParams({ payload: merged }).toString();
  }
  for (let again = form ? 1 : times; again > 1; again--)
    await post(url, { ...request, headers: signed(body, type), body });
  return post(url, { ...request, headers: signed(body, type), body });
};

function overSocket(ws) {
  const send = ws.send.bind(ws);
  ws.send = (frame) => {
    const envelope = JSON.parse(frame);
    if (envelope.type === "interactive") {
      envelope.payload = withExtra(envelope.payload);
      return send(JSON.stringify(envelope));
    }
    for (let again = envelope.type === "events_api" ? times : 1; again > 1; again--) send(frame);
    return send(frame);
  };
}

function deliver(envelope) {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(Response.json({ acknowledged: false })), 5000);
    waiting.set(envelope.envelope_id, (payload) => {
      clearTimeout(late);
      resolve(Response.json({ acknowledged: true, payload }));
    });
    for (const bot of bots) bot.send(JSON.stringify(envelope));
  });
}

const routes = {
  "/_test/clock": (body) => ((ahead = body.ahead), Response.json({})),
  "/_test/times": (body) => ((times = body.times), Response.json({})),
  "/_test/extra": (body) => ((extra = body), Response.json({})),
  "/_test/deliver": (body) => deliver(body),
  "/_test/drop": () => (bots.forEach((bot) => bot.close()), Response.json({})),
};

Bun.serve = (options) => {
  const { open, message, close } = options.websocket;
  return serve({
    ...options,
    hostname: "127.0.0.1",
    async fetch(request, server) {
      const route = routes[new URL(request.url).pathname];
      return route ? route(await request.json()) : options.fetch(request, server);
    },
    websocket: {
      ...options.websocket,
      open(ws) {
        if (ws.data.kind === "socket") {
          overSocket(ws);
          bots.add(ws);
        }
        return open(ws);
      },
      message(ws, frame) {
        if (ws.data.kind === "socket") {
          const { envelope_id: id, payload } = JSON.parse(frame.toString());
          waiting.get(id)?.(payload);
          waiting.delete(id);
        }
        return message(ws, frame);
      },
      close(ws, ...rest) {
        bots.delete(ws);
        return close(ws, ...rest);
      },
    },
  });
};
