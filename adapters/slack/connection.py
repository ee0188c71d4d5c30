"""Heed's connection to Slack: what it needs of a server, and how it begins and ends."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog
from aiohttp import web

from adapters.slack.app import SlackApp
from adapters.slack.faults import SLACK_SAID_NO, note
from adapters.slack.gaps import Gaps
from adapters.slack.socket import LOOKS_EVERY, Socket
from adapters.slack.turns import Background
from adapters.slack.workspaces import UnknownWorkspaceError
from bot.runtime.ports import StorageError

PREPARES_WITHIN: Final = 20.0
"""Real seconds for which a start waits for Slack to say who left."""

log = structlog.get_logger()


@dataclass(kw_only=True)
class Connection:
    """The app with its way in: a socket, or routes on a server (those of installs always).

    `teams` are the workspaces that are known at the start.
    """

    app: SlackApp
    gaps: Gaps
    teams: Sequence[str]
    routes: Sequence[web.RouteDef]
    socket: Socket | None = None
    _work: list[asyncio.Task[None]] = field(default_factory=list, init=False)
    _beside: Background = field(default_factory=Background, init=False)

    async def problems(self) -> Sequence[str]:
        """What keeps Heed from hearing Slack, for anybody to read."""
        return await self.socket.problems() if self.socket else []

    async def prepare(self) -> None:
        """Learn who left meanwhile, before anybody is nudged: what takes longer goes on beside."""
        catching_up = asyncio.create_task(self._in_each(self.app.catch_up), name="slack catch up")
        self._beside.start(catching_up)
        await asyncio.wait({catching_up}, timeout=PREPARES_WITHIN)

    async def open(self) -> None:
        """Begin to hear Slack, and look for channels that Heed was asked into meanwhile."""
        if self.socket:
            await self.socket.open()
        self._work = [
            asyncio.create_task(self._in_each(self.app.look_around), name="slack look around"),
            asyncio.create_task(self._mind_gaps(), name="slack gaps"),
        ]

    async def close(self) -> None:
        """Hear nothing more, and finish what was begun."""
        await self._beside.close()
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        if self.socket:
            await self.socket.close()
            if self._work:
                await self._leave()
        await self.app.close()

    async def _leave(self) -> None:
        try:
            await self.gaps.leave()
        except StorageError as error:
            note("slack.gap_not_kept", error)

    async def _mind_gaps(self) -> None:
        while True:
            try:
                if await self.gaps.look(connected=not await self.problems()):
                    self._beside.start(asyncio.create_task(self._look_again(), name="slack missed"))
            except StorageError as error:
                note("slack.gap_not_kept", error)
            await asyncio.sleep(LOOKS_EVERY)

    async def _look_again(self) -> None:
        """What a start looks for, after a gap as long as a stop."""
        await self._in_each(self.app.catch_up)
        await self._in_each(self.app.look_around)

    async def _in_each(self, look: Callable[[str], Awaitable[None]]) -> None:
        """Look after each workspace; one that can't be now doesn't keep it from the others."""
        for team in self.teams:
            try:
                await look(team)
            except (*SLACK_SAID_NO, UnknownWorkspaceError, StorageError) as error:
                note("slack.not_looked_around", error)
