"""Does Heed slow down as it grows? `python -m benchmarks.growth`.

Fills a database with so many rooms, each with a convener, a meeting and an open question, and
measures: the start, up to the first look at what is due; one event in a room that is in memory; one
event in a room that has to be read first; one wake-up, with the nudge that comes of it; and writing
the file anew, which SQLite does when somebody asks to be forgotten. Of many samples the lower
quartile is given, since other work on the machine only ever adds; beside it stands the processor's
time in Heed's own process, SQLite's included.
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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

import structlog
from sqlalchemy import Table, insert, select, update

from benchmarks.postgres import postgres
from bot.bootstrap.tracker import build_tracker
from bot.domain.events import (
    ConvenerAccepted,
    ConvenerInvited,
    Event,
    MeetingStarted,
    MemberJoined,
    MessagePosted,
    RoomSet,
)
from bot.domain.settings import Budget, RoomSettings
from bot.runtime.companion import Companion
from storage import SqlStore, open_store
from storage.database import WRITES, connect, upgrade
from storage.tables import cards, members, questions, rooms, turns
from tests.runtime.fakes import FakeClock, FakeSender

START: Final = 1_772_442_000.0  # a Monday, 09:00 UTC
MODEL: Final = "grow/model"  # the room that the others are made like
CONVENER: Final = "cora"
FAR: Final = START + 30 * 86400.0
WOKEN_AT_ONCE: Final = 10
BATCH: Final = 2_000  # rooms
TABLES: Final[tuple[Table, ...]] = (rooms, members, turns, questions, cards)


def _name(number: int) -> str:
    return f"grow/{number}"


def opening(room: str) -> list[Event]:
    """A room with a convener who is ready for nudges, a meeting and a question."""
    settings = RoomSettings(budget=Budget(per_meeting=3, per_day=1_000_000), quiet_hours=None)
    return [
        MemberJoined(room=room, at=START, key="1", member="ana", name="Ana"),
        MemberJoined(room=room, at=START, key="2", member=CONVENER, name="Cora"),
        RoomSet(room=room, at=START, key="3", settings=settings),
        ConvenerInvited(room=room, at=START, key="4", member=CONVENER, by=CONVENER, practised=True),
        ConvenerAccepted(room=room, at=START, key="5", member=CONVENER),
        MeetingStarted(room=room, at=START, key="6", meeting="monday"),
        MessagePosted(
            room=room,
            at=START + 1.0,
            key="7",
            id="m1",
            author="ana",
            text="Who decides which surgeries we start with?",
        ),
    ]


def _line(room: str, number: int, at: float) -> Event:
    return MessagePosted(
        room=room, at=at, key=f"n{number}", id=f"n{number}", author="ana", text="the van is back"
    )


def companion_on(store: SqlStore, clock: FakeClock) -> Companion:
    """The real companion, with a clock that is set."""
    tracker, _ = build_tracker(b"key")
    return Companion(store, tracker, clock, {"grow": FakeSender()}, store.bell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A room that the real core made, as rows, and when (epoch seconds) its question is due."""

    due_at: float
    rows: Mapping[Table, Sequence[Mapping[str, Any]]]

    def copies(self, table: Table, room: str, due_at: float) -> list[dict[str, Any]]:
        """The same rows for another room that is due then."""
        return [_copied(row, room, due_at) for row in self.rows[table]]


async def make_model(url: str) -> Model:
    """Bring a database up to date and let the real core make a room in it, which is never due."""
    await upgrade(url)
    async with open_store(url) as store:
        companion = companion_on(store, FakeClock(START))
        for event in opening(MODEL):
            await companion.receive(event)
            await companion.outbox.run_due()  # the notice first: before it nothing is read
        room = await store.look(MODEL)
    if room is None or room.wake_at is None or len(room.questions) != 1:
        raise SystemExit("the core noticed no question; nothing can be measured")
    engine = connect(url)
    async with engine.execution_options(**{WRITES: True}).begin() as connection:
        rows = {
            table: [
                dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way to a row's names
                for row in await connection.execute(select(table).where(table.c.room == MODEL))
            ]
            for table in TABLES
        }
        await connection.execute(update(rooms).where(rooms.c.room == MODEL).values(wake_at=None))
    await engine.dispose()
    return Model(due_at=room.wake_at, rows=rows)


async def make_rooms(url: str, model: Model, due: Mapping[str, float]) -> None:
    """Make rooms like the model, each due then (epoch seconds)."""
    engine = connect(url, patient=True)
    names = iter(due)
    while some := list(islice(names, BATCH)):
        async with engine.execution_options(**{WRITES: True}).begin() as connection:
            for table in model.rows:
                copies = [row for each in some for row in model.copies(table, each, due[each])]
                if copies:
                    await connection.execute(insert(table), copies)
    await engine.dispose()


def _copied(row: Mapping[str, Any], room: str, due_at: float) -> dict[str, Any]:
    """The same row for another room, with a convener of its own."""
    convener = f"{CONVENER} of {room}"
    own = {**row, "room": room}
    if row.get("id") == CONVENER:
        own["id"] = convener
    for old, new in ((MODEL, room), (f'"{CONVENER}"', f'"{convener}"')):
        own["body"] = own["body"].replace(old.encode(), new.encode())
    if "wake_at" in row:
        own["wake_at"] = due_at
    return own


async def fill(url: str, count: int) -> float:
    """Make so many rooms like one that the real core made; when they are due comes back."""
    model = await make_model(url)
    await make_rooms(url, model, {_name(number): FAR + number for number in range(count)})
    return model.due_at


async def measure(url: str, count: int, samples: int) -> dict[str, float]:
    """Fill an empty database and measure."""
    due_at = await fill(url, count)
    chosen = [_name(number * count // min(samples, count)) for number in range(min(samples, count))]
    clock = FakeClock(START + 2.0)
    began = time.perf_counter()
    async with open_store(url) as store:
        companion = companion_on(store, clock)
        await companion.wake_ups.run_due()
        await companion.outbox.run_due()
        await store.next_wake()
        started = time.perf_counter() - began
        busy = time.process_time()
        read_first = [await _event(companion, room, 1) for room in chosen]
        read_busy = (time.process_time() - busy) / len(read_first)
        busy = time.process_time()
        at_hand = [
            await _event(companion, room, 2 + each) for each in range(4) for room in chosen[:8]
        ]
        event_busy = (time.process_time() - busy) / len(at_hand)
        clock.at = due_at + 1.0
        woken, wake_busy = [], 0.0
        for first in range(0, len(chosen), WOKEN_AT_ONCE):
            some = chosen[first : first + WOKEN_AT_ONCE]
            await _make_due(url, some, due_at)
            began, busy = time.perf_counter(), time.process_time()
            await companion.wake_ups.run_due()
            wake_busy += (time.process_time() - busy) / len(chosen)
            woken.append((time.perf_counter() - began) / len(some))
        began = time.perf_counter()
        await store.care.rewrite()
        rewritten = time.perf_counter() - began
    return {
        "rooms": count,
        "start_s": round(started, 2),
        "event_ms": round(1000 * _undisturbed(at_hand), 2),
        "event_read_first_ms": round(1000 * _undisturbed(read_first), 2),
        "wake_up_ms": round(1000 * _undisturbed(woken), 2),
        "event_cpu_ms": round(1000 * event_busy, 2),
        "event_read_first_cpu_ms": round(1000 * read_busy, 2),
        "wake_up_cpu_ms": round(1000 * wake_busy, 2),
        "rewrite_s": round(rewritten, 2),
    }


def _undisturbed(seconds: list[float]) -> float:
    """The lower quartile: what it takes when the machine does little else."""
    return quantiles(seconds, n=4, method="inclusive")[0] if len(seconds) > 1 else seconds[0]


async def _event(companion: Companion, room: str, number: int) -> float:
    began = time.perf_counter()
    await companion.receive(_line(room, number, START + 2.0))
    return time.perf_counter() - began


async def _make_due(url: str, names: list[str], at: float) -> None:
    """Let these rooms be due, and no others."""
    engine = connect(url)
    async with engine.execution_options(**{WRITES: True}).begin() as connection:
        for name in names:
            await connection.execute(update(rooms).where(rooms.c.room == name).values(wake_at=at))
    await engine.dispose()


@contextmanager
def databases(kind: str) -> Iterator[Any]:
    """A way to new, empty databases of that kind."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            names = iter(range(1_000))
            yield lambda: f"sqlite:///{Path(folder)}/{next(names)}.db"
        return
    with postgres() as server:
        yield lambda: server.make().render_as_string(hide_password=False)


def main() -> None:
    """Measure and print a table for each database, then the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=int, nargs="+", default=[10, 1_000, 100_000])
    parser.add_argument("--samples", type=int, default=100, help="events and wake-ups of each kind")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    out = sys.stdout.write
    out(
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, "
        f"{platform.machine()}, {os.cpu_count()} cores\n"
    )
    for kind in args.database or ["sqlite", "postgresql"]:
        with databases(kind) as new:
            rows = [asyncio.run(measure(new(), each, args.samples)) for each in args.rooms]
        out(f"{kind}\n" + "  ".join(rows[0]) + "\n")
        for row in rows:
            out("  ".join(f"{row[name]:>{len(name)}}" for name in row) + "\n")
        out(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main()
