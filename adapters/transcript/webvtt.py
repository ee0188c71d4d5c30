"""WebVTT captions of the talk itself (Zoom, Teams, Meet), by the W3C's description of the format.

webvtt-py would hold the whole file, names no lines, and knows the first voice of a cue only; so
the cues are read here, one at a time.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from adapters.transcript.model import BadLineError, Opened
from adapters.transcript.notes import Notes
from adapters.transcript.source import Lines
from adapters.transcript.words import clean
from bot.domain.events import MessagePosted

# A cue is what fits on a screen; people say sentences. Cues of one voice that follow each other
# so closely (seconds) are one utterance, until a sentence ends or it has so many characters.
PAUSE: Final = 2.0
LONGEST_UTTERANCE: Final = 300
NOBODY: Final = "unknown speaker"

_TIMING: Final = re.compile(
    r"\s{0,20}(?:(\d{1,6}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})[ \t]{1,20}-->[ \t]{1,20}"
    r"(?:(\d{1,6}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})(?:[ \t].*)?$"
)
# The limits keep a caption of nothing but brackets from taking quadratic time.
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]{1,100})?[ \t]{1,20}([^<>]{1,200})>|</v>")
_TAG: Final = re.compile(r"<[^<>]{0,200}>")
_NAMED: Final = re.compile(r"([^\s\d:<>?!.,][^:<>?!]{0,59}):[ \t]{1,20}(\S.*)")
_MOST_WORDS_OF_A_NAME: Final = 6
_SENTENCE_ENDS: Final = re.compile(r"[.?!…。？！؟]['\")\]»”]{0,3}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """Words of one voice. Times in seconds from the start; `place` is where they stand."""

    place: str
    who: str
    start: float
    end: float
    text: str


def read(lines: Lines, room: str, head: str) -> Opened:
    """Open captions; `head` is the beginning of the file, to see how it gives names."""
    said = _said(lines, in_text=_names_stand_in_text(head))
    events = (_event(utterance, room) for utterance in _utterances(said))
    return Opened(room=room, events=events)


def _names_stand_in_text(head: str) -> bool:
    """Whether cues begin with "Name: ", as Zoom's do: at least half of the first ones."""
    blocks = head.replace("\r\n", "\n").split("\n\n")
    words = [block.rsplit("\n", 1)[-1] for block in blocks if "-->" in block]
    return not _VOICE.search(head) and 2 * sum(map(bool, map(_named, words))) >= len(words) > 0


def _named(text: str) -> tuple[str, str] | None:
    """Split "Name: text", or give None where no name stands before the colon."""
    found = _NAMED.match(text)
    if found is None or len(found[1].split()) > _MOST_WORDS_OF_A_NAME:
        return None
    return found[1].strip(), found[2]


def _said(lines: Lines, *, in_text: bool) -> Iterator[_Said]:
    """Give what each voice says in each cue. Notes, styles, regions and cue names are no talk."""
    times: tuple[float, float] | None = None
    who = NOBODY
    for line in lines:
        if "-->" in line:
            times = _times(line, lines.notes)
        elif not line.strip():
            times = None
        elif times is not None:
            for part, (name, text) in enumerate(_voices(line, in_text=in_text), 1):
                who = name or _same(who, lines.notes)
                place = f"L{lines.notes.line}" + (f".{part}" if part > 1 else "")
                yield _Said(place=place, who=who, start=times[0], end=times[1], text=text)


def _same(who: str, notes: Notes) -> str:
    """Words without a name are the last speaker's."""
    if who == NOBODY:
        notes.warn_once("these captions don't say who speaks, so nobody's answer can be told")
    return who


def _times(line: str, notes: Notes) -> tuple[float, float] | None:
    found = _TIMING.match(line)
    if found is None:
        mend = "Write 00:00:01.000 --> 00:00:04.000; these words are left out."
        notes.error(BadLineError("the caption's times can't be read", mend))
        return None
    return _seconds(*found.groups()[:4]), _seconds(*found.groups()[4:])


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + float(f"0.{fraction}")


def _voices(line: str, *, in_text: bool) -> Iterator[tuple[str, str]]:
    """Split a line into (name or nothing, words)."""
    if in_text and (named := _named(_plain(line))):
        yield named
        return
    pieces = _VOICE.split(line)
    for name, text in zip([None, *pieces[1::2]], pieces[::2], strict=True):
        if words := _plain(text):
            yield _plain(name or ""), words


def _plain(text: str) -> str:
    return clean(html.unescape(_TAG.sub("", text))).strip()


def _utterances(said: Iterator[_Said]) -> Iterator[_Said]:
    """Join what one voice says without a pause."""
    last: _Said | None = None
    for more in said:
        if last is not None and _goes_on(last, more):
            last = replace(last, end=more.end, text=f"{last.text} {more.text}")
            continue
        if last is not None:
            yield last
        last = more
    if last is not None:
        yield last


def _goes_on(last: _Said, more: _Said) -> bool:
    return (
        last.who == more.who
        and more.start - last.end <= PAUSE
        and len(last.text) + len(more.text) < LONGEST_UTTERANCE
        and not _SENTENCE_ENDS.search(last.text)
    )


def _event(said: _Said, room: str) -> MessagePosted:
    return MessagePosted(
        room=room,
        at=said.start,
        key=f"post:{said.place}",
        id=said.place,
        author=said.who,
        text=said.text,
        name=said.who,
    )
