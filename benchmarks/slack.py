"""How many of Slack's events a second over HTTP? `python -m benchmarks.slack`.

Sends signed messages of the Events API, in channels where a meeting runs, first to a bare Bolt app
whose listener does nothing, then to Heed, then again: each a process of its own, on the same server
with the same limits. Heed has committed a message, in SQLite on a real disk, before it acknowledges
it. Prints medians, and the ratio of the two.
"""

import argparse
import asyncio
import json
import logging
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import Any, Final

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from adapters.slack.http import EVENTS_PATH, event_routes
from adapters.web.server import create_server
from benchmarks.growth import opening
from benchmarks.talk import messages
from bot.bootstrap import build_tracker
from bot.bootstrap.run import build
from bot.config import load
from bot.config.platforms import SlackWay, Transport, Ways
from bot.domain.events import RoomNamed
from bot.runtime.clock import SystemClock
from bot.runtime.companion import Companion
from storage import open_store
from tests.runtime.fakes import FakeSender

TEAM: Final = "T1"
SECRET: Final = "a signing secret"  # noqa: S105 - of an app that there isn't
TOKEN: Final = "xoxb-a-token"  # noqa: S105 - likewise
STARTS_WITHIN: Final = 60.0  # seconds
PEOPLE: Final = 8

Json = dict[str, Any]


# --- the two that are measured ---------------------------------------------------------------


@asynccontextmanager
async def bare() -> AsyncIterator[web.Application]:
    """A Bolt app whose one listener does nothing."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=TEAM, bot_id="BHEED", bot_user_id="UHEED", bot_token=TOKEN
        )

    async def ignored() -> None:
        """Do nothing."""

    async def no_problems() -> Sequence[str]:
        return ()

    async def no_failures() -> Mapping[str, int]:
        return {}

    bolt = AsyncApp(signing_secret=SECRET, authorize=authorize)
    bolt.event("message")(ignored)
    yield create_server(event_routes(bolt), no_problems, no_failures)


@asynccontextmanager
async def heed(api: str, database: str) -> AsyncIterator[web.Application]:
    """Heed as it is run."""
    given = {"DATABASE_URL": database, "HEED_SLACK_API_URL": api, "HEED_QUIET_HOURS": "none"}
    way = SlackWay(transport=Transport.HTTP, bot_token=TOKEN, signing_secret=SECRET)
    async with build(load(given, None), Ways(slack=way)) as app:
        yield app


async def serve(which: str, port: int, api: str, database: str) -> None:
    """Serve one of them until the process is ended."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    async with heed(api, database) if which == "heed" else bare() as app:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await asyncio.Event().wait()


# --- the Slack around them -------------------------------------------------------------------


async def _answer(request: web.Request) -> web.Response:
    """What Slack says to Heed's own calls."""
    form = {**request.query, **await request.post()}
    user = str(form.get("user", "U0"))
    answers: dict[str, Json] = {
        "auth.test": {"team_id": TEAM, "user_id": "UHEED", "bot_id": "BHEED"},
        "users.info": {"user": {"id": user, "name": user, "profile": {"display_name": user}}},
        "users.conversations": {"channels": []},
        "conversations.open": {"channel": {"id": "D" + str(form.get("users", ""))}},
        "chat.postMessage": {"ts": f"{time.time():.6f}", "channel": "D1"},
        "chat.getPermalink": {"permalink": "https://example.slack.com/archives/C1/p1"},
    }
    return web.json_response({"ok": True, **answers.get(request.match_info["method"], {})})


@asynccontextmanager
async def slack() -> AsyncIterator[str]:
    """A Slack that answers at once; where it is."""
    app = web.Application()
    app.router.add_route("*", "/api/{method}", _answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api"
    finally:
        await runner.cleanup()


def talk(channels: int) -> Iterator[bytes]:
    """Messages of the Events API, in each channel in turn."""
    said = zip(
        *(messages(10**9, seed=seed, people=PEOPLE) for seed in range(channels)), strict=True
    )
    numbers = count(1)
    for lines in said:
        for channel, line in enumerate(lines):
            number, each = next(numbers), json.loads(line)
            ts = f"{time.time():.0f}.{number % 1_000_000:06d}"
            event = {
                "type": "message",
                "channel": f"C{channel}",
                "channel_type": "channel",
                "user": f"U{each['author'].removeprefix('person')}",
                "text": each["text"],
                "ts": ts,
                "event_ts": ts,
                "team": TEAM,
            }
            payload = {
                "type": "event_callback",
                "team_id": TEAM,
                "api_app_id": "AHEED",
                "event_id": f"Ev{number}",
                "event_time": int(time.time()),
                "event": event,
                "authorizations": [{"team_id": TEAM, "user_id": "UHEED", "is_bot": True}],
            }
            yield json.dumps(payload).encode()


async def prepare(database: str, channels: int) -> None:
    """Let each channel have a convener, a notice and a running meeting."""
    now = time.time()
    tracker, _ = build_tracker()
    async with open_store(database) as store:
        companion = Companion(store, tracker, SystemClock(), {"slack": FakeSender()})
        for number in range(channels):
            room = f"slack/{TEAM}/C{number}"
            for event in (RoomNamed(room=room, at=now, title=f"#{number}"), *opening(room)[:-1]):
                await companion.receive(replace(event, at=now))
                await companion.outbox.run_due()


# --- measuring -------------------------------------------------------------------------------


@contextmanager
def process(which: str, port: int, api: str, database: str) -> Iterator[None]:
    """Serve one of the two in a process of its own."""
    arguments = ("--serve", which, "--port", str(port), "--api", api, "--database", database)
    command = [sys.executable, "-m", "benchmarks.slack", *arguments]
    with subprocess.Popen(command) as served:  # noqa: S603 - ourselves
        try:
            yield
        finally:
            served.kill()


async def send(url: str, bodies: Sequence[bytes], in_flight: int) -> float:
    """Send signed events, so many at once; how many were acknowledged a second comes back."""
    signer = SignatureVerifier(SECRET)
    at = str(int(time.time()))
    signed = [
        (
            body,
            {
                "Content-Type": "application/json",
                "X-Slack-Request-Timestamp": at,
                "X-Slack-Signature": signer.generate_signature(timestamp=at, body=body) or "",
            },
        )
        for body in bodies
    ]
    left = iter(signed)
    connector = aiohttp.TCPConnector(limit=in_flight)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def sender() -> None:
            for body, headers in left:
                async with session.post(url, data=body, headers=headers) as answer:
                    if answer.status != 200:  # noqa: PLR2004 - HTTP's OK
                        raise SystemExit(f"an event was answered with {answer.status}")

        began = time.perf_counter()
        async with asyncio.TaskGroup() as senders:
            for _ in range(in_flight):
                senders.create_task(sender())
        return len(signed) / (time.perf_counter() - began)


async def _ready(url: str) -> None:
    async with asyncio.timeout(STARTS_WITHIN), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"{url}/readyz") as answer:
                    if answer.ok:
                        return
            except aiohttp.ClientConnectionError:
                pass  # it isn't there yet
            await asyncio.sleep(0.1)


async def run(which: str, api: str, args: argparse.Namespace) -> float:
    """One run of one of them, from a new database; events a second."""
    with tempfile.TemporaryDirectory(prefix="heed-slack-", dir=args.folder) as folder:
        database = f"sqlite:///{Path(folder) / 'heed.db'}"
        if which == "heed":
            await prepare(database, args.channels)
        port = _free_port()
        with process(which, port, api, database):
            url = f"http://127.0.0.1:{port}"
            await _ready(url)
            given = talk(args.channels)
            await send(url + EVENTS_PATH, list(islice(given, args.events // 5)), args.in_flight)
            return await send(url + EVENTS_PATH, list(islice(given, args.events)), args.in_flight)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


async def measure(args: argparse.Namespace) -> dict[str, list[float]]:
    """Both in turn, so many times."""
    rates: dict[str, list[float]] = {"bare": [], "heed": []}
    async with slack() as api:
        for _ in range(args.runs):
            for which, found in rates.items():
                found.append(await run(which, api, args))
    return rates


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=3_000)
    parser.add_argument("--channels", type=int, default=50)
    parser.add_argument("--in-flight", type=int, default=50)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", help="where the databases lie  [default: the temporary one]")
    for name in ("--serve", "--api", "--database"):
        parser.add_argument(name, default="", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        asyncio.run(serve(args.serve, args.port, args.api, args.database))
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    rates = asyncio.run(measure(args))
    _report(rates, args)


def _report(rates: dict[str, list[float]], args: argparse.Namespace) -> None:
    out = sys.stdout.write
    out(
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n{args.events} events, "
        f"{args.channels} channels, {args.in_flight} in flight, median of {args.runs} runs\n"
    )
    for which, found in rates.items():
        runs = ", ".join(f"{each:.0f}" for each in found)
        out(f"{which:<5} {median(found):>7.0f} events/s   ({runs})\n")
    out(f"ratio {median(rates['heed']) / median(rates['bare']):.2f}\n")


if __name__ == "__main__":
    main()
