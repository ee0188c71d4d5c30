"""JSON Lines, the project's own form of a transcript: one object a line (docs/transcripts.md)."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any, ClassVar, Final, NoReturn
from zlib import crc32

from pydantic import Field

from adapters.transcript.fields import Id, Row, Words, read_row
from adapters.transcript.model import BadLineError, Opened
from adapters.transcript.notes import Notes
from adapters.transcript.source import Lines
from adapters.transcript.stamps import Stamps
from bot.domain.events import Event, MessageDeleted, MessageEdited, MessagePosted, Reacted

_ONE_A_LINE: Final = "Write one JSON object a line."


class _Message(Row):
    needs: ClassVar[str] = 'A message needs "id", "ts", "author" and "text".'
    id: Id
    ts: object
    author: Id
    text: Words
    name: Words = ""
    reply_to: Id | None = None
    thread: Id | None = None
    broadcast: bool = False
    bot: bool = False


class _Reaction(Row):
    needs: ClassVar[str] = 'A reaction needs "ts", "author", "reaction" and "to".'
    ts: object
    author: Id
    reaction: Id
    to: Id
    removed: bool = False


class _Edit(Row):
    needs: ClassVar[str] = 'An edit needs "ts", "edit" (an id) and "text".'
    ts: object
    edit: Id
    text: Words


class _Delete(Row):
    needs: ClassVar[str] = 'A deletion needs "ts" and "delete" (an id).'
    ts: object
    delete: Id


class _Facts(Row):
    needs: ClassVar[str] = 'It may give a "convener" and "groups" (of authors).'
    convener: Id | None = None
    groups: dict[str, Words] = Field(default_factory=dict)


def read(lines: Lines, room: str) -> Opened:
    """Open a transcript: its first line is read now, the rest as its events are drawn."""
    filled = (line for line in lines if line.strip())
    facts, rest = _facts(filled, lines.notes)
    events = _events(rest, lines.notes, room)
    return Opened(room=room, events=events, convener=facts.convener, groups=facts.groups)


def _facts(filled: Iterator[str], notes: Notes) -> tuple[_Facts, Iterator[str]]:
    """Take the meeting line, if the first is one; any other goes back in front of the rest."""
    for first in filled:
        try:
            row = _parsed(first)
            if "meeting" in row:
                return read_row(_Facts, row["meeting"]), filled
        except BadLineError as bad:
            notes.error(bad)
            break
        return _Facts(), chain([first], filled)
    return _Facts(), filled


def _events(filled: Iterator[str], notes: Notes, room: str) -> Iterator[Event]:
    stamps = Stamps(notes)
    for line in filled:
        try:
            event = _event(_parsed(line), room, stamps)
        except BadLineError as bad:
            notes.error(bad)
        else:
            yield event


def _parsed(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line, parse_constant=_refused)
    except json.JSONDecodeError as error:
        raise BadLineError(f"this is not JSON (column {error.colno})", _ONE_A_LINE) from None
    except (ValueError, RecursionError):
        # A number of thousands of digits, or brackets thousands deep.
        raise BadLineError("this JSON is beyond what can be read", _ONE_A_LINE) from None
    if not isinstance(row, dict):
        raise BadLineError("this is not a JSON object", _ONE_A_LINE)
    return row


def _refused(constant: str) -> NoReturn:
    raise BadLineError(f"{constant} is not JSON", "Numbers must be finite.")


def _event(row: dict[str, Any], room: str, stamps: Stamps) -> Event:
    if "meeting" in row:
        raise BadLineError("a meeting line stands here", "It may only be the first line.")
    if "edit" in row:
        return _edited(read_row(_Edit, row), room, stamps)
    if "delete" in row:
        return _deleted(read_row(_Delete, row), room, stamps)
    if "reaction" in row:
        return _reacted(read_row(_Reaction, row), room, stamps)
    return _posted(read_row(_Message, row), room, stamps)


def _posted(row: _Message, room: str, stamps: Stamps) -> MessagePosted:
    return MessagePosted(
        room=room,
        at=stamps.epoch(row.ts),
        key=f"post:{row.id}",
        id=row.id,
        author=row.author,
        text=row.text,
        name=row.name,
        reply_to=row.reply_to,
        thread=None if row.thread == row.id else row.thread,
        broadcast=row.broadcast,
        bot=row.bot,
    )


def _edited(row: _Edit, room: str, stamps: Stamps) -> MessageEdited:
    at = stamps.epoch(row.ts)
    # Several edits may share a second; the same edit twice is one.
    key = f"edit:{row.edit}:{at}:{crc32(row.text.encode())}"
    return MessageEdited(room=room, at=at, key=key, id=row.edit, text=row.text)


def _deleted(row: _Delete, room: str, stamps: Stamps) -> MessageDeleted:
    at = stamps.epoch(row.ts)
    return MessageDeleted(room=room, at=at, key=f"delete:{row.delete}", id=row.delete)


def _reacted(row: _Reaction, room: str, stamps: Stamps) -> Reacted:
    at = stamps.epoch(row.ts)
    return Reacted(
        room=room,
        at=at,
        key=f"react:{row.author}:{row.reaction}:{row.to}:{at}:{row.removed}",
        author=row.author,
        emoji=row.reaction,
        to=row.to,
        removed=row.removed,
    )
