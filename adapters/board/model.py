"""What a board shows: from what its viewer may see now, to places on a page. Pure.

A board has two faces. The convener's own says what `open` and `summary` say on every platform. The
one for *presenting* is made for other people's eyes: it is the members' view without any words, so
that it holds no quote, no name, no kind and nothing that could be matched with who asked what. Of
what waits it has not even a number: one that rises as somebody speaks, or falls without an answer,
tells everybody at the screen what was noticed and what was pressed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain import answers, policy, summary
from bot.domain.chronicle import Chronicle, Entry, Span, Viewer, chronicle
from bot.domain.drawing import Picture
from bot.domain.pages import Choice, Line, Page
from bot.domain.permissions import Standing
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.saying import minutes, place
from bot.domain.timeline import timeline
from bot.domain.wishes import Summary

ROWS_AT_MOST: Final = 60
"""Rows under one heading: nobody reads on, and a page is no larger however much is asked."""

_ELSEWHERE: Final = "What waits, you see when you stop presenting."

Links = Callable[[str], str | None]
"""Where a message of the room is to be found; None where that isn't known."""


class Face(StrEnum):
    """Which of the two faces."""

    OWN = "own"
    PRESENTING = "presenting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line. `key` names it as long as it is there, `number` is its mark's in the picture."""

    key: str
    text: str
    note: str = ""
    number: int | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows under a heading; `key` names it for as long as it is there. `more` aren't shown."""

    key: str
    title: str
    rows: tuple[Row, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Parts below each other, and a sentence that stands above them."""

    text: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All that a face shows. `said` is what a screen reader is told when it changes.

    `waiting` is None on a face that doesn't say how many wait.
    """

    face: Face
    title: str
    state: str
    said: str
    waiting: int | None
    open: Listed
    picture: Picture
    summary: Listed
    choices: tuple[Choice, ...]


def board(room: Room, questions: Sequence[Question], at: float, links: Links, face: Face) -> Board:
    """The room as a face shows it at that moment (epoch seconds)."""
    if face is Face.PRESENTING:
        return _presenting(room, chronicle(room, questions, _span(room, at), at, Viewer.MEMBER))
    return _own(room, questions, at, links)


def targets(room: Room, questions: Sequence[Question], at: float) -> list[str]:
    """The messages that the convener's own face links to."""
    waiting = summary.open_page(room, questions, at).sections
    told = chronicle(room, questions, _span(room, at), at, Viewer.CONVENER)
    found = [line.target or "" for part in waiting for line in part.lines]
    return list(dict.fromkeys([*found, *(each.message for each in told.entries)]))


def _span(room: Room, at: float) -> Span:
    """The running meeting or the last one; where there was none, the last day."""
    return summary.span_of(room, Summary(), at) or Span(since=at - summary.WITHOUT_A_MEETING)


def _own(room: Room, questions: Sequence[Question], at: float, links: Links) -> Board:
    told = chronicle(room, questions, _span(room, at), at, Viewer.CONVENER)
    numbers = {each.message: each.number for each in told.entries}
    waits = summary.open_page(room, questions, at)
    page = summary.conveners_page(room, told, at, room.name_of)
    waiting = sum(len(each.lines) for each in waits.sections)
    return Board(
        face=Face.OWN,
        title=place(room),
        state=answers.state(room),
        said=_said(waiting, told),
        waiting=waiting,
        open=_listed("open", waits, numbers, links),
        picture=timeline(told, _clock(room)),
        summary=_listed("summary", page, numbers, links),
        choices=answers.choices(room, frozenset({Standing.CONVENER})),
    )


def _presenting(room: Room, told: Chronicle) -> Board:
    entries = told.entries
    rows = tuple(_wordless(room, each) for each in entries[:ROWS_AT_MOST])
    listed = Part(
        key="summary-followed", title=summary.RAISED, rows=rows, more=len(entries) - len(rows)
    )
    counted = f"{len(entries)} followed." if entries else "Nothing was followed yet."
    return Board(
        face=Face.PRESENTING,
        title=place(room),
        state=answers.state(room),
        said=_followed(told),
        waiting=None,
        open=Listed(text=_ELSEWHERE),
        picture=timeline(told, _clock(room)),
        summary=Listed(text=f"{told.title}. {counted}", parts=(listed,) if rows else ()),
        choices=(),
    )


def _wordless(room: Room, entry: Entry) -> Row:
    return Row(
        key=f"presented-{entry.number}",
        text=f"A question at {_clock(room)(entry.asked_at)}",
        note="taken up" if entry.soon is None else f"taken up after {minutes(entry.soon)}",
        number=entry.number,
    )


def _listed(name: str, page: Page, numbers: Mapping[str, int], links: Links) -> Listed:
    parts = tuple(
        Part(
            key=f"{name}-{number}",
            title=section.title,
            rows=tuple(_row(name, line, numbers, links) for line in section.lines[:ROWS_AT_MOST]),
            more=max(0, len(section.lines) - ROWS_AT_MOST),
        )
        for number, section in enumerate(page.sections)
    )
    return Listed(text=" ".join(page.lines), parts=parts)


def _row(name: str, line: Line, numbers: Mapping[str, int], links: Links) -> Row:
    target = line.target or ""
    return Row(
        key=f"{name}-{target}",
        text=line.text,
        note=line.note,
        number=numbers.get(target),
        link=links(target) if target else None,
    )


def _said(waiting: int, told: Chronicle) -> str:
    waits = "Nothing waits" if not waiting else f"{waiting} waiting"
    return f"{waits}, {_followed(told)}"


def _followed(told: Chronicle) -> str:
    return f"{sum(bool(each.taken) for each in told.entries)} followed."


def _clock(room: Room) -> Callable[[float], str]:
    """Writes an epoch second as the room's own time of the day."""
    return lambda at: f"{policy.local(room, at):%H:%M}"
