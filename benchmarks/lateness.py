"""How late do nudges come? `python -m benchmarks.lateness`.

Fills a database with rooms, each with a convener, a meeting and an open question, lets the real
companion run on it, and stamps the moment at which each nudge reaches the platform's sender; from
that its stored deadline is taken off. Measured are a steady stream (10,000 questions with a
patience of five minutes: 33 fall due a second), many questions that fall due in one and the same
moment, and both again while messages come in elsewhere.
"""

import argparse
import asyncio
import json
import logging
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import median
from typing import Final

import structlog

from benchmarks.growth import FAR, START, databases, make_model, make_rooms, opening
from benchmarks.machine import described, heading, share
from benchmarks.talk import messages
from bot.bootstrap.tracker import build_tracker
from bot.domain.events import MessagePosted
from bot.domain.views import CardView
from bot.runtime.clock import ScaledClock
from bot.runtime.companion import Companion
from bot.runtime.ports import Nonce
from storage import SqlStore, open_store
from tests.runtime.fakes import FakeSender

SETTLING: Final = 3.0  # seconds from the start to the first deadline
PATIENT: Final = 120.0  # seconds until nudges that haven't come count as lost
BUSY_ROOMS: Final = 50


@dataclass
class Stamping(FakeSender):
    """Takes cards, after so many real seconds, and notes when each room's came."""

    clock: ScaledClock = field(default_factory=lambda: ScaledClock(START))
    takes: float = 0.0
    wanted: set[str] = field(default_factory=set)
    came: dict[str, float] = field(default_factory=dict)
    all_came: asyncio.Event = field(default_factory=asyncio.Event)

    async def send_card(self, room: str, to: str, view: CardView, nonce: Nonce) -> str:
        """Take a new card."""
        self.came.setdefault(room, self.clock.now())
        self.wanted.discard(room)
        if not self.wanted:
            self.all_came.set()
        if self.takes:
            await asyncio.sleep(self.takes)
        return await super().send_card(room, to, view, nonce)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What falls due, and what goes on beside it.

    `due` nudges fall due, `a_second` of them, or all at once where that is 0; `events` messages a
    second come in meanwhile.
    """

    name: str
    due: int
    a_second: float
    events: float


def schedule(load: Load, open_questions: int, first: float) -> dict[str, float]:
    """When each room is due (epoch seconds); those that wait beside the due ones far ahead."""
    step = 1 / load.a_second if load.a_second else 0.0
    due = {f"grow/due-{number}": first + number * step for number in range(load.due)}
    waiting = range(max(open_questions - load.due, 0))
    return due | {f"grow/waiting-{number}": FAR + number for number in waiting}


async def measure(url: str, load: Load, open_questions: int, takes: float) -> dict[str, float]:
    """Fill an empty database, and measure how late its nudges come."""
    model = await make_model(url)
    start = model.due_at + 1.0
    due = schedule(load, open_questions, start + SETTLING)
    await make_rooms(url, model, due)
    wanted = {room: at for room, at in due.items() if at < FAR}
    async with open_store(url) as store:
        await _busy_rooms(store)
        clock = ScaledClock(start)
        sender = Stamping(clock=clock, takes=takes, wanted=set(wanted))
        companion = Companion(store, build_tracker(b"key")[0], clock, {"grow": sender}, store.bell)
        began, busy = time.perf_counter(), time.process_time()
        async with companion:
            talking = asyncio.create_task(_talk(companion, clock, load.events))
            await _all_came(sender, max(wanted.values()))
            seconds, spent = time.perf_counter() - began, time.process_time() - busy
            talking.cancel()
            said = 0
            with suppress(asyncio.CancelledError):
                said = await talking
        woken = [await _woken(store, room) - at for room, at in wanted.items()]
    late = [sender.came[room] - at for room, at in wanted.items() if room in sender.came]
    return {
        "p50_s": round(median(late), 3),
        "p99_s": round(share(late, 0.99), 3),
        "max_s": round(max(late), 3),
        "woken_p99_s": round(share(woken, 0.99), 3),
        "lost": len(wanted) - len(late),
        "events_a_second": round(said / seconds, 1),
        "cores": round(spent / seconds, 2),
        "cpu_ms_a_nudge": round(1000 * spent / len(wanted), 2),
    }


async def _busy_rooms(store: SqlStore) -> None:
    """Rooms that have a convener and a running meeting, and in which there will be talk."""
    companion = Companion(
        store, build_tracker(b"key")[0], ScaledClock(START), {"grow": FakeSender()}
    )
    for room in _busy_names():
        for event in opening(room)[:-1]:
            await companion.receive(event)
    await companion.outbox.run_due()


def _busy_names() -> list[str]:
    return [f"grow/busy-{number}" for number in range(BUSY_ROOMS)]


def _said() -> Iterator[tuple[str, Mapping[str, str]]]:
    """What is said in the busy rooms, in each in turn."""
    names = _busy_names()
    lines = zip(*(messages(1_000_000, seed=seed) for seed in range(len(names))), strict=True)
    both = (pair for each in lines for pair in zip(names, each, strict=True))
    return ((room, json.loads(line)) for room, line in both)


async def _talk(companion: Companion, clock: ScaledClock, rate: float) -> int:
    """Give so many messages a second until cancelled; how many it was comes back."""
    given: set[asyncio.Task[object]] = set()
    began, count = time.perf_counter(), 0
    try:
        for room, said in _said() if rate else ():
            event = MessagePosted(
                room=room,
                at=clock.now(),
                key=said["id"],
                id=said["id"],
                author=said["author"],
                text=said["text"],
                reply_to=said.get("reply_to"),
            )
            task: asyncio.Task[object] = asyncio.create_task(companion.receive(event))
            given.add(task)
            task.add_done_callback(given.discard)
            count += 1
            await asyncio.sleep(max(began + count / rate - time.perf_counter(), 0.0))
    except asyncio.CancelledError:
        pass  # all that was wanted has come
    if given:
        await asyncio.wait(given)
    return count


async def _all_came(sender: Stamping, last: float) -> None:
    """Wait until each nudge has come, or for long enough after the last was due."""
    with suppress(TimeoutError):
        async with asyncio.timeout(sender.clock.seconds_until(last) + PATIENT):
            await sender.all_came.wait()


async def _woken(store: SqlStore, room: str) -> float:
    """When a room's question became hanging."""
    [question] = await store.questions(room)
    if question.hanging_since is None:
        raise SystemExit(f"the question in {room} never became hanging")
    return question.hanging_since


def loads(args: argparse.Namespace) -> Sequence[Load]:
    """What is measured."""
    steady, burst, rate = args.steady, args.at_once, args.open / 300.0
    return [
        Load(name=f"{rate:.0f} a second", due=steady, a_second=rate, events=0.0),
        Load(name=f"{rate:.0f} a second", due=steady, a_second=rate, events=args.events),
        Load(name=f"{burst} at once", due=burst, a_second=0.0, events=0.0),
        Load(name=f"{burst} at once", due=burst, a_second=0.0, events=args.events),
    ]


def main() -> None:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=10_000, help="open questions, each in a room")
    parser.add_argument("--steady", type=int, default=1_000, help="nudges of the steady stream")
    parser.add_argument("--at-once", type=int, default=1_000, help="nudges due in one moment")
    parser.add_argument("--events", type=float, default=50.0, help="messages a second beside it")
    parser.add_argument("--takes", type=float, default=0.0, help="seconds a delivery takes")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--json", action="store_true", help="JSON, nothing else")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    about = described("sqlalchemy", "aiosqlite", "asyncpg")
    out = sys.stdout.write
    if not args.json:
        out(f"{heading(about)}\n{args.open} open questions, medians of {args.runs} runs\n")
    rows = []
    for kind in args.database or ["sqlite", "postgresql"]:
        with databases(kind) as new:
            for load in loads(args):
                runs = [
                    asyncio.run(measure(new(), load, args.open, args.takes))
                    for _ in range(args.runs)
                ]
                figures = {name: median(run[name] for run in runs) for name in runs[0]}
                rows.append(
                    {
                        "database": kind,
                        "due": load.name,
                        "beside": load.events,
                        **figures,
                        "load": round(os.getloadavg()[0], 2),
                    }
                )
                if not args.json:
                    out("  ".join(f"{name} {value}" for name, value in rows[-1].items()) + "\n")
    if args.json:
        out(json.dumps({**about, "open": args.open, "runs": args.runs, "rows": rows}) + "\n")


if __name__ == "__main__":
    main()
