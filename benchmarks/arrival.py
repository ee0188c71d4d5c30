"""How late do cards arrive at the platform? `python -m benchmarks.arrival`.

People ask in many channels of a local Slack, or a local Discord, and nobody says more. Heed, as it
is run, hears of it over the socket; each channel's deadline is read from its database, and the
moment at which the platform has taken the convener's card is stamped by the platform's side.
"""

import argparse
import asyncio
import json
import logging
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

import structlog
from aiohttp import web

from benchmarks.discord import World, process, ready
from benchmarks.machine import described, heading, share
from bot.bootstrap import build_tracker
from bot.domain.events import (
    ConvenerAccepted,
    ConvenerInvited,
    MeetingStarted,
    MemberJoined,
    RoomNamed,
    RoomSet,
)
from bot.domain.settings import Patience, RoomSettings
from bot.runtime.clock import SystemClock
from bot.runtime.companion import Companion
from storage import open_store
from tests.adapters.discord.local.server import local_discord
from tests.adapters.slack.faults.proxy import Proxy, standing
from tests.adapters.slack.local import heed, server
from tests.adapters.slack.local.server import HEED, TEAM, Channel, LocalSlack, Person
from tests.runtime.fakes import FakeSender

ASKED: Final = "If I'm honest, I still find it hard to say what our partnership is for?"
# Nobody answers: then it is due three times as long after it was asked (bot/domain/patience.py).
PATIENCE: Final = Patience(messages=6, seconds=15.0)
HEARD_WITHIN: Final = 20.0  # seconds: less than the first deadline takes to come
PATIENT: Final = 90.0  # seconds after the last deadline

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A channel as Heed's room, with its convener."""

    room: str
    convener: str


@dataclass
class Arrivals:
    """When (epoch seconds) the first card came to each convener, by their ids."""

    came: dict[str, float] = field(default_factory=dict)
    wanted: int = 0
    all_came: asyncio.Event = field(default_factory=asyncio.Event)

    def stamp(self, member: str) -> None:
        """A card came to them."""
        self.came.setdefault(member, time.time())
        if len(self.came) >= self.wanted:
            self.all_came.set()


async def prepare(database: str, places: Sequence[Place]) -> None:
    """Let each channel have a convener who is ready, a notice and a running meeting."""
    now = time.time()
    settings = RoomSettings(patience=PATIENCE, quiet_hours=None)
    async with open_store(database) as store:
        senders = {"slack": FakeSender(), "discord": FakeSender()}
        companion = Companion(store, build_tracker()[0], SystemClock(), senders)
        for place in places:
            room, who = place.room, place.convener
            for event in (
                RoomSet(room=room, at=now, settings=settings),
                RoomNamed(room=room, at=now, title="#place"),
                MemberJoined(room=room, at=now, member=who, name="Cora"),
                ConvenerInvited(room=room, at=now, member=who, by=who, practised=True),
                ConvenerAccepted(room=room, at=now, member=who),
                MeetingStarted(room=room, at=now, meeting="monday"),
            ):
                await companion.receive(event)
        await companion.outbox.run_due()


async def arrived(
    database: Path, places: Sequence[Place], arrivals: Arrivals, ask: Callable[[], Awaitable[None]]
) -> list[float]:
    """Ask in all channels; how late (seconds) each card came comes back."""
    arrivals.came.clear()
    arrivals.wanted = len(places)
    await ask()
    due = await _deadlines(database, places)
    with suppress(TimeoutError):
        async with asyncio.timeout(max(due.values()) - time.time() + PATIENT):
            await arrivals.all_came.wait()
    lost = [place for place in places if place.convener not in arrivals.came]
    if lost:
        raise SystemExit(f"{len(lost)} of {len(places)} cards never came")
    return [arrivals.came[place.convener] - due[place.room] for place in places]


async def _deadlines(database: Path, places: Sequence[Place]) -> dict[str, float]:
    """When each room is due, once Heed has heard of all questions."""
    async with asyncio.timeout(HEARD_WITHIN):
        while True:
            with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
                rows = connection.execute(
                    "SELECT room, wake_at FROM rooms WHERE room IN (SELECT room FROM questions)"
                )
                due: dict[str, float] = {room: at for room, at in rows if at is not None}
            if len(due) == len(places):
                return due
            await asyncio.sleep(0.5)


# --- Slack -----------------------------------------------------------------------------------


class Stamping(Proxy):
    """Stands before the local Slack, and notes when it has taken each direct message."""

    def __init__(self, arrivals: Arrivals) -> None:
        super().__init__()
        self._arrivals = arrivals
        self._direct: dict[str, str] = {}

    async def _remember(self, request: web.Request, said: Json) -> None:
        await super()._remember(request, said)
        asked = await _asked(request)
        match request.match_info["method"]:
            case "conversations.open" if said["ok"]:
                self._direct[said["channel"]["id"]] = asked["users"]
            case "chat.postMessage" if said["ok"]:
                to = str(asked["channel"])
                if (member := self._direct.get(to, to)).startswith("U"):
                    self._arrivals.stamp(member)


async def _asked(request: web.Request) -> Json:
    """What a call says, in whichever way the SDK sends it."""
    sent = await (request.json() if request.content_type == "application/json" else request.post())
    return {**request.query, **sent}


async def slack(channels: int, pause: float, folder: Path) -> list[float]:
    """The same through a local Slack, in Socket Mode."""
    asker = Person("U0ASKER", "Maya")
    conveners = [Person(f"U0CORA{number}", f"Cora {number}") for number in range(channels)]
    made = [
        Channel(f"C0PLACE{number}", f"place-{number}", (asker.id, convener.id, HEED))
        for number, convener in enumerate(conveners)
    ]
    places = [
        Place(room=f"slack/{TEAM}/{channel.id}", convener=convener.id)
        for channel, convener in zip(made, conveners, strict=True)
    ]
    database = folder / "heed.db"
    await prepare(f"sqlite:///{database}", places)
    arrivals = Arrivals()
    async with AsyncExitStack() as stack:
        there = await stack.enter_async_context(
            server.running(folder, "socket", [asker, *conveners], made)
        )
        seen = await stack.enter_async_context(standing(Stamping(arrivals), there))
        port = server.free_port()
        await stack.enter_async_context(heed.running(folder, seen, SystemClock(), port, {}))
        await _connected(there)

        async def ask() -> None:
            for channel in made:
                body = {"channel": channel.id, "user": asker.id, "text": ASKED}
                await there.post("/_control/message", body)
                await asyncio.sleep(pause)

        return await arrived(database, places, arrivals, ask)


async def _connected(there: LocalSlack) -> None:
    """Wait until Slack has greeted Heed on its socket: before, it tells nobody of anything."""
    async with asyncio.timeout(HEARD_WITHIN):
        while True:
            log = (await there.get("/_control/log"))["log"]
            if any("hello" in each["summary"] for each in log):
                return
            await asyncio.sleep(0.1)


# --- Discord ---------------------------------------------------------------------------------


async def discord(channels: int, pause: float, folder: Path) -> list[float]:
    """The same through a local Discord, Heed in a process of its own."""
    database = folder / "heed.db"
    arrivals = Arrivals()
    async with local_discord() as local:
        backend = local.backend
        backend.advance_clock(time.time() - backend.clock.now().timestamp())
        asker = backend.make_user("Maya").id
        guild = backend.create_guild("Town", owner_id=asker).id
        conveners = [backend.make_user(f"cora{number}").id for number in range(channels)]
        for each in conveners:
            backend.add_member(guild, each)
        made = [backend.create_channel(guild, f"place-{n}").id for n in range(channels)]
        places = [
            Place(room=f"discord/{guild}/{channel}", convener=str(convener))
            for channel, convener in zip(made, conveners, strict=True)
        ]

        def told(event: str, payload: Mapping[str, Any]) -> None:
            if event != "MESSAGE_CREATE":
                return
            channel = int(payload["channel_id"])
            for member, direct in backend.dm_channels.items():
                if direct == channel:
                    arrivals.stamp(str(member))

        backend.subscribers.append(told)
        url = f"sqlite:///{database}"
        await prepare(url, places)
        there = World(server=local, guild=guild, channels=made, people=[asker])
        async with process("heed", there, url, events=1) as says:
            await ready(says)

            async def ask() -> None:
                for channel in made:
                    backend.advance_clock(time.time() - backend.clock.now().timestamp())
                    backend.create_message(channel, asker, ASKED)
                    await asyncio.sleep(pause)

            return await arrived(database, places, arrivals, ask)


WAYS: Final = {"slack": slack, "discord": discord}


def main() -> None:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--platform", choices=list(WAYS), action="append")
    parser.add_argument("--channels", type=int, default=200)
    parser.add_argument("--a-second", type=float, default=10.0, help="questions asked a second")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="JSON, nothing else")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    about = described("slack-bolt", "discord.py", "aiohttp")
    if not args.json:
        sys.stdout.write(f"{heading(about)}\n{args.channels} channels, {args.runs} runs\n")
    rows = []
    for name in args.platform or WAYS:
        runs = [_run(name, args) for _ in range(args.runs)]
        rows.append(
            {
                "platform": name,
                "p50_s": round(median(median(run) for run in runs), 3),
                "p99_s": round(median(share(run, 0.99) for run in runs), 3),
                "max_s": round(max(map(max, runs)), 3),
            }
        )
        if not args.json:
            sys.stdout.write("  ".join(f"{key} {value}" for key, value in rows[-1].items()) + "\n")
            sys.stdout.flush()
    if args.json:
        found = {"channels": args.channels, "runs": args.runs, "rows": rows}
        sys.stdout.write(json.dumps({**about, **found}) + "\n")


def _run(name: str, args: argparse.Namespace) -> list[float]:
    with tempfile.TemporaryDirectory(prefix=f"heed-arrival-{name}-") as folder:
        return asyncio.run(WAYS[name](args.channels, 1 / args.a_second, Path(folder)))


if __name__ == "__main__":
    main()
