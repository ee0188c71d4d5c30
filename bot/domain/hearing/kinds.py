"""What would answer an asking."""

import re
from typing import Final

from bot.domain.hearing import lexicon_asking
from bot.domain.question import Wants

_WANTS: Final = (
    (Wants.AMOUNT, re.compile(r"\bhow (?:many|much|long|often|far|big|old|late)\b")),
    (
        Wants.MEANING,
        re.compile(r"\b(?:mean|means|stand for|stands for|difference between|in english)\b"),
    ),
    (Wants.WHO, re.compile(r"\bwho(?:'?s|se|m)?\b|\bwhose\b")),
    (Wants.WHEN, re.compile(r"\bwhen\b|\bwhat (?:time|day|date)\b|\bby when\b")),
    (Wants.WHERE, re.compile(r"\bwhere(?:'?s)?\b")),
    (Wants.WHY, re.compile(r"\bwhy\b|\bhow come\b")),
    (Wants.CHOICE, re.compile(r"\bor\b|\bwhich\b")),
    (Wants.YES_NO, lexicon_asking.ASKS_YES_OR_NO),
)


def wants(plain: str) -> tuple[Wants, ...]:
    """What would answer an asking sentence."""
    return tuple(each for each, pattern in _WANTS if pattern.search(plain))


def without_want(want: Wants, plain: str) -> str:
    """A squeezed sentence without the words that say what would answer it."""
    return " ".join(_BY_WANT[want].sub(" ", plain).split())


_BY_WANT: Final = dict(_WANTS)
