"""A meeting whose database files are looked into, byte by byte."""

import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import URL

from bot.bootstrap.tracker import build_tracker
from bot.domain.events import (
    Action,
    ConvenerAccepted,
    ConvenerInvited,
    Event,
    MeetingStarted,
    MemberJoined,
    MessagePosted,
    Pressed,
)
from bot.domain.question import Question
from bot.domain.room import Card, Convener, Member, Room
from bot.domain.turn import Turn
from bot.runtime.companion import Companion
from bot.runtime.ports import Parcel
from bot.runtime.privacy import Privacy
from storage import SqlStore, open_store
from storage.installation import WORDS
from storage.sealing import Sealer
from tests.runtime.fakes import FakeClock, FakeSender

ROOM = "fake/room"
ASKED = "If I'm honest, I still don't understand how the zeppelin money reaches the surgeries."
NAMES = {"u1": "Ottoline Featherstone", "u2": "Barnaby", "u3": "Cordelia"}
START = 1_772_442_000.0


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

    async def say(self, name: str, who: str, text: str, reply_to: str | None = None) -> None:
        """Somebody says something, half a minute later."""
        self.clock.at += 30.0
        await self.companion.wake_ups.run_due()
        await self.hear(
            MessagePosted(
                room=ROOM,
                at=self.clock.at,
                key=name,
                id=name,
                author=who,
                name=NAMES[who],
                text=text,
                reply_to=reply_to,
            )
        )

    async def let_hang(self) -> str:
        """A question is asked and the talk goes on; the convener's card about it comes back."""
        await self.say("m1", "u1", ASKED)
        for number in range(2, 14):
            await self.say(f"m{number}", "u2", "The rota has been printed in two colours.")
        return next(each for each in (await self.room()).cards if each.startswith("nudge"))

    @property
    def privacy(self) -> Privacy:
        """What people may ask about themselves."""
        return Privacy(self.companion, self.store.care, self.clock)

    async def room(self) -> Room:
        """The room as stored."""
        room = await self.store.look(ROOM)
        assert room is not None
        return room

    async def written(self) -> bytes:
        """All that stands in the database's files, its log included."""
        return b"".join(each.read_bytes() for each in sorted(self.folder.iterdir()))


def remembered(*words: str) -> set[str]:
    """Which of these words are anywhere in this process, in an event or a part of a room."""
    kinds = (Event, Question, Turn, Card, Member, Convener, Parcel)
    gc.collect()
    alive = [repr(each) for each in gc.get_objects() if isinstance(each, kinds)]
    assert alive
    return {word for word in words if any(word in each for each in alive)}


@asynccontextmanager
async def talk_in(
    folder: Path, keys: Sequence[str] = (), url: URL | None = None
) -> AsyncIterator[Talk]:
    """Go on with the meeting kept there, or begin it with a convener (`u3`) who is ready."""
    sealer = Sealer([SecretStr(each) for each in keys])
    async with open_store(url or f"sqlite:///{folder}/heed.db", sealer) as store:
        tracker, _ = build_tracker((await store.care.secret()).key_for(WORDS))
        clock, sender = FakeClock(START), FakeSender()
        talk = Talk(
            folder, store, Companion(store, tracker, clock, {"fake": sender}), clock, sender
        )
        known = await store.look(ROOM)
        if known is None:
            await _begin(talk)
        else:
            clock.at = max(START, known.now)
        yield talk


async def _begin(talk: Talk) -> None:
    at = talk.clock.at
    for who, name in NAMES.items():
        await talk.hear(MemberJoined(room=ROOM, at=at, member=who, name=name))
    await talk.hear(ConvenerInvited(room=ROOM, at=at, member="u3", by="u3"))
    await talk.hear(ConvenerAccepted(room=ROOM, at=at, member="u3"))
    (card,) = (await talk.room()).cards
    tried = Action.LET_IT_REST
    await talk.hear(Pressed(room=ROOM, at=at, card=card, by="u3", action=tried))
    await talk.hear(MeetingStarted(room=ROOM, at=at, meeting="monday"))
