"""The room around a message: whether it is a crowd, and what two messages share."""

from collections.abc import Collection, Iterable
from typing import Final

from bot.domain.room import RoomView
from bot.domain.turn import Cue, Turn

# Where people call each other by name this often, many conversations run through each other, and
# neighbouring messages seldom belong together.
CROWD: Final = 0.2
_FEW_TURNS: Final = 20
# A meeting has up to eight voices; more of them seldom hold one talk.
MANY: Final = 9
SEVERAL: Final = 7


def is_crowd(room: RoomView) -> bool:
    """Whether many conversations run through each other here, by who spoke and called lately."""
    return crowded(room.turns)


def crowded(turns: Collection[Turn]) -> bool:
    """Whether many conversations run through each other in these messages."""
    voices = len({each.author for each in turns})
    if not SEVERAL <= voices < MANY:
        return voices >= MANY
    calls = sum([Cue.CALLS in each.cues for each in turns])
    return calls >= CROWD * max(len(turns), _FEW_TURNS)


def shared_weight(words: frozenset[int], with_words: Iterable[tuple[int, float]]) -> float:
    """The rarity of the words that two messages share."""
    return sum([weight for word, weight in with_words if word in words])
