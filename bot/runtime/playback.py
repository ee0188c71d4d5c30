"""Playback: a transcript through the same core, without a store: deadlines fire in its own time."""

from collections import Counter
from collections.abc import Callable, Iterable

from bot.domain.commands import (
    Command,
    PostFollow,
    PostNotice,
    PostPage,
    Reply,
    ReservePlace,
    Retired,
    SendCard,
    UnknownCommandError,
    UpdateCard,
    UpdatePage,
)
from bot.domain.events import Event, NoticePosted, PlaceAnswered
from bot.domain.question import Question
from bot.domain.room import Room
from bot.runtime.overdue import overdue
from bot.runtime.ports import Tracking


class Playback:
    """Feeds one room's events to the core. Nothing is sent; `carried_out` counts what would be.

    Each question that leaves the room's memory goes to `on_retired`.
    """

    def __init__(
        self, tracker: Tracking, room: Room, on_retired: Callable[[Question], None]
    ) -> None:
        self.room = room
        self.carried_out: Counter[type[Command]] = Counter()
        self._tracker = tracker
        self._on_retired = on_retired
        self._places: Counter[tuple[str, str]] = Counter()

    def feed(self, event: Event) -> None:
        """Fire the deadlines that come before the event, then handle it."""
        due = self.room.wake_at
        if due is not None and due < event.at:
            self._wake(overdue(self.room, until=event.at))
        self._handle(event)

    def finish(self, at: float) -> None:
        """Fire the deadlines that have come by `at` (epoch seconds), the last line's time."""
        self._wake(overdue(self.room, until=at, inclusive=True))

    def _wake(self, events: Iterable[Event]) -> None:
        for event in events:
            self._handle(event)

    def _handle(self, event: Event) -> None:
        for command in self._tracker.handle(self.room, event):
            self._carry_out(command, event.at)

    def _carry_out(self, command: Command, at: float) -> None:
        self.carried_out[type(command)] += 1
        match command:
            case ReservePlace():
                granted = self._reserve(command)
                self._handle(
                    PlaceAnswered(room=command.room, at=at, card=command.card, granted=granted)
                )
            case Retired():
                self._on_retired(command.question)
            case PostNotice():
                self._handle(NoticePosted(room=command.room, at=at, notice=command.notice))
            case SendCard() | UpdateCard() | PostFollow() | PostPage() | UpdatePage() | Reply():
                pass
            case _:
                raise UnknownCommandError(f"nothing carries out {type(command).__name__}")

    def _reserve(self, command: ReservePlace) -> bool:
        day = (command.convener, command.day)
        if self._places[day] >= command.limit:
            return False
        self._places[day] += 1
        return True
