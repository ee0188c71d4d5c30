"""Calls of platforms, seen in a real client's session: how they ended, and nothing of them."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from prometheus_client import CollectorRegistry, generate_latest

from adapters.metrics.calls import RESULTS, Calls


async def _answer(request: web.Request) -> web.Response:
    status = int(request.match_info["status"])
    after = request.query.get("after")
    return web.Response(status=status, headers={"Retry-After": after} if after else {})


@pytest.fixture(name="platform")
async def _platform() -> AsyncIterator[BaseTestServer]:
    """A platform that answers with the status that it is asked for."""
    app = web.Application()
    app.add_routes([web.get("/secret-room/{status}", _answer)])
    async with TestServer(app) as server:
        yield server


async def test_calls_are_told_apart_by_how_they_ended(platform: BaseTestServer) -> None:
    """With how long was to be waited; what can't be read as that counts as nothing."""
    registry = CollectorRegistry()
    trace = Calls(registry).of("slack")
    asked = ["200", "201", "429?after=30", "429?after=1.5", "429?after=soon", "429", "404", "503"]
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        for each in asked:
            async with session.get(platform.make_url(f"/secret-room/{each}")):
                pass
        gone = platform.make_url("/secret-room/200")
        await platform.close()
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get(gone)
    found = {
        result: registry.get_sample_value(
            "heed_platform_calls_total", {"platform": "slack", "result": result}
        )
        for result in RESULTS
    }
    assert found == {"ok": 2, "limited": 4, "refused": 1, "trouble": 1, "unreachable": 1}
    value = registry.get_sample_value
    assert value("heed_platform_wait_seconds_total", {"platform": "slack"}) == 31.5
    assert value("heed_platform_call_seconds_count", {"platform": "slack"}) == 9
    assert b"secret-room" not in generate_latest(registry)


def test_nothing_asked_is_nothing_and_known() -> None:
    """Each end is there from the start."""
    registry = CollectorRegistry()
    Calls(registry).of("discord")
    for result in RESULTS:
        labels = {"platform": "discord", "result": result}
        assert registry.get_sample_value("heed_platform_calls_total", labels) == 0
