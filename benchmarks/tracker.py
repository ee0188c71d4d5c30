"""How fast the tracker with its models is, on one core: `python -m benchmarks.tracker PATH…`.

Plays labelled sets (as `evaluate` reads them), or made-up talk where no PATH is given, through the
core alone: no store, no network, nothing written. It prints messages a second of processor time
(medians), and what a message costs by stage. With `--rooms`, `--open` or `--messages` it measures
instead whether that stays as it is: with so many rooms that talk in turn (and how much memory each
takes), with so many questions waiting in a room, or with so many messages, on made-up talk.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.machine import described, heading
from benchmarks.stages import STAGES, watched
from benchmarks.talk import messages
from bot.bootstrap.tracker import build_hearing, build_tracker
from bot.domain.events import Event, MessagePosted
from bot.domain.room import Room
from bot.domain.settings import RoomSettings
from bot.domain.tracker import Tracker
from bot.evaluation.gold import open_gold
from bot.runtime.playback import Playback
from bot.runtime.rehearsal import stage
from storage.codec import pack, unpack_whole

MADE_UP: Final = 3_000  # messages
CIRCLE, CROWD = 6, 24  # people
_TIMED: Final = 2_000  # messages in a sweep
_BEFORE: Final = 100  # messages said in a room before: more than it remembers
_APART: Final = 700.0  # seconds
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")

Row = dict[str, Any]
Talk = tuple[str, Sequence[Event]]


# --- one stream ------------------------------------------------------------------------------


def made_up(count: int, people: int, *, room: str = "made up", seed: int = 7) -> Iterable[Event]:
    """So many messages of made-up talk."""
    for line in messages(count, people=people, seed=seed):
        said = json.loads(line)
        yield MessagePosted(
            room=room,
            at=said["ts"],
            id=said["id"],
            author=said["author"],
            text=said["text"],
            reply_to=said.get("reply_to"),
        )


def talks(paths: Sequence[Path]) -> list[Talk]:
    """The rooms to be played, with their events."""
    if not paths:
        return [("made up", list(made_up(MADE_UP, CROWD)))]
    return [(room.name, room.events) for path in paths for room in open_gold(path).rooms]


def _playback(tracker: Tracker, room: Room) -> Playback:
    return Playback(tracker, room, lambda _: None)


def play(rooms: Sequence[Talk]) -> tuple[int, float]:
    """Play them all: how many messages, and seconds of processor time."""
    count, tracker = 0, build_tracker()[0]
    began = time.process_time()
    for name, events in rooms:
        playback = _playback(tracker, stage(name, None, RoomSettings(), events[0].at))
        for event in events:
            playback.feed(event)
            count += isinstance(event, MessagePosted)
    return count, time.process_time() - began


def rate(rooms: Sequence[Talk], runs: int) -> Row:
    """What a message costs, altogether and by stage, in microseconds of processor time."""
    play(rooms[:1])  # patterns are compiled, words met for the first time
    timed = [play(rooms) for _ in range(runs)]
    count, seconds = timed[0][0], sorted(each for _, each in timed)
    cost = median(seconds) / count * 1e6
    with watched() as ticks:
        play(rooms)
    whole = max(ticks.total(), 1)
    return {
        "messages": count,
        "a_second": round(1e6 / cost),
        "a_second_of_each_run": [round(count / each) for each in reversed(seconds)],
        "us_a_message": round(cost, 1),
        "by_stage_us": {each: round(cost * ticks[each] / whole, 1) for each in STAGES},
        "ticks": whole,
    }


# --- whether it stays as it is ---------------------------------------------------------------


def with_rooms(count: int, people: int) -> Row:
    """So many rooms that talk in turn, each as a store gives it, with talk behind it."""
    tracker, _ = build_tracker()
    talk = list(made_up(_BEFORE + max(_TIMED // count, 1), people))
    first = _playback(tracker, stage("room", None, RoomSettings(), talk[0].at))
    for event in talk[:_BEFORE]:
        first.feed(event)
    body = pack(first.room)
    before = _memory()
    rooms = [_playback(tracker, unpack_whole(body)) for _ in range(count)]
    taken = (_memory() - before) / count / 1024
    return {**_timed(rooms, talk[_BEFORE:]), "kB_a_room": round(taken, 1)}


def with_open(count: int, people: int) -> Row:
    """A room where so many questions were asked, before the talk goes on and asks nothing."""
    tracker, hearing = build_tracker()[0], build_hearing()
    talk = [
        each
        for each in made_up(_TIMED, people)
        if isinstance(each, MessagePosted) and not hearing.hear(each)
    ]
    room = stage("open", None, RoomSettings(), talk[0].at - (count + 1) * _APART)
    playback = _playback(tracker, room)
    for number in range(count):
        asked = MessagePosted(
            room="open",
            at=talk[0].at - (count - number) * _APART,
            id=f"q{number}",
            author=f"person{number % people}",
            text=f"Who decides about matter{number}, and by when?",
        )
        playback.feed(asked)
    waiting = sum(each.waiting for each in room.questions.values())
    return {**_timed([playback], talk), "waiting": waiting}


def with_messages(count: int, people: int) -> Row:
    """One room with so many messages."""
    tracker, _ = build_tracker()
    playback, began, said = None, time.process_time(), 0
    for event in made_up(count, people):
        playback = playback or _playback(tracker, stage(event.room, None, RoomSettings(), event.at))
        playback.feed(event)
        said += 1
    return {"us_a_message": round((time.process_time() - began) / said * 1e6, 1)}


def _timed(rooms: Sequence[Playback], talk: Sequence[Event]) -> Row:
    """What a message costs where each of these is said in every room in turn."""
    began = time.process_time()
    for event in talk:
        for playback in rooms:
            playback.feed(event)
    spent = time.process_time() - began
    return {"us_a_message": round(spent / (len(talk) * len(rooms)) * 1e6, 1)}


def _memory() -> int:
    """The process's memory in bytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * _PAGE


SWEEPS: Final[Mapping[str, Callable[[int, int], Row]]] = {
    "rooms": with_rooms,
    "open": with_open,
    "messages": with_messages,
}


def swept(what: str, counts: Sequence[int], runs: int) -> Iterable[Row]:
    """One row for each count, in a small circle and in a crowd; each run in a fresh process."""
    for count in counts:
        for people in (CIRCLE, CROWD):
            found = [_apart(SWEEPS[what], count, people) for _ in range(runs)]
            figures = {name: median(each[name] for each in found) for name in found[0]}
            yield {what: count, "people": people, **figures}


def _apart(measure: Callable[[int, int], Row], count: int, people: int) -> Row:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(measure, count, people).result()


# --- the command -----------------------------------------------------------------------------


def _table(rows: Sequence[Row]) -> str:
    """Rows as Markdown."""
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *([f"{each[name]:,}" for name in names] for each in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _stages_table(found: Row) -> str:
    by_stage: Mapping[str, float] = found["by_stage_us"]
    rows = [
        {"stage": name, "us a message": cost, "share": f"{cost / found['us_a_message']:.0%}"}
        for name, cost in by_stage.items()
    ]
    lines = ["| stage | µs a message | share |", "| --- | --- | --- |"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row.values()))} |" for row in rows)])


def main() -> None:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="labelled sets; made-up talk if none")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="JSON, nothing else")
    for each in SWEEPS:
        parser.add_argument(f"--{each}", type=int, nargs="+", metavar="N")
    args = parser.parse_args()
    asked = {each: counts for each in SWEEPS if (counts := getattr(args, each))}
    result: Row = described()
    out = sys.stdout.write
    if not args.json:
        out(f"{heading(result)}; medians of {args.runs} runs\n")
    if not asked:
        found = result["tracker"] = rate(talks(args.paths), args.runs)
        if not args.json:
            spread = found["a_second_of_each_run"]
            out(f"{found['messages']:,} messages: {found['a_second']:,} a second ")
            out(f"({spread[0]:,} to {spread[-1]:,})\n{_stages_table(found)}\n")
    for what, counts in asked.items():
        rows = result[what] = list(swept(what, counts, args.runs))
        if not args.json:
            out(_table(rows) + "\n")
    if args.json:
        out(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
