"""A room as it was when an earlier message was posted, so that its edit is judged in its place."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.question import TAKEN_UP_AT, Question, State
from bot.domain.room import Convener, Member, Pace, Room
from bot.domain.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class RoomAt:
    """The room before that turn: later messages, questions and pick-ups are left out."""

    def __init__(self, room: Room, turn: Turn) -> None:
        self.turns: Sequence[Turn] = tuple(each for each in room.turns if each.seq < turn.seq)
        later = frozenset(each.id for each in room.turns if each.seq >= turn.seq)
        self.questions: Mapping[str, Question] = {
            name: _without(each, later)
            for name, each in room.questions.items()
            if each.seq < turn.seq
        }
        self.members: Mapping[str, Member] = room.members
        self.conveners: Mapping[str, Convener] = room.conveners
        self.pace: Pace = room.pace


def _without(question: Question, later: frozenset[str]) -> Question:
    """The question as it stood before these messages took it up, or took it away."""
    pick_ups = tuple(each for each in question.pick_ups if each.message not in later)
    before = replace(question, pick_ups=pick_ups)
    answered = question.state is State.FOLLOWED and before.taken_up < TAKEN_UP_AT
    carried = question.state is State.TAKEN_AWAY and question.taken_away_in in later
    return replace(before, state=State.OPEN) if answered or carried else before
