"""One method in a process of its own: trained, or measured. `benchmarks.methods` starts this."""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.methods.catalogue import Core, Entry, named
from bot.domain.events import MessagePosted
from bot.domain.settings import RoomSettings
from bot.evaluation.gold import GoldRoom, GoldSet, Sort, open_gold
from bot.evaluation.measures import chat, meetings
from bot.evaluation.playing import play
from bot.runtime.playback import Playback
from bot.runtime.rehearsal import stage

ONE_THREAD: Final = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    # Nothing is to be fetched either.
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
}


def train(entry: Entry, args: argparse.Namespace) -> dict[str, float]:
    """Train it; the seconds that took come back."""
    began = time.perf_counter()
    meetings_ = [open_gold(each) for each in sorted(args.training.glob("*.yaml"))]
    chats = [open_gold(args.chat_training)] if args.chat_training else []
    entry.train(meetings_, chats, args.folder)
    return {"train_s": time.perf_counter() - began}


def measure(entry: Entry, args: argparse.Namespace) -> dict[str, Any]:
    """How fast it is on the first rooms of each set, and what it needs."""
    began = time.perf_counter()
    core, method = entry.load(args.folder)
    started = time.perf_counter() - began
    rooms = timed_rooms([open_gold(each) for each in args.sets], args.messages)
    said = [each.text for room in rooms for each in room.messages]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent, wall = _timed(lambda: _stream(rooms, core))
    found = {
        "start_s": started,
        "messages": len(said),
        "messages_a_cpu_second": len(said) / spent,
        "messages_a_second": len(said) / wall,
        "before_mb": before / 1024,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if hasattr(method, "embed"):
        spent, _ = _timed(lambda: method.embed(said))
        found["batched_a_cpu_second"] = len(said) / spent
    return found


def timed_rooms(sets: Sequence[GoldSet], messages: int) -> list[GoldRoom]:
    """The first rooms of each set that have so many messages together."""
    chosen = []
    for gold in sets:
        count = 0
        for room in gold.rooms:
            if count >= messages:
                break
            count += sum(isinstance(each, MessagePosted) for each in room.events)
            chosen.append(room)
    return chosen


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """The processor's seconds and real ones that it takes."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - busy, time.perf_counter() - began


def _stream(rooms: Sequence[GoldRoom], core: Core) -> None:
    """Each message after the other through the tracker, as live ones come."""
    for room in rooms:
        staged = stage(room.name, room.convener, RoomSettings(), room.events[0].at)
        playback = Playback(core[0], staged, lambda _: None)
        for event in room.events:
            playback.feed(event)
        playback.finish(staged.now)


def accuracy(entry: Entry, args: argparse.Namespace) -> dict[str, float]:
    """How right it is on each set, by the measures of `bot evaluate`."""
    found: dict[str, float] = {}
    for path in args.sets:
        gold = open_gold(path)
        core, method = entry.load(args.folder)
        if hasattr(method, "prepare"):
            method.prepare(each.text for room in gold.rooms for each in room.messages)
        played = play(gold.rooms, core)
        if gold.sort is Sort.MEETINGS:
            figures = meetings(gold, played)
            found[f"{gold.name}: questions"] = figures.questions.f1
            found[f"{gold.name}: left hanging"] = figures.hanging.f1
            found[f"{gold.name}: nudges"] = figures.nudges.f1
        else:
            found[f"{gold.name}: left hanging"] = chat(gold, played).hanging.f1
    return found


def main() -> None:
    """Do one of the three; what comes of it is printed as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["train", "measure", "accuracy"])
    parser.add_argument("method")
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--training", type=Path)
    parser.add_argument("--chat-training", type=Path)
    parser.add_argument("--messages", type=int)
    args = parser.parse_args()
    work: dict[str, Callable[[Entry, argparse.Namespace], dict[str, Any]]] = {
        "train": train,
        "measure": measure,
        "accuracy": accuracy,
    }
    # Libraries may write on standard output; the figures alone are to be there.
    told, sys.stdout = sys.stdout, sys.stderr
    found = work[args.what](named(args.method), args)
    told.write(json.dumps(found) + "\n")
    told.flush()
    os._exit(0)  # without waiting for what libraries leave behind


if __name__ == "__main__":
    main()
