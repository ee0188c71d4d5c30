"""A chronicle to be kept, as a file: Markdown, CSV, JSON, or its picture (docs/export.md).

What may be told, `chronicle` has decided; of what it tells, each of them holds the same. Who asked
for it makes no difference: a command and the command line write the same bytes.

People are numbered unless the admin lets them be named. Texts are foreign: none of them becomes a
formula in a spreadsheet, or markup, a mention or a link in Markdown, and none turns the writing
direction of what stands beside it.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Protocol

from bot.domain import policy, summary
from bot.domain.chronicle import Chronicle, Entry, Taken
from bot.domain.pages import File
from bot.domain.room import Room
from bot.domain.saying import place
from bot.domain.timeline import clock_of, timeline
from bot.domain.unnamed import Unnamed
from bot.domain.wishes import Format

SCHEMA: Final = "heed-export"
VERSION: Final = 1
"""Of the JSON: it rises when something in it goes or changes its meaning."""

NUMBERED: Final = "People are numbered: P1, P2 and so on. The numbers hold in this export alone."
NAMED: Final = "People are named in it. Keep it where they would agree to that."


class Naming(Protocol):
    """What people are called."""

    @property
    def name_of(self) -> Callable[[str], str]:
        """Somebody's name, or what stands for it, by their id."""

    def text(self, said: str) -> str:
        """What was said, with the names in it as they may be."""


@dataclass(frozen=True, slots=True)
class Called:
    """People by these names, and what they said as it is."""

    name_of: Callable[[str], str]

    def text(self, said: str) -> str:
        """The same."""
        return said


def exported(room: Room, told: Chronicle, form: Format, at: float, *, names: bool = False) -> File:
    """The room's chronicle as a file, written at that moment (epoch seconds).

    `names`: people may be named; else they are numbered, and nothing leads to their messages.
    """
    naming = Called(room.name_of) if names else _numbers(room)
    sheet = Sheet(room=room, told=called(told, naming), at=at, names=names)
    name = f"heed-{_slug(room)}-{policy.local(room, told.since):%Y-%m-%d-%H%M}.{form}"
    if form in {Format.PNG, Format.SVG}:
        picture = timeline(told, clock_of(room, told))
        return File(name=name, alt=picture.alt, content=picture)
    alt = f"{_KINDS[form]}. {told.title}: {summary.counted(told.entries)}"
    return File(name=name, alt=alt, content=_WRITERS[form](sheet))


def called(told: Chronicle, naming: Naming) -> Chronicle:
    """The chronicle with what people are called in the place of their ids, texts made readable."""
    return replace(told, entries=tuple(_called(each, naming) for each in told.entries))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What an export is written from: a chronicle in which people are called as they may be."""

    room: Room
    told: Chronicle
    at: float
    names: bool


def _numbers(room: Room) -> Unnamed:
    return Unnamed({each.id: each.name for each in room.members.values()})


def _called(entry: Entry, naming: Naming) -> Entry:
    def name(member: str | None) -> str | None:
        return None if member is None else readable(naming.name_of(member))

    # In this order everybody gets their number, whatever is written then.
    asker = name(entry.asker)
    taken = tuple(replace(each, by=name(each.by)) for each in entry.taken)
    return replace(
        entry,
        asker=asker,
        taken=taken,
        taken_away_by=name(entry.taken_away_by),
        words=None if entry.words is None else readable(naming.text(entry.words)),
        moved_on_to=readable(naming.text(entry.moved_on_to)),
    )


# --- foreign texts ---------------------------------------------------------------------------

_TURNING: Final = "\u202a-\u202e\u2066-\u2069"
_UNSEEN: Final = re.compile(f"[{_TURNING}]")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_HALVES: Final = re.compile("[\ud800-\udfff]")


def readable(text: str) -> str:
    """A text in one line, without what turns or controls how it is shown."""
    plain = _CONTROL.sub(" ", _UNSEEN.sub("", text))
    return " ".join(_HALVES.sub("\ufffd", plain).split())


def _slug(room: Room) -> str:
    plain = unicodedata.normalize("NFKD", room.title or room.id).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_SLUG].strip("-") or "room"


_SLUG: Final = 40  # characters of a room's title in a file's name


# --- Markdown --------------------------------------------------------------------------------

_MARKS: Final = re.compile(r"[\\`*_\[\]<>~|&#$]")
# An invisible joiner behind these: what follows is shown, and neither called nor linked.
_CALLS: Final = re.compile(r"@|:(?=//)|\bwww(?=\.)", re.IGNORECASE)
_APART: Final = "\u2060"


def markdown(text: str) -> str:
    """A foreign text as it may stand within a line of Markdown, behind a mark of ours."""
    return _CALLS.sub(lambda found: f"{found[0]}{_APART}", _MARKS.sub(r"\\\g<0>", text))


def _markdown(sheet: Sheet) -> str:
    room, told = sheet.room, sheet.told
    began, ended = policy.local(room, told.since), policy.local(room, told.until)
    written, zone = policy.local(room, sheet.at), markdown(room.settings.time_zone)
    until = f"{ended:%H:%M}" if began.date() == ended.date() else _moment(ended)
    lines = [
        f"# {markdown(readable(place(room)))}: {told.title[:1].lower()}{told.title[1:]}",
        "",
        f"From {_moment(began)} to {until} ({zone}). Written by Heed on {_moment(written)}.",
        "",
        summary.counted(told.entries),
        "",
        NAMED if sheet.names else NUMBERED,
    ]
    for heading in summary.HEADINGS:
        below = [each for each in told.entries if summary.heading(each) == heading]
        if below:
            lines += ["", f"## {heading}", ""]
        for each in below:
            lines.append(f"- **{each.number}** {markdown(quoted(each))}  ")
            lines.append(f"  {markdown(notes(room, told, each))}")
    return "\n".join([*lines, ""])


def _moment(when: datetime) -> str:
    return f"{when.day} {when:%B %Y, %H:%M}"


def quoted(entry: Entry) -> str:
    """A question's own words, or that there are none."""
    return f"“{entry.words}”" if entry.words is not None else "(its words aren't kept)"


def notes(room: Room, told: Chronicle, entry: Entry) -> str:
    """Of a chronicle in which people are called by name: who asked, when, and what became of it."""
    asked = policy.local(room, entry.asked_at)
    day = "" if asked.date() == policy.local(room, told.since).date() else "%d %b, "
    # Nothing foreign begins the line: there it could be a list in Markdown.
    asker = f"by {entry.asker}" if entry.asker else ""
    about = ", ".join(filter(None, (asker, _kind(entry), f"{asked:{day}%H:%M}")))
    became = summary.became_of(entry, str) if entry.asker else ""
    return f"{about} · {became}" if became else about


def _kind(entry: Entry) -> str:
    return entry.kind.value.replace("_", " ") if entry.kind else ""


# --- CSV -------------------------------------------------------------------------------------

COLUMNS: Final = (
    "number",
    "state",
    "earlier",
    "beside",
    "asked_at",
    "asked_by",
    "kind",
    "question",
    "picked_up_at",
    "picked_up_after_seconds",
    "picked_up_how",
    "picked_up_by",
    "pick_ups",
    "taken_away_by",
    "moved_on_to",
    "message",
)
"""Of the CSV, in their order."""

# What begins a formula, wide and small forms too: some spreadsheets take these for the same.
_BEGINS: Final = "=+@＝＋－＠﹦﹢﹣﹫⁼₌⁺₊﬩⩵⩶\\-"
# What isn't seen before it, and quotation marks, which fall away where a semicolon parts cells.
_BLANK: Final = (
    '"\\s\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2060-\u2064'
    "\u206a-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_FORMULA: Final = re.compile(f"(^|;)(?=[{_BLANK}]*[{_BEGINS}])")


def cell(text: str) -> str:
    """A foreign text as a cell that no spreadsheet takes for a formula.

    A semicolon begins a new cell wherever a comma is the decimal sign.
    """
    return _FORMULA.sub(r"\1'", text)


def _csv(sheet: Sheet) -> str:
    paper = io.StringIO(newline="")
    table = csv.writer(paper, quoting=csv.QUOTE_ALL)
    table.writerow(COLUMNS)
    table.writerows(_row(sheet, each) for each in sheet.told.entries)
    return paper.getvalue()


def _row(sheet: Sheet, entry: Entry) -> Iterator[str]:
    found = _record(sheet, entry)
    first: Mapping[str, Any] = next(iter(found["picked_up"]), MappingProxyType({}))
    values = {
        **found,
        "question": found["words"],
        "picked_up_at": first.get("at"),
        "picked_up_after_seconds": first.get("after_seconds"),
        "picked_up_how": first.get("how"),
        "picked_up_by": first.get("by"),
        "pick_ups": len(found["picked_up"]),
    }
    return (_plain(values[each]) for each in COLUMNS)


def _plain(value: object) -> str:
    """A cell: numbers, times and yes or no are our own, all else is foreign."""
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case int() | float():
            return f"{value}"
    return cell(str(value))


# --- JSON ------------------------------------------------------------------------------------


def _json(sheet: Sheet) -> str:
    room, told = sheet.room, sheet.told
    whole = {
        "schema": SCHEMA,
        "version": VERSION,
        "room": readable(place(room)),
        "title": told.title,
        "time_zone": room.settings.time_zone,
        "since": _iso(room, told.since),
        "until": _iso(room, told.until),
        "written_at": _iso(room, sheet.at),
        "named": sheet.names,
        "questions": [_record(sheet, each) for each in told.entries],
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=2)}\n"


def _record(sheet: Sheet, entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "state": entry.state.value,
        "earlier": entry.earlier,
        "beside": entry.beside,
        "asked_at": _iso(sheet.room, entry.asked_at),
        "asked_by": entry.asker,
        "kind": entry.kind.value if entry.kind else None,
        "words": entry.words,
        "picked_up": [_picked_up(sheet, entry, each) for each in entry.taken],
        "taken_away_by": entry.taken_away_by,
        "moved_on_to": entry.moved_on_to or None,
        "message": entry.message if sheet.names else None,
    }


def _picked_up(sheet: Sheet, entry: Entry, taken: Taken) -> dict[str, Any]:
    return {
        "at": _iso(sheet.room, taken.at),
        "after_seconds": max(round(taken.at - entry.asked_at), 0),
        "how": taken.how.value,
        "by": taken.by,
        "message": taken.message if sheet.names else None,
    }


def _iso(room: Room, at: float) -> str:
    return policy.local(room, at).isoformat(timespec="seconds")


_WRITERS: Final[Mapping[Format, Callable[[Sheet], str]]] = MappingProxyType(
    {Format.MARKDOWN: _markdown, Format.CSV: _csv, Format.JSON: _json}
)
_KINDS: Final[Mapping[Format, str]] = MappingProxyType(
    {Format.MARKDOWN: "A text", Format.CSV: "A table", Format.JSON: "Data"}
)
