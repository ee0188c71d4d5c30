"""What people wrote, made fit for Discord: escaped, within limits, and unable to ping anybody."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Final

from bot.domain.characters import counted, cut

_APART: Final = "\u2060"
"""Stands after an at sign: nothing is seen of it, and whoever is named there isn't called."""

ELLIPSIS: Final = "…"
NOTHING: Final = "–"
"""Stands where a text is empty: Discord refuses empty ones."""

# They turn the writing direction of whatever stands after them, our own words too.
_TURNING: Final = "[\u202a-\u202e\u2066-\u2069]"
# Whatever isn't shown at all, apart from line breaks and tabs.
_UNSHOWN: Final = re.compile(f"{_TURNING}|{_APART}|[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\ud800-\udfff]")
_LINES: Final = re.compile("\r\n|[\r\u2028\u2029\u0085]")

# Addresses stay as they are, for people to see where they lead; in them nothing else begins.
_ADDRESS: Final = r"(?P<address>\bhttps?://[A-Za-z0-9/?&=%+#.~_-]+)"
_MARKS: Final = r"(?P<mark>[\\*_~`|\[\]<])"
_AT_START: Final = r"(?P<start>^[^\S\n]*(?:[-+#>]|\d+(?=\.)))"
_CALL: Final = r"(?P<at>@(?=everyone|here|[!&]?\d))"
_CALLED: Final = re.compile(_CALL)
_ESCAPED: Final = re.compile(f"{_ADDRESS}|{_MARKS}|{_AT_START}|{_CALL}", re.MULTILINE)
_UNESCAPED: Final = re.compile(rf"\\([^0-9A-Za-z\s])|({_APART})")

_FENCES: Final = "```\n\n```"
_BACKTICKS: Final = str.maketrans("`", "'")


def clean(text: str) -> str:
    """A text without what can't be seen and would spoil what stands beside it."""
    return _UNSHOWN.sub("", _LINES.sub("\n", text))


def line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def escaped(text: str) -> str:
    """A text in which nothing is taken for Discord's markup, or for a mention."""
    return _ESCAPED.sub(_harmless, text)


def unescaped(text: str) -> str:
    """The text that was escaped."""
    return _UNESCAPED.sub(lambda found: found[1] or "", text)


def _calling_nobody(text: str) -> str:
    return _CALLED.sub(f"@{_APART}", text)


def _harmless(found: re.Match[str]) -> str:
    if found["address"]:
        return found["address"]
    if found["at"]:
        return f"@{_APART}"
    if found["start"]:
        start = found["start"]
        return f"{start}\\" if start[-1].isdecimal() else f"{start[:-1]}\\{start[-1]}"
    return f"\\{found['mark']}"


def fitted(text: str, limit: int) -> str:
    """A text escaped, in at most so many characters as Discord counts them; never empty.

    Cut with an ellipsis where it is longer, and never through what a person sees as one character.
    """
    return _within(text, limit, escaped)


def plain(text: str, limit: int) -> str:
    """The same for where Discord shows a text as it is: on buttons, in menus and in modals."""
    return _within(line(text), limit, str)


def copied(text: str, limit: int) -> str:
    """A text to copy, in a block of its own: marks mean nothing there, and stand as they are."""
    words = line(text).translate(_BACKTICKS)
    return f"```\n{_within(words, limit - len(_FENCES), _calling_nobody)}\n```"


def joined(texts: Iterable[str], between: str = " ") -> str:
    """Those of the texts that say something, in one."""
    return between.join(each for each in texts if each.strip())


def _within(text: str, limit: int, made: Callable[[str], str]) -> str:
    """As much of a text as fits once it is `made`; no mark is parted from what it escapes."""
    shown = clean(text).strip() or NOTHING
    if len(shown) <= limit and counted(whole := made(shown)) <= limit:
        return whole
    fits = bisect_right(
        range(min(len(shown), limit)),
        limit - len(ELLIPSIS),
        key=lambda end: counted(made(shown[:end])),
    )
    return made(cut(shown, fits - 1).rstrip()) + ELLIPSIS
