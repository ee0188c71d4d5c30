"""How long things are kept (rules 3 and 9)."""

from dataclasses import replace
from typing import Final

from bot.domain.question import Question
from bot.domain.room import Card, Room

WEEK: Final = 7 * 86400.0
# Platforms deliver again for hours, and a gap may be filled for days.
KEYS_KEPT: Final = WEEK
# A convener's day is over everywhere by then.
PLACES_KEPT: Final = 3 * 86400.0


def card_expires_at(room: Room, card: Card) -> float | None:
    """When a card is to be purged: a week after its meeting; None where that isn't known now."""
    return _week_after(room, card.meeting, card.made_at)


def private_until(room: Room, question: Question) -> float | None:
    """When a convener's private marks on a question are to go; None where that isn't known now."""
    if question == without_private_marks(question):
        return None
    return _week_after(room, question.meeting, question.asked_at)


def _week_after(room: Room, meeting: str | None, otherwise: float) -> float | None:
    if meeting is None:
        return otherwise + WEEK
    last = room.last_meeting
    if last is not None and last.id == meeting and last.ended_at is not None:
        return last.ended_at + WEEK
    return None


def without_private_marks(question: Question) -> Question:
    """The question without a trace of a nudge or a press (rule 3)."""
    return replace(
        question,
        chosen_at=None,
        held_by=None,
        heard_too=(),
        ending=None,
        claimed_by=None,
        claim_returned=False,
    )
