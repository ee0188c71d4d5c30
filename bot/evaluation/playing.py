"""Plays labelled conversations through the core; what it finds is as `replay` prints it."""

import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.events import Event, MessagePosted
from bot.domain.settings import RoomSettings
from bot.domain.tracker import Tracker
from bot.domain.uptake import Uptake
from bot.evaluation.gold import GoldRoom
from bot.runtime.rehearsal import Rehearsal, stage

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The rows of `replay` by room and message, and how long that took (real seconds)."""

    rows: Mapping[tuple[str, str], Row]
    messages: int
    seconds: float

    def tracked(self, room: str, message: str) -> Row | None:
        """What was found in a message, if it is worth tracking."""
        row = self.rows.get((room, message))
        return row if row is not None and row["tracked"] else None


def play(
    rooms: Iterable[GoldRoom], core: tuple[Tracker, Uptake], *, unpunctuated: bool = False
) -> Found:
    """What the core finds in these rooms; `unpunctuated`: in words alone, as a recogniser's."""
    rows: dict[tuple[str, str], Row] = {}
    messages, began = 0, time.perf_counter()
    for room in rooms:
        events = [_bare(each) for each in room.events] if unpunctuated else room.events
        staged = stage(room.name, room.convener, RoomSettings(), events[0].at if events else 0.0)
        with Rehearsal(staged, *core) as rehearsal:
            rehearsal.play(events)
            messages += rehearsal.messages
            for line in rehearsal.rows():
                row = json.loads(line)
                rows[room.name, row["message_id"]] = row
    return Found(rows=rows, messages=messages, seconds=time.perf_counter() - began)


_MARKS = re.compile(r"[^\w\s'@#]")


def _bare(event: Event) -> Event:
    """A message in lower case without punctuation; a silent one still takes its place."""
    if not isinstance(event, MessagePosted):
        return event
    words = " ".join(_MARKS.sub(" ", event.text.lower()).split())
    return replace(event, text=words or "uh")
