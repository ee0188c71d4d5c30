"""Links: which earlier message each message in a crowd is a reply to, or whether it starts a talk.

Everything that it could reply to, and that it starts something new, has its features
(candidates.py). A softmax over their log-odds says how likely each is; threads.py carries that on
to the questions. How the weights came about: docs/uptake.md.
"""

from math import exp
from typing import Final

from bot.domain.room import RoomView
from bot.domain.turn import Turn
from bot.domain.uptake.candidates import Candidates, Earlier, called
from bot.domain.uptake.link_features import LinkFeatures
from bot.domain.weights import Weights

LIKELY: Final = 0.01  # links that are less likely are left out
EXPLICIT: Final = 0.97  # how sure a platform's own reply makes a link


class Links:
    """Says how likely each earlier message is to be what a message replies to."""

    def __init__(self, weights: Weights) -> None:
        self._candidates = Candidates(LinkFeatures(lambda name: weights.of.get(name, 0.0)))

    def likely(self, turn: Turn, room: RoomView) -> list[tuple[Earlier, float]]:
        """What the message may reply to, each with its chance (0 to 1): together at most 1.

        A platform's own reply says what it replies to, and a thread among what.
        """
        if turn.reply_to is not None:
            return [(each, EXPLICIT) for each in _with_id(turn.reply_to, room)]
        found = [
            (each, odds) for each, odds in self._candidates.of(turn, room) if _may_be(turn, each)
        ]
        if not found:
            return [(each, EXPLICIT) for each in _with_id(turn.thread, room)]
        most = max([odds for _, odds in found])
        parts = [exp(odds - most) for _, odds in found]
        whole = sum(parts)
        least = LIKELY * whole
        return [
            (each, part / whole)
            for (each, _), part in zip(found, parts, strict=True)
            if part >= least and each is not None
        ]


def _with_id(message: str | None, room: RoomView) -> list[Earlier]:
    """The message, where it is remembered, or else the questions that it asked."""
    for each in reversed(room.turns):
        if each.id == message:
            return [each]
    return [each for each in room.questions.values() if each.message == message]


def _may_be(turn: Turn, earlier: Earlier | None) -> bool:
    """Whether threads allow that: from one to elsewhere only a call reaches."""
    if earlier is None:
        return turn.thread is None or turn.broadcast
    if turn.thread is None:
        return earlier.thread is None or (isinstance(earlier, Turn) and earlier.broadcast)
    name, by = (
        (earlier.id, earlier.author)
        if isinstance(earlier, Turn)
        else (earlier.message, earlier.asker)
    )
    if turn.thread in (earlier.thread, name) or by == called(turn):
        return True
    return turn.broadcast and earlier.thread is None
