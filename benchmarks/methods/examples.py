"""Examples to train a method on, from labelled sets: texts that ask, and pairs that take up.

Pairs are met as they will be met at work: the tracker plays the labelled rooms, with a hearing that
knows what asks, and whatever its judge of uptake is asked about is kept with its label.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic

from benchmarks.methods.judging import Looked, Memory, Method, Pair, PairUptake, TextHearing
from bot.domain.events import Event, MessagePosted
from bot.domain.hearing import Heard
from bot.domain.question import Kind
from bot.domain.room import RoomView
from bot.domain.settings import RoomSettings
from bot.domain.tracker import Tracker
from bot.domain.turn import Turn
from bot.domain.uptake import Verdict
from bot.evaluation.gold import NOT_TRACKED, GoldRoom, GoldSet
from bot.runtime.playback import Playback
from bot.runtime.rehearsal import stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A labelled text, and the world that it is from: one file of meetings."""

    text: str
    asks: bool
    world: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(Generic[Looked]):
    """A labelled pair."""

    pair: Pair[Looked]
    takes_up: bool


def texts(sets: Iterable[GoldSet]) -> list[Text]:
    """What people said in the labelled meetings, and whether it asked something worth tracking."""
    return [
        Text(text=each.text, asks=each.id in _taken_up_by(room), world=gold.name)
        for gold in sets
        for room in gold.rooms
        for each in room.messages
        if not each.bot
    ]


def said(sets: Iterable[GoldSet]) -> list[str]:
    """What was said there."""
    return [
        each.text
        for gold in sets
        for room in gold.rooms
        for each in _labelled(room)
        if isinstance(each, MessagePosted)
    ]


def pairs(sets: Iterable[GoldSet], method: Method[Looked]) -> list[Example[Looked]]:
    """Questions of which it is known what took them up, with the messages after them."""
    return [each for gold in sets for room in gold.rooms for each in _pairs_of(room, method)]


def _labelled(room: GoldRoom) -> list[Event]:
    """What happens in a room where everything was labelled: of chat, what lies in its window."""
    return [
        each
        for each in room.events
        if not (isinstance(each, MessagePosted) and each.id in room.marks)
        or room.marks[each.id].scored
    ]


def _taken_up_by(room: GoldRoom) -> dict[str, Sequence[str]]:
    """The messages of a room that surely ask, and what took each up."""
    listed = {name: e.by for name, e in room.expected.items() if e.state != NOT_TRACKED}
    marked = {
        name: mark.by
        for name, mark in room.marks.items()
        if mark.scored and mark.hint and mark.picked_up is not None
    }
    return {**listed, **marked}


def _pairs_of(room: GoldRoom, method: Method[Looked]) -> list[Example[Looked]]:
    asked = _taken_up_by(room)
    if not asked:
        return []
    memory: Memory[Looked] = Memory()
    uptake = _Noting(method, memory, asked)
    events = _labelled(room)
    staged = stage(room.name, room.convener, RoomSettings(), events[0].at)
    tracker = Tracker(_Told(method, memory, asked), uptake)
    playback = Playback(tracker, staged, lambda _: None)
    for event in events:
        playback.feed(event)
    return uptake.met


class _Told(TextHearing[Looked]):
    """Hears what the labels say asks."""

    def __init__(
        self, method: Method[Looked], memory: Memory[Looked], asked: dict[str, Sequence[str]]
    ) -> None:
        super().__init__(method, memory)
        self._asked = asked

    def hear(self, message: MessagePosted) -> tuple[Heard, ...]:
        if message.id not in self._asked:
            return ()
        return (Heard(kind=Kind.INQUIRY, confidence=1.0, tracked=True, text=message.text),)


class _Noting(PairUptake[Looked]):
    """Keeps what it is asked about, and lets every question wait."""

    def __init__(
        self, method: Method[Looked], memory: Memory[Looked], asked: dict[str, Sequence[str]]
    ) -> None:
        super().__init__(method, memory)
        self._asked = asked
        self.met: list[Example[Looked]] = []

    def judge(self, turn: Turn, room: RoomView) -> Verdict:
        self.met += [
            Example(pair=pair, takes_up=turn.id in self._asked[question.message])
            for question, pair in self.pairs(turn, room)
        ]
        return Verdict()
