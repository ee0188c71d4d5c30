"""Names and texts as people type them: cleaned of what can't be seen, never of what can be read."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import count

NAME_AT_MOST = 40
"""Characters of a name."""
TEXT_AT_MOST = 4000
"""Characters of a message."""

# Marks that turn the direction of everything after them. The page isolates each name and text, so
# right-to-left writing needs none of them; in a name they could only dress up as somebody else.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?|\u2028|\u2029")


class UnfitError(ValueError):
    """A name or text that can't be taken; says why, to the person who typed it."""


def clean_name(text: str) -> str:
    """Give the name as it is shown: one line, no marks that can't be seen. Raises UnfitError."""
    shown = unicodedata.normalize("NFC", _CONTROLS.sub(" ", _TURNS.sub("", text)))
    shown = " ".join(shown.split())
    if not any(unicodedata.category(each)[0] in "LNSP" for each in shown):
        raise UnfitError("Please type a name first.")
    if len(shown) > NAME_AT_MOST:
        raise UnfitError(f"Please take a name of at most {NAME_AT_MOST} characters.")
    return shown


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Give the wanted name, or the first of “Name 2”, “Name 3” … that nobody has."""
    folded = {_folded(each) for each in taken}
    if _folded(wanted) not in folded:
        return wanted
    room = NAME_AT_MOST - 4
    return next(name for n in count(2) if _folded(name := f"{wanted[:room]} {n}") not in folded)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def clean_text(text: str) -> str:
    """Give a message's text as it is kept. Raises UnfitError where it is empty or too long."""
    kept = _CONTROLS.sub("", _BREAKS.sub("\n", text)).strip()
    if not kept:
        raise UnfitError("There is nothing to send yet. Write a line first.")
    if len(kept) > TEXT_AT_MOST:
        raise UnfitError(
            f"A message can have {TEXT_AT_MOST:,} characters; this one has {len(kept):,}. "
            "Please shorten it, or send it in two."
        )
    return kept
