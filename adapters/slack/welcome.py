"""Heed comes to a channel: it greets, takes the room's settings, and asks who convenes."""

import asyncio
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack import errors
from adapters.slack.calls import Welcomed
from adapters.slack.faults import SLACK_SAID_NO, note
from adapters.slack.ids import place_of, room_id
from adapters.slack.parts import Parts
from adapters.slack.posting import POST, Posts
from adapters.slack.render import greeting
from adapters.slack.turns import Background, Turns
from adapters.slack.visitors import Visitors, channels
from bot.domain.events import ConvenerInvited, RoomNamed, RoomSet
from bot.runtime.ports import Nonce, RetryLaterError, StorageError

LEARNT_AT_MOST: Final = 200
"""Members of a channel whose names are learnt at once; of others when they first speak."""

LEFT_TO_OTHERS: Final = 30.0
"""Real seconds for which a greeting is left to whichever process began it first."""

_GREETING: Final = "greeting"

log = structlog.get_logger()


class Welcome:
    """Arranges the rooms that Heed is new in."""

    def __init__(self, parts: Parts, visitors: Visitors, turns: Turns) -> None:
        self._intake = parts.intake
        self._first = parts.first
        self._workspaces = parts.workspaces
        self._clock = parts.clock
        self._settings = parts.settings
        self._wanted = {each.removeprefix("@").casefold() for each in parts.conveners}
        self._visitors = visitors
        self._turns = turns
        self._posts = Posts(parts.workspaces)
        self._greeted: set[str] = set()
        # Rooms whose greeting is this process's to make.
        self._ours: set[str] = set()
        # Where the last try ended without its being known whether the greeting stands.
        self._unclear: set[str] = set()
        self._background = Background()

    async def arrived(self, call: Welcomed) -> None:
        """Heed was added to a channel: greet there and arrange the room, once.

        What Slack or the store can't do now is raised: Slack tells again.
        """
        if await self._arranged(call.room):
            return
        place = place_of(call.room)
        client = await self._workspaces.client(place.team)
        channel = (await client.conversations_info(channel=place.channel))["channel"]
        await self._arrange(call.room, channel, call.by, call.at)

    async def look_around(self, team: str) -> None:
        """Find the channels that Heed is in and doesn't know, and arrange them.

        One that can't be arranged now doesn't keep it from the others. Raises what the SDK raises,
        and StorageError.
        """
        client = await self._workspaces.client(team)
        async for channel in channels(client):
            try:
                await self._found(room_id(team, channel["id"]), channel)
            except SLACK_SAID_NO as error:
                note("slack.not_arranged_yet", error)

    async def _found(self, room: str, channel: dict[str, Any]) -> None:
        async with self._turns.of(room):
            if not await self._arranged(room):
                await self._arrange(room, channel, "", self._clock.now())

    async def _after_others(self, room: str, channel: dict[str, Any]) -> None:
        """Another process began to greet there: see to it that somebody did."""
        await asyncio.sleep(LEFT_TO_OTHERS)
        try:
            if await self._intake.look(room) is None:
                return  # Heed was removed from there in the meantime
            self._ours.add(room)
            self._unclear.add(room)
            await self._found(room, channel)
        except (*SLACK_SAID_NO, StorageError) as error:
            note("slack.not_arranged_yet", error)

    def left(self, room: str) -> None:
        """Heed isn't there any more; if it comes back, it greets anew."""
        for rooms in (self._greeted, self._ours, self._unclear):
            rooms.discard(room)

    async def close(self) -> None:
        """Stop learning who is where."""
        await self._background.close()

    async def _arranged(self, room: str) -> bool:
        known = await self._intake.look(room)
        return known is not None and bool(known.title)

    async def _arrange(self, room: str, channel: dict[str, Any], by: str, at: float) -> None:
        """Greet first: a room that has a name has been greeted, whatever happens in between."""
        if room not in self._ours and not await self._first(room, _GREETING):
            waiting = self._after_others(room, channel)
            self._background.start(asyncio.create_task(waiting, name=f"greet {room}"))
            return
        self._ours.add(room)
        await self._greet(room, by)
        await self._intake.receive(RoomSet(room=room, at=at, settings=self._settings))
        await self._intake.receive(RoomNamed(room=room, at=at, title=f"#{channel['name']}"))
        log.info("slack.asked_in", room=room)
        self._background.start(asyncio.create_task(self._meet(room), name=f"meet {room}"))

    async def _greet(self, room: str, by: str) -> None:
        """Once in effect; where Heed may not write the room goes without."""
        if room in self._greeted:
            return
        face = greeting(room, await self._visitors.name(room, by) if by else "", by)
        nonce = Nonce(name=f"{_GREETING} {room}", again=room in self._unclear)
        self._unclear.add(room)
        try:
            await self._posts.post(place_of(room), face, POST, nonce)
        except SlackApiError as error:
            verdict = errors.verdict(error)
            if isinstance(verdict, RetryLaterError):
                raise
            log.warning("slack.cannot_greet", room=room, why=str(verdict))
        self._unclear.discard(room)
        self._greeted.add(room)

    async def _meet(self, room: str) -> None:
        """Learn who is there, and ask those whom the settings name whether they will convene."""
        try:
            us = self._workspaces.us(place_of(room).team)
            known = 0
            async for member in self._visitors.members(room):
                if member == us.bot_user_id:
                    continue
                wanted = await self._is_wanted(room, member, by_name=known < LEARNT_AT_MOST)
                if not wanted and known >= LEARNT_AT_MOST:
                    continue
                async with self._turns.of(room):
                    if not await self._arranged(room):
                        return  # Heed was removed from there in the meantime
                    await self._introduce(room, member, wanted=wanted)
                known += 1
        except (*SLACK_SAID_NO, StorageError) as error:
            note("slack.not_met_yet", error)

    async def _introduce(self, room: str, member: str, *, wanted: bool) -> None:
        await self._visitors.joined(room, member)
        if wanted:
            await self._intake.receive(
                ConvenerInvited(room=room, at=self._clock.now(), member=member)
            )

    async def _is_wanted(self, room: str, member: str, *, by_name: bool) -> bool:
        if member.casefold() in self._wanted:
            return True
        return by_name and (await self._visitors.name(room, member)).casefold() in self._wanted
