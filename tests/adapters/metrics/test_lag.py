"""What blocks the event loop is seen."""

import asyncio
import time

import pytest
from prometheus_client import CollectorRegistry

from adapters.metrics import lag
from adapters.metrics.lag import Lag


async def test_a_loop_that_is_held_up_comes_back_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """By as long as somebody kept it; a look ends with its block."""
    monkeypatch.setattr(lag, "EVERY", 0.01)
    registry = CollectorRegistry()

    def seen(what: str) -> float:
        return registry.get_sample_value(f"heed_loop_lag_seconds_{what}") or 0.0

    async with Lag(registry).watched():
        await asyncio.sleep(0)
        time.sleep(0.3)  # noqa: ASYNC251 - holding it up is the test
        while not seen("count"):  # noqa: ASYNC110 - the loop itself is what is looked at
            await asyncio.sleep(0)
    assert seen("sum") > 0.2
    looks = seen("count")
    await asyncio.sleep(0.05)
    assert seen("count") == looks
