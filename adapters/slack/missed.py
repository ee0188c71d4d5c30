"""What Heed missed while it didn't run: channels that it was removed from, people who came or left.

Slack tells of neither later. Who left must not be nudged or shown anything (rule 2), and of a
channel that Heed isn't in nothing is kept (rule 9).
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from slack_sdk.errors import SlackApiError

from adapters.slack import errors
from adapters.slack.faults import SLACK_SAID_NO, note
from adapters.slack.ids import place_of, room_id, workspace
from adapters.slack.parts import Parts
from adapters.slack.turns import Turns
from adapters.slack.visitors import Visitors, channels
from bot.domain.events import MemberLeft
from bot.domain.room import Room

AT_ONCE: Final = 8
"""Rooms that are looked at beside each other: with one slow answer the others needn't wait."""

Removed = Callable[[str], Awaitable[None]]
"""Erases what is kept of a room."""


class Missed:
    """Compares the rooms that are known with what Slack says of them now."""

    def __init__(self, parts: Parts, visitors: Visitors, turns: Turns, removed: Removed) -> None:
        self._intake = parts.intake
        self._workspaces = parts.workspaces
        self._clock = parts.clock
        self._visitors = visitors
        self._turns = turns
        self._removed = removed

    async def catch_up(self, team: str) -> None:
        """Learn it, room by room; what Slack can't say of one now changes nothing there.

        Raises what the SDK raises, UnknownWorkspaceError and StorageError.
        """
        path = f"{workspace(team)}/"
        known = [room for room in await self._intake.rooms() if room.startswith(path)]
        if not known:
            return
        client = await self._workspaces.client(team)
        ours = {room_id(team, each["id"]) async for each in channels(client, archived=True)}
        left = iter(known)

        async def look_at_some() -> None:
            for room in left:
                await self._look_in_turn(room, listed=room in ours)

        looking = (look_at_some() for _ in range(AT_ONCE))
        for failed in filter(None, await asyncio.gather(*looking, return_exceptions=True)):
            raise failed

    async def _look_in_turn(self, room: str, *, listed: bool) -> None:
        try:
            async with self._turns.of(room):
                await self._look(room, listed=listed)
        except SLACK_SAID_NO as error:
            note("slack.not_caught_up", error)

    async def _look(self, room: str, *, listed: bool) -> None:
        if not listed and await self._is_out(room):
            await self._removed(room)
            return
        known = await self._intake.look(room)
        if known is not None and known.conveners:
            await self._people(known)

    async def _is_out(self, room: str) -> bool:
        """Whether Slack says outright that Heed isn't there; a failure says nothing."""
        place = place_of(room)
        client = await self._workspaces.client(place.team)
        try:
            said = await client.conversations_info(channel=place.channel)
        except SlackApiError as error:
            # By these words Slack means a private channel too that Heed isn't in: its listing,
            # which holds private channels, has left it out already.
            if errors.code(error) == "channel_not_found":
                return True
            raise
        return (said.get("channel") or {}).get("is_member") is False

    async def _people(self, room: Room) -> None:
        """Who is known there and isn't any more, or is again. Bots aren't always listed."""
        here = await self._visitors.everybody(room.id)
        us = self._workspaces.us(place_of(room.id).team).bot_user_id
        if here is None or us not in here:
            return  # that isn't all of them
        for member in [each for each in room.members.values() if not each.bot]:
            if member.present and member.id not in here:
                left = MemberLeft(room=room.id, at=self._clock.now(), member=member.id)
                await self._intake.receive(left)
            elif not member.present and member.id in here:
                await self._visitors.joined(room.id, member.id)
