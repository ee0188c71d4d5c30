"""Where people ask something of Heed: who they are is looked up, the answer made fit for Slack."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.calls import Whispered
from adapters.slack.faults import SLACK_SAID_NO, note
from adapters.slack.files import Files
from adapters.slack.ids import place_of, room_id
from adapters.slack.parts import Parts
from adapters.slack.permalinks import on_page
from adapters.slack.posting import AS_IT_IS
from adapters.slack.render import Face, Json, Links, blocks
from adapters.slack.visitors import Visitors
from bot.domain.answers import NOT_KEPT, SORRY, which_room
from bot.domain.events import HeardToo, LetGo, Pressed
from bot.domain.pages import Page
from bot.domain.room import Room
from bot.domain.wishes import ANYWHERE, Conveners, parse
from bot.runtime.ports import HomeRoom, StorageError, Visitor

ACK_WITHIN: Final = 2.0
"""Real seconds: Slack wants to hear of an action within three."""

NOT_HERE: Final = "You aren't in that channel any more, so nothing was done."
HEED_IS_NOT: Final = "Heed isn't in this channel. To ask it in, type /invite @Heed."
NO_ROOM: Final = "Heed isn't in any channel of yours yet. Type /invite @Heed in one."
NO_ANSWER: Final = "Slack didn't answer Heed just now. Please try again soon."

_PERSON: Final = re.compile(r"<@([A-Z0-9]{1,64})(?:\|[^<>]*)?>")
_PEOPLE: Final = 10  # are looked up for one asking, at most
_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A command of somebody's in a room; `at` in epoch seconds.

    `hosts`: they asked Heed in, so they may ask somebody to convene.
    """

    room: str
    member: str
    text: str
    key: str
    at: float
    ticked: tuple[str, ...] = ()
    hosts: bool = False


class Desk:
    """Takes wishes and presses to the companion. Raises StorageError, and what the SDK raises."""

    def __init__(self, parts: Parts, visitors: Visitors) -> None:
        self._parts = parts
        self._visitors = visitors
        self._files = Files(parts.workspaces, parts.printed)

    async def ask(self, asking: Asking) -> Page:
        """Do what was asked for; the answer, its files too, is for whoever asked alone."""
        visitor = await self._visitors.visitor(asking.room, asking.member)
        visitor = replace(visitor, admin=visitor.admin or (asking.hosts and visitor.present))
        if isinstance(parse(asking.text), Conveners):
            for named in {asking.member, *_PERSON.findall(asking.text)[:_PEOPLE]}:
                await self._visitors.introduce(asking.room, named)
        page = await self._parts.reception.ask(
            asking.room,
            visitor,
            asking.text,
            key=asking.key,
            at=asking.at,
            ticked=asking.ticked,
        )
        lines = [await self._by_name(asking.room, line) for line in page.lines]
        if page.files:
            team = place_of(asking.room).team
            lines.append(await self._files.bring(team, asking.member, page.files))
        return replace(page, lines=tuple(lines))

    async def _by_name(self, room: str, line: str) -> str:
        """A line of an answer: people who aren't known in the room go by their names too."""
        for each in list(_PERSON.finditer(line))[:_PEOPLE]:
            line = line.replace(each[0], await self._visitors.name(room, each[1]))
        return line

    async def whispered(self, call: Whispered) -> tuple[str, Page]:
        """The same in direct messages; which room it is about comes back with the answer."""
        room = room_id(call.team, call.channel)
        if not isinstance(parse(call.text), ANYWHERE):
            rooms = await self._visitors.rooms_of(call.team, call.member)
            if len(rooms) != 1:
                return room, await self._which(list(rooms))
            (room,) = rooms
        asking = Asking(room=room, member=call.member, text=call.text, key=call.key, at=call.at)
        return room, await self.ask(asking)

    async def _which(self, rooms: Sequence[str]) -> Page:
        found = [await self._parts.intake.look(room) for room in rooms]
        return which_room((each for each in found if each is not None), NO_ROOM)

    async def press(self, event: Pressed | LetGo | HeardToo) -> list[str]:
        """Take a press in; what whoever pressed is told comes back."""
        if not await self._visitors.present(event.room, event.by):
            known = await self._parts.intake.look(event.room)
            return [HEED_IS_NOT if known is None else NOT_HERE]
        replies = await self._parts.intake.receive(event)
        return [each.text for each in replies if each.to == event.by]

    async def room_for(self, room: str, member: str) -> Room | None:
        """The room, for somebody who is in it."""
        if not await self._visitors.present(room, member):
            return None
        return await self._parts.intake.look(room)

    async def face(self, room: str, page: Page) -> Face:
        """An answer as a message."""
        return render.page(room, page, await self._links(page.room or room, on_page(page)))

    async def modal(self, room: str, page: Page) -> Json:
        """An answer as a modal."""
        return render.page_modal(room, page, await self._links(page.room or room, on_page(page)))

    async def publish_home(self, team: str, member: str) -> None:
        """Show somebody their App Home as it is now."""
        shown = await self._homes(team, member)
        links = {each.room: await self._links(each.room, _targets(each)) for each in shown}
        view = render.home(shown, lambda room: links[room])
        client = await self.client(team)
        await client.views_publish(user_id=member, view=view)

    async def _homes(self, team: str, member: str) -> list[HomeRoom]:
        """Somebody's rooms as they may see them: who made a channel is its admin too."""
        rooms = await self._visitors.rooms_of(team, member)
        runs = bool(rooms) and await self._visitors.runs(team, member)
        shown: list[HomeRoom] = []
        for room, made in rooms.items():
            visitor = Visitor(member=member, admin=runs or made)
            at = self._parts.clock.now()
            shown += await self._parts.reception.home(visitor, [room], at=at)
        return shown

    async def client(self, team: str) -> AsyncWebClient:
        """The workspace's client."""
        return await self._parts.workspaces.client(team)

    async def tell(self, team: str, channel: str, face: Face) -> None:
        """Answer in direct messages; `channel` may be the person."""
        client = await self._parts.workspaces.client(team, once=True)
        await client.chat_postMessage(channel=channel, **_said(face))

    async def tell_alone(
        self, room: str, member: str, face: Face, thread: str | None = None
    ) -> None:
        """Answer where it was asked, for nobody else to see."""
        place = place_of(room)
        client = await self._parts.workspaces.client(place.team, once=True)
        await client.chat_postEphemeral(
            channel=place.channel, user=member, thread_ts=thread, **_said(face)
        )

    async def _links(self, room: str, messages: Iterable[str]) -> Links:
        """Links to messages; an answer without them is better than none."""
        wanted = list(messages)
        if not wanted:
            return _nowhere
        place = place_of(room)
        try:
            client = await self._parts.workspaces.client(place.team)
            return await self._parts.permalinks.find(client, place.channel, wanted)
        except SLACK_SAID_NO as error:
            note("slack.no_links", error)
            return _nowhere


async def begun(work: Awaitable[_Done]) -> asyncio.Future[_Done]:
    """The work: done, or still going on where Slack would wait for it no longer."""
    task = asyncio.ensure_future(work)
    await asyncio.wait({task}, timeout=ACK_WITHIN)
    return task


async def in_time(work: Awaitable[_Done], ack: Callable[[], Awaitable[Any]]) -> _Done:
    """Do the work, and acknowledge once it is done, but in time in any case."""
    task = await begun(work)
    await ack()
    return await task


def sorry(error: Exception) -> str:
    """What somebody is told of a fault; the log hears of it too, in its own way."""
    note("slack.not_done", error)
    if isinstance(error, StorageError):
        return NOT_KEPT
    return NO_ANSWER if isinstance(error, SLACK_SAID_NO) else SORRY


def word(text: str) -> Face:
    """A sentence as a message."""
    return Face(text=blocks.alert(text), blocks=blocks.drawn([blocks.section(text)]))


def _said(face: Face) -> dict[str, Any]:
    return {"text": face.text, "blocks": face.blocks, **AS_IT_IS}


def _nowhere(_message: str) -> None:
    return None


def _targets(room: HomeRoom) -> list[str]:
    return [each.target for each in (*room.waiting, *room.settings) if each.target]
