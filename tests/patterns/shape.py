r"""The shape that a pattern must have, so that its time grows with its text and no faster.

An endless repetition (`*`, `+`, `{3,}`) takes what it can and may have to give it back. That costs
more than the text's length only where the same characters can be divided among repetitions, or be
begun at, in many ways. So:

- **nested**: where an endless repetition stands in another, each round of the outer one must pass
  something that the inner one can't take (`\w+(?:-\w+)*` passes a dash);
- **beside**: between two endless repetitions that take the same characters, something must stand
  that the first can't take, or nothing after them may fail;
- **begun**: in a pattern that is searched for, something must stand before an endless repetition
  that it can't take itself (a look behind, or a line's start, says so too), or nothing after it may
  fail: else it is run again from each place.

Repetitions with a limit cost at most their limit. What a possessive one took it never gives back,
so that only the last rule is about it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from tests.patterns.hostile import letters_in
from tests.patterns.tree import All, Either, Looks, Node, One, Repeat, tree, words

_ROUNDS = 2  # of a limited repetition around an endless one: enough to see what meets


@dataclass(frozen=True, slots=True)
class Item:
    """A part in a row; `within` are the parts around it that may be left out."""

    node: Node
    within: frozenset[int] = frozenset()


Row = Sequence[Item]


def flaws(pattern: re.Pattern[str], *, scans: bool, whole: bool = False) -> list[str]:
    """What is wrong with a pattern's shape, by the rule's name; nothing for one that is quick.

    `scans` where it may be tried at every place, `whole` where it has to reach the text's end.
    """
    node = tree(pattern)
    rows = [[*row, Item(Looks())] if whole else row for row in _rows(node, frozenset())]
    found = ["nested"] if any(_is_nested(each) for each in _repeats(node)) else []
    if any(map(_stand_beside, rows)):
        found.append("beside")
    if scans and any(map(_begins_anywhere, rows)):
        found.append("begun")
    return found


# --- the rules ---------------------------------------------------------------------------------


def _is_nested(outer: Repeat) -> bool:
    """Whether a round of the outer repetition may pass nothing but what an inner one takes."""
    if not outer.endless or outer.possessive:
        return False
    return any(
        each.endless and not each.possessive and not divides(_without(outer.part, each), each)
        for each in _repeats(outer.part)
    )


def _stand_beside(row: Row) -> bool:
    for number, one in enumerate(row):
        if not _is_endless(one.node) or _is_possessive(one.node):
            continue
        for at, other in enumerate(row[number + 1 :], number + 1):
            if _meet(one.node, other.node) and _may_fail(row[at + 1 :], other):
                return True
            if divides(other.node, one.node):
                break
    return False


def _meet(one: Node, other: Node) -> bool:
    """Whether two endless repetitions may divide the same characters in many ways."""
    if not isinstance(other, Repeat) or not other.endless or divides(other.part, one):
        return False
    return bool(letters_in(one) & letters_in(other))


def _begins_anywhere(row: Row) -> bool:
    return any(
        _is_endless(one.node)
        and not any(divides(each.node, one.node) for each in row[:number])
        and _may_fail(row[number + 1 :], one)
        for number, one in enumerate(row)
    )


def _may_fail(rest: Row, after: Item) -> bool:
    """Whether something can be missing after an item, so that it doesn't fit there."""
    return any(
        each.within <= after.within and (isinstance(each.node, Looks) or needed(each.node))
        for each in rest
    )


# --- parts -------------------------------------------------------------------------------------


def _is_endless(node: Node) -> bool:
    return isinstance(node, Repeat) and node.endless


def _is_possessive(node: Node) -> bool:
    return isinstance(node, Repeat) and node.possessive


def needed(node: Node) -> bool:
    """Whether the part always takes a character."""
    match node:
        case One():
            return True
        case All(parts=parts):
            return any(map(needed, parts))
        case Either(parts=parts):
            return all(map(needed, parts))
        case Repeat(part=part, least=least):
            return least > 0 and needed(part)
    return False


def divides(node: Node, repeat: Node) -> bool:
    """Whether the part always takes something that the repetition can't, or stands after that."""
    match node:
        case One(characters=characters):
            return not characters & letters_in(repeat)
        case All(parts=parts):
            return any(divides(each, repeat) for each in parts)
        case Either(parts=parts):
            return all(divides(each, repeat) for each in parts)
        case Repeat(part=part, least=least):
            return least > 0 and divides(part, repeat)
        case Looks():
            return _looks_away(node, letters_in(repeat))


def _looks_away(place: Looks, letters: frozenset[str]) -> bool:
    """Whether there is no such place within a run of these letters."""
    if place.boundary:
        return words(letters) in (letters, frozenset())
    return place.before is not None and not place.before & letters


def _repeats(node: Node) -> Iterator[Repeat]:
    """Every repetition in a part, itself included."""
    match node:
        case Repeat(part=part):
            yield node
            yield from _repeats(part)
        case All(parts=parts) | Either(parts=parts):
            for each in parts:
                yield from _repeats(each)
        case Looks(ahead=ahead) if ahead is not None:
            yield from _repeats(ahead)


def _without(node: Node, gone: Repeat) -> Node:
    """What stands beside a repetition in a round; of several ways the one in which it stands."""
    match node:
        case All(parts=parts):
            return All(tuple(_without(each, gone) for each in parts))
        case Either(parts=parts):
            ways = [each for each in parts if any(one is gone for one in _repeats(each))]
            return _without(ways[0], gone) if ways else node
        case Repeat(part=part) if node is gone:
            return All(())
        case Repeat(part=part, least=least, most=most, possessive=possessive):
            return Repeat(_without(part, gone), least, most, possessive)
    return node


def _rows(node: Node, within: frozenset[int]) -> Iterator[list[Item]]:
    """The pattern's parts in a row, in each way that has endless repetitions in it."""
    if not any(each.endless for each in _repeats(node)):
        yield [Item(node, within)]
        return
    match node:
        case All(parts=parts):
            for ways in product(*(list(_rows(each, within)) for each in parts)):
                yield [each for way in ways for each in way]
        case Either(parts=parts):
            yield from (row for each in parts for row in _rows(each, within))
        case Looks(ahead=ahead) if ahead is not None:
            yield from ([*row, Item(Looks(), within)] for row in _rows(ahead, within))
        case Repeat(endless=True):
            yield [Item(node, within)]
        case Repeat(part=part, least=least, most=most):
            inside = within if least else within | {id(node)}
            yield from (row * min(most, _ROUNDS) for row in _rows(part, inside))
