"""The simple method that Heed is held against: a "?" asks, a name or a reply takes up.

It runs in the same tracker, with the same patience and policy, so that only the two judges differ.
"""

from typing import Final

from bot.domain.events import MessagePosted
from bot.domain.hearing import Heard
from bot.domain.names import candidates, named
from bot.domain.question import How, Kind, Question
from bot.domain.room import RoomView
from bot.domain.standing import Standing
from bot.domain.tracker import Tracker
from bot.domain.turn import Turn, turn_of
from bot.domain.uptake import Link, Uptake, Verdict

REACH: Final = 20  # messages


class MarkHearing:
    """Whatever holds a question mark asks; it is always an inquiry."""

    def remember(self, message: MessagePosted, seq: int, room: RoomView) -> Turn:
        """The message with whom it names."""
        names = named(message.text, message.author, message.mentions, candidates(room))
        return turn_of(message, seq, length=len(message.text.split()), addressed=names.members)

    def hear(self, message: MessagePosted) -> tuple[Heard, ...]:
        """One inquiry, where there is a question mark."""
        if message.bot or message.unread or "?" not in message.text:
            return ()
        return (Heard(kind=Kind.INQUIRY, confidence=1.0, tracked=True, text=message.text),)

    def place(self, heard: tuple[Heard, ...], turn: Turn, room: RoomView) -> tuple[Heard, ...]:  # noqa: ARG002 - Hearing's signature
        """Where it stands doesn't matter."""
        return heard


class NameUptake:
    """A reply to a message, or its asker's name soon after, takes its questions up."""

    def judge(self, turn: Turn, room: RoomView) -> Verdict:
        """Every question that the message points at."""
        return Verdict(
            links=tuple(
                Link(question=each.id, how=How.ANSWER, weight=1.0)
                for each in room.questions.values()
                if each.asker != turn.author and _points_at(turn, each)
            )
        )

    def chance(self, question: Question, standing: Standing) -> float:  # noqa: ARG002 - Uptake's signature
        """All or nothing: whether anything pointed at it."""
        return question.taken_up

    def hanging_score(self, question: Question, room: RoomView) -> float:  # noqa: ARG002 - Uptake's signature
        """Likewise."""
        return 1.0 - question.taken_up


def _points_at(turn: Turn, question: Question) -> bool:
    if turn.reply_to == question.message:
        return True
    return question.asker in turn.addressed and turn.seq - question.seq <= REACH


def simple_core() -> tuple[Tracker, Uptake]:
    """The tracker with the simple judges."""
    uptake = NameUptake()
    return Tracker(MarkHearing(), uptake), uptake
