"""How Discord's shards, and one of its channels, are written.

Every parser takes stripped, non-empty text and raises UnfitError with words for the admin. Every
renderer writes a form that its parser reads back as the same value.
"""

import re
from dataclasses import dataclass

from bot.config.problems import UnfitError, shown

_SOME = re.compile(r"(\d{1,5})(?: ?- ?(\d{1,5}))?", re.ASCII)
_COUNT = re.compile(r"\d{1,5}", re.ASCII)
_ID = re.compile(r"[1-9]\d{14,19}", re.ASCII)
_MEND = "Write which of how many this process serves, counted from 0: 0-3 of 8, or 0, 2 of 4."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shards:
    """Which of how many parts of Discord's servers a process serves; `ids` count from 0."""

    ids: tuple[int, ...]
    count: int


def parse_shards(text: str) -> Shards:
    """Read `0-3 of 8`."""
    which, of, whole = " ".join(text.lower().split()).rpartition(" of ")
    if not of or _COUNT.fullmatch(whole) is None:
        raise UnfitError(f"{shown(text)} doesn't say which shards", _MEND)
    count = int(whole)
    ids = tuple(dict.fromkeys(each for part in which.split(",") for each in _some(part)))
    if not ids or max(ids) >= count:
        raise UnfitError(f"of {count} shards the last is {count - 1}", _MEND)
    return Shards(ids=ids, count=count)


def _some(part: str) -> range:
    found = _SOME.fullmatch(part.strip())
    if found is None:
        raise UnfitError(f"{shown(part.strip())} is no shard", _MEND)
    return range(int(found[1]), int(found[2] or found[1]) + 1)


def render_shards(value: Shards) -> str:
    """Write `0, 1 of 8`."""
    return f"{', '.join(map(str, value.ids))} of {value.count}"


def parse_channel(text: str) -> str:
    """Read a channel's id, or its mention `<#…>`."""
    number = text.removeprefix("<#").removesuffix(">")
    if _ID.fullmatch(number) is None:
        raise UnfitError(
            f"{shown(text)} is no channel's id",
            "Copy it at Discord: Developer Mode on, then Copy Channel ID.",
        )
    return number
