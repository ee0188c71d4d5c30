"""Feedback: what conveners press may move, within narrow bounds, how readily a room is nudged.

Only plain inquiries are concerned, never what takes courage (rule 6), and never by one person's
presses alone: each counts for half of what is needed at most. What was pressed stands on the card,
and is forgotten with it (rule 3); what stays is the room's setting, which anybody who may see the
settings can see, and an admin can reset.
"""

from collections import Counter
from dataclasses import replace
from typing import Final

from bot.domain.options import BY_NAME, with_value
from bot.domain.question import Ending, Kind, Question
from bot.domain.room import Card, Purpose, Room
from bot.domain.settings import Inquiries

ENOUGH: Final = 6  # presses that say the same, more than those that say the opposite
EACH_AT_MOST: Final = ENOUGH // 2  # of one person's presses count

_NEEDLESS: Final = frozenset({Ending.NOT_A_QUESTION, Ending.ALREADY_FOLLOWED})
_LEVELS: Final = tuple(Inquiries)


def claimed(room: Room, card: Card, question: Question) -> None:
    """A convener takes a question up: the nudge was worth it."""
    _note(room, card, question, worth=True)


def ended(room: Room, card: Card, question: Question, ending: Ending) -> None:
    """A convener ends a question; two of the endings say that the nudge was needless."""
    if ending in _NEEDLESS:
        _note(room, card, question, worth=False)


def _note(room: Room, card: Card, question: Question, *, worth: bool) -> None:
    now = room.cards.get(card.id)
    if now is None or now.purpose is not Purpose.NUDGE or question.kind is not Kind.INQUIRY:
        return
    room.cards[now.id] = replace(now, worth=worth)
    _learn(room)


def _learn(room: Room) -> None:
    """Go one level further once enough presses say so; what was counted counts no more."""
    balance = _votes(room, worth=False) - _votes(room, worth=True)
    if abs(balance) < ENOUGH:
        return
    for card in list(room.cards.values()):
        if card.worth is not None:
            room.cards[card.id] = replace(card, worth=None)
    step = 1 if balance > 0 else -1
    level = _LEVELS.index(room.settings.inquiries) + step
    if 0 <= level < len(_LEVELS):
        room.settings = with_value(room.settings, BY_NAME["inquiries"], _LEVELS[level])


def _votes(room: Room, *, worth: bool) -> int:
    presses = Counter(card.to for card in room.cards.values() if card.worth is worth)
    return sum(min(each, EACH_AT_MOST) for each in presses.values())
