"""Figures, put together: what is counted, how things stand, and where they are served."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry

from adapters.board.watch import Watches
from adapters.metrics.page import figures_page
from adapters.metrics.state import State
from adapters.web.guard import IDLE_FOR
from adapters.web.probes import by_its_address
from adapters.web.server import create_server
from bot.config.watching import OFF, Apart
from bot.runtime.companion import Companion
from bot.runtime.ports import Backlog, Clock, StorageError, Store

PATH: Final = "/metrics"

Problems = Callable[[], Awaitable[Sequence[str]]]

log = structlog.get_logger(__name__)


class FiguresAddressError(Exception):
    """Figures can't be served where the settings say; the text is for the admin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Sees how things stand. `platforms` says of each what keeps Heed from hearing it."""

    companion: Companion
    store: Store
    clock: Clock
    platforms: Mapping[str, Problems] = field(default_factory=dict)
    watches: Watches | None = None

    async def problems(self) -> Sequence[str]:
        """What keeps Heed from its work, for anybody to read."""
        found = list(await self.companion.health.problems())
        for problems in self.platforms.values():
            found += await problems()
        return found

    async def look(self) -> State:
        """How things stand now."""
        companion, second = self.companion, self.companion.second
        busy, waiting = companion.busy
        return State(
            at=self.clock.now(),
            ready=not await self.problems(),
            connected={name: not await each() for name, each in self.platforms.items()},
            backlog=await self._backlog(),
            failed=await companion.health.failures(),
            busy_rooms=busy,
            waiting_events=waiting,
            listener_rests=second is not None and second.rests,
            board_pages=self.watches.pages if self.watches else 0,
        )

    async def _backlog(self) -> Backlog | None:
        try:
            return await self.store.backlog()
        except StorageError:
            return None  # `problems` tells of that


def beside(registry: CollectorRegistry, overview: Overview, host: str) -> web.RouteDef:
    """Figures on Heed's own port, for whoever asks for it by its address or as `host`."""
    return web.get(PATH, by_its_address(figures_page(registry, overview.look), host))


@asynccontextmanager
async def apart(
    figures: Apart | None, registry: CollectorRegistry, overview: Overview
) -> AsyncIterator[None]:
    """Figures on a port of their own, if they have one, until the block ends.

    Raises FiguresAddressError.
    """
    if figures is None or figures == OFF:
        yield
        return
    routes = [web.get(PATH, figures_page(registry, overview.look))]
    app = create_server(routes, overview.problems, overview.companion.health.failures)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, keepalive_timeout=IDLE_FOR)
    await runner.setup()
    try:
        await _serve(runner, figures)
        yield
    finally:
        await runner.cleanup()


async def _serve(runner: web.AppRunner, figures: Apart) -> None:
    site = web.TCPSite(runner, figures.host, figures.port)
    try:
        await site.start()
    except OSError as error:
        why = error.strerror or str(error)
        raise FiguresAddressError(
            f"Figures can't be served at {figures.host}, port {figures.port} ({why}). "
            "Set HEED_METRICS to an address that is free, or to off."
        ) from error
    log.info("heed.figures", address=runner.addresses[0])
