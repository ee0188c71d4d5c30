"""Asks platforms who is in their own groups, for fairness figures, and remembers it for a while."""

from collections.abc import Mapping
from typing import Final

import structlog

from bot.domain.groups import PLATFORMS_OWN, Grouped, by_member, owned
from bot.domain.room import Room
from bot.runtime.ports import Clock, Groups, GroupsUnknownError, platform_of

REMEMBERED: Final = 600.0
"""Seconds for which a platform's answer is good."""

log = structlog.get_logger(__name__)


class Grouping:
    """Which group each member of a room is in.

    `listed` names the group of each person, or of each group of a platform's own (`@council`);
    `platforms` are asked who is in those.
    """

    def __init__(
        self, listed: Mapping[str, str], clock: Clock, platforms: Mapping[str, Groups]
    ) -> None:
        self._listed = listed
        self._clock = clock
        self._platforms = platforms
        self._known: dict[str, tuple[float, Mapping[str, frozenset[str]]]] = {}

    async def of(self, room: Room) -> Grouped:
        """The room's members by their groups; never raises for a platform's sake."""
        wanted = owned(self._listed)
        if not wanted:
            return Grouped(by_member=by_member(room, self._listed, {}))
        try:
            members = await self._members(room.id, wanted)
        except GroupsUnknownError as error:
            log.warning("stats.groups_unknown", room=room.id, why=str(error))
            return Grouped(
                by_member=by_member(room, self._listed, {}), unknown=_named(wanted), silent=True
            )
        return Grouped(
            by_member=by_member(room, self._listed, members),
            unknown=_named(wanted - members.keys()),
        )

    async def _members(self, room: str, wanted: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """Who is in each of these that the platform has; GroupsUnknownError."""
        platform = self._platforms.get(platform_of(room))
        if platform is None:
            return {}
        until, members = self._known.get(room, (0.0, {}))
        if self._clock.now() >= until:
            members = await platform.members(room, wanted)
            self._known[room] = (self._clock.now() + REMEMBERED, members)
        return members


def _named(groups: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"{PLATFORMS_OWN}{each}" for each in sorted(groups))
