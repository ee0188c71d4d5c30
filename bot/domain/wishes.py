"""What people ask Heed for, read from what they typed after `/heed` or `@Heed`.

Forgiving: case, spaces, typographic quotes and dashes don't matter, and what can't be read is a
wish for help. Any text is read, in time that grows no faster than its length.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final

from bot.domain.durations import LONGEST, seconds_of
from bot.domain.options import OPTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something that somebody asks Heed for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Wish):
    """What can be asked for. `unknown` is a word that wasn't understood, `nearest` what it may be.

    `about` is the command that it stood in; empty where it was to be the command itself.
    """

    about: str = ""
    unknown: str = ""
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch(Wish):
    """About some time: the meeting, the last `seconds`, or since `begun`.

    `begun` (epoch seconds) names the meeting that began then, with `meeting`.
    """

    meeting: bool = False
    seconds: float | None = None
    begun: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Stretch):
    """What was asked and followed. `post`: for the room to see; `sure`: the preview was seen."""

    post: bool = False
    sure: bool = False


class Format(StrEnum):
    """What an export is written as; the value ends its file's name."""

    MARKDOWN = "md"
    CSV = "csv"
    JSON = "json"
    PNG = "png"
    SVG = "svg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Stretch):
    """The same to be kept, as a file."""

    form: Format = Format.MARKDOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(Wish):
    """What waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conveners(Wish):
    """Who convenes; or that these `people` be asked to, or do so no more. See `person_of`."""

    people: tuple[str, ...] = ()
    deputy: bool = False
    remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingWish(Wish):
    """How the meeting stands; or that one begins (`begin`) or ends."""

    begin: bool | None = None
    spoken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Wish):
    """Nothing more is to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Wish):
    """It is to be read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsWish(Wish):
    """The room's settings; or that `name` be set to `value`, or `reset`."""

    name: str = ""
    value: str = ""
    reset: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerWish(Wish):
    """How it stands with the second listener; or that it be asked (`on`), or not any more.

    `sure`: what leaves the server was seen.
    """

    on: bool | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardWish(Wish):
    """A link to one's own board of the room; or that all those one has end (`end`)."""

    end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats(Wish):
    """Whose questions are followed, by groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyData(Wish):
    """What is kept about oneself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetMe(Wish):
    """That it be erased. `sure`: they were asked again."""

    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut(Wish):
    """To be read no more. `sure`: they were asked again."""

    sure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OptIn(Wish):
    """To be read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDown(Wish):
    """To convene no longer."""


ANYWHERE: Final = (Help, MyData, ForgetMe, OptOut, OptIn)
"""What can be asked outside any room."""

ME: Final = "me"
"""Whoever asks, among the people of a wish."""

_YES: Final = frozenset({"yes", "sure", "confirm", "confirmed", "really", "ok"})
_BEGIN: Final = frozenset({"start", "begin", "started", "begins", "starts"})
_END: Final = frozenset({"end", "stop", "finish", "close", "ends", "over"})
_SPOKEN: Final = frozenset({"spoken", "aloud", "voice", "huddle", "call"})
_SINCE: Final = frozenset({"since", "last", "past"})
_POST: Final = frozenset({"post", "share", "public", "publish"})
_FORMATS: Final = {
    **{each.value: each for each in Format},
    "markdown": Format.MARKDOWN,
    "text": Format.MARKDOWN,
    "table": Format.CSV,
    "spreadsheet": Format.CSV,
    "excel": Format.CSV,
    "picture": Format.PNG,
    "image": Format.PNG,
    "timeline": Format.PNG,
}
_IDLE: Final = frozenset({"a", "an", "the", "as", "of", "for", "ago", "and", "please", "to", "ask"})
_REMOVE: Final = frozenset({"remove", "relieve", "delete"})

# One sign for each of the many that keyboards make of it; what can't be seen goes.
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−－", "-"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‘’‚‛′＇`´", "'"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"),
        "＠": "@",
        "／": "/",
    }
)
_READ_AT_MOST: Final = 4_000  # characters: nobody means to ask for more at once
_KEY_AT_MOST: Final = 24  # characters of a word that are compared
_SHOWN: Final = 40  # characters of an unknown word that are given back
_PERSON: Final = re.compile(r"<@!?([^<|>\s]{1,64})(?:\|[^<>]*)?>")
# So many digits that it is a moment on every clock and calendar.
_MOMENT: Final = re.compile(r"@(\d{1,11}(?:\.\d{1,6})?)", re.ASCII)
_ROOTS: Final = frozenset({"/heed", "@heed", "heed"})

Words = Sequence[str]


def parse(text: str) -> Wish:
    """The wish that a text stands for; whatever it says, something comes of it."""
    words = _addressed(text[:_READ_AT_MOST].translate(_PLAIN).split())
    if not words:
        return Help()
    one, two = _key(words[0]), "".join(map(_key, words[:2]))
    if two in _COMMANDS and len(words) > 1 and _key(words[1]):
        return _COMMANDS[two](words[2:])
    if one in _COMMANDS:
        return _COMMANDS[one](words[1:])
    return _unknown("", words[0], NAMES)


def person_of(said: str) -> str:
    """The id or name that a wish means by one of its people: `<@U1|ruth>` and `@U1` are `U1`."""
    found = _PERSON.fullmatch(said)
    return found[1] if found else said.strip(",;").removeprefix("@")


def _addressed(words: Words) -> Words:
    """What is said after Heed's own name."""
    first = words[0] if words else ""
    called = first.lower().rstrip(",:") in _ROOTS or _PERSON.fullmatch(first.rstrip(",:"))
    return words[1:] if called else words


def _key(word: str) -> str:
    """A word as it is compared: letters and figures alone, in one case."""
    return "".join(filter(str.isalnum, word[:_KEY_AT_MOST].casefold()))


def _unknown(about: str, word: str, known: Words) -> Help:
    keys = {_key(each): each for each in known}
    near = get_close_matches(_key(word), keys, 1)
    nearest = keys[near[0]] if near else ""
    return Help(about=about, unknown=word[:_SHOWN], nearest=nearest)


# --- each command's own words ----------------------------------------------------------------


def _summary(words: Words) -> Wish:
    meant, others = _stretch(words)
    keys = {_key(each) for each in others}
    unknown = next((each for each in others if _key(each) not in _POST | _YES), "")
    if unknown:
        return _unknown("summary", unknown, ("meeting", "since", "post"))
    post, sure = bool(keys & _POST), bool(keys & _YES)
    return Summary(**meant, post=post, sure=sure) if meant else _no_time("summary", words)


def _export(words: Words) -> Wish:
    meant, others = _stretch(words)
    unknown = next((each for each in others if _key(each) not in _FORMATS), "")
    if unknown:
        return _unknown("export", unknown, ("meeting", "since", *Format))
    form = _FORMATS[_key(others[-1])] if others else Format.MARKDOWN
    return Export(**meant, form=form) if meant else _no_time("export", words)


def _stretch(words: Words) -> tuple[dict[str, Any], list[str]]:
    """The fields of a Stretch that words stand for, and the words that say something else.

    No field at all comes back where the time can't be read.
    """
    meeting, begun = False, None
    span, others = list[str](), list[str]()
    for word in (each.strip("\"',") for each in words):
        key, moment = _key(word), _MOMENT.fullmatch(word)
        if moment:
            begun = float(moment[1])
        elif key == "meeting":
            meeting = True
        elif key[:1].isdigit() or (span and seconds_of(f"{span[-1]}{key}") is not None):
            span.append(word)
        elif key and key not in _IDLE | _SINCE:
            others.append(word)
    seconds = seconds_of(" ".join(span))
    if span and (seconds is None or seconds > LONGEST):
        return {}, others
    return {"meeting": meeting, "seconds": seconds, "begun": begun}, others


def _no_time(about: str, words: Words) -> Help:
    said = " ".join(each for each in words if _key(each) not in _IDLE | _SINCE)
    return Help(about=about, unknown=said[:_SHOWN])


def _conveners(words: Words) -> Wish:
    people = [each for each in words if each.startswith(("@", "<@")) or not _is_said_idly(each)]
    keys = {_key(each) for each in words}
    return Conveners(
        people=tuple(dict.fromkeys(people)),
        deputy="deputy" in keys,
        remove=bool(keys & _REMOVE),
    )


def _is_said_idly(word: str) -> bool:
    return not _key(word) or _key(word) in _IDLE | _REMOVE | {"deputy", "add", "invite"}


def _meeting(words: Words) -> Wish:
    begin: bool | None = None
    spoken = False
    for word in words:
        key = _key(word)
        if key in _BEGIN:
            begin = True
        elif key in _END:
            begin = False
        elif key in _SPOKEN:
            spoken = True
        elif key and key not in _IDLE:
            return _unknown("meeting", word, ("start", "end", "spoken", "begin"))
    return MeetingWish(begin=begin, spoken=spoken)


def _board(words: Words) -> Wish:
    end = False
    for key in map(_key, words):
        if key in _END | _REMOVE | {"revoke"}:
            end = True
        elif key and key not in _IDLE | {"link", "open", "my", "all"}:
            return _unknown("board", key, ("end",))
    return BoardWish(end=end)


def _settings(words: Words) -> Wish:
    reset = bool(words) and _key(words[0]) == "reset"
    rest = words[1:] if reset or (words and _key(words[0]) == "set") else words
    if not rest:
        return SettingsWish()
    if _key(rest[0]) == LISTENER:
        return _listener(rest[1:], off=reset)
    for length in (3, 2, 1):
        name = _SETTINGS.get("".join(map(_key, rest[:length])).removeprefix("heed"))
        if name is not None and len(rest) >= length:
            value = " ".join(rest[length:]).removeprefix("to ").lstrip("=: ").strip("\"' ")
            reset = reset or _key(value) == "reset"
            return SettingsWish(name=name, value="" if reset else value, reset=reset)
    return _unknown("settings", rest[0], [*(each.name for each in OPTIONS), LISTENER])


def _listener(words: Words, *, off: bool) -> Wish:
    keys = [_key(each) for each in words if _key(each) not in _IDLE]
    if off or keys[:1] in (["off"], ["reset"], ["no"], ["false"]):
        return ListenerWish(on=False)
    if keys[:1] in (["on"], ["true"]) or (keys[:1] and keys[0] in _YES):
        return ListenerWish(on=True, sure=_sure(words[1:]))
    return ListenerWish() if not keys else _unknown("settings", words[0], ("on", "off"))


def _sure(words: Words) -> bool:
    return any(_key(each) in _YES for each in words)


LISTENER: Final = "listener"
"""What a convener alone sets, by agreeing to it."""

# As they are written in .env; `nudgebudget` and `roommode` are the names of two of them there.
_SETTINGS: Final = {
    _key(said).removeprefix("heed"): each.name
    for each in OPTIONS
    for said in (each.name, each.variable)
    if said
}
NAMES: Final = (
    "help",
    "summary",
    "open",
    "convener",
    "meeting",
    "pause",
    "resume",
    "settings",
    "stats",
    "board",
    "export",
    "my-data",
    "forget-me",
    "opt-out",
    "opt-in",
    "step-down",
)
"""Every command, as it is written."""
_COMMANDS: Final[dict[str, Callable[[Words], Wish]]] = {
    "help": lambda _: Help(),
    "summary": _summary,
    "open": lambda _: Open(),
    "convener": _conveners,
    "conveners": _conveners,
    "meeting": _meeting,
    "pause": lambda _: Pause(),
    "resume": lambda _: Resume(),
    "settings": _settings,
    "setting": _settings,
    "stats": lambda _: Stats(),
    "board": _board,
    "export": _export,
    "mydata": lambda _: MyData(),
    "forgetme": lambda words: ForgetMe(sure=_sure(words)),
    "optout": lambda words: OptOut(sure=_sure(words)),
    "optin": lambda _: OptIn(),
    "stepdown": lambda _: StepDown(),
}
