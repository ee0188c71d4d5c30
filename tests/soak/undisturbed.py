"""What an undisturbed run says: the same happenings, in order, through the same tracker, in memory.

It is `replay`'s way of telling: no store, no process that dies, no platform that fails. So it says,
apart from everything that is put to the test, which deliveries are due, and how the rooms stand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from adapters.slack import presses
from adapters.slack.ids import room_id
from adapters.slack.names import Names
from adapters.slack.posting import _mark
from adapters.slack.translate import heard
from bot.bootstrap.tracker import build_tracker
from bot.domain.commands import Command, PostFollow, SendCard
from bot.domain.events import (
    ConvenerInvited,
    Event,
    FollowPosted,
    MeetingStarted,
    MemberJoined,
    Pressed,
    RoomNamed,
    RoomSet,
)
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.settings import RoomSettings
from bot.runtime.interpreter import _parcel
from bot.runtime.playback import Playback
from bot.runtime.ports import Nonce, Tracking
from tests.adapters.slack.payloads import TEAM
from tests.adapters.slack.webapi import US
from tests.soak.talk import Happening, Json, channel_name, convener, people

OPENED_BEFORE: Final = 1.0  # seconds before the first word


class Everybody(Names):
    """Everybody goes by a name made of their id, as the workspace tells it."""

    def user(self, user: str) -> str:
        """The name."""
        return name_of(user)

    def is_bot(self, user: str) -> bool:  # noqa: ARG002 - of the port
        """Nobody is."""
        return False

    def channel(self, channel: str) -> str | None:  # noqa: ARG002 - likewise
        """No channel is named in the talk."""
        return None

    def group(self, group: str) -> str | None:  # noqa: ARG002 - likewise
        """No group either."""
        return None


def name_of(member: str) -> str:
    """What the workspace calls somebody."""
    return f"Person {member.removeprefix('U')}"


def opening(number: int, at: float, settings: RoomSettings) -> list[Event]:
    """A room of people with a convener who has tried a nudge, in a meeting."""
    room, who = room_id(TEAM, channel_name(number)), convener(number)
    return [
        RoomNamed(room=room, at=at, title=f"#{channel_name(number)}"),
        *(
            MemberJoined(room=room, at=at, member=each, name=name_of(each))
            for each in (*people(number), who)
        ),
        RoomSet(room=room, at=at, settings=settings),
        ConvenerInvited(room=room, at=at, member=who, by=who, practised=True),
        MeetingStarted(room=room, at=at, meeting="the hour"),
    ]


def told(happening: Happening) -> tuple[Event, ...]:
    """What the core is told of a happening."""
    return heard(happening.payload, Everybody(), US)


def pressed(body: Json, at: float) -> Pressed:
    """What the core is told of a press at that time."""
    event = presses.read(body, at)
    assert isinstance(event, Pressed)
    return event


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A delivery that is due, by the mark that it bears on Slack; `at` in epoch seconds."""

    mark: str
    parcel: str
    room: str
    at: float
    is_nudge: bool


@dataclass(slots=True)
class Truth:
    """What came of the undisturbed run: deliveries by their marks, and how the rooms ended."""

    due: dict[str, Due] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    retired: dict[str, dict[str, Question]] = field(default_factory=dict)

    def questions(self, room: str) -> Mapping[str, Question]:
        """All questions of a room, those that left its memory too."""
        return {**self.retired[room], **self.rooms[room].questions}


class _Undisturbed(Playback):
    """One room's undisturbed run. What is posted stands at once."""

    def __init__(self, tracker: Tracking, room: Room, truth: Truth) -> None:
        retired = truth.retired.setdefault(room.id, {})
        super().__init__(tracker, room, lambda each: retired.update({each.id: each}))
        self._truth = truth
        self._posted = 0

    def _carry_out(self, command: Command, at: float) -> None:
        if isinstance(command, SendCard | PostFollow):
            self._note(command, at)
        super()._carry_out(command, at)
        if isinstance(command, PostFollow):
            self._handle(
                FollowPosted(
                    room=command.room,
                    at=at,
                    post=command.id,
                    by=command.by,
                    question=command.question,
                    id=f"as {command.id}",
                    text=command.text,
                )
            )

    def _note(self, command: SendCard | PostFollow, at: float) -> None:
        self._posted += 1
        parcel = _parcel(command, at, self._posted)
        mark = mark_of(parcel.room, parcel.id)
        is_nudge = isinstance(command, SendCard)
        self._truth.due[mark] = Due(
            mark=mark, parcel=parcel.id, room=parcel.room, at=at, is_nudge=is_nudge
        )


def mark_of(room: str, parcel: str) -> str:
    """What a parcel of a room's bears on Slack."""
    return _mark(Nonce(name=f"{room} {parcel}"))


def truth(openings: Sequence[Sequence[Event]], happened: Iterable[Event], end: float) -> Truth:
    """Tell all that happened, in order, up to `end` (epoch seconds)."""
    found, by_room = Truth(), _by_room(happened)
    tracker, _ = build_tracker(b"of no account here")
    for events in openings:
        room = found.rooms[events[0].room] = Room(id=events[0].room)
        run = _Undisturbed(tracker, room, found)
        for event in (*events, *by_room.get(room.id, ())):
            run.feed(event)
        run.finish(end)
    return found


def _by_room(events: Iterable[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda each: each.at):
        found.setdefault(event.room, []).append(event)
    return found
