"""Text as it may go on: no control characters, and only what UTF-8 can carry."""

import re
from collections.abc import Iterable

# All of C0 and C1 but tab and line feed: a terminal would obey them, and IRC colours are some.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Half of a character, left behind when a program cut a text by UTF-16 units.
_HALVES = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """Give the text without control characters, broken characters replaced by U+FFFD."""
    if text.isprintable():
        return text
    return _HALVES.sub("\ufffd", _CONTROLS.sub("", text))


def first_said(*texts: str | None) -> str:
    """Give the first that says anything, cleaned, or nothing."""
    return next((said for text in texts if text and (said := clean(text).strip())), "")


def listed(names: Iterable[str]) -> str:
    """Give the names of files and pictures as they stand in for a message without words."""
    return ", ".join(clean(name) for name in names if name)
