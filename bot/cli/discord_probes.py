"""What `check` asks Discord, with the token that is set. Nothing is sent or written."""

from collections.abc import Sequence

from adapters.discord.checks import check_bot
from adapters.discord.client import HeedClient, Shards, point_at
from adapters.discord.ids import PLATFORM
from bot.cli.stored import rooms_on, stored
from bot.config import Loaded, Settings
from bot.domain.findings import Finding, Level
from bot.domain.room import Room
from bot.runtime.ports import StorageError

_TOKEN_PARTS = 3


async def check_discord(loaded: Loaded) -> list[Finding]:
    """Whether Heed can do its work on Discord: token, switches, permissions, conveners."""
    token = loaded.settings.discord_bot_token
    if token is None:
        return [Finding(level=Level.NOTE, what="Discord isn't set up: its token isn't set")]
    if not _is_token(token.get_secret_value()):
        return [
            Finding(
                level=Level.PROBLEM,
                what="DISCORD_BOT_TOKEN doesn't look like one: it has three parts with dots "
                "between",
                mend="Copy the token, not the client secret, from the application's page Bot.",
            )
        ]
    try:
        rooms = await _rooms(loaded.settings)
    except StorageError:
        rooms = []  # what is wrong with the database has been said already
    if loaded.settings.discord_api_url:
        point_at(loaded.settings.discord_api_url)
    async with HeedClient(Shards()) as client:
        return await check_bot(client, token.get_secret_value(), rooms)


def _is_token(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == _TOKEN_PARTS and all(parts)


async def _rooms(settings: Settings) -> Sequence[Room]:
    """Discord's rooms that the database knows."""
    async with stored(settings) as store:
        return [] if store is None else await rooms_on(store, PLATFORM)
