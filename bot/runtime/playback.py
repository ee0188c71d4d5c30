"""Playback: a room's events through the tracker without a store, on the events' own clock."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from bot.domain.commands import (
    Command,
    PostFollow,
    PostNotice,
    Reply,
    ReservePlace,
    Retired,
    SendCard,
    UpdateCard,
)
from bot.domain.events import Event, PlaceAnswered, WakeUp
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.tracker import Tracker

# Nobody is there to be told: what would be sent or posted in life ends here.
_UNHEARD: Final = (SendCard, UpdateCard, PostFollow, PostNotice, Reply)


class Playback:
    """Plays events into one room; `on_retired` gets each question that leaves its memory."""

    def __init__(
        self, tracker: Tracker, room: Room, on_retired: Callable[[Question], None]
    ) -> None:
        self._tracker = tracker
        self._room = room
        self._on_retired = on_retired
        self._places: Counter[tuple[str, str]] = Counter()

    def feed(self, event: Event) -> None:
        """Let what is due before the event happen, then the event."""
        self.finish(event.at)
        self._handle(event)

    def finish(self, at: float) -> None:
        """Let everything happen that is due by `at` (epoch seconds)."""
        while (due := self._room.wake_at) is not None and due <= at:
            self._handle(WakeUp(room=self._room.id, at=due))
            if self._room.wake_at == due:
                raise RuntimeError(f"the deadline at {due} was not cleared by its wake-up")

    def _handle(self, event: Event) -> None:
        for command in self._tracker.handle(self._room, event):
            self._carry_out(command, event.at)

    def _carry_out(self, command: Command, at: float) -> None:
        if isinstance(command, ReservePlace):
            self._answer(command, at)
        elif isinstance(command, Retired):
            self._on_retired(command.question)
        elif not isinstance(command, _UNHEARD):
            raise TypeError(f"nobody carries out {type(command).__name__}")

    def _answer(self, wanted: ReservePlace, at: float) -> None:
        taken = self._places[wanted.convener, wanted.day]
        granted = taken < wanted.limit
        self._places[wanted.convener, wanted.day] += granted
        self._handle(PlaceAnswered(room=wanted.room, at=at, card=wanted.card, granted=granted))
