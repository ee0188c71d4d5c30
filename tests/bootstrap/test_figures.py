"""Where figures are found: on Heed's own port if nobody else comes by, or on one of their own."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.__main__ import main
from bot.bootstrap.figures import FiguresAddressError
from bot.bootstrap.run import build
from bot.config import load_traced
from bot.config.platforms import ways
from tests.adapters.metrics.test_figures import read, value
from tests.cli.door import BOT, door

SECRET = "hunter2"  # noqa: S105 - made up


@asynccontextmanager
async def _served(folder: Path, **settings: str) -> AsyncIterator[aiohttp.ClientSession]:
    """Heed on Slack over HTTP with these settings, and somebody who asks it."""
    with door() as slack:
        given = {
            "SLACK_BOT_TOKEN": BOT.partition("=")[2],
            "SLACK_SIGNING_SECRET": SECRET,
            "HEED_SLACK_API_URL": slack.url,
            "DATABASE_URL": f"sqlite:///{folder}/heed.db",
        }
        loaded = load_traced({**given, **settings}, None)
        async with (
            build(loaded.settings, ways(loaded)) as app,
            TestServer(app) as served,
            aiohttp.ClientSession(served.make_url("/")) as session,
        ):
            yield session


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


async def test_unless_said_otherwise_they_are_on_heeds_own_port(tmp_path: Path) -> None:
    """This machine's, and no secret is among them; what was asked of the server is."""
    async with _served(tmp_path) as session:
        assert (await session.get("/made/up")).status == 404
        page = await (await session.get("/metrics")).text()
    values = read(page)
    assert value(values, "heed_ready") == value(values, "heed_connected", platform="slack") == 1
    assert value(values, "heed_platform_calls_total", platform="slack", result="ok") >= 0
    made_up = {"method": "GET", "route": "none", "status": "404"}
    assert value(values, "heed_http_requests_total", **made_up) == 1
    assert any(name == "process_resident_memory_bytes" for name, _ in values)
    assert SECRET not in page


@pytest.mark.parametrize(
    "settings",
    [
        {"HEED_PUBLIC_URL": "https://heed.example.org"},
        {"HEED_HOST": "0.0.0.0"},  # noqa: S104 - what is tried
        {"HEED_METRICS": "off"},
    ],
)
async def test_where_others_come_by_they_arent(tmp_path: Path, settings: dict[str, str]) -> None:
    """Nor where they were switched off."""
    async with _served(tmp_path, **settings) as session:
        assert (await session.get("/metrics")).status == 404
        assert (await session.get("/healthz")).status == 200


async def test_they_may_have_a_port_of_their_own(tmp_path: Path) -> None:
    """With the probes beside them, and nothing else; it is free again after the stop."""
    port = _free()
    public = {"HEED_PUBLIC_URL": "https://heed.example.org", "HEED_METRICS": str(port)}
    for _ in range(2):
        async with _served(tmp_path, **public) as session:
            found = {
                path: (await session.get(f"http://127.0.0.1:{port}{path}")).status
                for path in ("/metrics", "/readyz", "/healthz", "/board", "/slack/events")
            }
            assert found == {
                "/metrics": 200,
                "/readyz": 200,
                "/healthz": 200,
                "/board": 404,
                "/slack/events": 404,
            }
            assert (await session.get("/metrics")).status == 404


async def test_a_port_that_is_taken_is_told_by_its_setting(tmp_path: Path) -> None:
    """With the mend."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(FiguresAddressError, match="Set HEED_METRICS to an address that"):
            async with _served(tmp_path, HEED_METRICS=where):
                pass


def test_run_says_it_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And no traceback."""
    monkeypatch.chdir(tmp_path)
    with door() as slack, socket.create_server(("127.0.0.1", 0)) as taken:
        lines = (
            *("HEED_PORT=0", "HEED_LOG_LEVEL=error", slack.setting, BOT),
            f"SLACK_SIGNING_SECRET={SECRET}",
            f"HEED_METRICS=127.0.0.1:{taken.getsockname()[1]}",
        )
        (tmp_path / ".env").write_text("\n".join(lines))
        assert main(["run"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Figures can't be served at 127.0.0.1, port ")
    assert said.count("\n") == 1
