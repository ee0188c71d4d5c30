"""Labelled conversations, in three formats (docs/accuracy.md): chat, utterances, short meetings.

A folder of JSON Lines is real chat, one file a room; where its rows say which messages ask
(`is_question`) it is a set of utterances. A YAML file is a list of short labelled meetings. What is
labelled never reaches the tracker.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.domain.events import Event, MessagePosted, Reacted

# Meetings count their seconds from their start; this is a Monday morning, outside quiet hours.
MEETINGS_AT: Final = 1_750_064_400.0
NOT_TRACKED: Final = "not_tracked"
TRACKED: Final = ("hanging", "followed", "withdrawn")

_Read = TypeVar("_Read")


class GoldError(Exception):
    """A labelled set can't be read; the text says where and why, and quotes nobody."""


class Sort(StrEnum):
    """What a set is labelled with, and so what can be measured on it."""

    CHAT = "chat: who picked a question up, and was it left hanging"
    UTTERANCES = "utterances: which of them ask"
    MEETINGS = "meetings: what a facilitator would have noticed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is known of one message of a chat. None where nobody knows.

    `scored`: it stands where everything was labelled. `asks` is gold, `hint` only likely; of what
    asks, `whole` tells the genuine and complete from tags and fragments.
    """

    scored: bool = False
    asks: bool | None = None
    whole: bool = True
    hint: bool = False
    picked_up: bool | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a facilitator would say of one message of a meeting: its state, kind, who took it up.

    `nudge`: they would have wanted a nudge about it.
    """

    state: str
    kind: str | None = None
    by: tuple[str, ...] = ()
    nudge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldRoom:
    """One conversation: its events in order, and what is known of its messages by their ids."""

    name: str
    events: tuple[Event, ...]
    convener: str | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    expected: Mapping[str, Expected] = field(default_factory=dict)

    @property
    def messages(self) -> Iterator[MessagePosted]:
        """What people and bots said."""
        return (each for each in self.events if isinstance(each, MessagePosted))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSet:
    """A labelled set: its name (the last two parts of its path), and its rooms."""

    name: str
    sort: Sort
    rooms: tuple[GoldRoom, ...]


def open_gold(path: Path) -> GoldSet:
    """Read a labelled set: a folder of JSON Lines, or a YAML file. Raises GoldError."""
    name = "/".join(path.resolve().parts[-2:])
    if path.is_dir():
        return _chat(path, name)
    if path.suffix in {".yaml", ".yml"}:
        return GoldSet(name=name, sort=Sort.MEETINGS, rooms=tuple(_meetings(path)))
    raise GoldError(f"{path}: a folder of JSON Lines or a YAML file of meetings is wanted.")


def _valid(kind: type[_Read], value: object, where: str) -> _Read:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        flaw = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(map(str, flaw["loc"]))
        raise GoldError(f"{where}: {place}: {flaw['msg']}.") from None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: can't be read ({type(error).__name__}).") from None


# --- chat and utterances ---------------------------------------------------------------------


class _Row(BaseModel):
    """One line of a labelled chat; what isn't named here is passed over."""

    model_config = ConfigDict(frozen=True)
    id: str
    ts: float = Field(allow_inf_nan=False)
    author: str
    text: str
    is_bot: bool = False
    explicit_reply_to: str | None = None
    in_annotated_window: bool = False
    q_hint: str | bool | None = None
    is_question: bool | None = None
    q_core: bool | None = None
    picked_up: bool | None = None
    picked_up_by: tuple[str, ...] = ()


def _chat(folder: Path, name: str) -> GoldSet:
    files = sorted(folder.rglob("*.jsonl"))
    if not files:
        raise GoldError(f"{folder}: there is no .jsonl file in it.")
    rooms = tuple(_chat_room(each) for each in files)
    gold = any(mark.asks is not None for room in rooms for mark in room.marks.values())
    return GoldSet(name=name, sort=Sort.UTTERANCES if gold else Sort.CHAT, rooms=rooms)


def _chat_room(path: Path) -> GoldRoom:
    rows = list(_rows(path))
    return GoldRoom(
        name=path.stem,
        events=tuple(_posted(path.stem, each) for each in rows),
        marks={each.id: _mark(each) for each in rows},
    )


def _rows(path: Path) -> Iterator[_Row]:
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            raise GoldError(f"{where}: this is not JSON.") from None
        if isinstance(value, dict) and "id" in value:
            yield _valid(_Row, value, where)


def _posted(room: str, row: _Row) -> MessagePosted:
    return MessagePosted(
        room=room,
        at=row.ts,
        id=row.id,
        author=row.author,
        text=row.text,
        reply_to=row.explicit_reply_to or None,
        bot=row.is_bot,
    )


def _mark(row: _Row) -> Mark:
    return Mark(
        scored=row.in_annotated_window and not row.is_bot,
        asks=row.is_question,
        whole=row.q_core is not False,
        hint=bool(row.q_hint),
        picked_up=row.picked_up,
        by=row.picked_up_by,
    )


# --- meetings --------------------------------------------------------------------------------


class _Turn(BaseModel):
    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)
    at: float = Field(ge=0, allow_inf_nan=False)
    by: str
    id: str = ""
    text: str = ""
    reply_to: str | None = None
    bot: bool = False
    reaction: str | None = None
    to: str = ""


class _Want(BaseModel):
    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)
    id: str
    state: str = Field(pattern="^(hanging|followed|withdrawn|not_tracked)$")
    kind: str | None = None
    by: tuple[str, ...] = ()
    nudge: bool = False


class _Meeting(BaseModel):
    model_config = ConfigDict(frozen=True)
    name: str
    turns: tuple[_Turn, ...]
    convener: str | None = None
    expect: tuple[_Want, ...] = ()


# The C loader reads the same language ten times as fast, where PyYAML was built with it.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _meetings(path: Path) -> Iterator[GoldRoom]:
    try:
        cases = yaml.load(_text(path), Loader=_LOADER)  # noqa: S506 - either loader is a safe one
    except (yaml.YAMLError, RecursionError) as error:
        raise GoldError(f"{path}: this is not YAML ({type(error).__name__}).") from None
    if not isinstance(cases, list):
        raise GoldError(f"{path}: a list of meetings is wanted.")
    for number, case in enumerate(cases, start=1):
        yield _meeting(_valid(_Meeting, case, f"{path}, meeting {number}"), path)


def _meeting(case: _Meeting, path: Path) -> GoldRoom:
    ids = {each.id for each in case.turns}
    unknown = {name for each in case.expect for name in (each.id, *each.by)} - ids
    if unknown:
        raise GoldError(f"{path}, {case.name}: no message {', '.join(sorted(unknown))}.")
    events = sorted((_event(case.name, each) for each in case.turns), key=lambda each: each.at)
    return GoldRoom(
        name=case.name,
        events=tuple(events),
        convener=case.convener,
        expected={
            each.id: Expected(state=each.state, kind=each.kind, by=each.by, nudge=each.nudge)
            for each in case.expect
        },
    )


def _event(room: str, turn: _Turn) -> Event:
    at = MEETINGS_AT + turn.at
    if turn.reaction is not None:
        return Reacted(room=room, at=at, author=turn.by, emoji=turn.reaction, to=turn.to)
    return MessagePosted(
        room=room,
        at=at,
        id=turn.id,
        author=turn.by,
        text=turn.text,
        reply_to=turn.reply_to,
        bot=turn.bot,
    )
