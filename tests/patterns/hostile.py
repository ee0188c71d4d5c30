"""Texts that are made to keep a pattern busy: what it looks for, nearly, over and over."""

import random
import re
from collections.abc import Iterator
from typing import Final

from tests.patterns.tree import ENDLESS, All, Either, Looks, Node, One, Repeat, tree

# What is repeated whatever the pattern is.
_UNITS: Final = (
    *" \t\n\r.?!,;:'\"`<>()[]{}@#*_~|\\/-=&0aA",
    "é", "\u202e", "\u200d", "😂", "’", "“", "…", "\ufffd",
    "a ", " a", "1 ", "a'", "a.", "?a", "ha", "no ", "> ", "<@", "www.", "http://", "://", '"a',
    "a\n", "\n\n", " ,", "\r\n", "```", "](", "[a](",
)  # fmt: skip
_PHRASES: Final = (
    "who is ", "I don't know ", "not sure not ", "maya: ", "Ana Maria ", "I was wondering if ",
    "ok? ", "oh I just ", "sorry, but ", "@Tom, ", "haha ", "1. ", "- a\n", "> a\n", "&lt;", "*a* ",
    "<@U1|a", "`a` ", "||", "5m ", "a, b; ", "next item: ", "because ", "or this or that ",
)  # fmt: skip
_BEGINNINGS: Final = ("", "> ", "```", "who ", "“", '"', "http://", "<", "=", "/heed settings ")
_ENDS: Final = ("", "\x00", "\n!")
_SAMPLES: Final = 5
_LONGEST_SAMPLE: Final = 60
_MOST_LETTERS: Final = 5
_BEGINS: Final = 6
_LOOKS: Final = 0.3  # how often what is looked ahead for is written too


def texts_for_all(length: int) -> Iterator[tuple[str, str]]:
    """(what it is, the text) for each text that may keep any part busy that works on texts."""
    for unit in (*_UNITS, *_PHRASES):
        for begin in _BEGINNINGS:
            for end in ("", "\x00", "?"):
                yield _made(begin, unit, end, length)


def texts(pattern: re.Pattern[str], length: int) -> Iterator[tuple[str, str]]:
    """(what it is, the text) for each hostile text of about that many characters."""
    chance = random.Random(pattern.pattern.encode("utf-8", "surrogatepass"))  # noqa: S311 - the same texts for each run
    node = tree(pattern)
    near = [_sample(node, chance) for _ in range(_SAMPLES)]
    for begin, unit, end in sorted(_plans(node, near, chance)):
        yield _made(begin, unit, end, length)


def _made(begin: str, unit: str, end: str, length: int) -> tuple[str, str]:
    times = max(1, (length - len(begin) - len(end)) // len(unit))
    return f"{begin!r} + {unit!r} * n + {end!r}", begin + unit * times + end


def _plans(node: Node, near: list[str], chance: random.Random) -> set[tuple[str, str, str]]:
    """What stands first, what is repeated, and what stands last."""
    units = {*_UNITS, *(letter for each in repeated(node) for letter in _some(each, chance))}
    for sample in near:
        units |= {sample, f"{sample} ", sample[:-1], sample[: len(sample) // 2], f"{sample}\n"}
    units.discard("")
    begins = {"", *(sample[:cut] for sample in near for cut in _cuts(sample))}
    few = sorted(begins, key=lambda each: (len(each), each))[:_BEGINS]
    plans = {("", unit, end) for unit in units for end in _ENDS}
    short = [unit for unit in units if len(unit) <= 2]
    plans |= {(begin, unit, "\x00") for begin in few for unit in sorted(short)}
    return plans


def _cuts(sample: str) -> list[int]:
    return [1, len(sample) // 2, len(sample) - 1]


def repeated(node: Node) -> Iterator[frozenset[str]]:
    """What the endless repetitions of a pattern take."""
    match node:
        case Repeat(part=part, endless=True):
            yield letters_in(part)
        case Repeat(part=part):
            yield from repeated(part)
        case All(parts=parts) | Either(parts=parts):
            for each in parts:
                yield from repeated(each)


def letters_in(node: Node) -> frozenset[str]:
    """All that can stand anywhere in a part."""
    match node:
        case One(characters=characters):
            return characters
        case Repeat(part=part):
            return letters_in(part)
        case All(parts=parts) | Either(parts=parts):
            return frozenset().union(*map(letters_in, parts))
    return frozenset()


def _some(letters: frozenset[str], chance: random.Random) -> list[str]:
    """A few of them, of each kind one at least."""
    kinds: dict[tuple[bool, ...], str] = {}
    for each in sorted(letters):
        kinds.setdefault((each.isalpha(), each.isdigit(), each.isspace(), each.isascii()), each)
    rest = sorted(letters)
    return [*kinds.values(), *chance.sample(rest, min(len(rest), _MOST_LETTERS))]


def _sample(node: Node, chance: random.Random) -> str:
    """Something that the part takes, as far as what it looks ahead or behind for allows."""
    return _written(node, chance)[:_LONGEST_SAMPLE]


def _written(node: Node, chance: random.Random) -> str:
    match node:
        case One(characters=characters):
            return _letter(characters, chance)
        case Looks(ahead=ahead):
            return _written(ahead, chance) if ahead and chance.random() < _LOOKS else ""
        case All(parts=parts):
            return "".join(_written(each, chance) for each in parts)
        case Either(parts=parts):
            return _written(chance.choice(parts), chance)
        case Repeat(part=part, least=least, most=most):
            times = chance.randint(least, min(most if most != ENDLESS else least + 3, least + 3))
            return "".join(_written(part, chance) for _ in range(times))


def _letter(characters: frozenset[str], chance: random.Random) -> str:
    plain = [each for each in characters if each.isascii() and (each.isalnum() or each == " ")]
    return chance.choice(sorted(plain or characters or {"a"}))
