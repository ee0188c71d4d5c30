"""Each piece of evidence for or against a pick-up, and what it counts.

Points are log-odds: `circle` in a small circle, `crowd` where many conversations run through each
other. They were rounded from what whole worlds of labelled meetings, and whole channels, bear out
(docs/uptake.md shows the table, and how it came about).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp
from typing import Final


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One observation about a message and a question, in words, and its points."""

    says: str
    circle: float
    crowd: float


# What speaks before anything is known: most messages take no given question up.
AT_FIRST: Final = Evidence("is a message", -3.8, -2.5)

# Whom it addresses.
REPLY: Final = Evidence("replies to it", 4.0, 4.0)
REPLIES_IDLY: Final = Evidence("replies to it and lets it drop", 1.0, 1.0)
THREAD: Final = Evidence("stands in its thread", 4.0, 4.0)
CALLS_ASKER: Final = Evidence("calls the asker", 2.1, 4.2)
MENTIONS_ASKER: Final = Evidence("names the asker", 1.5, 0.7)
RETURNS: Final = Evidence("goes back to what the asker said", 0.9, 0.4)
CALLS_ANOTHER: Final = Evidence("calls somebody else", -1.1, -3.2)
WAS_ASKED: Final = Evidence("is by the person asked", 1.0, 1.2)
ASKED_AND_FIRST: Final = Evidence("is the first line by the person asked", 1.1, 3.3)
FIRST_SINCE: Final = Evidence("is their first line since", 0.7, 0.7)
ANOTHER_WAS_ASKED: Final = Evidence("is not by the person asked", -0.4, -1.4)

# Where it stands.
NEXT: Final = Evidence("comes next", 0.8, -0.1)
SECOND: Final = Evidence("comes second", 0.8, 0.5)
THIRD: Final = Evidence("comes third", 0.1, 0.2)
NEAR: Final = Evidence("comes soon after", -0.6, 0.2)
LATER: Final = Evidence("comes later", -0.6, -0.5)
FAR: Final = Evidence("comes much later", 0.0, -1.1)
LONG_AGO: Final = Evidence("comes when it is long past", -0.8, -2.0)
MINUTES: Final = Evidence("after minutes", -0.2, -0.7)
ASKED_SINCE: Final = Evidence("another question was asked since", 0.4, 0.0)

# Which words the two share.
TOUCHES: Final = Evidence("shares a common word", 0.5, 0.7)
SHARES: Final = Evidence("shares a word", 1.3, 1.5)
SHARES_MUCH: Final = Evidence("shares several words", 1.8, 1.9)
SHARES_MORE_WITH_ANOTHER: Final = Evidence("shares more with another question", -0.7, -0.3)
CONTINUES: Final = Evidence("goes on with what was said since", -0.3, 0.0)

# What it says.
STRAIGHT: Final = Evidence("answers at once what was asked", 1.8, 0.8)
FITS_AT_ONCE: Final = Evidence("is at once the kind of answer asked for", 0.1, -0.1)
ANSWERS_AT_ONCE: Final = Evidence("begins at once like an answer", 0.6, 0.2)
FITS: Final = Evidence("is the kind of answer asked for", 0.2, -0.3)
ANSWERS: Final = Evidence("begins like an answer", 0.2, 0.4)
FOLLOWS: Final = Evidence("follows", 0.2, -0.2)
LOOKS_BACK: Final = Evidence("goes back to something", 0.4, 0.0)
COMMITS: Final = Evidence("offers to do something", 0.7, -0.1)
TAKES_AWAY: Final = Evidence("will find out", 0.6, 0.0)
ACKNOWLEDGES: Final = Evidence("only acknowledges", -0.2, 0.1)
JOKES: Final = Evidence("jokes", -0.2, 0.3)
BRUSHES_OFF: Final = Evidence("puts it off", -0.2, 0.1)
PRAISES: Final = Evidence("praises", -0.5, 0.0)
LETS_DROP: Final = Evidence("answers to it and lets it drop", -1.0, -0.5)
NEXT_ITEM: Final = Evidence("moves to the next item", -0.7, 0.3)
GREETS: Final = Evidence("greets", -0.1, -1.4)
ASKS: Final = Evidence("asks", -1.2, -0.4)
THANKS: Final = Evidence("thanks", -0.7, -0.4)
SHORT: Final = Evidence("is short and no answer", -1.1, 0.2)
LONG: Final = Evidence("is long", 1.0, -0.5)
VERY_LONG: Final = Evidence("is very long", 1.7, -1.1)

# How the talk went.
ASKER_SPOKE_SINCE: Final = Evidence("the asker spoke since", -1.1, -0.5)
TAKEN_UP: Final = Evidence("was taken up already", 0.2, -0.9)
SAME_HAND: Final = Evidence("is by somebody who took it up", -0.7, -0.3)
IN_TALK: Final = Evidence("the asker has called them since", -0.2, -1.9)
PARTNERS: Final = Evidence("the two were talking with each other", 0.3, 0.6)
SPOKE_BEFORE: Final = Evidence("they had spoken just before it", 0.2, 0.0)
ONLY_VOICE: Final = Evidence("nobody else has spoken since", 0.2, 0.4)
OWN_RUN: Final = Evidence("goes on with their own line before", -0.2, -0.5)
TALKS_ELSEWHERE: Final = Evidence("they are talking with somebody else", -0.2, 0.1)
HAS_OWN_QUESTION: Final = Evidence("they asked something themselves since", 0.0, -0.3)


def likelihood(found: Iterable[Evidence], *, crowd: bool) -> float:
    """How sure the evidence makes a pick-up, 0 to 1."""
    if crowd:
        points = AT_FIRST.crowd + sum(each.crowd for each in found)
    else:
        points = AT_FIRST.circle + sum(each.circle for each in found)
    return 1.0 / (1.0 + exp(-points))
