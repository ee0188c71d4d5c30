// Keeps a board up to date. The server sends the whole live part each time it looks different; what
// is the same stays in its place, so that neither the focus nor what somebody reads is lost.

const main = document.getElementById("board");
const line = document.getElementById("line");
const said = document.getElementById("said");
const path = main.dataset.path;
// The server has escaped what people wrote; nothing else makes a page part from a string.
const policy = globalThis.trustedTypes?.createPolicy("board", { createHTML: (html) => html });

const SHUT = 403;
const AGAIN = 5000;

// --- the live part ---------------------------------------------------------------------------

function show(html) {
  const parts = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  const focused = document.activeElement?.id;
  const before = document.getElementById("head").dataset.said;
  for (const form of parts.querySelectorAll("form[data-ask]")) form.action = `${path}/ask`;
  settle(main, parts.body);
  const again = focused && document.activeElement?.id !== focused && document.getElementById(focused);
  if (again) again.focus({ preventScroll: true });
  else if (focused && document.activeElement === document.body) main.focus({ preventScroll: true });
  const now = document.getElementById("head").dataset.said;
  if (now !== before) said.textContent = now;
}

/** Make the children of a place those of another, keeping whatever is the same or has the same id. */
function settle(place, wanted) {
  let at = place.firstElementChild;
  for (const next of [...wanted.children]) {
    const known = next.id ? [...place.children].find((each) => each.id === next.id) : null;
    if (known && known.tagName === next.tagName) {
      if (known !== at) place.insertBefore(known, at);
      else at = at.nextElementSibling;
      change(known, next);
    } else if (at && !at.id && !next.id && at.tagName === next.tagName) {
      change(at, next);
      at = at.nextElementSibling;
    } else {
      place.insertBefore(document.importNode(next, true), at);
    }
  }
  while (at) {
    const after = at.nextElementSibling;
    at.remove();
    at = after;
  }
}

function change(known, next) {
  if (known.isEqualNode(next)) return;
  for (const { name } of [...known.attributes]) if (!next.hasAttribute(name)) known.removeAttribute(name);
  for (const { name, value } of next.attributes) {
    if (known.getAttribute(name) !== value) known.setAttribute(name, value);
  }
  const textOnly = [...next.childNodes].every((each) => each.nodeType !== Node.TEXT_NODE || !each.data.trim());
  if (textOnly && next.namespaceURI === known.namespaceURI && next.children.length) settle(known, next);
  else if (!known.isEqualNode(next)) known.replaceChildren(...[...next.childNodes].map((each) => document.importNode(each, true)));
}

// --- the stream ------------------------------------------------------------------------------

function follow() {
  const stream = new EventSource(document.body.dataset.stream);
  stream.addEventListener("open", () => told(line.dataset.live, true));
  stream.addEventListener("board", ({ data }) => show(data));
  stream.addEventListener("ended", () => {
    stream.close();
    leave();
  });
  stream.addEventListener("error", () => {
    told(line.dataset.away, false);
    if (stream.readyState === EventSource.CLOSED) refused();
  });
}

/** A stream that was refused doesn't come back by itself: see whether it may, a little later. */
async function refused() {
  const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
  if (answer?.status === SHUT) leave();
  else setTimeout(follow, AGAIN);
}

function told(text, live) {
  if (line.textContent === text) return;
  line.textContent = text;
  line.classList.toggle("on", live);
  if (!live) said.textContent = text;
}

/** What was shown goes at once; then the server says what there is to see now. */
function leave() {
  main.replaceChildren();
  location.reload();
}

// --- actions ---------------------------------------------------------------------------------

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-ask]")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(`${path}/ask`, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (answer?.type !== "opaqueredirect") said.textContent = "That didn't work. Please try again.";
});

// Words go from sight before the other face is there, and no step back brings them again.
document.getElementById("switch").addEventListener("click", (event) => {
  event.preventDefault();
  main.hidden = true;
  location.replace(event.currentTarget.href);
});

follow();
