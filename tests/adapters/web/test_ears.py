"""What happens in the room reaches Heed in order and once, whatever fails in between."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from adapters.web import ears
from adapters.web.chat import Chat
from adapters.web.ears import Ears
from bot.domain.commands import Reply
from bot.domain.events import Event, MessagePosted, Paused
from bot.domain.question import Question
from bot.domain.room import Room
from bot.runtime.clock import SystemClock
from bot.runtime.ports import StorageError
from bot.runtime.ticks import Ticks
from storage import upgrade
from storage.database import connect
from storage.demo import DemoShelf
from tests.adapters.web import until

ROOM = "web/demo"


@dataclass
class Remembering:
    """An intake that remembers what it was told, and fails as often as it is asked to."""

    heard: list[Event] = field(default_factory=list)
    fails: int = 0
    poison: str = ""

    async def receive(self, event: Event) -> tuple[Reply, ...]:
        """Hear one event, or fail."""
        if self.fails:
            self.fails -= 1
            raise StorageError("the database is locked")
        if isinstance(event, MessagePosted) and event.text == self.poison:
            raise ZeroDivisionError
        self.heard.append(event)
        return (Reply(room=event.room, to="p", text="heard"),)

    async def look(self, room: str) -> Room | None:
        """No room is known."""
        del room
        return None

    async def rooms(self) -> Sequence[str]:
        """No room is known."""
        return ()

    async def questions(self, room: str, since: float = 0.0) -> Sequence[Question]:
        """Nothing was asked."""
        del room, since
        return ()

    def subscribe(self, room: str) -> Ticks:
        """Nothing ever changes."""
        del room
        return Ticks()

    def refresh(self, room: str) -> None:
        """Nobody looks on."""

    def texts(self) -> list[str]:
        """The messages' texts, in the order heard."""
        return [each.text for each in self.heard if isinstance(each, MessagePosted)]


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A database with the schema in it."""
    url = URL.create("sqlite+aiosqlite", database=str(tmp_path / "demo.db"))
    await upgrade(url)
    opened = connect(url)
    yield opened
    await opened.dispose()


async def test_a_failing_database_delays_and_loses_nothing(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What couldn't be handed over is handed over later, in order, once."""
    monkeypatch.setattr(ears, "TRY_AGAIN_AFTER", 0.01)
    shelf, intake = DemoShelf(engine), Remembering(fails=3)
    chat = Chat(shelf, ROOM, SystemClock())
    listening = asyncio.create_task(Ears(shelf, chat, intake).listen())
    ada = (await chat.sign_in("Ada")).person
    for n in range(3):
        await chat.post(ada.id, f"line {n}")
    await until(lambda: len(intake.texts()) == 3, "all lines")
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    assert intake.texts() == ["line 0", "line 1", "line 2"]
    assert await shelf.untold(ROOM, 10) == []


async def test_a_fault_over_one_message_keeps_no_other_from_heed(engine: AsyncEngine) -> None:
    """What can't be taken is logged, and the talk goes on."""
    shelf, intake = DemoShelf(engine), Remembering(poison="one")
    chat = Chat(shelf, ROOM, SystemClock())
    ada = (await chat.sign_in("Ada")).person
    for text in ("one", "two"):
        await chat.post(ada.id, text)
    with capture_logs() as logs:
        await Ears(shelf, chat, intake).tell(Paused(room=ROOM, at=1.0, by=ada.id))
    assert intake.texts() == ["two"]
    assert [each["event"] for each in logs] == ["demo.not_heard"]
    assert "one" not in [str(value) for value in logs[0].values()]


async def test_what_was_said_before_a_press_is_heard_before_it(engine: AsyncEngine) -> None:
    """What somebody asks of Heed waits for all that was said until then."""
    shelf, intake = DemoShelf(engine), Remembering()
    chat = Chat(shelf, ROOM, SystemClock())
    ada = (await chat.sign_in("Ada")).person
    await chat.post(ada.id, "before")
    replies = await Ears(shelf, chat, intake).tell(Paused(room=ROOM, at=1.0, by=ada.id))
    assert [type(each).__name__ for each in intake.heard] == [
        "MemberJoined",
        "MessagePosted",
        "Paused",
    ]
    assert [each.text for each in replies] == ["heard"]
