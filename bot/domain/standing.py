"""How a question stands: what later messages did for it, and how surely it was taken up by now.

The seam between the judges of single messages and the judge of the whole (docs/uptake.md).
"""

from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from bot.domain.changing import replace

TOUCHES_KEPT: Final = 16  # of one question; those that count least go
THREADS_KEPT: Final = 4  # questions that one message is remembered to belong to


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A message's part in the talk about a question. Both lie in 0 to 1.

    `member`: how surely the message belongs to that talk. `voices`: how surely it is the asker's
    own wording of the question, so that a reply to it is a reply to the question.
    """

    question: str
    member: float
    voices: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """What one later message does for a question.

    `after`: how many messages after the question it came. `direct` (0 to 1): how surely it takes
    the question up, or, by its asker, words it again. `member` (0 to 1): how surely it belongs to
    the talk about it. `drops` (0 to 1): how surely it lets the question drop. `own`: it is the
    asker's. `marks` name what else counts: what it does in the talk, and to whom it speaks.
    """

    message: str
    after: int
    direct: float = 0.0
    member: float = 0.0
    drops: float = 0.0
    own: bool = False
    marks: tuple[str, ...] = ()

    @property
    def counts(self) -> float:
        """How much it can count, 0 to 1."""
        return max(self.direct, self.member, self.drops)


_IN_ORDER: Final = attrgetter("after", "message")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The touches that count most, in the order they came, and what they come to.

    `chance` (0 to 1): how surely it was taken up. `begins` (0 to 1): how surely its message begins
    a talk of its own.
    """

    touches: tuple[Touch, ...] = ()
    chance: float = 0.0
    begins: float = 0.0

    def touched(self, touch: Touch) -> "Standing":
        """With one more touch, in place of an earlier one by the same message."""
        kept = [touch, *(each for each in self.touches if each.message != touch.message)]
        if len(kept) > TOUCHES_KEPT:
            least = min(kept, key=lambda each: (each.counts, -each.after, each.message))
            kept = [each for each in kept if each is not least]
        kept.sort(key=_IN_ORDER)
        return replace(self, touches=tuple(kept))

    def without(self, message: str) -> "Standing":
        """Without what that message did."""
        left = tuple(each for each in self.touches if each.message != message)
        return self if left == self.touches else replace(self, touches=left)

    def knows(self, message: str) -> bool:
        """Whether that message is among the touches."""
        return any(each.message == message for each in self.touches)


UNTOUCHED: Final = Standing()
