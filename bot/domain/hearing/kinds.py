"""Of which kind is an asking, and what would answer it."""

import re
from enum import StrEnum
from typing import Final

from bot.domain.hearing import lexicon_asking, lexicon_kinds
from bot.domain.hearing.asking import Asking, Shape
from bot.domain.question import Kind

_TERM_IS_SHORT: Final = 9


class Wants(StrEnum):
    """What would answer a question, in words that a convener understands."""

    WHO = "asks who"
    WHEN = "asks when"
    WHERE = "asks where"
    WHY = "asks why"
    AMOUNT = "asks how much or how many"
    MEANING = "asks what something means"
    CHOICE = "asks which it is"
    YES_NO = "asks for a yes or no"


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


def kind_of(askings: tuple[Asking, ...], whole: str) -> Kind:
    """The kind of a contribution by its asking sentences and the whole of what was said."""
    shapes = {shape for each in askings for shape in each.shapes}
    if Shape.NOT_KNOWING in shapes or lexicon_kinds.NOT_KNOWING.search(whole):
        return Kind.NOT_KNOWING
    if Shape.CONCERN in shapes or lexicon_kinds.CONCERN.search(whole):
        return Kind.CONCERN
    if Shape.CHALLENGE in shapes or lexicon_kinds.CHALLENGE.search(whole):
        return Kind.CHALLENGE
    if any(_asks_a_term(each.plain) for each in askings):
        return Kind.NOT_KNOWING
    return Kind.INQUIRY


def _asks_a_term(plain: str) -> bool:
    """Whether somebody asks what a term means, as in `what's an ICB`."""
    return (
        plain.count(" ") < _TERM_IS_SHORT and lexicon_kinds.UNKNOWN_TERM.search(plain) is not None
    )


def wants(plain: str) -> tuple[Wants, ...]:
    """What would answer an asking sentence."""
    return tuple(each for each, pattern in _WANTS if pattern.search(plain))
