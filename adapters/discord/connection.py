"""Heed's connection to Discord: how it begins, whether it stands, and how it ends."""

import asyncio
from collections.abc import Sequence
from typing import Final

import discord
import structlog
from aiohttp import web

from adapters.discord.app import DiscordApp
from adapters.discord.client import HeedClient
from adapters.discord.faults import DISCORD_SAID_NO, note
from adapters.discord.logins import UnreachableError, needs_switches
from adapters.discord.permissions import switched_off

READY_WITHIN: Final = 30.0
"""Real seconds that the start waits for Discord; many servers may take longer, beside the work."""

log = structlog.get_logger()


class Connection:
    """The app with its way in: the gateway. It needs no server of its own."""

    routes: Sequence[web.RouteDef] = ()

    def __init__(self, app: DiscordApp, client: HeedClient) -> None:
        self._app = app
        self._client = client
        self._task: asyncio.Task[None] | None = None

    async def prepare(self) -> None:
        """Before anything is decided by time: rooms weren't heard since they last were."""
        await self._app.prepare()

    async def open(self) -> None:
        """Begin to hear Discord. Raises RefusedError, UnreachableError."""
        try:
            await self._app.sync()
        except DISCORD_SAID_NO as error:
            note("discord.commands_not_synced", error)
        self._task = asyncio.create_task(self._client.connect(), name="discord")
        ready = asyncio.create_task(self._client.wait_until_ready(), name="discord ready")
        try:
            await asyncio.wait(
                {self._task, ready}, timeout=READY_WITHIN, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            ready.cancel()
        if self._task.done():
            await self._ended(self._task)
        self._task.add_done_callback(_note_end)

    async def problems(self) -> Sequence[str]:
        """What keeps Heed from hearing Discord, for anybody to read."""
        if self._task is None or self._task.done():
            return ["Discord has ended the connection; the log says why"]
        if not self._client.is_ready():
            return ["Discord isn't heard yet"]
        if self._client.is_ws_ratelimited():
            return ["Discord holds Heed back for a while"]
        return []

    async def close(self) -> None:
        """Hear nothing more."""
        await self._client.close()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
        await self._app.close()

    async def _ended(self, task: "asyncio.Task[None]") -> None:
        """The connection ended at once: say why, so that somebody can mend it."""
        try:
            await task
        except discord.PrivilegedIntentsRequired as error:
            raise needs_switches(switched_off(self._client.application_flags)) from error
        except (discord.ConnectionClosed, *DISCORD_SAID_NO) as error:
            raise UnreachableError(f"Discord ended the connection ({error})") from error


def _note_end(task: "asyncio.Task[None]") -> None:
    """The connection ended later, for good: the log says why, and `problems` that it is so."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        note("discord.connection_ended", error)
