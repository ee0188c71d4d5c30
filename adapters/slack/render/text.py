"""What people wrote, made fit for Slack: escaped, within limits, and unable to ping anybody."""

import re
from collections.abc import Iterable
from typing import Final

from bot.domain.characters import counted, cut

ELLIPSIS: Final = "…"
NOTHING: Final = "–"
"""Stands where a text is empty: Slack refuses empty ones."""

# Slack takes these three for its own marks; escaped, they are shown as they are.
_ESCAPED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# They turn the writing direction of whatever stands after them, our own words too.
_TURNING: Final = "[\u202a-\u202e\u2066-\u2069]"
# Whatever isn't shown at all, apart from line breaks and tabs.
_UNSHOWN: Final = re.compile(f"{_TURNING}|[\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]")


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


def _width(char: str) -> int:
    return counted(char.translate(_ESCAPED))


def _cut(text: str, room: int) -> str:
    end = 0
    for each in text:
        room -= _width(each)
        if room < 0:
            break
        end += 1
    return cut(text, end)
