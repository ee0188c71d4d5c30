"""Labelled meetings through the tracker: what its judges saw, and what came of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.domain.events import Event, MessagePosted, Reacted
from bot.domain.hearing import Heard, Hearing
from bot.domain.question import Kind, Question
from bot.domain.room import RoomView
from bot.domain.settings import RoomSettings
from bot.domain.tracker import Tracker
from bot.domain.turn import Turn
from bot.domain.uptake import Uptake
from bot.runtime.playback import Playback
from bot.runtime.rehearsal import stage
from training.material import Expected, Meeting

DAY: Final = 1_750_064_400.0  # a Monday, 09:00 UTC: nobody's quiet hours


def events(meeting: Meeting) -> list[Event]:
    """What happens in the meeting, as adapters would tell it."""
    found: list[Event] = []
    for number, each in enumerate(meeting.messages):
        at, key = DAY + each.at, str(number)
        if each.reaction:
            found.append(
                Reacted(
                    room=meeting.name, at=at, key=key, author=each.author, emoji=each.text,
                    to=each.reply_to or "",
                )
            )  # fmt: skip
        else:
            found.append(
                MessagePosted(
                    room=meeting.name, at=at, key=key, id=each.id, author=each.author,
                    name=each.author, text=each.text, reply_to=each.reply_to, bot=each.bot,
                )
            )  # fmt: skip
    return found


def play(meeting: Meeting, hearing: Hearing, uptake: Uptake) -> dict[str, Question]:
    """The questions as they stand at the end, by id."""
    room = stage(meeting.name, meeting.convener, RoomSettings(), DAY)
    kept: dict[str, Question] = {}

    def keep(question: Question) -> None:
        kept[question.id] = question

    playback = Playback(Tracker(hearing, uptake), room, keep)
    for event in events(meeting):
        playback.feed(event)
    playback.finish(room.now)
    return kept | room.questions


class Prompted:
    """A hearing that misses nothing: where the labels say that a message asks, it is heard."""

    def __init__(self, hearing: Hearing, expected: Mapping[str, Expected]) -> None:
        self._hearing = hearing
        self._expected = expected

    def remember(self, message: MessagePosted, seq: int, room: RoomView) -> Turn:
        """The message as the room remembers it."""
        return self._hearing.remember(message, seq, room)

    def hear(self, message: MessagePosted) -> tuple[Heard, ...]:
        """What is heard in it; one question at least where it is labelled as one."""
        heard = self._hearing.hear(message)
        label = self._expected.get(message.id)
        if label is None or not label.tracked or any(each.tracked for each in heard):
            return heard
        text = message.text
        return (Heard(kind=Kind.INQUIRY, confidence=1.0, tracked=True, text=text),)

    def place(self, heard: tuple[Heard, ...], turn: Turn, room: RoomView) -> tuple[Heard, ...]:
        """What was heard, as it counts where the message stands."""
        placed = self._hearing.place(heard, turn, room)
        label = self._expected.get(turn.id)
        if label is None or not label.tracked:
            return placed
        return tuple(replace(each, tracked=True) for each in placed)


def f1(right: int, said: int, wanted: int) -> float:
    """The harmonic mean of how many of those said were right, and of how many wanted were said."""
    return 2.0 * right / (said + wanted) if said + wanted else 0.0


def states(played: Iterable[Question]) -> dict[str, Question]:
    """The questions by their message: of several in one, the most urgent speaks for all."""
    found: dict[str, Question] = {}
    for each in played:
        before = found.get(each.message)
        if before is None or each.urgency < before.urgency:
            found[each.message] = each
    return found
