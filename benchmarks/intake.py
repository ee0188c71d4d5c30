"""How fast are events taken in? `python -m benchmarks.intake`.

Gives the companion the talk of 1, 10 and 100 meetings, as platforms do: so many events are on their
way at once, and each has been committed when its sender hears that it was taken. Deadlines and
deliveries go on beside it. Every run has a new database in a real file, or on a PostgreSQL of its
own that waits for the disk. Prints the median of several runs, and the processor's time in Heed's
own process for one event, SQLite's included.
"""

import argparse
import asyncio
import json
import logging
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from statistics import median
from typing import Final

import sqlalchemy
import structlog
from cryptography.fernet import Fernet
from pydantic import SecretStr

from benchmarks.growth import START, companion_on, databases, opening
from benchmarks.talk import messages
from bot.domain.events import Event, MessagePosted
from bot.runtime.companion import Companion
from storage import open_store
from storage.sealing import Sealer
from tests.runtime.fakes import FakeClock

PACE: Final = 0.05  # seconds from one message to the next, whichever room it is in


def talk(rooms: Sequence[str]) -> Iterator[Event]:
    """What is said in the rooms, in each in turn."""
    said = zip(*(messages(1_000_000, seed=seed) for seed in range(len(rooms))), strict=True)
    turns = (
        (room, json.loads(line)) for each in said for room, line in zip(rooms, each, strict=True)
    )
    for number, (room, said) in enumerate(turns):
        yield MessagePosted(
            room=room,
            at=START + 2.0 + PACE * number,
            key=said["id"],
            id=said["id"],
            author=said["author"],
            text=said["text"],
            reply_to=said.get("reply_to"),
        )


async def measure(
    url: str, rooms: int, in_flight: int, events: int, sealer: Sealer
) -> dict[str, float]:
    """Take so many events in; seconds and processor seconds come back."""
    clock = FakeClock(START)
    names = [f"grow/{number}" for number in range(rooms)]
    given = talk(names)
    async with open_store(url, sealer) as store, companion_on(store, clock) as companion:
        for name in names:
            for event in opening(name)[:-1]:
                await companion.receive(event)
        await companion.outbox.run_due()
        await _give(companion, clock, list(islice(given, 2 * max(rooms, in_flight))), in_flight)
        some = list(islice(given, events))
        began, busy = time.perf_counter(), time.process_time()
        await _give(companion, clock, some, in_flight)
        seconds, spent = time.perf_counter() - began, time.process_time() - busy
    return {"events_a_second": events / seconds, "cpu_ms_an_event": 1000 * spent / events}


async def _give(
    companion: Companion, clock: FakeClock, events: Sequence[Event], in_flight: int
) -> None:
    """Give events in their order, so many at once, the next whenever one was taken."""
    left = iter(events)

    async def send() -> None:
        for event in left:
            clock.at = max(clock.at, event.at)
            await companion.receive(event)

    async with asyncio.TaskGroup() as senders:
        for _ in range(in_flight):
            senders.create_task(send())


def main() -> None:
    """Measure and print a table, then the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--in-flight", type=int, nargs="+", default=[1, 100])
    parser.add_argument("--events", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--sealed", action="store_true", help="with an encryption key")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sealer = Sealer([SecretStr(Fernet.generate_key().decode())] if args.sealed else [])
    out = sys.stdout.write
    out(
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, "
        f"SQLAlchemy {sqlalchemy.__version__}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.machine()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}\n{args.events} events, median of {args.runs} runs"
        f"{', sealed' if args.sealed else ''}\n"
    )
    rows = []
    for kind in args.database or ["sqlite", "postgresql"]:
        with databases(kind) as make:
            for in_flight in args.in_flight:
                for rooms in args.rooms:
                    runs = [
                        asyncio.run(measure(make(), rooms, in_flight, args.events, sealer))
                        for _ in range(args.runs)
                    ]
                    figures = {name: median(run[name] for run in runs) for name in runs[0]}
                    rows.append(
                        {"database": kind, "in_flight": in_flight, "rooms": rooms} | figures
                    )
                    out(_line(rows[-1]))
    out(json.dumps(rows) + "\n")


def _line(row: dict[str, object]) -> str:
    return (
        f"{row['database']:<10}  {row['in_flight']:>4} in flight  {row['rooms']:>4} rooms  "
        f"{row['events_a_second']:>7.0f} events/s  {row['cpu_ms_an_event']:>6.2f} ms cpu\n"
    )


if __name__ == "__main__":
    main()
