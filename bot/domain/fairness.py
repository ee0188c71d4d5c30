"""Fairness: whether some groups' questions are followed less than others', or later.

Figures by the groups that an admin lists, for conveners (rule 2): never by kind, never about a
person, never as a ranking. A group is shown only once its figures can't point at anybody and mean
something. What was asked beside a talk, or ended by a press, isn't counted.

The interval of a share is Wilson's (1927), that of a median the exact one by order statistics
(Conover, Practical Nonparametric Statistics, 3rd ed. 1999, 3.2).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import comb, sqrt
from statistics import median
from typing import Final

from bot.domain.chronicle import named
from bot.domain.question import Question, State

QUESTIONS_AT_LEAST: Final = 10
PEOPLE_AT_LEAST: Final = 5
MEETINGS_AT_LEAST: Final = 3

_Z: Final = 1.959963984540054  # standard normal quantile of 0.975
_TAIL: Final = 0.025
_COUNTED: Final = frozenset({State.FOLLOWED, State.TAKEN_AWAY, State.HANGING})

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What may be said of one group.

    `share` is the share of its questions that were followed (0 to 1), `soon` the median seconds
    until that; each with its 95 % interval. `soon_within` is None where too few were followed for
    one to exist (fewer than six), and so is `soon` where none was.
    """

    group: str
    asked: int
    followed: int
    share: float
    share_within: Interval
    soon: float | None
    soon_within: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """The groups that may be shown, by name, and the names of those that are still too small."""

    shown: tuple[Figures, ...]
    too_small: tuple[str, ...]


def fairness(questions: Iterable[Question], groups: Mapping[str, str]) -> Fairness:
    """The figures of each group; `groups` names the group of each member who is in one."""
    theirs: dict[str, list[Question]] = {group: [] for group in sorted(set(groups.values()))}
    for question in questions:
        if question.asker in groups and counts(question):
            theirs[groups[question.asker]].append(question)
    return Fairness(
        shown=tuple(_figures(group, each) for group, each in theirs.items() if _enough(each)),
        too_small=tuple(group for group, each in theirs.items() if not _enough(each)),
    )


def counts(question: Question) -> bool:
    """Whether a question is part of the figures: worth tracking, and the talk decided what came."""
    left_out = question.sensitive or question.spoken or not question.tracked
    return question.state in _COUNTED and not left_out


def _enough(questions: Sequence[Question]) -> bool:
    people = {each.asker for each in questions}
    meetings = {each.meeting for each in questions if each.meeting is not None}
    return (
        len(questions) >= QUESTIONS_AT_LEAST
        and len(people) >= PEOPLE_AT_LEAST
        and len(meetings) >= MEETINGS_AT_LEAST
    )


def _figures(group: str, questions: Sequence[Question]) -> Figures:
    followed = [each for each in questions if each.state is not State.HANGING]
    waits = sorted(wait for each in followed if (wait := _wait(each)) is not None)
    return Figures(
        group=group,
        asked=len(questions),
        followed=len(followed),
        share=len(followed) / len(questions),
        share_within=share_interval(len(followed), len(questions)),
        soon=median(waits) if waits else None,
        soon_within=median_interval(waits),
    )


def _wait(question: Question) -> float | None:
    """How many seconds a question waited for its first pick-up, where one is known."""
    pick_ups = named(question)
    return pick_ups[0].at - question.asked_at if pick_ups else None


def share_interval(some: int, of: int) -> Interval:
    """Wilson's 95 % interval of a share, within 0 and 1; `of` is at least 1."""
    share, z2 = some / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def median_interval(values: Sequence[float]) -> Interval | None:
    """The 95 % interval of a median by order statistics; None where too few values give one.

    `values` are sorted. The ends are the k-th value from either side, k as large as leaves at most
    2.5 % beyond each.
    """
    size = len(values)
    below = accumulate(comb(size, each) for each in range(size // 2 + 1))
    rank = sum(1 for each in below if each <= _TAIL * 2**size)
    return (values[rank - 1], values[size - rank]) if rank else None
