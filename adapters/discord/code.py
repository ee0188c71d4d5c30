"""Code in a text: set apart in the two forms that the core knows, `…` and ``` fences."""

import re
from collections.abc import Iterator
from typing import Final

FENCE: Final = "```"
INLINE_AT_MOST: Final = 400
"""Longer code in a line is fenced: the core reads no further for the second backtick."""

_TICKS: Final = re.compile(r"`+")
_LANGUAGE: Final = re.compile(r"[A-Za-z0-9_+\-.#]+\n")


def split(text: str) -> Iterator[tuple[str, str]]:
    """The text as pairs: words, and the code that follows them (empty after the last).

    Code stands between equally many backticks; what opens and never closes is no code. Time in
    proportion to the text.
    """
    runs = [found.span() for found in _TICKS.finditer(text)]
    closing = _closing(runs)
    position = number = 0
    while number < len(runs):
        start, end = runs[number]
        other = closing[number]
        if other is None or _escaped(text, start):
            number += 1
            continue
        yield text[position:start], _code(text[end : runs[other][0]], end - start)
        position, number = runs[other][1], other + 1
    yield text[position:], ""


def _closing(runs: list[tuple[int, int]]) -> list[int | None]:
    """Of each run of backticks the next one of its kind: one, two, or three and more."""
    next_of: dict[int, int] = {}
    found: list[int | None] = [None] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        start, end = runs[number]
        kind = min(end - start, len(FENCE))
        found[number] = next_of.get(kind)
        next_of[kind] = number
    return found


def _escaped(text: str, start: int) -> bool:
    """Whether an odd number of backslashes stands before it."""
    first = start
    while first and text[first - 1] == "\\":
        first -= 1
    return (start - first) % 2 == 1


def _code(inside: str, ticks: int) -> str:
    if ticks >= len(FENCE):
        return _fenced(inside)
    inside = inside.replace("`", "'")
    if "\n" in inside or len(inside) > INLINE_AT_MOST:
        return f"{FENCE}{inside}{FENCE}"
    return f"`{inside}`"


def _fenced(inside: str) -> str:
    """The name of the language isn't shown. Backticks in twos and ones can't end a fence."""
    if "\n" not in inside:
        return f"{FENCE}{inside}{FENCE}"
    language = _LANGUAGE.match(inside)
    inside = inside[language.end() if language else 0 :].strip("\n")
    return f"{FENCE}\n{inside}\n{FENCE}"
