"""A pattern taken apart, by Python's own parser of patterns, as far as its time depends on it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, Final

# Python's own parser of patterns; it has no public name.
_PARSER: Final[Any] = import_module("re._parser")
_C: Final[Any] = import_module("re._constants")
ENDLESS: Final = int(_C.MAXREPEAT)

# Sets of characters are told apart by these: ASCII, and of everything beyond it some of each kind.
_BEYOND: Final = (
    "\x85\xa0éßİⅷ٣中م’‘“”«»–—…•☀➿⭐😂￼\u200b\u200d\u2028\u2060\u202e\ufe0f\U0001f3fb\udc80"
)
_EVERYTHING: Final = frozenset(map(chr, range(128))) | frozenset(_BEYOND)


@dataclass(frozen=True, slots=True)
class One:
    """One character of a set."""

    characters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Looks:
    """A condition on the place: it takes no character.

    `ahead` is what it looks ahead for. `before` are the characters that may stand before the place,
    None where it says nothing of them; `boundary`: a word begins or ends there.
    """

    ahead: "Node | None" = None
    before: frozenset[str] | None = None
    boundary: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Parts, one after the other."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several parts."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part several times; `possessive`: what it took it doesn't give back."""

    part: "Node"
    least: int
    most: int
    possessive: bool = False

    @property
    def endless(self) -> bool:
        """Whether there is no limit to it."""
        return self.most == ENDLESS


Node = One | Looks | All | Either | Repeat


def tree(pattern: re.Pattern[str]) -> Node:
    """The pattern's parts."""
    parsed = _PARSER.parse(pattern.pattern, pattern.flags)
    return _all(parsed, _Reader(_letters(parsed), pattern.flags))


def _letters(parsed: Any) -> frozenset[str]:  # noqa: ANN401 - the parser's own, without types
    """The characters by which this pattern's sets are told apart: its own literals too."""
    own = {chr(each) for each in _literals(parsed)}
    cased = {other for each in own for other in (each.lower(), each.upper()) if len(other) == 1}
    return _EVERYTHING | own | cased


def _literals(parsed: Any) -> Iterator[int]:  # noqa: ANN401 - as above
    for operation, argument in _walk(parsed):
        if operation in (_C.LITERAL, _C.NOT_LITERAL):
            yield argument
        elif operation is _C.IN:
            for kind, value in argument:
                if kind is _C.LITERAL:
                    yield value
                elif kind is _C.RANGE:
                    yield from value


def _walk(parsed: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - as above
    for operation, argument in parsed:
        yield operation, argument
        for part in _parts(argument):
            yield from _walk(part)


def _parts(argument: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    if isinstance(argument, _PARSER.SubPattern):
        yield argument
    elif isinstance(argument, list | tuple):
        for each in argument:
            yield from _parts(each)


class _Reader:
    """Which characters each part may be, among `letters`."""

    def __init__(self, letters: frozenset[str], flags: int) -> None:
        self.letters = letters
        self.many_lines = bool(flags & re.MULTILINE)
        self._flags = flags & (re.IGNORECASE | re.ASCII | re.DOTALL)

    def like(self, operation: Any, argument: Any) -> frozenset[str]:  # noqa: ANN401 - as above
        """The letters that a single-character part takes."""
        return _taken(str(_source(operation, argument)), int(self._flags), self.letters)


@lru_cache(maxsize=10_000)
def _taken(source: str, flags: int, letters: frozenset[str]) -> frozenset[str]:
    is_one = re.compile(source, flags).fullmatch
    return frozenset(each for each in letters if is_one(each))


def _source(operation: Any, argument: Any) -> str:  # noqa: ANN401 - as above
    """A single-character part, written as a pattern again."""
    if operation is _C.ANY:
        return "."
    if operation is _C.LITERAL:
        return re.escape(chr(argument))
    if operation is _C.NOT_LITERAL:
        return f"[^{_in_set(chr(argument))}]"
    negated = argument[0][0] is _C.NEGATE
    rest = argument[1:] if negated else argument
    return f"[{'^' if negated else ''}{''.join(_of_set(*each) for each in rest)}]"


_CATEGORIES: Final = {
    _C.CATEGORY_DIGIT: r"\d",
    _C.CATEGORY_NOT_DIGIT: r"\D",
    _C.CATEGORY_SPACE: r"\s",
    _C.CATEGORY_NOT_SPACE: r"\S",
    _C.CATEGORY_WORD: r"\w",
    _C.CATEGORY_NOT_WORD: r"\W",
}


def _of_set(kind: Any, value: Any) -> str:  # noqa: ANN401 - as above
    if kind is _C.LITERAL:
        return _in_set(chr(value))
    if kind is _C.RANGE:
        return f"{_in_set(chr(value[0]))}-{_in_set(chr(value[1]))}"
    return _CATEGORIES[value]


def _in_set(letter: str) -> str:
    return f"\\{letter}" if letter in r"\^-[]&~|" else letter


def _all(parsed: Any, reader: _Reader) -> Node:  # noqa: ANN401 - as above
    return All(tuple(_node(operation, argument, reader) for operation, argument in parsed))


def _node(operation: Any, argument: Any, reader: _Reader) -> Node:  # noqa: ANN401, PLR0911 - as above; a table of kinds
    if operation in (_C.LITERAL, _C.NOT_LITERAL, _C.ANY, _C.IN):
        return One(reader.like(operation, argument))
    if operation is _C.BRANCH:
        return Either(tuple(_all(each, reader) for each in argument[1]))
    if operation is _C.SUBPATTERN:
        return _all(argument[-1], reader)
    if operation is _C.ATOMIC_GROUP:
        return _all(argument, reader)
    if operation in (_C.MAX_REPEAT, _C.MIN_REPEAT, _C.POSSESSIVE_REPEAT):
        least, most, part = argument
        possessive = operation is _C.POSSESSIVE_REPEAT
        return Repeat(_all(part, reader), least, int(most), possessive)
    if operation in (_C.ASSERT, _C.ASSERT_NOT):
        return _looks(operation, argument, reader)
    if operation is _C.AT:
        return _at(argument, reader)
    raise NotImplementedError(f"a pattern with {operation}")


def _looks(operation: Any, argument: Any, reader: _Reader) -> Looks:  # noqa: ANN401 - as above
    direction, what = argument
    node = _all(what, reader)
    if direction > 0:
        return Looks(ahead=node)
    last = node.parts[-1] if isinstance(node, All) and len(node.parts) == 1 else None
    if not isinstance(last, One):
        return Looks()
    negated = operation is _C.ASSERT_NOT
    return Looks(before=reader.letters - last.characters if negated else last.characters)


def _at(place: Any, reader: _Reader) -> Looks:  # noqa: ANN401 - as above
    if place is _C.AT_BEGINNING_STRING:
        return Looks(before=frozenset())
    if place is _C.AT_BEGINNING:
        return Looks(before=frozenset("\n") if reader.many_lines else frozenset())
    return Looks(boundary=place is _C.AT_BOUNDARY)


def words(letters: frozenset[str]) -> frozenset[str]:
    """Those of which words are made."""
    return _taken(r"\w", 0, letters)
