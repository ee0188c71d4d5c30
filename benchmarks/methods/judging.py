"""Any method that judges texts and pairs of texts, as the tracker's two judges.

So all methods share patience, policy and memory, and differ in nothing but their judgement.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from bot.domain.events import MessagePosted
from bot.domain.hearing import Heard
from bot.domain.names import candidates, named
from bot.domain.question import How, Kind, Question
from bot.domain.room import RoomView
from bot.domain.standing import Standing
from bot.domain.tracker import Tracker
from bot.domain.turn import Turn, turn_of
from bot.domain.uptake import Link, Uptake, Verdict

REACH: Final = 20  # messages, as the simple method of `bot evaluate` has it
REMEMBERED: Final = 2_000  # messages of which is kept what was made of their texts

Looked = TypeVar("Looked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Generic[Looked]):
    """A question and a later message by somebody else.

    `replied`: it is an explicit reply to the question's message. `names_asker`, `names_other`: whom
    its words call by name. `after`: how many messages after the question it came.
    """

    asked: Looked
    said: Looked
    replied: bool
    names_asker: bool
    names_other: bool
    after: int

    @property
    def points(self) -> bool:
        """Whether it says itself that it answers to the asker."""
        return self.replied or self.names_asker


class Method(Protocol[Looked]):
    """Judges texts; what it makes of each (`look`) is made once and kept."""

    def look(self, text: str) -> Looked:
        """What is made of a message's text."""

    def asks(self, looked: Looked) -> bool:
        """Whether the message asks something worth tracking."""

    def takes_up(self, pairs: Sequence[Pair[Looked]]) -> Sequence[bool]:
        """Which of the questions a message takes up: its pairs with each that waits."""


class Memory(Generic[Looked]):
    """What was made of the last messages' texts."""

    def __init__(self) -> None:
        self._looked: OrderedDict[str, Looked] = OrderedDict()

    def keep(self, message: str, looked: Looked) -> None:
        """Keep it; of too many the oldest goes."""
        self._looked[message] = looked
        if len(self._looked) > REMEMBERED:
            self._looked.popitem(last=False)

    def get(self, message: str) -> Looked | None:
        """What was made of a message; None of one long ago."""
        return self._looked.get(message)


class TextHearing(Generic[Looked]):
    """Hears what the method says asks; it is always an inquiry, and surely heard."""

    def __init__(self, method: Method[Looked], memory: Memory[Looked]) -> None:
        self._method = method
        self._memory = memory

    def remember(self, message: MessagePosted, seq: int, room: RoomView) -> Turn:
        """The message with whom it names."""
        self._memory.keep(message.id, self._method.look(message.text))
        names = named(message.text, message.author, message.mentions, candidates(room))
        return turn_of(message, seq, length=len(message.text.split()), addressed=names.members)

    def hear(self, message: MessagePosted) -> tuple[Heard, ...]:
        """One inquiry, where the method says so."""
        if message.bot or message.unread or not self._asks(message):
            return ()
        return (Heard(kind=Kind.INQUIRY, confidence=1.0, tracked=True, text=message.text),)

    def _asks(self, message: MessagePosted) -> bool:
        looked = self._memory.get(message.id)
        return looked is not None and self._method.asks(looked)

    def place(self, heard: tuple[Heard, ...], turn: Turn, room: RoomView) -> tuple[Heard, ...]:  # noqa: ARG002 - Hearing's signature
        """Where it stands doesn't matter."""
        return heard


class PairUptake(Generic[Looked]):
    """Links a message to the questions that the method says it takes up."""

    def __init__(self, method: Method[Looked], memory: Memory[Looked]) -> None:
        self._method = method
        self._memory = memory

    def judge(self, turn: Turn, room: RoomView) -> Verdict:
        """Every question, not long ago, that the message takes up."""
        found = self.pairs(turn, room)
        taken = self._method.takes_up([pair for _, pair in found]) if found else ()
        return Verdict(
            links=tuple(
                Link(question=question.id, how=How.ANSWER, weight=1.0)
                for (question, _), yes in zip(found, taken, strict=True)
                if yes
            )
        )

    def pairs(self, turn: Turn, room: RoomView) -> list[tuple[Question, Pair[Looked]]]:
        """The message with each question that it could take up."""
        said = self._memory.get(turn.id)
        if said is None or turn.bot or turn.unread:
            return []
        found = []
        for question in room.questions.values():
            asked = self._memory.get(question.message)
            replied = turn.reply_to == question.message
            after = turn.seq - question.seq
            if asked is None or question.asker == turn.author or (after > REACH and not replied):
                continue
            pair = Pair(
                asked=asked,
                said=said,
                replied=replied,
                names_asker=question.asker in turn.addressed,
                names_other=any(each != question.asker for each in turn.addressed),
                after=after,
            )
            found.append((question, pair))
        return found

    def chance(self, question: Question, standing: Standing) -> float:  # noqa: ARG002 - Uptake's signature
        """All or nothing: whether anything took it up."""
        return question.taken_up

    def hanging_score(self, question: Question, room: RoomView) -> float:  # noqa: ARG002 - Uptake's signature
        """Likewise."""
        return 1.0 - question.taken_up


def core_of(method: Method[Looked]) -> tuple[Tracker, Uptake]:
    """The tracker with the method for its judges."""
    memory: Memory[Looked] = Memory()
    uptake = PairUptake(method, memory)
    return Tracker(TextHearing(method, memory), uptake), uptake
