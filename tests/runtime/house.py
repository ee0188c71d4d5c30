"""A room on a real store with a reception: people ask, and what comes of it is delivered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.bootstrap.tracker import build_tracker
from bot.config.rooms import RoomWriting
from bot.domain.events import Event, MemberJoined, MessagePosted, RoomNamed, RoomSet
from bot.domain.pages import Page
from bot.domain.room import Purpose, Room
from bot.domain.settings import Patience, RoomSettings
from bot.runtime.companion import Companion
from bot.runtime.groups import Grouping
from bot.runtime.ports import Visitor, Watch
from bot.runtime.privacy import Privacy
from bot.runtime.reception import FrontDesk
from bot.runtime.unwatched import NOBODY
from storage import SqlStore
from tests.domain.builders import MONDAY
from tests.runtime.fakes import FakeClock, FakeSender

ROOM = "fake/room"
PEOPLE = ("cora", "ana", "ben", "dev", "eve")
START = RoomSettings(patience=Patience(messages=2, seconds=60.0))
ADMIN = "adam"  # runs the platform's side; a member as well


@dataclass
class House:
    """Everything about one room that a test may do or look at."""

    store: SqlStore
    clock: FakeClock = field(default_factory=lambda: FakeClock(MONDAY))
    sender: FakeSender = field(default_factory=FakeSender)
    start: RoomSettings = START
    groups: Mapping[str, str] = field(default_factory=dict)
    watch: Watch = NOBODY
    companion: Companion = field(init=False)
    reception: FrontDesk = field(init=False)
    asked: int = 0

    def __post_init__(self) -> None:
        tracker, _ = build_tracker(b"key")
        self.companion = Companion(
            self.store, tracker, self.clock, {"fake": self.sender}, watch=self.watch
        )
        privacy = Privacy(self.companion, self.store.care, self.clock)
        self.reception = FrontDesk(
            self.companion,
            privacy,
            self.start,
            RoomWriting(),
            grouping=Grouping(self.groups, self.clock, {}),
        )

    async def opens(self) -> None:
        """Heed was asked in; nobody convenes yet."""
        for who in (*PEOPLE, ADMIN):
            await self.happens(self.joins(who))
        await self.happens(RoomNamed(room=ROOM, at=self.clock.at, title="#place"))
        await self.happens(RoomSet(room=ROOM, at=self.clock.at, settings=self.start))

    async def begins(self) -> None:
        """Cora convenes, and a meeting runs."""
        await self.opens()
        await self.ask("cora", "convener me")
        await self.ask("cora", "meeting start")

    def joins(self, who: str) -> Event:
        """Somebody is a member."""
        return MemberJoined(room=ROOM, at=self.clock.at, member=who, name=who.title())

    async def happens(self, event: Event) -> None:
        """An event, and what is due then."""
        await self.companion.receive(event)
        await self.settle()

    async def settle(self) -> None:
        """Everything due is done."""
        await self.companion.wake_ups.run_due()
        await self.companion.outbox.run_due()

    async def passes(self, seconds: float) -> None:
        """Time passes."""
        self.clock.at += seconds
        await self.settle()

    async def say(self, name: str, who: str, text: str, reply_to: str | None = None) -> None:
        """Somebody says something, a few seconds later."""
        self.clock.at += 5.0
        await self.happens(
            MessagePosted(
                room=ROOM, at=self.clock.at, id=name, author=who, text=text, reply_to=reply_to
            )
        )

    async def ask(
        self,
        who: str,
        text: str,
        *,
        room: str = ROOM,
        key: str | None = None,
        present: bool = True,
        ticked: tuple[str, ...] = (),
    ) -> Page:
        """Somebody asks for something."""
        self.asked += 1
        page = await self.reception.ask(
            room,
            Visitor(member=who, name=who.title(), admin=who == ADMIN, present=present),
            text,
            key=f"t{self.asked}" if key is None else key,
            at=self.clock.at,
            ticked=ticked,
        )
        await self.settle()
        return page

    async def room(self) -> Room:
        """The room as it is."""
        room = await self.companion.look(ROOM)
        assert room is not None
        return room

    async def talk(self) -> None:
        """A question is asked and answered; another is let drop."""
        await self.say("m1", "ana", "Who decides which surgeries we start with?")
        await self.say("m2", "ben", "The board decides which surgeries we start with.", "m1")
        await self.say("m3", "dev", "If I'm honest, I don't understand what this group is for.")
        for number, who in enumerate(("ana", "ben", "eve", "ana"), start=4):
            await self.say(f"m{number}", who, "The clinic times are on the wall by the door.")
        await self.passes(120.0)

    async def card_to(self, who: str, purpose: Purpose) -> str:
        """The card that somebody got."""
        cards = (await self.room()).cards.values()
        return next(each.id for each in cards if each.to == who and each.purpose is purpose)

    @property
    def public(self) -> list[Page]:
        """What was posted in the room, and each new face of it."""
        return [each.view for each in self.sender.deliveries if isinstance(each.view, Page)]
