"""Uptake: which open question does this message take up, as an answer or a follow, or none.

The seam: whatever implements `Uptake` can stand here (rules now, a learned model beside them).
"""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.question import How, Question
from bot.domain.room import RoomView
from bot.domain.standing import Standing, Thread, Touch
from bot.domain.turn import Turn

__all__ = ["Link", "Uptake", "Verdict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A message takes that question up; `weight` in 0 to 1 is how sure that is.

    `message` names an earlier message where later evidence (thanks to its author, say) shows that
    it took the question up; None is the message judged. A pick-up by the same message that is
    already there is replaced: the newer weight knows more.
    """

    question: str
    how: How
    weight: float
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one message means for the questions in memory (question ids throughout).

    `brushed_off`: it answers to the question and lets it drop (a joke, "noted", "let's park it").
    `withdrawn`: its asker takes it back or solved it. `taken_away`: a convener will find out.
    `undone`: (question, message) pick-ups that later evidence takes back. `settled`: the asker
    says that what they got will do. `touches` are what it does for questions whose standing is
    kept; `threads`, to whose talk it belongs, are remembered with it, and `begins` (0 to 1), how
    surely it begins a talk.
    """

    links: tuple[Link, ...] = ()
    brushed_off: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    taken_away: tuple[str, ...] = ()
    undone: tuple[tuple[str, str], ...] = ()
    settled: tuple[str, ...] = ()
    touches: tuple[tuple[str, Touch], ...] = ()
    threads: tuple[Thread, ...] = ()
    begins: float = 0.0


class Uptake(Protocol):
    """Judges each message against the questions that it could take up."""

    def judge(self, turn: Turn, room: RoomView) -> Verdict:
        """What the message means for the room's questions; `room` doesn't hold it yet."""

    def chance(self, question: Question, standing: Standing) -> float:
        """How surely a question that stands so was taken up, 0 to 1, by the touches."""

    def hanging_score(self, question: Question, room: RoomView) -> float:
        """How surely the question was let drop so far, 0 to 1."""
