"""Who has Discord's roles, by their names."""

from collections.abc import Callable, Mapping

import discord

from adapters.discord.faults import DISCORD_SAID_NO
from adapters.discord.ids import place_of
from bot.runtime.ports import GroupsUnknownError


class DiscordGroups:
    """Implements Groups. `server` finds a server by its id, as far as the library knows it."""

    def __init__(self, server: Callable[[int], discord.Guild | None]) -> None:
        self._server = server

    async def members(self, room: str, groups: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """Who has each of these roles that the server has. Raises GroupsUnknownError."""
        guild = self._server(place_of(room).guild)
        if guild is None:
            raise GroupsUnknownError("the server isn't known just now")
        if not guild.chunked:
            try:
                await guild.chunk()
            except (discord.ClientException, *DISCORD_SAID_NO) as error:
                raise GroupsUnknownError(type(error).__name__) from error
        wanted = {each.casefold(): each for each in groups}
        found: dict[str, frozenset[str]] = {}
        for role in guild.roles:
            if (name := wanted.get(role.name.casefold())) is not None:
                theirs = frozenset(str(each.id) for each in role.members)
                found[name] = found.get(name, frozenset()) | theirs
        return found
