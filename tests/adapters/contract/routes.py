"""The page about the servers' routes: who may use each, by what, and how much of it.

The routes are asked of the servers themselves, put together as they are when they run; what is
said of each stands below. `python -m tests.adapters.contract.routes` writes the page; tests hold it
to the code, and try each route without what it asks for.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from aiohttp import hdrs, web
from sqlalchemy import URL

from adapters.board.routes import STREAMS_AT_MOST
from adapters.board.tickets import AT_MOST
from adapters.metrics.state import LOOKED_EVERY
from adapters.slack.http import AT_ONCE, INSTALLS_A_SECOND, INSTALLS_AT_ONCE
from adapters.slack.installing import TAKES
from adapters.web import guard, server
from adapters.web.names import NAME_AT_MOST, TEXT_AT_MOST
from bot.bootstrap.demo import build_demo
from bot.bootstrap.run import build
from bot.config import load_traced
from bot.config.platforms import ways
from bot.domain.answers import BOARD_LASTS
from bot.domain.settings import RoomSettings
from bot.runtime.health import PROBED_EVERY
from tests import ROOT
from tests.cli.door import door

PAGE: Final = ROOT / "docs" / "http.md"


class Server(StrEnum):
    """Which server: that of the platforms, or the demo room's."""

    RUN = "python -m bot run"
    NEAR = "python -m bot run, on this machine alone"
    DEMO = "python -m bot demo"


class Asks(StrEnum):
    """What a route asks for before it does anything."""

    NOTHING = "nothing"
    SIGNATURE = "Slack's signature"
    STATE = "the state and cookie of an install that began here"
    TICKET = "a board's link, unused"
    PASS = "a board's cookie"  # noqa: S105 - says what is asked for
    SEAT = "the page's own token"
    ADDRESS = "the server's own address as `Host`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the page says of a route: what it asks for, what it is for, what bounds it."""

    asks: Asks
    what: str
    bound: str = ""


Route = tuple[str, str]
"""A method and a path."""

_STREAM: Final = f"{STREAMS_AT_MOST} streams of one pass at once"
_BOARD: Final[dict[Route, Said]] = {
    ("GET", "/board"): Said(asks=Asks.NOTHING, what="the page behind a link; it tells nothing"),
    ("POST", "/board"): Said(
        asks=Asks.TICKET,
        what="a link, for a cookie",
        bound=f"{AT_MOST} characters of a ticket; once; {BOARD_LASTS / 3600:.0f} hours",
    ),
    ("GET", "/board/static/board.css"): Said(asks=Asks.NOTHING, what="a file"),
    ("GET", r"/board/static/{name}"): Said(
        asks=Asks.NOTHING, what="a file", bound="names of letters, `.js` or `.svg`"
    ),
    ("GET", "/board/{pass}"): Said(asks=Asks.PASS, what="the board"),
    ("GET", "/board/{pass}/presenting"): Said(asks=Asks.PASS, what="the board on a shared screen"),
    ("GET", "/board/{pass}/stream"): Said(asks=Asks.PASS, what="what changes on it", bound=_STREAM),
    ("GET", "/board/{pass}/presenting/stream"): Said(
        asks=Asks.PASS, what="what changes on it, for a shared screen", bound=_STREAM
    ),
    ("POST", "/board/{pass}/ask"): Said(
        asks=Asks.PASS, what="one of its buttons", bound="what its page offers, and nothing else"
    ),
    ("POST", "/board/{pass}/end"): Said(asks=Asks.PASS, what="closes it"),
}
_READY: Final = Said(
    asks=Asks.NOTHING,
    what="whether it can take events; names no room and no reason",
    bound=f"the database is asked once in {PROBED_EVERY:g} s, however often somebody asks",
)
_FIGURES: Final = Said(
    asks=Asks.NOTHING,
    what="figures of the process: no text, no name, no room",
    bound=f"the server's own address; the database is asked once in {LOOKED_EVERY:g} s",
)
_ALIVE: Final = Said(asks=Asks.NOTHING, what="whether the process answers")
_EVENTS: Final = Said(
    asks=Asks.SIGNATURE,
    what="events, commands and presses; with `SLACK_SIGNING_SECRET`, not in Socket Mode",
    bound=f"a signature is good for five minutes; {AT_ONCE} events at a time",
)
_INSTALLS: Final = (
    f"{INSTALLS_AT_ONCE} at once, then {INSTALLS_A_SECOND:g} a second, of everybody together"
)
_MESSAGE: Final = "/api/messages/{message}"

SAID: Final[dict[Server, dict[Route, Said]]] = {
    Server.RUN: {
        ("GET", "/healthz"): _ALIVE,
        ("GET", "/readyz"): _READY,
        ("POST", "/slack/events"): _EVENTS,
        ("GET", "/slack/install"): Said(
            asks=Asks.NOTHING,
            what="begins an install; where any workspace may",
            bound=_INSTALLS,
        ),
        ("GET", "/slack/oauth_redirect"): Said(
            asks=Asks.STATE,
            what="ends an install",
            bound=f"{_INSTALLS}; a state is good once, for {TAKES / 60:.0f} minutes",
        ),
        **_BOARD,
    },
    Server.NEAR: {
        ("GET", "/healthz"): _ALIVE,
        ("GET", "/readyz"): _READY,
        ("GET", "/metrics"): Said(
            asks=Asks.ADDRESS,
            what="figures for Prometheus: no person, no word; where no `HEED_PUBLIC_URL` is set "
            "either, else at `HEED_METRICS` alone, on a port of its own",
        ),
        ("POST", "/slack/events"): _EVENTS,
    },
    Server.DEMO: {
        ("GET", "/"): Said(asks=Asks.NOTHING, what="the page"),
        ("GET", "/static"): Said(asks=Asks.NOTHING, what="its files"),
        ("GET", "/metrics"): _FIGURES,
        ("GET", "/healthz"): Said(asks=Asks.NOTHING, what="whether its work goes on"),
        ("GET", "/readyz"): _READY,
        ("POST", "/api/people"): Said(
            asks=Asks.NOTHING,
            what="comes in under a name, and gets a token",
            bound=f"{NAME_AT_MOST} characters",
        ),
        ("DELETE", "/api/people/me"): Said(asks=Asks.SEAT, what="leaves"),
        ("GET", "/api/people/me/data"): Said(asks=Asks.SEAT, what="one's own data"),
        ("POST", "/api/people/me/wishes"): Said(asks=Asks.SEAT, what="forget me, opt out or in"),
        ("GET", "/api/stream"): Said(asks=Asks.SEAT, what="everybody's items, and one's own"),
        ("POST", "/api/messages"): Said(
            asks=Asks.SEAT, what="says something", bound=f"{TEXT_AT_MOST:,} characters"
        ),
        ("PATCH", _MESSAGE): Said(asks=Asks.SEAT, what="changes what one said oneself"),
        ("DELETE", _MESSAGE): Said(asks=Asks.SEAT, what="deletes what one said oneself"),
        ("POST", f"{_MESSAGE}/reactions"): Said(asks=Asks.SEAT, what="reacts"),
        ("POST", f"{_MESSAGE}/let-go"): Said(asks=Asks.SEAT, what="*Let mine go*"),
        ("POST", f"{_MESSAGE}/heard-too"): Said(asks=Asks.SEAT, what="*I'd like this heard too*"),
        ("POST", "/api/presses"): Said(asks=Asks.SEAT, what="a button of one's own card"),
        ("POST", "/api/orders"): Said(asks=Asks.SEAT, what="a button of the page"),
        ("GET", "/api/report"): Said(asks=Asks.SEAT, what="a convener's report"),
        ("GET", "/api/export/{form}"): Said(asks=Asks.SEAT, what="a convener's export"),
        ("POST", "/api/board"): Said(asks=Asks.SEAT, what="a convener's link to their board"),
        ("POST", "/api/play"): Said(asks=Asks.NOTHING, what="plays a meeting"),
        ("PATCH", "/api/play"): Said(asks=Asks.NOTHING, what="plays it faster or slower"),
        ("DELETE", "/api/play"): Said(asks=Asks.NOTHING, what="stops it"),
        **_BOARD,
    },
}

SECRET: Final = "the-signing-secret"  # noqa: S105 - made up
_ENVIRONMENT: Final = {
    "SLACK_SIGNING_SECRET": SECRET,
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "a client's secret",
    "HEED_SLACK_API_URL": "http://127.0.0.1:9/api",
    "HEED_PUBLIC_URL": "https://heed.example.org",
}
"""Settings with which the server has every route that it can have."""


@asynccontextmanager
async def built(which: Server, folder: Path) -> AsyncIterator[web.Application]:
    """A server as it runs, with all its routes, on a database of its own."""
    if which is Server.DEMO:
        file = URL.create("sqlite+aiosqlite", database=str(folder / "demo.db"))
        async with build_demo(file, "127.0.0.1", RoomSettings()) as app:
            yield app
        return
    with door() as slack:
        environment = _ENVIRONMENT if which is Server.RUN else _near(slack.url)
        database = {"DATABASE_URL": f"sqlite:///{folder}/{which.name}.db"}
        loaded = load_traced({**environment, **database}, None)
        async with build(loaded.settings, ways(loaded)) as app:
            yield app


def _near(slack: str) -> dict[str, str]:
    """Settings of a server for one workspace, with no address on the web."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-made-up",
        "SLACK_SIGNING_SECRET": SECRET,
        "HEED_SLACK_API_URL": slack,
    }


def routes(app: web.Application) -> list[Route]:
    """All routes of a server, by path; HEAD goes with GET."""
    found = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.method != hdrs.METH_HEAD
    }
    return sorted(found, key=lambda each: (each[1], each[0]))


_HEAD: Final = f"""\
# Every route, who may use it, and what bounds it

Made from the servers' own routers by `python -m tests.adapters.contract.routes`; a test fails for a
route that doesn't stand here, and tries each without what it asks for. Discord has no route: all
of it comes over the connection that Heed opens. Nor has Slack in Socket Mode.

`GET /metrics` is no route of a server that others reach. `run` has it, by the server's own address
alone, where it listens on this machine and neither `HEED_PUBLIC_URL` nor `HEED_METRICS` is set;
with `HEED_METRICS` it stands on a port of its own, with `/healthz` and `/readyz` beside it
([operations](operations.md#figures)).

What holds for all of them, before anything is done:

| | `run` | `demo` |
| --- | --- | --- |
| a body | {server.BODY_AT_MOST // 1024} kB | {guard.BODY_AT_MOST // 1024} kB |
| the whole of a body arrives | within {guard.BODY_TAKES:g} s | within {guard.BODY_TAKES:g} s |
| a connection's first headers, or the next ones, arrive | within {guard.IDLE_FOR:g} s | \
within {guard.IDLE_FOR:g} s |
| a line or a field of the headers; how many | 8,190 bytes; 128 | 8,190 bytes; 128 |
| a request that changes something | not from another site's page (`Sec-Fetch-Site`, `Origin`) \
| likewise |
| the `Host` it names | any: nothing is trusted or made by it | an address, `localhost`, or the \
server's own name |
| loaded by an answer that isn't a page | nothing (`Content-Security-Policy`) | the server's own \
files |
| framed, guessed at, kept by a cache | no | no; files are asked for anew |

Secrets and tokens are compared in constant time: Slack's signature by Bolt (`hmac.compare_digest`),
a board's links and cookies by Fernet, the demo's tokens by their hashes. An install's state is
random (256 bits) and looked up as a whole. No route leads anywhere but within the server; what
Slack is told to lead back to is `HEED_PUBLIC_URL`, never what a request says.

The servers speak HTTP and count no connections: a proxy before them brings TLS (with
`Strict-Transport-Security`), and limits by address.
"""


def page(found: dict[Server, list[Route]]) -> str:
    """The whole page, for the routes that were found."""
    return _HEAD + "".join(_table(which, found[which]) for which in Server)


def _table(which: Server, found: list[Route]) -> str:
    rows = "".join(_row(each, SAID[which][each]) for each in found)
    name, comma, where = which.value.partition(",")
    heads = "| route | asks for | what | bound |\n| --- | --- | --- | --- |\n"
    return f"\n## `{name}`{comma}{where}\n\n{heads}{rows}"


def _row(route: Route, said: Said) -> str:
    return f"| `{' '.join(route)}` | {said.asks.value} | {said.what} | {said.bound} |\n"


async def everything(folder: Path) -> dict[Server, list[Route]]:
    """The routes of all servers."""
    found = {}
    for which in Server:
        async with built(which, folder) as app:
            found[which] = routes(app)
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        PAGE.write_text(page(asyncio.run(everything(Path(made)))), encoding="utf-8")
