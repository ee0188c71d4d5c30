"""Text as it may go on, whoever wrote it."""

import re
from typing import Final

LONGEST: Final = 40_000
"""Characters of a message that are read; Slack itself cuts longer ones."""

# All control characters but tab and line feed, and halves of characters that were cut apart.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HALVES: Final = re.compile(r"[\ud800-\udfff]")


def are_clean(*texts: str) -> bool:
    """Whether all of them may go on as they are."""
    return all(clean(text) == text for text in texts)


def clean(text: str, longest: int = LONGEST) -> str:
    """The text without control characters, with only what UTF-8 can carry, and not too long."""
    text = text[:longest]
    return text if text.isprintable() else _HALVES.sub("\ufffd", _CONTROLS.sub("", text))
