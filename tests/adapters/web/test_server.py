"""The server beside the platforms: probes, and limits before whatever a platform sends."""

import asyncio
import io
from collections.abc import AsyncIterator, Mapping, Sequence

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.web import guard
from adapters.web.server import BODY_AT_MOST, create_server
from bot.runtime.ports import StorageError

PROBLEMS: list[str] = []


async def _echo(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.text())))


async def _away(_request: web.Request) -> web.Response:
    raise StorageError("the database is away")


async def _fault(_request: web.Request) -> web.Response:
    raise RuntimeError("with somebody's words in it")


async def _problems() -> Sequence[str]:
    return PROBLEMS


async def _failures() -> Mapping[str, int]:
    return {"post follow": 1}


@pytest.fixture
async def client() -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """A browser before a server with a platform's routes."""
    routes = [web.post("/echo", _echo), web.get("/away", _away), web.get("/fault", _fault)]
    app = create_server(routes, _problems, _failures)
    async with TestClient(TestServer(app)) as made:
        yield made


async def test_probes_answer(
    client: TestClient[web.Request, web.Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alive as long as it answers; ready unless something is missing, which is named."""
    alive = await client.get("/healthz")
    assert (alive.status, await alive.json()) == (200, {"status": "ok"})
    ready = await client.get("/readyz")
    assert ready.status == 200
    assert (await ready.json())["failed_in_the_last_day"] == {"post follow": 1}
    monkeypatch.setattr("tests.adapters.web.test_server.PROBLEMS", ["Slack's socket"])
    waiting = await client.get("/readyz")
    assert waiting.status == 503
    assert (await waiting.json())["waiting_for"] == ["Slack's socket"]


@pytest.mark.parametrize(("size", "status"), [(BODY_AT_MOST, 200), (BODY_AT_MOST + 1, 413)])
async def test_a_body_has_its_limit(
    client: TestClient[web.Request, web.Application], size: int, status: int
) -> None:
    """One byte more is too much, and it says so."""
    assert (await client.post("/echo", data=io.BytesIO(b"x" * size))).status == status


async def test_whoever_sends_too_slowly_is_let_go(
    client: TestClient[web.Request, web.Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection isn't held open for a body that doesn't come."""
    monkeypatch.setattr(guard, "BODY_TAKES", 0.05)
    sent = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b"x"
        await sent.wait()

    answer = await client.post("/echo", data=slowly())
    sent.set()
    assert answer.status == 408


@pytest.mark.parametrize(
    ("path", "status"), [("/away", 503), ("/fault", 500), ("/nowhere", 404), ("/echo", 405)]
)
async def test_errors_are_said_in_words(
    client: TestClient[web.Request, web.Application],
    path: str,
    status: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And neither the answer nor the log repeats what stood in an error."""
    answer = await client.get(path)
    said = await answer.json()
    assert answer.status == status
    assert said["error"].endswith(".")
    assert "somebody's words" not in said["error"] + capsys.readouterr().out
