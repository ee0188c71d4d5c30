"""A room as it was when an earlier message was posted, so that its edit is judged in its place."""

from typing import TYPE_CHECKING

from bot.domain.room import Convener, Member, Pace, Room

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.question import Question
    from bot.domain.turn import Turn


class RoomAt:
    """The room before message number `seq`: later messages and questions are left out."""

    def __init__(self, room: Room, seq: int) -> None:
        self.turns: Sequence[Turn] = tuple(each for each in room.turns if each.seq < seq)
        self.questions: Mapping[str, Question] = {
            name: each for name, each in room.questions.items() if each.seq < seq
        }
        self.members: Mapping[str, Member] = room.members
        self.conveners: Mapping[str, Convener] = room.conveners
        self.pace: Pace = room.pace
