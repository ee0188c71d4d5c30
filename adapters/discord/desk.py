"""Where people ask something of Heed: who they are is looked up, and their wish taken on."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.discord import render
from adapters.discord.faults import DISCORD_SAID_NO, note
from adapters.discord.parts import Parts
from adapters.discord.permalinks import Permalinks, on_card, on_page
from adapters.discord.render import Attached, Face
from adapters.discord.visitors import Visitors
from bot.domain.answers import NOT_KEPT, SORRY, which_room
from bot.domain.events import HeardToo, LetGo, Pressed
from bot.domain.pages import File, Page
from bot.domain.room import Room
from bot.domain.wishes import ANYWHERE, Conveners, parse
from bot.domain.wording import card_view
from bot.runtime.ports import StorageError

NOT_HERE: Final = "You can't read that channel any more, so nothing was done."
NOT_CHOSEN: Final = (
    "Heed isn't in this channel. Somebody who manages it can ask it in: /heed convener."
)
NO_ROOM: Final = "Heed is in no channel of yours yet. Somebody who manages one can ask it in."
NO_ANSWER: Final = "Discord didn't answer Heed just now. Please try again soon."

_PERSON: Final = re.compile(r"<@!?(\d{1,20})>", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A command of somebody's in a room; `at` in epoch seconds."""

    room: str
    member: int
    text: str
    key: str
    at: float
    ticked: tuple[str, ...] = ()


class Desk:
    """Takes wishes and presses to the companion. Raises StorageError, discord.HTTPException."""

    def __init__(self, parts: Parts, visitors: Visitors) -> None:
        self._parts = parts
        self._visitors = visitors
        self._permalinks = Permalinks(parts.intake)

    async def ask(self, asking: Asking) -> Page:
        """Do what was asked for; the answer is for whoever asked alone."""
        visitor = await self._visitors.visitor(asking.room, asking.member)
        if isinstance(parse(asking.text), Conveners):
            for named in {asking.member, *map(int, _PERSON.findall(asking.text))}:
                await self._visitors.introduce(asking.room, named)
        return await self._parts.reception.ask(
            asking.room,
            visitor,
            asking.text,
            key=asking.key,
            at=asking.at,
            ticked=asking.ticked,
        )

    async def whispered(self, asking: Asking) -> tuple[str, Page]:
        """The same in direct messages; which room it is about comes back with the answer."""
        room = asking.room
        if not isinstance(parse(asking.text), ANYWHERE):
            rooms = await self._visitors.rooms_of(asking.member)
            if len(rooms) != 1:
                return room, await self._which(rooms)
            room = rooms[0]
        meant = Asking(
            room=room, member=asking.member, text=asking.text, key=asking.key, at=asking.at
        )
        return room, await self.ask(meant)

    async def what_waits(self, asking: Asking) -> Page | None:
        """What waits for a convener whom no direct message reaches: shown to them alone, here."""
        room = await self._parts.intake.look(asking.room)
        convener = room.conveners.get(str(asking.member)) if room else None
        if convener is None or not (convener.accepted and convener.away):
            return None
        visitor = await self._visitors.visitor(asking.room, asking.member)
        page = await self._parts.reception.ask(asking.room, visitor, "open", at=asking.at)
        return page if page.sections else None

    async def _which(self, rooms: Sequence[str]) -> Page:
        found = [await self._parts.intake.look(room) for room in rooms]
        return which_room((each for each in found if each is not None), NO_ROOM)

    async def press(self, event: Pressed | LetGo | HeardToo) -> list[str]:
        """Take a press in; what whoever pressed is told comes back."""
        if await self._parts.intake.look(event.room) is None:
            return [NOT_CHOSEN]
        if not await self._visitors.present(event.room, int(event.by)):
            return [NOT_HERE]
        replies = await self._parts.intake.receive(event)
        return [each.text for each in replies if each.to == event.by]

    async def face(self, room: str, page: Page) -> Face:
        """An answer as a message, with its files below it."""
        links = await self._permalinks.find(page.room or room, on_page(page))
        files = [await self._attached(each) for each in page.files]
        return replace(render.page(room, page, links), files=tuple(files))

    async def _attached(self, file: File) -> Attached:
        data = await asyncio.to_thread(self._parts.printed, file)
        return Attached(name=file.name, alt=file.alt, data=data)

    async def card(self, room: Room, name: str, by: str, at: float) -> Face | None:
        """A card as its recipient may see it; None where there is none (any more) for them."""
        card = room.cards.get(name)
        if card is None or card.to != by:
            return None
        asked = await self._parts.intake.questions(room.id, card.since) if card.since else None
        view = card_view(room, card, at, asked)
        return render.card(room.id, view, await self._permalinks.find(room.id, on_card(view)))

    async def room_for(self, room: str, member: str) -> Room | None:
        """The room, for somebody who may read it."""
        if not await self._visitors.present(room, int(member)):
            return None
        return await self._parts.intake.look(room)


def sorry(error: Exception) -> str:
    """What somebody is told of a fault; the log hears of it too, in its own way."""
    note("discord.not_done", error)
    if isinstance(error, StorageError):
        return NOT_KEPT
    return NO_ANSWER if isinstance(error, DISCORD_SAID_NO) else SORRY
