"""How things stand when somebody looks: what waits, since when, and what is connected."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from prometheus_client import CollectorRegistry, Gauge

from bot import VERSION
from bot.runtime.ports import Backlog

LOOKED_EVERY: Final = 2.0
"""Real seconds: however often somebody asks, the database is asked no more often than that."""


UNKNOWN: Final = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How things stand at `at` (epoch seconds).

    `connected` says of each platform whether it is heard; `backlog` is None where the database
    doesn't say; `failed` counts what couldn't be delivered in the last day, by what it was for.
    """

    at: float
    ready: bool
    connected: Mapping[str, bool] = field(default_factory=dict)
    backlog: Backlog | None = None
    failed: Mapping[str, int] = field(default_factory=dict)
    busy_rooms: int = 0
    waiting_events: int = 0
    listener_rests: bool = False
    board_pages: int = 0


Look = Callable[[], Awaitable[State]]
"""Sees how things stand; raises nothing."""


class Gauges:
    """Shows how things stand. What isn't known just then isn't shown: NaN."""

    def __init__(self, registry: CollectorRegistry, look: Look) -> None:
        self._registry = registry
        self._look = look
        self._looked_at = float("-inf")
        self._looking = asyncio.Lock()
        self._ready = self._gauge("heed_ready", "Whether Heed can do its work now.")
        self._connected = self._gauge(
            "heed_connected", "Whether a platform is heard now.", "platform"
        )
        self._rooms = self._gauge("heed_rooms", "Rooms that are known.")
        self._waiting = self._gauge("heed_outbox_waiting", "Deliveries that wait, or are tried.")
        self._oldest = self._gauge(
            "heed_outbox_oldest_seconds", "How long the oldest of them has waited; 0 without any."
        )
        self._overdue = self._gauge(
            "heed_wake_overdue_seconds",
            "How long the earliest deadline has passed; 0 if it hasn't.",
        )
        self._failed = self._gauge(
            "heed_failed_deliveries", "Deliveries given up in the last day (100 at most).", "errand"
        )
        self._busy = self._gauge("heed_lanes_busy", "Rooms that something is going on in just now.")
        self._events = self._gauge("heed_lanes_waiting", "Events that wait for their room's turn.")
        self._rests = self._gauge(
            "heed_listener_resting", "Whether the second listener is left alone for a while."
        )
        self._pages = self._gauge("heed_board_pages", "Pages of boards that are open.")
        self._gauge("heed_build_info", "This version of Heed.", "version").labels(VERSION).set(1)

    async def refresh(self) -> None:
        """Look how things stand, unless that was done a moment ago."""
        async with self._looking:
            if time.monotonic() - self._looked_at >= LOOKED_EVERY:
                self._show(await self._look())
                self._looked_at = time.monotonic()

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(name, what, labels, registry=self._registry)

    def _show(self, state: State) -> None:
        self._ready.set(state.ready)
        for platform, connected in state.connected.items():
            self._connected.labels(platform).set(connected)
        self._failed.clear()
        for errand, count in state.failed.items():
            self._failed.labels(errand).set(count)
        self._busy.set(state.busy_rooms)
        self._events.set(state.waiting_events)
        self._rests.set(state.listener_rests)
        self._pages.set(state.board_pages)
        self._show_backlog(state.backlog, state.at)

    def _show_backlog(self, backlog: Backlog | None, at: float) -> None:
        self._rooms.set(UNKNOWN if backlog is None else backlog.rooms)
        self._waiting.set(UNKNOWN if backlog is None else backlog.parcels)
        self._oldest.set(UNKNOWN if backlog is None else _passed(backlog.oldest, at))
        self._overdue.set(UNKNOWN if backlog is None else _passed(backlog.due, at))


def _passed(since: float | None, at: float) -> float:
    return 0.0 if since is None else max(at - since, 0.0)
