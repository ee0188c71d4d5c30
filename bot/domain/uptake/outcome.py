"""The outcome: from all that touched a question in a crowd, the chance that it was taken up."""

from math import log1p
from typing import Final

from bot.domain.question import Question
from bot.domain.standing import Standing, Touch
from bot.domain.uptake import marks
from bot.domain.weights import Weights, bounded_odds, chance

_SURELY: Final = 0.35  # how direct a touch must be to count as the first
_EDGE: Final = 0.01
_LONG: Final = 30  # words of a message
_RICH: Final = 20  # content words

_BY_OTHERS: Final = (
    "taken, best, second, member, members, soon, calls the asker, who was asked spoke"
)
SPEAK_FOR_IT: Final = frozenset(_BY_OTHERS.split(", "))
"""What others do for a question never counts against its having been taken up."""


def features(question: Question, standing: Standing) -> dict[str, float]:
    """What its touches come to, by name. The order in which they came doesn't matter."""
    touches = standing.touches
    others = [each for each in touches if not each.own]
    own = [each for each in touches if each.own]
    direct = sorted([each.direct for each in others], reverse=True)
    best, second = (*direct, 0.0, 0.0)[:2]
    missed = 1.0
    for each in direct:
        missed *= 1.0 - min(each, 0.99)
    taken = 1.0 - missed
    first = min([each.after for each in others if each.direct > _SURELY], default=None)
    return {
        "taken": bounded_odds(taken, _EDGE),
        "best": bounded_odds(best, _EDGE),
        "second": bounded_odds(second, _EDGE),
        "member": bounded_odds(max([each.member for each in others], default=0.0), _EDGE),
        "members": log1p(sum([each.member for each in others])),
        "soon": 0.0 if first is None else 1.0 / (1.0 + first),
        "own words": log1p(sum([each.direct for each in own])),
        "own talk": log1p(sum([each.member for each in own])),
        "asks again": max([each.direct for each in own if marks.ASKS in each.marks], default=0.0),
        "calls somebody": _most(own, marks.CALLS),
        "calls the asker": log1p(_calls_asker(others)),
        "asked somebody": float(bool(question.addressed)),
        "who was asked spoke": _most(others, marks.ASKED),
        "words": min(len(question.words), _RICH) / _RICH,
        "length": min(question.length, _LONG) / _LONG,
        "begins": standing.begins,
    }


def _most(touches: list[Touch], mark: str) -> float:
    return max([each.member for each in touches if mark in each.marks], default=0.0)


def _calls_asker(touches: list[Touch]) -> int:
    """How many of them speak to the asker, and not to let the question drop."""
    return sum([marks.CALLS_ASKER in each.marks and not each.drops for each in touches])


def taken_up(question: Question, standing: Standing, weights: Weights) -> float:
    """The chance (0 to 1) that a question that stands so was taken up. What nothing touched wasn't.

    The platform's own replies are sure; they were too few to learn what they are worth.
    """
    touches = standing.touches
    if not touches:
        return 0.0
    found = features(question, standing).items()
    odds = weights.bias + sum([weights.of.get(name, 0.0) * value for name, value in found])
    replies = [each.direct for each in touches if marks.REPLIES in each.marks and not each.own]
    return max(chance(odds), *replies, 0.0)
