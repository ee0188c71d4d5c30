"""Heed's connection to Slack: what it needs of a server, and how it begins and ends."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from aiohttp import web

from adapters.slack.app import SlackApp
from adapters.slack.faults import SLACK_SAID_NO, note
from adapters.slack.socket import Socket
from adapters.slack.workspaces import UnknownWorkspaceError
from bot.runtime.ports import StorageError

log = structlog.get_logger()


@dataclass(kw_only=True)
class Connection:
    """The app with its way in: a socket, or routes on a server (those of installs always).

    `teams` are the workspaces that are known at the start.
    """

    app: SlackApp
    teams: Sequence[str]
    routes: Sequence[web.RouteDef]
    socket: Socket | None = None
    _looking: asyncio.Task[None] | None = field(default=None, init=False)

    async def problems(self) -> Sequence[str]:
        """What keeps Heed from hearing Slack, for anybody to read."""
        return await self.socket.problems() if self.socket else []

    async def open(self) -> None:
        """Begin to hear Slack, and look for channels that Heed was asked into meanwhile."""
        if self.socket:
            await self.socket.open()
        self._looking = asyncio.create_task(self._look_around(), name="slack look around")

    async def close(self) -> None:
        """Hear nothing more, and finish what was begun."""
        if self._looking:
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        if self.socket:
            await self.socket.close()
        await self.app.close()

    async def _look_around(self) -> None:
        for team in self.teams:
            try:
                await self.app.look_around(team)
            except (*SLACK_SAID_NO, UnknownWorkspaceError, StorageError) as error:
                note("slack.not_looked_around", error)
