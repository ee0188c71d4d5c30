"""Discord's client: the intents that Heed uses, and where its happenings are heard."""

import logging
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket

from adapters.discord.faults import note
from adapters.discord.ids import Us
from adapters.discord.permissions import intents

REMEMBERED: Final = 2000
"""Messages that the library remembers, to tell an edit from a link that is shown larger."""

# The library says more than a log of ours may: addresses, and what it couldn't read.
logging.getLogger("discord").setLevel(logging.ERROR)

Listener = Callable[..., Coroutine[Any, Any, None]]
Pressed = Callable[[discord.Interaction[Any]], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shards:
    """Which of how many shards this process is; no `ids` are all of them."""

    count: int | None = None
    ids: tuple[int, ...] = ()


class HeedClient(discord.AutoShardedClient):
    """The library's client. It mentions nobody, whatever a message says."""

    def __init__(self, shards: Shards, trace: aiohttp.TraceConfig | None = None) -> None:
        self._on_press: Pressed | None = None
        super().__init__(
            intents=intents(),
            shard_count=shards.count,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=REMEMBERED,
            http_trace=trace or aiohttp.TraceConfig(),
        )
        if shards.ids:
            self.shard_ids = list(shards.ids)

    def hear(self, happening: str, listener: Listener) -> None:
        """Call `listener` with whatever the library tells of this happening.

        Listeners begin in the order of what happened, each up to where it first waits.
        """
        setattr(self, f"on_{happening}", listener)

    def hear_presses(self, listener: Pressed) -> None:
        """Call `listener` with whatever of ours is pressed."""
        self._on_press = listener

    async def on_error(self, _event: str, /, *_args: object, **_kwargs: object) -> None:
        """A fault of ours: noted, without the words that the library would log with it."""
        error = sys.exc_info()[1]
        if error is not None:
            note("discord.fault", error)

    async def on_press(self, interaction: discord.Interaction[Any]) -> None:
        """Something of ours was pressed."""
        if self._on_press is not None:
            await self._on_press(interaction)

    def us(self) -> Us:
        """Who Heed is; raises RuntimeError for a client that isn't signed in."""
        if self.user is None or self.application_id is None:
            raise RuntimeError("the client isn't signed in")
        return Us(user=self.user.id, app=self.application_id)

    def hears(self, guild: int) -> bool:
        """Whether this process is told of a server."""
        return self.shard_ids is None or self.shard_of(guild) in self.shard_ids

    def shard_of(self, guild: int) -> int:
        """The shard on which a server is told of."""
        return (guild >> 22) % (self.shard_count or 1)


def point_at(api_url: str) -> None:
    """Let the library call another address in Discord's place."""
    discord.http.Route.BASE = api_url


async def find_gateway(client: HeedClient) -> None:
    """Let the library connect where the called address says.

    It asks by itself where it is to find out how many shards there are, and only then.
    """
    _, url, _ = await client.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
