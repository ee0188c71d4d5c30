"""Plain IRC logs, as common clients write them."""

import re
from collections.abc import Iterator
from typing import Final

from adapters.transcript.irc_clock import IrcClock
from adapters.transcript.model import BadLineError, Opened
from adapters.transcript.source import Lines
from adapters.transcript.words import clean
from bot.domain.events import Event, MemberJoined, MemberLeft, MessagePosted

_STAMP: Final = re.compile(
    r"\[?(?:(?P<date>\d{4}-\d\d-\d\d)[T ])?(?P<time>\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?)"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?\]?[ \t]{1,20}"
)
_SAID: Final = re.compile(r"<[ @+%&~!]?(?P<nick>[^<>\s][^<>]{0,79})>(?:[ \t](?P<text>.*))?$")
_ACTION: Final = re.compile(
    r"\*[ \t]{1,20}(?P<nick>[^\s*]\S{0,79})[ \t](?!sets mode: )(?P<text>.*)$"
)
_DATE_LINE: Final = re.compile(
    r"(?:--- (?:Log opened|Day changed)|\*\*\*\* BEGIN LOGGING AT) (?P<date>.{1,40})$"
)
_STATUS: Final = re.compile(r"(?P<mark>-!-|\*{1,3}|-->|<--|===)[ \t]{1,20}(?P<rest>.*)$")
_COMES_OR_GOES: Final = re.compile(
    r"(?P<nick>\S{1,80})(?:[ \t][\[(][^\])]{0,200}[\])]){0,2} has "
    r"(?:(?P<joined>joined)(?= [#&]|$)|left(?= [#&]|$)|quit(?= IRC| ?[\[(]|$))"
)
_COMES_OR_GOES_XCHAT: Final = re.compile(r"(?:(?P<joined>Joins)|Parts|Quits): (?P<nick>\S{1,80})")
_RENAMED: Final = re.compile(r"(?P<old>\S{1,80}) is now known as (?P<new>\S{1,80})$")
# What clients note down beside the talk: notices, and the log's own beginning and end.
_ASIDE: Final = re.compile(r"(?:---|\*{4}|-[^\s-]\S{0,80}-)(?:[ \t]|$)")
_COLOUR: Final = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?")


def looks_like_irc(head: str) -> bool:
    """Whether most of the first lines are a log's, and somebody says something in them."""
    lines = [line for line in head.splitlines()[:40] if line.strip()]
    bodies = [_split(line)[1] for line in lines]
    # Words must follow the nick: a web page's tags stand alone.
    said = sum(1 for body in bodies if (found := _SAID.match(body)) and found["text"])
    beside = sum(1 for body in bodies if _STATUS.match(body) or _ASIDE.match(body))
    return said > 0 and 2 * (said + beside) >= len(bodies)


def read(lines: Lines, room: str) -> Opened:
    """Open a log. A message's id is `L` and its line; its author's id is the nick."""
    return Opened(room=room, events=_events(lines, room))


def _events(lines: Lines, room: str) -> Iterator[Event]:
    clock = IrcClock(lines.notes)
    for line in lines:
        if not line.strip():
            continue
        try:
            yield from _read_line(line, room, f"L{lines.notes.line}", clock)
        except BadLineError as bad:
            lines.notes.error(bad)


def _split(line: str) -> tuple[re.Match[str] | None, str]:
    """Split a line into its time, where it has one, and the rest, without colours."""
    plain = clean(_COLOUR.sub("", line)).rstrip()
    stamp = _STAMP.match(plain)
    return stamp, plain[stamp.end() :] if stamp else plain.lstrip()


def _read_line(line: str, room: str, place: str, clock: IrcClock) -> list[Event]:
    stamp, body = _split(line)
    if dated := _DATE_LINE.match(body):
        clock.begin_day(" ".join(dated["date"].split()))
        return []
    at = None if stamp is None else clock.tell(*stamp.group("date", "time", "zone"))
    status = _STATUS.match(body)
    if status and (moved := _moves(status["rest"], room, clock.now or 0.0)):
        # Before any time is known nobody can be said to have come or gone.
        return [] if clock.now is None else moved
    if said := _SAID.match(body) or _ACTION.match(body):
        return _posted(said, room, clock.guess() if at is None else at, place)
    if status or _ASIDE.match(body):
        return []
    mend = 'Lines look like "[12:34] <nick> text" or "* nick waves".'
    raise BadLineError("this is not a line of an IRC log", mend)


def _posted(said: re.Match[str], room: str, at: float, place: str) -> list[Event]:
    nick, text = said.group("nick", "text")
    if not text:
        return []
    key = f"post:{place}"
    return [MessagePosted(room=room, at=at, key=key, id=place, author=nick, text=text, name=nick)]


def _moves(rest: str, room: str, at: float) -> list[Event]:
    """Tell who came or went, from what the client noted; often nobody."""
    if found := _COMES_OR_GOES.match(rest) or _COMES_OR_GOES_XCHAT.match(rest):
        nick = found["nick"]
        return [_came(nick, room, at) if found["joined"] else _went(nick, room, at)]
    if renamed := _RENAMED.match(rest):
        return [_went(renamed["old"], room, at), _came(renamed["new"], room, at)]
    return []


def _came(nick: str, room: str, at: float) -> Event:
    return MemberJoined(room=room, at=at, member=nick, name=nick)


def _went(nick: str, room: str, at: float) -> Event:
    return MemberLeft(room=room, at=at, member=nick)
