"""What people see as one character, so that a text is never cut through one."""

import unicodedata
from typing import Final

_JOINER: Final = "\u200d"
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_TAGS: Final = range(0xE0020, 0xE0080)
_FLAGS: Final = range(0x1F1E6, 0x1F200)


def counted(text: str) -> int:
    """A text's length in UTF-16: a character beyond Unicode's first plane is two."""
    return len(text) + sum(each > "\uffff" for each in text)


def cut(text: str, end: int) -> str:
    """As much of a text as ends at `end`, which lies inside, or before it."""
    while end > 0 and _holds_together(text, end):
        end -= 1
    return text[: max(end, 0)]


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
