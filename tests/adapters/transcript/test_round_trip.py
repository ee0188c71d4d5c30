"""Events written as JSON Lines, and read again."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import (
    Event,
    MemberJoined,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Reacted,
)
from tests.adapters.transcript.reading import read_text, with_files

ROOM = "room"


def row(event: Event) -> dict[str, Any]:
    """Write an event as docs/transcripts.md says."""
    match event:
        case MessagePosted():
            fields = ("id", "author", "text", "name", "reply_to", "thread", "broadcast", "bot")
            given = {name: getattr(event, name) for name in fields}
        case MessageEdited():
            given = {"edit": event.id, "text": event.text}
        case MessageDeleted():
            given = {"delete": event.id}
        case Reacted():
            given = {"author": event.author, "reaction": event.emoji, "to": event.to}
            given["removed"] = event.removed
        case _:
            raise TypeError(event)
    return {"ts": event.at, **given}


# Any character but controls, which are taken out, and halves of characters, which are mended.
texts = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.just("\n"))
ids = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1)
moments = st.floats(min_value=0, max_value=4e9)
posted = st.builds(
    MessagePosted,
    room=st.just(ROOM),
    at=moments,
    id=ids,
    author=ids,
    text=texts,
    name=texts,
    reply_to=st.none() | ids,
    broadcast=st.booleans(),
    bot=st.booleans(),
)
happened = (
    posted
    | st.builds(lambda message, thread: replace(message, thread=thread), posted, st.just("\u2603"))
    | st.builds(MessageEdited, room=st.just(ROOM), at=moments, id=ids, text=texts)
    | st.builds(MessageDeleted, room=st.just(ROOM), at=moments, id=ids)
    | st.builds(
        Reacted,
        room=st.just(ROOM),
        at=moments,
        author=ids,
        emoji=ids,
        to=ids,
        removed=st.booleans(),
    )
)


def identity(event: Event) -> object:
    """What may not occur twice: a message's id, and else the whole event."""
    return event.id if isinstance(event, MessagePosted | MessageDeleted) else event


@with_files
@given(events=st.lists(happened, unique_by=identity))
def test_what_was_written_is_read(tmp_path: Path, events: list[Event]) -> None:
    """Every event comes back as it was, in order of time; only names are told besides."""
    events.sort(key=lambda event: event.at)
    found = read_text(
        tmp_path, f"{ROOM}.jsonl", '{"meeting": {}}', *map(json.dumps, map(row, events))
    )
    back = [replace(event, key="") for event in found.events if not isinstance(event, MemberJoined)]
    assert back == events
    assert found.problems == []
    assert found.warnings == []


@with_files
@given(lines=st.lists(st.text()))
def test_nothing_makes_it_fall_over(tmp_path: Path, lines: list[str]) -> None:
    """Whatever stands in a file under the name of a transcript, it ends well."""
    found = read_text(tmp_path, "a.jsonl", *lines)
    assert all(problem.what for problem in found.problems)


fields = st.sampled_from(
    ["id", "ts", "author", "text", "edit", "delete", "reaction", "to", "meeting", "bot"]
)
values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(fields, inner, max_size=2),
    max_leaves=3,
)


@with_files
@given(rows=st.lists(st.dictionaries(fields, values, max_size=6) | values, min_size=1, max_size=5))
def test_any_json_is_read_or_told(tmp_path: Path, rows: list[object]) -> None:
    """Fields of any type and any nesting: each line is an event, an error or a warning."""
    found = read_text(tmp_path, "a.jsonl", *map(json.dumps, rows))
    # A message may come with an introduction; the first row may be a meeting line.
    told = len(found.problems) + len(found.warnings)
    assert len(rows) - 1 <= len(found.events) + told <= 2 * len(rows)
