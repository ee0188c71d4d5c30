"""What people wrote, made fit for Slack: escaped, within limits, and unable to ping anybody."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

ELLIPSIS: Final = "…"
NOTHING: Final = "–"
"""Stands where a text is empty: Slack refuses empty ones."""

# Slack takes these three for its own marks; escaped, they are shown as they are.
_ESCAPED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# They turn the writing direction of whatever stands after them, our own words too.
_TURNING: Final = "[\u202a-\u202e\u2066-\u2069]"
# Whatever isn't shown at all, apart from line breaks and tabs.
_UNSHOWN: Final = re.compile(f"{_TURNING}|[\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]")
_JOINER: Final = "\u200d"
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_TAGS: Final = range(0xE0020, 0xE0080)
_FLAGS: Final = range(0x1F1E6, 0x1F200)


def clean(text: str) -> str:
    """A text without what can't be seen and would spoil what stands beside it."""
    return _UNSHOWN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def fitted(text: str, limit: int) -> str:
    """A text escaped, in at most so many characters as Slack counts them; never empty."""
    return shortened(text, limit).translate(_ESCAPED)


def shortened(text: str, limit: int) -> str:
    """A text that takes at most so many characters once it is escaped, cut with an ellipsis.

    Never cuts through what a person sees as one character, and never comes back empty.
    """
    shown = clean(text).strip() or NOTHING
    if len(shown) <= limit and counted(shown.translate(_ESCAPED)) <= limit:
        return shown
    return _cut(shown, limit - len(ELLIPSIS)).rstrip() + ELLIPSIS


def joined(texts: Iterable[str], between: str = " ") -> str:
    """Those of the texts that say something, in one."""
    return between.join(each for each in texts if each.strip())


def counted(text: str) -> int:
    """Its length as Slack counts: a character beyond Unicode's first plane is two."""
    return len(text) + sum(each > "\uffff" for each in text)


def _width(char: str) -> int:
    return counted(char.translate(_ESCAPED))


def _cut(text: str, room: int) -> str:
    end = 0
    for each in text:
        room -= _width(each)
        if room < 0:
            break
        end += 1
    while end and _holds_together(text, end):
        end -= 1
    return text[:end]


def _holds_together(text: str, at: int) -> bool:
    """Whether a cut there would part what is seen as one character."""
    before, after = text[at - 1], text[at]
    if _JOINER in {before, after} or unicodedata.category(after).startswith("M"):
        return True
    if ord(after) in _SKIN_TONES or ord(after) in _TAGS:
        return True
    return ord(after) in _FLAGS and _flags_before(text, at) % 2 == 1


def _flags_before(text: str, at: int) -> int:
    """How many halves of flags stand right before it."""
    start = at
    while start and ord(text[start - 1]) in _FLAGS:
        start -= 1
    return at - start
