"""Real chats with gold reply links: JSON Lines with a message a line and what readers said of it.

None of it is part of this repository (docs/model-card.md names the sets and their licences).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.domain.events import Event, MessagePosted
from bot.domain.hearing import Hearing
from bot.domain.room import Room
from bot.domain.settings import RoomSettings
from bot.domain.tracker import Tracker
from bot.evaluation.simple import NameUptake
from bot.runtime.rehearsal import stage

CONTEXT: Final = 250  # messages before those that readers looked at
READ_ON: Final = 30  # messages by others after a question, or else nothing says that it hung


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What readers said of a message.

    `replies_to` are the messages that it replies to, empty where it starts a talk. `asks`: it may
    be a question; then `taken_up` says whether anybody took it up (None where that isn't known,
    or where it would be known only if somebody did: too little comes after).
    """

    replies_to: frozenset[str]
    asks: bool
    taken_up: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """One day of a channel: what happened, as it was heard, and the texts and gold by message."""

    name: str
    began: float
    events: tuple[Event, ...]
    texts: dict[str, str]
    gold: dict[str, Gold]

    def room(self) -> Room:
        """The room before anything was said in it."""
        return stage(self.name, None, RoomSettings(), self.began)


def read(folders: Iterable[Path], hearing: Hearing) -> Iterator[Chat]:
    """The chats in these folders, in the order of their names, each heard once.

    Raises OSError, and ValueError or KeyError where a line isn't of this format.
    """
    paths = (path for folder in folders for path in folder.rglob("*.jsonl"))
    for path in sorted(paths, key=lambda each: each.name):
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [row for row in map(json.loads, filter(str.strip, lines)) if "id" in row]
        first = next((n for n, row in enumerate(rows) if row.get("in_annotated_window")), len(rows))
        if first < len(rows):
            yield _chat(path.stem, rows[max(0, first - CONTEXT) :], hearing)


def _chat(name: str, rows: list[dict[str, Any]], hearing: Hearing) -> Chat:
    room = stage(name, None, RoomSettings(), rows[0]["ts"])
    tracker = Tracker(hearing, NameUptake())
    events: list[Event] = []
    for row in rows:
        events.append(tracker.listen(room, _event(name, row)))
        tracker.handle(room, events[-1])
    late = _near_the_end(rows)
    looked_at = (row for row in rows if row.get("in_annotated_window") and not row.get("is_bot"))
    return Chat(
        name=name,
        began=rows[0]["ts"],
        events=tuple(events),
        texts={row["id"]: row["text"] for row in rows},
        gold={row["id"]: _gold(row, late=row["id"] in late) for row in looked_at},
    )


def _event(name: str, row: dict[str, Any]) -> MessagePosted:
    return MessagePosted(
        room=name,
        at=row["ts"],
        id=row["id"],
        author=row["author"],
        text=row["text"],
        bot=bool(row.get("is_bot")),
        reply_to=row.get("explicit_reply_to") or None,
    )


def _near_the_end(rows: list[dict[str, Any]]) -> set[str]:
    """The messages that fewer than READ_ON messages by others follow."""
    found, spoken = set(), Counter[str]()
    for row in reversed(rows):
        if spoken.total() - spoken[row["author"]] < READ_ON:
            found.add(row["id"])
        if not row.get("is_bot"):
            spoken[row["author"]] += 1
    return found


def _gold(row: dict[str, Any], *, late: bool) -> Gold:
    return Gold(
        replies_to=frozenset(row.get("reply_to") or ()),
        asks=bool(row.get("q_hint")),
        taken_up=None if late else row.get("picked_up"),
    )
