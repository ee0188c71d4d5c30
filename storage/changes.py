"""What changed in a room's parts. They are frozen and replaced, so identity tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

P = TypeVar("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Generic[P]):
    """Parts of one kind as they were last written, in order, each with its ordinal."""

    parts: Mapping[str, P]
    ordinals: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes(Generic[P]):
    """What is to be written and removed, and what is kept once that is done."""

    written: Mapping[str, P]
    removed: tuple[str, ...]
    kept: Kept[P]


def changes(before: Kept[P], after: Mapping[str, P]) -> Changes[P]:
    """Compare parts with what was last written.

    New parts get ordinals after all others. Where the order of the rest isn't what it was, all are
    numbered and written anew.
    """
    removed = tuple(key for key in before.parts if key not in after)
    ordinals = _numbered(before, after, removed)
    if ordinals is None:
        first = _top(before.ordinals) + 1
        ordinals = {key: first + place for place, key in enumerate(after)}
        written = dict(after)
    else:
        written = {key: part for key, part in after.items() if before.parts.get(key) is not part}
    kept = Kept(parts=after, ordinals=ordinals)
    return Changes(written=written, removed=removed, kept=kept)


def _numbered(
    before: Kept[P], after: Mapping[str, P], removed: tuple[str, ...]
) -> Mapping[str, int] | None:
    """The parts' ordinals; None where those that stayed aren't first, in their old order."""
    stayed = [key for key in before.parts if key in after] if removed else list(before.parts)
    keys = list(after)
    if keys[: len(stayed)] != stayed:
        return None
    if not removed and len(keys) == len(stayed):
        return before.ordinals
    top = _top(before.ordinals)
    new = {key: top + number for number, key in enumerate(keys[len(stayed) :], start=1)}
    return {key: before.ordinals[key] for key in stayed} | new


def _top(ordinals: Mapping[str, int]) -> int:
    return max(ordinals.values(), default=0)
