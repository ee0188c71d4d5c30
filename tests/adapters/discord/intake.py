"""The companion's intake as a test has it: the real core, and rooms in memory."""

from collections.abc import AsyncIterator, Sequence
from copy import deepcopy

from bot.bootstrap.tracker import build_tracker
from bot.domain.commands import Reply
from bot.domain.events import (
    ConvenerInvited,
    Event,
    MemberJoined,
    NoticePosted,
    RoomNamed,
    RoomSet,
)
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.settings import RoomMode, RoomSettings


class CoreIntake:
    """Applies each event once by its key, as the companion does; `told` are those applied."""

    def __init__(self) -> None:
        self.told: list[Event] = []
        self._tracker = build_tracker()[0]
        self._rooms: dict[str, Room] = {}
        self._keys: set[tuple[str, str]] = set()

    async def receive(self, event: Event) -> tuple[Reply, ...]:
        """Apply an event."""
        if event.key and (event.room, event.key) in self._keys:
            return ()
        self._keys.add((event.room, event.key))
        self.told.append(event)
        room = self._rooms.setdefault(event.room, Room(id=event.room))
        self._tracker.handle(room, event)
        return ()

    async def look(self, room: str) -> Room | None:
        """A copy of the room."""
        return deepcopy(self._rooms.get(room))

    async def rooms(self) -> Sequence[str]:
        """All of them."""
        return list(self._rooms)

    async def questions(self, room: str, since: float = 0.0) -> Sequence[Question]:
        """Those in memory."""
        known = self._rooms.get(room)
        questions = list(known.questions.values()) if known else []
        return [each for each in questions if each.asked_at >= since]

    async def subscribe(self, room: str) -> AsyncIterator[int]:
        """Nobody looks on."""
        for number in range(len(self._rooms.get(room, Room(id=room)).turns)):
            yield number

    def refresh(self, room: str) -> None:
        """Nobody looks on."""

    async def listen_in(self, room: str, title: str, convener: str, at: float) -> None:
        """Let a room be read from now on."""
        settings = RoomSettings(mode=RoomMode.ALWAYS_ON, quiet_hours=None)
        await self.receive(RoomSet(room=room, at=at, settings=settings))
        await self.receive(RoomNamed(room=room, at=at, title=title))
        await self.receive(MemberJoined(room=room, at=at, member=convener, name="Cora"))
        await self.receive(ConvenerInvited(room=room, at=at, member=convener, by=convener))
        notice = self._rooms[room].notice_wanted
        await self.receive(NoticePosted(room=room, at=at, notice=notice))
        self.told.clear()
