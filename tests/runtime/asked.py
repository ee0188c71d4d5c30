"""A meeting on a real store whose second listener is a server on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from adapters.llm.client import OpenAiListener, connect
from adapters.metrics.figures import Figures
from bot.domain.events import (
    ConvenerInvited,
    Event,
    ListenerSet,
    MeetingStarted,
    MemberJoined,
    MessagePosted,
    RoomSet,
)
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.settings import RoomSettings
from bot.domain.tracker import Tracker
from bot.runtime.companion import Companion
from bot.runtime.listener import Limits, SecondListener
from bot.runtime.ports import Asked as Ended
from bot.runtime.privacy import Privacy
from storage import SqlStore, open_store
from tests.adapters.llm.endpoint import MODEL, Endpoint, serving
from tests.domain.builders import MONDAY
from tests.domain.playbook import scripted_tracker
from tests.runtime.fakes import FakeClock, FakeSender

ROOM: Final = "fake/room"
SET_UP: Final = RoomSettings(listener=f"{MODEL}, on the same server")
PEOPLE: Final = {"cora": "Cora", "ana": "Ana Maria Okoye", "ben": "Ben", "dev": "Dev"}
LIMITS: Final = Limits(seconds=5.0, a_day=50, a_room_a_day=20)
SURE: Final = "ask:challenge Who decides?"
FAINT: Final = "faint:challenge Who is missing here?"


@dataclass
class Asked:
    """Everything about one room that a test may do or look at."""

    store: SqlStore
    endpoint: Endpoint
    listener: OpenAiListener
    limits: Limits = LIMITS
    clock: FakeClock = field(default_factory=lambda: FakeClock(MONDAY))
    sender: FakeSender = field(default_factory=FakeSender)
    tracker: Tracker = field(default_factory=scripted_tracker)
    figures: Figures = field(default_factory=Figures)
    companion: Companion = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget everything that isn't stored, as a new process would; the script stays known."""
        self.companion = Companion(
            self.store,
            self.tracker,
            self.clock,
            {"fake": self.sender},
            listener=(self.listener, self.limits),
            watch=self.figures,
        )

    def ended(self, how: Ended) -> float:
        """How many askings are counted as having ended so."""
        labels = {"asked": how.value}
        return self.figures.registry.get_sample_value("heed_listener_calls_total", labels) or 0.0

    @property
    def second(self) -> SecondListener:
        """The companion's."""
        assert self.companion.second is not None
        return self.companion.second

    @property
    def privacy(self) -> Privacy:
        """What people may ask about themselves."""
        return Privacy(self.companion, self.store.care, self.clock)

    async def begins(self, *, agreed: bool = True) -> None:
        """Cora convenes a meeting, and agrees."""
        at = self.clock.at
        for who, name in PEOPLE.items():
            await self.happens(MemberJoined(room=ROOM, at=at, member=who, name=name))
        await self.happens(RoomSet(room=ROOM, at=at, settings=SET_UP))
        convenes = ConvenerInvited(room=ROOM, at=at, member="cora", by="cora", practised=True)
        await self.happens(convenes)
        await self.happens(MeetingStarted(room=ROOM, at=at, meeting="mtg"))
        if agreed:
            await self.agrees()

    async def agrees(self, *, on: bool = True) -> None:
        """Cora's word."""
        await self.happens(ListenerSet(room=ROOM, at=self.clock.at, by="cora", on=on))

    async def happens(self, event: Event) -> None:
        """Something happens, and all that is due is done."""
        await self.companion.receive(event)
        await self.settle()

    async def settle(self) -> None:
        """Do all that is due now."""
        await self.companion.wake_ups.run_due()
        await self.companion.outbox.run_due()

    async def passes(self, seconds: float) -> None:
        """Time passes."""
        self.clock.at += seconds
        await self.settle()

    async def says(self, name: str, who: str, text: str, reply_to: str | None = None) -> None:
        """Somebody says something, a few seconds later; nobody waits for the second listener."""
        self.clock.at += 5.0
        posted = MessagePosted(
            room=ROOM, at=self.clock.at, id=name, author=who, text=text, reply_to=reply_to
        )
        await self.happens(posted)

    async def answered(self) -> None:
        """All that was asked has been answered, or not."""
        await self.second.settled()
        await self.settle()

    async def room(self) -> Room:
        """The room as stored."""
        room = await self.store.look(ROOM)
        assert room is not None
        return room

    async def question(self, name: str = "m1") -> Question:
        """A question as stored."""
        return (await self.room()).questions[name]

    @property
    def cards(self) -> list[str]:
        """The names of the cards that were sent."""
        sent = (each.nonce for each in self.sender.deliveries if each.what == "card")
        return [each.removeprefix(f"{ROOM} send ") for each in sent]


@asynccontextmanager
async def meeting(
    place: Path, *, agreed: bool = True, limits: Limits = LIMITS
) -> AsyncIterator[Asked]:
    """A meeting that has begun, its state in a folder."""
    async with (
        serving() as endpoint,
        connect(endpoint.url, MODEL, "k-secret") as listener,
        open_store(f"sqlite+aiosqlite:///{place / 'heed.db'}") as store,
    ):
        asked = Asked(store, endpoint, listener, limits)
        await asked.begins(agreed=agreed)
        try:
            yield asked
        finally:
            await asked.second.stop()
