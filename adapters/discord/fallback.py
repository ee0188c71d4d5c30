"""Where nudges go whose convener takes no direct messages: a channel that the admin set."""

import discord

from adapters.discord.ids import place_of
from adapters.discord.places import Finder


class ConvenersChannel:
    """The channel for the rooms of its own server; for those of others there is none."""

    def __init__(self, client: Finder, channel: str) -> None:
        self._client = client
        self._channel = int(channel) if channel else None

    def __call__(self, room: str) -> int | None:
        """Its id, None where there is none for this room."""
        if self._channel is None:
            return None
        there = self._client.get_channel(self._channel)
        if not isinstance(there, discord.abc.GuildChannel | discord.Thread):
            return None
        return self._channel if there.guild.id == place_of(room).guild else None
