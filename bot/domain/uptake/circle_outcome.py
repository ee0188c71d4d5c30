"""The outcome in a small circle: by all that touched a question, how surely it was taken up.

What the asker does right after a message says most: people thank, nod, joke or talk on once they
were answered, and fall silent, or ask again, where they weren't.
"""

from collections.abc import Sequence
from typing import Final

from bot.domain.standing import Touch
from bot.domain.turn import Cue, Turn
from bot.domain.weights import Weights, bounded_odds, chance

CIRCLE: Final = "circle"
"""Marks a touch that was judged as in a small circle."""

ANSWERED: Final = "right after"
"""Marks an asker's line that comes right after somebody else's; `member` is how direct that was."""

CALLS: Final = "calls them"
"""Marks an asker's line that calls somebody who has spoken; `member` is how direct they were."""

THANKS: Final = "thanks"
NODS: Final = "nods"
ASKS: Final = "asks"
JOKES: Final = "jokes"
TALKS: Final = "talks on"
ASKS_AGAIN: Final = "asks again"
GOES_ON: Final = "goes on about it"
_REACTIONS: Final = (THANKS, NODS, ASKS, JOKES, TALKS)

_AT_ONCE: Final = 3  # messages
_LATE: Final = 6  # messages
_LONG: Final = 8  # messages
_EDGE: Final = 0.003
_NOD: Final = 3  # words


def reaction(turn: Turn) -> str:
    """What the asker's line does to the message right before it."""
    if Cue.THANKS in turn.cues or Cue.SETTLED in turn.cues:
        return THANKS
    if Cue.ACK in turn.cues or turn.length <= _NOD:
        return NODS
    if Cue.ASKS in turn.cues:
        return ASKS
    return JOKES if Cue.JOKE in turn.cues else TALKS


def features(touches: Sequence[Touch]) -> dict[str, float]:
    """What the touches come to, by name."""
    others = [each for each in touches if not each.own]
    own = [each for each in touches if each.own]
    return _taken(others) | _own(own) | {"silence": _silence(touches, others)}


def _silence(touches: Sequence[Touch], others: Sequence[Touch]) -> float:
    """How long the asker has said nothing to what took it up, if anything did: 0 to 1."""
    if not others:
        return 0.0
    taken = max(others, key=lambda each: each.direct)
    if any(_reacts(each) and each.after > taken.after for each in touches):
        return 0.0
    return min(touches[-1].after - taken.after, _LONG) / _LONG


def _reacts(touch: Touch) -> bool:
    """Whether the asker says anything to what they got: asking the same again says nothing."""
    return touch.own and ASKS_AGAIN not in touch.marks


def _taken(others: Sequence[Touch]) -> dict[str, float]:
    """How directly other people's messages took it up."""
    direct = sorted((each.direct for each in others), reverse=True)
    best, second = (*direct, 0.0, 0.0)[:2]
    missed = 1.0
    for each in direct:
        missed *= 1.0 - each
    return {
        "best": bounded_odds(best, _EDGE),
        "any": bounded_odds(1.0 - missed, _EDGE),
        "second": second,
        "dropped": max((each.drops for each in others), default=0.0),
        "at once": max((e.direct for e in others if e.after < _AT_ONCE), default=0.0),
        "late": max((e.direct for e in others if e.after > _LATE), default=0.0),
    }


def _own(own: Sequence[Touch]) -> dict[str, float]:
    """What the asker did next."""
    found = {"spoke": float(any(_reacts(each) for each in own))}
    answered = [each for each in own if ANSWERED in each.marks]
    for mark in _REACTIONS:
        such = [each for each in answered if mark in each.marks]
        if such:
            found[mark] = max(each.member for each in such)
            found[f"{mark} at once"] = float(any(each.after <= _AT_ONCE for each in such))
    if answered:
        first = next(mark for mark in _REACTIONS if mark in answered[0].marks)
        found[f"first {first}"] = 1.0
    called = [each.member for each in own if CALLS in each.marks]
    if called:
        found["calls"] = 1.0
        found["calls them"] = max(called)
    if any(ASKS_AGAIN in each.marks for each in own):
        found[ASKS_AGAIN] = 1.0
    if any(GOES_ON in each.marks and _reacts(each) for each in own):
        found[GOES_ON] = 1.0
    return found


def taken_up(touches: Sequence[Touch], weights: Weights) -> float:
    """The chance, 0 to 1, that these touches took their question up."""
    if not touches:
        return 0.0
    found = features(touches).items()
    return chance(weights.bias + sum([weights.of.get(name, 0.0) * value for name, value in found]))
