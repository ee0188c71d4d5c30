"""How many of the gateway's messages a second? `python -m benchmarks.discord`.

A local Discord tells messages over a real gateway, in channels where a meeting runs, first to a
bare discord.py client whose `on_message` does nothing but count, then to Heed, then again: each a
process of its own, with the same intents. Heed has taken a message in when it is committed to
SQLite, on a real disk. Prints medians, and the ratio of the two.
"""

import argparse
import asyncio
import json
import logging
import os
import platform
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket

from adapters.discord.client import point_at
from adapters.discord.permissions import intents
from benchmarks.talk import messages
from bot.bootstrap import build_tracker
from bot.bootstrap.discord import discord as signed_in
from bot.bootstrap.shared import Shared
from bot.config import load
from bot.config.rooms import RoomWriting
from bot.domain.commands import Reply
from bot.domain.events import (
    ConvenerAccepted,
    ConvenerInvited,
    Event,
    MeetingStarted,
    MemberJoined,
    MessagePosted,
    RoomNamed,
    RoomSet,
)
from bot.domain.settings import Budget, RoomSettings
from bot.runtime.clock import SystemClock
from bot.runtime.companion import Companion
from bot.runtime.privacy import Privacy
from bot.runtime.reception import FrontDesk
from storage import open_store
from tests.adapters.discord.local.server import API, TOKEN, LocalDiscord, local_discord
from tests.runtime.fakes import FakeSender

WITHIN: Final = 120.0  # seconds for a start, and for a run
PEOPLE: Final = 8


# --- the two that are measured ---------------------------------------------------------------


class Tally:
    """Says on standard output when so many messages have been taken in."""

    def __init__(self, marks: Sequence[int]) -> None:
        self._marks = list(marks)
        self._count = 0

    def add(self) -> None:
        """One more."""
        self._count += 1
        if self._count in self._marks:
            say(self._count)


def say(what: object) -> None:
    """Tell whoever measures."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


async def bare(tally: Tally) -> None:
    """A client of the library's, whose `on_message` does nothing."""
    client = discord.Client(intents=intents())

    @client.event
    async def on_message(_message: discord.Message) -> None:
        tally.add()

    @client.event
    async def on_ready() -> None:
        say("ready")

    async with client:
        await client.start(TOKEN)


async def heed(tally: Tally, api: str, database: str) -> None:
    """Heed as it is run, with a companion that counts."""

    class Counting(Companion):
        async def receive(self, event: Event) -> tuple[Reply, ...]:
            replies = await super().receive(event)
            if isinstance(event, MessagePosted):
                tally.add()
            return replies

    given = {"DATABASE_URL": database, "HEED_DISCORD_API_URL": api, "HEED_QUIET_HOURS": "none"}
    settings, clock = load(given, None), SystemClock()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(database))
        there = await stack.enter_async_context(signed_in(TOKEN, settings, store))
        senders = {there.name: there.sender}
        companion = Counting(store, build_tracker()[0], clock, senders, store.bell)
        privacy = Privacy(companion, store.care, clock)
        reception = FrontDesk(companion, privacy, settings.room(), RoomWriting())
        connection = there.connected(
            Shared(companion=companion, reception=reception, privacy=privacy, clock=clock)
        )
        await connection.prepare()
        await stack.enter_async_context(companion)
        stack.push_async_callback(connection.close)
        await connection.open()
        for room in await companion.rooms():
            while (found := await companion.look(room)) and found.behind_since is not None:  # noqa: ASYNC110 - once, before anything is measured
                await asyncio.sleep(0.05)
        say("ready")
        await asyncio.Event().wait()


async def serve(args: argparse.Namespace) -> None:
    """Run one of them until the process is ended."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    tally = Tally([args.events // 5, args.events // 5 + args.events])
    point_at(args.api)
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(args.gateway)
    await (heed(tally, args.api, args.database) if args.serve == "heed" else bare(tally))


# --- the Discord around them -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A server, its channels, and those who talk there; the first convenes."""

    server: LocalDiscord
    guild: int
    channels: Sequence[int]
    people: Sequence[int]

    def talk(self, count: int, seed: int) -> None:
        """Have so many messages told, in each channel in turn."""
        lines = [messages(count, seed=seed + each, people=PEOPLE) for each in self.channels]
        said = ((channel, line) for each in zip(*lines, strict=True) for channel, line in
                zip(self.channels, each, strict=True))  # fmt: skip
        for channel, line in islice(said, count):
            message = json.loads(line)
            author = self.people[int(message["author"].removeprefix("person"))]
            self.server.backend.create_message(channel, author, message["text"])


def world(server: LocalDiscord, channels: int) -> World:
    """A server with so many channels."""
    backend = server.backend
    backend.advance_clock(time.time() - backend.clock.now().timestamp())
    people = [backend.make_user(f"person{number}").id for number in range(PEOPLE)]
    guild = backend.create_guild("Town", owner_id=people[0]).id
    for each in people[1:]:
        backend.add_member(guild, each)
    made = [backend.create_channel(guild, f"place-{number}").id for number in range(channels)]
    return World(server=server, guild=guild, channels=made, people=people)


async def prepare(there: World, database: str) -> None:
    """Let each channel have a convener, a notice and a running meeting."""
    now, convener = time.time(), str(there.people[0])
    settings = RoomSettings(budget=Budget(per_meeting=3, per_day=1_000_000), quiet_hours=None)
    async with open_store(database) as store:
        sender = {"discord": FakeSender()}
        companion = Companion(store, build_tracker()[0], SystemClock(), sender)
        for channel in there.channels:
            room = f"discord/{there.guild}/{channel}"
            for event in (
                RoomSet(room=room, at=now, settings=settings),
                RoomNamed(room=room, at=now, title="#place"),
                MemberJoined(room=room, at=now, member=convener, name="Cora"),
                ConvenerInvited(room=room, at=now, member=convener, by=convener),
                ConvenerAccepted(room=room, at=now, member=convener),
                MeetingStarted(room=room, at=now, meeting="monday"),
            ):
                await companion.receive(event)
                await companion.outbox.run_due()


# --- measuring -------------------------------------------------------------------------------


@asynccontextmanager
async def process(
    which: str, there: World, database: str, events: int
) -> AsyncIterator[asyncio.StreamReader]:
    """Run one of the two in a process of its own; what it says comes back."""
    server = there.server
    arguments = ("--serve", which, "--api", server.url + API, "--gateway", server.gateway)
    more = ("--database", database, "--events", str(events))
    served = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.discord",
        *arguments,
        *more,
        stdout=asyncio.subprocess.PIPE,
    )
    assert served.stdout is not None  # noqa: S101 - it was asked for
    try:
        yield served.stdout
    finally:
        served.kill()
        await served.wait()


async def run(which: str, args: argparse.Namespace) -> float:
    """One run of one of them, in a new world; messages a second."""
    with tempfile.TemporaryDirectory(prefix="heed-discord-", dir=args.folder) as folder:
        database = f"sqlite:///{Path(folder) / 'heed.db'}"
        async with local_discord() as server:
            there = world(server, args.channels)
            if which == "heed":
                await prepare(there, database)
            async with process(which, there, database, args.events) as says:
                await ready(says)
                there.talk(args.events // 5, seed=1)
                await _said(says, str.isdigit)
                there.talk(args.events, seed=1_000)
                began = time.perf_counter()
                await _said(says, str.isdigit)
                rate: float = args.events / (time.perf_counter() - began)
                return rate


async def ready(says: asyncio.StreamReader) -> None:
    """Wait until the process that is measured says that it is connected and at work."""
    await _said(says, lambda line: line == "ready")


async def _said(says: asyncio.StreamReader, wanted: Callable[[str], bool]) -> None:
    async with asyncio.timeout(WITHIN):
        while line := (await says.readline()).decode():
            if wanted(line.strip()):
                return
    raise SystemExit("the process that is measured has ended")


async def measure(args: argparse.Namespace) -> dict[str, list[float]]:
    """Both in turn, so many times."""
    rates: dict[str, list[float]] = {"bare": [], "heed": []}
    for _ in range(args.runs):
        for which, found in rates.items():
            found.append(await run(which, args))
    return rates


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=3_000)
    parser.add_argument("--channels", type=int, default=50)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", help="where the databases lie  [default: the temporary one]")
    for name in ("--serve", "--api", "--gateway", "--database"):
        parser.add_argument(name, default="", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        asyncio.run(serve(args))
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    _report(asyncio.run(measure(args)), args)


def _report(rates: dict[str, list[float]], args: argparse.Namespace) -> None:
    out = sys.stdout.write
    out(
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n{args.events} messages, "
        f"{args.channels} channels, median of {args.runs} runs\n"
    )
    for which, found in rates.items():
        runs = ", ".join(f"{each:.0f}" for each in found)
        out(f"{which:<5} {median(found):>7.0f} messages/s   ({runs})\n")
    out(f"ratio {median(rates['heed']) / median(rates['bare']):.2f}\n")


if __name__ == "__main__":
    main()
