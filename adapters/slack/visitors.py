"""Whoever asks or presses, as Slack knows them now: in the channel or not, an admin or not."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors
from adapters.slack.faults import SLACK_SAID_NO, note
from adapters.slack.ids import Place, place_of, room_id
from adapters.slack.parts import Parts
from bot.domain.events import MemberJoined
from bot.runtime.ports import Visitor

MEMBERS_A_PAGE: Final = 1000
PAGES: Final = 10
ROOMS_A_PAGE: Final = 200
SURE_FOR: Final = 300.0
"""Real seconds for which it is remembered whether somebody is an admin, and who made a channel."""

_NOT_THERE: Final = frozenset({"channel_not_found", "not_in_channel", "is_archived"})


class Visitors:
    """Says who somebody is to a room. What Slack can't say just now is raised as the SDK does."""

    def __init__(self, parts: Parts) -> None:
        self._intake = parts.intake
        self._workspaces = parts.workspaces
        self._directory = parts.directory
        self._clock = parts.clock
        self._said: dict[str, tuple[float, object]] = {}

    async def visitor(self, room: str, member: str) -> Visitor:
        """Who this is to the room. Raises what the SDK raises, and StorageError."""
        present = await self.present(room, member)
        return Visitor(
            member=member,
            name=await self.name(room, member),
            admin=present and await self._admin(room, member),
            present=present,
        )

    async def present(self, room: str, member: str) -> bool:
        """Whether they are in the room. Slack is asked where nothing has told of them yet.

        Nothing is kept of the answer: somebody who was forgotten may ask what is kept of them.
        """
        known = await self._intake.look(room)
        if known is None:
            return False
        if member in known.members:
            return known.members[member].present
        return await self._in_channel(room, member)

    async def introduce(self, room: str, member: str) -> None:
        """Let the room know somebody who is in it, if it doesn't yet."""
        known = await self._intake.look(room)
        if known is None or member in known.members:
            return
        if await self._in_channel(room, member):
            await self.joined(room, member)

    async def joined(self, room: str, member: str) -> None:
        """Let the room know somebody who is in it, by name."""
        name, bot = await self._named(place_of(room).team, member)
        await self._intake.receive(
            MemberJoined(room=room, at=self._clock.now(), member=member, name=name, bot=bot)
        )

    async def name(self, room: str, member: str) -> str:
        """What Slack calls them; their id where it doesn't tell."""
        return (await self._named(place_of(room).team, member))[0]

    async def _named(self, team: str, member: str) -> tuple[str, bool]:
        """Somebody's name, and whether they are a bot."""
        names = self._directory.names(team)
        if names.user(member) is None:
            client = await self._workspaces.client(team)
            await self._directory.learn(client, team, names.missing)
        return names.user(member) or member, names.is_bot(member)

    async def members(self, room: str) -> AsyncIterator[str]:
        """Everybody in the channel, Heed too, as far as PAGES go."""
        async for page, _ in self._pages(room):
            for member in page:
                yield member

    async def everybody(self, room: str) -> frozenset[str] | None:
        """All in the channel, Heed too; None where they are more than PAGES hold."""
        found: set[str] = set()
        whole = False
        async for page, is_last in self._pages(room):
            found.update(page)
            whole = is_last
        return frozenset(found) if whole else None

    async def _pages(self, room: str) -> AsyncIterator[tuple[list[str], bool]]:
        """A channel's members page by page, and whether it is the last."""
        place = place_of(room)
        client = await self._workspaces.client(place.team)
        cursor = ""
        for _ in range(PAGES):
            said = await client.conversations_members(
                channel=place.channel, limit=MEMBERS_A_PAGE, cursor=cursor or None
            )
            cursor = _next(said.get("response_metadata"))
            yield said.get("members", []), not cursor
            if not cursor:
                return

    async def rooms_of(self, team: str, member: str) -> dict[str, bool]:
        """The rooms that somebody is in, of those that Heed knows, and whether they made each."""
        known = set(await self._intake.rooms())
        client = await self._workspaces.client(team)
        found = {
            room_id(team, each["id"]): each.get("creator") == member
            async for each in channels(client, member)
        }
        return {room: made for room, made in found.items() if room in known}

    async def _in_channel(self, room: str, member: str) -> bool:
        try:
            async for each in self.members(room):
                if each == member:
                    return True
        except SlackApiError as error:
            if errors.code(error) not in _NOT_THERE:
                raise
        return False

    async def _admin(self, room: str, member: str) -> bool:
        """Whether they run the workspace, or made the channel."""
        place = place_of(room)
        if await self.runs(place.team, member):
            return True
        return member == await self._remembered(f"made {room}", self._maker, place)

    async def runs(self, team: str, member: str) -> bool:
        """Whether they are an admin or owner of the workspace; where Slack doesn't say: no."""
        return bool(await self._remembered(f"{team} {member}", self._rank, team, member))

    async def _remembered(
        self, what: str, ask: Callable[..., Awaitable[object]], *about: object
    ) -> object:
        """What Slack said to this lately."""
        said = self._said.get(what)
        if said is None or time.monotonic() - said[0] > SURE_FOR:
            try:
                said = (time.monotonic(), await ask(*about))
            except SLACK_SAID_NO as error:
                note("slack.rank_unknown", error)
                return None
            self._said[what] = said
        return said[1]

    async def _rank(self, team: str, member: str) -> bool:
        client = await self._workspaces.client(team)
        user = (await client.users_info(user=member)).get("user") or {}
        # Somebody of another workspace, in a shared channel, may be an admin at home alone.
        teams = (user.get("enterprise_user") or {}).get("teams") or [user.get("team_id", team)]
        return team in teams and bool(user.get("is_admin") or user.get("is_owner"))

    async def _maker(self, place: Place) -> object:
        client = await self._workspaces.client(place.team)
        channel = (await client.conversations_info(channel=place.channel)).get("channel") or {}
        return channel.get("creator")


async def channels(
    client: AsyncWebClient, member: str | None = None, *, archived: bool = False
) -> AsyncIterator[dict[str, Any]]:
    """The channels that somebody is in and Heed may know of; without a member, Heed's own.

    Those that are `archived` come too where they are wanted.
    """
    cursor = ""
    for _ in range(PAGES):
        said = await client.users_conversations(
            user=member,
            types="public_channel,private_channel",
            exclude_archived=not archived,
            limit=ROOMS_A_PAGE,
            cursor=cursor or None,
        )
        found: list[dict[str, Any]] = said.get("channels", [])
        for channel in found:
            yield channel
        cursor = _next(said.get("response_metadata"))
        if not cursor:
            return


def _next(metadata: Any) -> str:  # noqa: ANN401 - as Slack sends it
    return str((metadata or {}).get("next_cursor") or "")
