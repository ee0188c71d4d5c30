"""A companion on a real store, with a clock that is set and a sender that remembers."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.domain.events import MessagePosted
from bot.domain.room import Room
from bot.runtime.companion import Companion
from storage import SqlStore, open_store
from tests.runtime.fakes import PATIENCE, ROOM, FakeClock, FakeSender, SmallCore, message


@dataclass
class Rig:
    """A companion and everything around it that a test may set or look at."""

    store: SqlStore
    core: SmallCore = field(default_factory=SmallCore)
    clock: FakeClock = field(default_factory=FakeClock)
    sender: FakeSender = field(default_factory=FakeSender)
    companion: Companion = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget everything that isn't stored, as a new process would."""
        self.core = SmallCore()
        self.companion = Companion(self.store, self.core, self.clock, {"fake": self.sender})

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, and do all that came due by then."""
        self.clock.at += seconds
        await self.settle_down()

    async def settle_down(self) -> None:
        """Do all that is due now."""
        await self.companion.wake_ups.run_due()
        await self.companion.outbox.run_due()

    async def say(self, number: int, text: str) -> None:
        """Somebody says something now."""
        await self.companion.receive(message(number, text, at=self.clock.at))

    async def ask_and_wait(self) -> None:
        """A question is asked and left hanging, so that a card about it is in the outbox."""
        await self.say(1, "Who decides this?")
        self.clock.at += PATIENCE
        await self.companion.wake_ups.run_due()

    async def room(self, name: str = ROOM) -> Room:
        """The room as stored."""
        room = await self.store.look(name)
        assert room is not None
        return room

    @property
    def heard(self) -> list[str]:
        """The texts that the core was told, in order."""
        return [each.text for each in self.core.seen if isinstance(each, MessagePosted)]


@pytest.fixture
def url(database: str) -> str:
    """A database of one's own."""
    return database


@pytest.fixture
async def rig(url: str) -> AsyncIterator[Rig]:
    """A companion that hasn't been started: its loops are run by hand."""
    async with open_store(url) as store:
        yield Rig(store)
