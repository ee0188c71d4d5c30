"""What `replay --report` writes: for each room its summary, its timeline and its questions."""

from collections.abc import Iterator
from dataclasses import replace

from adapters.pictures import as_svg, sheet
from adapters.report import Item, Part, as_html
from bot.domain import export, summary
from bot.domain.chronicle import Chronicle, Viewer
from bot.domain.durations import DAY
from bot.domain.room import Room
from bot.domain.timeline import clock_of, timeline
from bot.runtime.rehearsal import Rehearsal

NUMBERED = "People go by pseudonyms, each by one of their own in a room."
NAMED = "People are named. Keep it where they would agree to that."


def part_of(rehearsal: Rehearsal, viewer: Viewer) -> Part:
    """A room that was played, as the viewer may see it."""
    room = rehearsal.room
    told = export.called(rehearsal.told(viewer), export.Called(rehearsal.name_of))
    if told.since < DAY:  # a transcript without dates, whose clock begins at 0
        told = replace(told, title="The meeting, from its first line on")
    picture = timeline(told, clock_of(room, told))
    return Part(
        room=export.readable(room.title),
        title=told.title,
        summary=summary.counted(told.entries),
        picture=as_svg(picture, style=False),
        alt=picture.alt,
        headings=list(_headings(room, told)),
    )


def _headings(room: Room, told: Chronicle) -> Iterator[tuple[str, list[Item]]]:
    for heading in summary.HEADINGS:
        below = [each for each in told.entries if summary.heading(each) == heading]
        if below:
            items = [
                Item(
                    number=each.number,
                    quote=export.quoted(each),
                    note=export.notes(room, told, each),
                )
                for each in below
            ]
            yield heading, items


def written(parts: list[Part], *, names: bool) -> bytes:
    """The whole report."""
    return as_html(parts, sheet(), NAMED if names else NUMBERED).encode()
