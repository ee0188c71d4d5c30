"""What stands in the raw files of the database: tracked questions' words, and no others."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.bootstrap.tracker import build_tracker
from bot.domain.events import (
    Action,
    ConvenerAccepted,
    ConvenerInvited,
    Event,
    MeetingStarted,
    MemberJoined,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Pressed,
)
from bot.domain.room import Room
from bot.runtime.companion import Companion
from bot.runtime.ports import RetryLaterError
from storage import SqlStore, open_store
from tests.runtime.fakes import FakeClock, FakeSender

ROOM = "fake/room"
ASKED = "If I'm honest, I still don't understand how the zeppelin money reaches the surgeries."


@dataclass
class Talk:
    """A meeting whose database files are looked into."""

    folder: Path
    store: SqlStore
    companion: Companion
    clock: FakeClock
    sender: FakeSender

    async def hear(self, event: Event) -> None:
        """Something happens, with all that follows at once."""
        await self.companion.receive(event)
        await self.companion.outbox.run_due()

    async def say(self, name: str, who: str, text: str) -> None:
        """Somebody says something, half a minute later."""
        self.clock.at += 30.0
        await self.companion.wake_ups.run_due()
        await self.hear(
            MessagePosted(room=ROOM, at=self.clock.at, key=name, id=name, author=who, text=text)
        )

    async def room(self) -> Room:
        """The room as stored."""
        room = await self.store.look(ROOM)
        assert room is not None
        return room

    async def written(self) -> bytes:
        """All that stands in the database's files, its log included."""
        return b"".join(each.read_bytes() for each in sorted(self.folder.iterdir()))


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A meeting with a convener who is ready."""
    clock, sender = FakeClock(1_772_442_000.0), FakeSender()
    async with open_store(f"sqlite:///{tmp_path}/heed.db") as store:
        tracker, _ = build_tracker(b"key")
        companion = Companion(store, tracker, clock, {"fake": sender})
        talk = Talk(tmp_path, store, companion, clock, sender)
        at = clock.at
        for who in ("ana", "ben", "cora"):
            await talk.hear(MemberJoined(room=ROOM, at=at, member=who, name=who.title()))
        await talk.hear(ConvenerInvited(room=ROOM, at=at, member="cora"))
        await talk.hear(ConvenerAccepted(room=ROOM, at=at, member="cora"))
        (card,) = (await talk.room()).cards
        tried = Action.LET_IT_REST
        await talk.hear(Pressed(room=ROOM, at=at, card=card, by="cora", action=tried))
        await talk.hear(MeetingStarted(room=ROOM, at=at, meeting="monday"))
        yield talk


async def test_only_a_tracked_questions_words_are_written(talk: Talk) -> None:
    """Not what was said around it, not even what the talk moved on to."""
    await talk.say("m1", "ana", ASKED)
    await talk.say("m2", "ben", "My grandmother kept wombats in the orangery.")
    await talk.say("m3", "cora", "Splendid, marvellous, on to the rota.")
    await talk.say("m4", "ben", "Thank you, most illuminating.")
    written = await talk.written()
    assert b"zeppelin" in written
    for word in (b"wombats", b"grandmother", b"orangery", b"marvellous", b"rota", b"illuminating"):
        assert word not in written


async def test_a_question_in_form_alone_isnt_written(talk: Talk) -> None:
    """It is never worth a nudge, so nobody will ever need its words."""
    await talk.say("m1", "ana", "Can everyone see my bassoon?")
    (question,) = await talk.store.questions(ROOM)
    assert not question.tracked
    assert question.text is None
    assert b"bassoon" not in await talk.written()


async def test_an_edited_questions_old_words_go(talk: Talk) -> None:
    """From the file, and from its log once that is folded in."""
    await talk.say("m1", "ana", ASKED)
    new = ASKED.replace("zeppelin", "airship")
    await talk.hear(MessageEdited(room=ROOM, at=talk.clock.at, id="m1", text=new))
    await talk.store.purge(talk.clock.at)
    written = await talk.written()
    assert b"airship" in written
    assert b"zeppelin" not in written


async def test_a_deleted_questions_words_go(talk: Talk) -> None:
    """No page of the file and no line of its log holds them any more."""
    await talk.say("m1", "ana", ASKED)
    await talk.hear(MessageDeleted(room=ROOM, at=talk.clock.at, id="m1"))
    await talk.store.purge(talk.clock.at)
    assert b"zeppelin" not in await talk.written()


async def test_a_follow_is_kept_until_it_is_delivered(talk: Talk) -> None:
    """Then it stands in the room, where it belongs."""
    await talk.say("m1", "ana", ASKED)
    for number in range(2, 14):
        await talk.say(f"m{number}", "ben", "The rota has been printed in two colours.")
    card = next(each for each in (await talk.room()).cards if each.startswith("nudge"))
    talk.sender.trouble.append(RetryLaterError("not now", after=60.0))
    post = Action.POST
    at = talk.clock.at
    await talk.hear(
        Pressed(room=ROOM, at=at, card=card, by="cora", action=post, value="A daffodil of a point.")
    )
    assert b"daffodil" in await talk.written()
    talk.clock.at += 60.0
    await talk.companion.outbox.run_due()
    assert "follow" in talk.sender.kinds
    await talk.store.purge(talk.clock.at)
    assert b"daffodil" not in await talk.written()
