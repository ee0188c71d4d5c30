"""How late the event loop comes back to whoever sleeps: what blocks it holds up everything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from prometheus_client import CollectorRegistry, Histogram

EVERY: Final = 0.5
"""Real seconds between two looks."""


class Lag:
    """Measures the loop that it is watched in."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._late = Histogram(
            "heed_loop_lag_seconds",
            "How late the event loop comes back, looked at twice a second.",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0),
            registry=registry,
        )

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Look at the loop until the block ends."""
        watching = asyncio.create_task(self._watch(), name="loop lag")
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.wait([watching])

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + EVERY
            await asyncio.sleep(EVERY)
            self._late.observe(max(loop.time() - due, 0.0))
