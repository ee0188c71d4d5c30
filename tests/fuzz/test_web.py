"""Requests to the demo room and the boards, as bytes on the wire: answered in words, never by 500.

The room is a real one, served on loopback, with its database in a file; it is begun anew now and
then, so that what was said before stays little.
"""

import asyncio
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given, settings
from structlog.testing import capture_logs

from tests.adapters.web import Served, served
from tests.fuzz.holding import quotes_nobody
from tests.fuzz.inputs import FUZZED, Choices, Samples, choices

_WITHIN: Final = 20.0  # real seconds
_ANEW: Final = 400  # requests
_METHODS: Final = (
    "POST",
    "POST",
    "POST",
    "GET",
    "PATCH",
    "DELETE",
    "PUT",
    "HEAD",
    "OPTIONS",
    "G T",
)
_PATHS: Final = (
    "/api/messages", "/api/messages/m1", "/api/messages/m1/reactions", "/api/messages/m1/let-go",
    "/api/messages/m9/heard-too", "/api/presses", "/api/orders", "/api/people", "/api/people/me",
    "/api/people/me/data", "/api/people/me/wishes", "/api/report", "/api/export/md", "/api/board",
    "/api/export/png", "/api/export/exe", "/api/play", "/api/stream?once", "/", "/board",
    "/board/x", "/board/x/stream", "/board/x/ask", "/board/static/board.css", "/static/../x",
    "/healthz", "/readyz",
)  # fmt: skip
_BODIES: Final = Samples(
    {"text": "Who decides?", "reply_to": "m1"},
    {"name": "Ana"},
    {"emoji": "👍", "on": True},
    {"card": "nudge:1", "action": "show", "value": "600", "question": "m1"},
    {"do": "convene"},
    {"wish": "forget me"},
    {"meeting": "clinic", "speed": 1.0, "chair": True},
    {"speed": 2.0},
)
_TYPES: Final = (
    "application/json", "application/json", "application/json; charset=x", "text/plain", "",
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
)  # fmt: skip
_FORMS: Final = (b"ticket=abc", b"ticket=%ff%00&wish=pause", b"wish=pause&wish=end", b"=&&=%")


class _House:
    """The demo room, opened when it is first asked for."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self._folder = TemporaryDirectory(prefix="heed-fuzz-")
        self._room: Served | None = None
        self._token = ""
        self._asked = 0

    def answer(self, choices: Choices) -> bytes:
        """What the server answers to a request that is made of these choices."""
        if self._room is None or self._asked % _ANEW == _ANEW - 1:
            self._loop.run_until_complete(self._open())
        self._asked += 1
        return self._loop.run_until_complete(self._ask(_request(choices, self._token)))

    async def _open(self) -> None:
        await self._stack.aclose()
        file = Path(self._folder.name) / f"{self._asked}.db"
        self._room = await self._stack.enter_async_context(served(file))
        page = self._room.page()
        seat = await page.done("POST", "/api/people", {"name": "Maya"})
        self._token = seat["token"]

    async def _ask(self, request: bytes) -> bytes:
        assert self._room is not None
        async with asyncio.timeout(_WITHIN):
            reader, writer = await asyncio.open_connection("127.0.0.1", self._room.server.port)
            writer.write(request)
            writer.write_eof()
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
            return answer

    def close(self) -> None:
        """Leave nothing open."""
        self._loop.run_until_complete(self._stack.aclose())
        self._loop.close()
        self._folder.cleanup()


_HOUSES: Final[list[_House]] = []


def _house() -> _House:
    if not _HOUSES:
        _HOUSES.append(_House())
    return _HOUSES[0]


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    """Nothing stays open after these tests."""
    yield
    while _HOUSES:
        _HOUSES.pop().close()


def _request(choices: Choices, token: str) -> bytes:
    body = json.dumps(choices.spoilt(_BODIES)).encode("utf-8", "surrogatepass")
    body = choices.pick(_FORMS) if choices.number(5) == 0 else choices.damaged(body)
    length = len(body) if choices.number(9) else choices.pick((0, 1, 10**9, -1))
    asks = token if choices.number(5) else choices.short()
    lines = [
        f"{choices.pick(_METHODS)} {choices.pick(_PATHS)} HTTP/1.1",
        "Host: 127.0.0.1" if choices.number(9) else f"Host: {choices.short()}",
        f"Authorization: Bearer {asks}",
        f"Content-Type: {choices.pick(_TYPES)}",
        f"Content-Length: {length}",
        f"Cookie: heed_board={choices.short()}",
        "Connection: close",
    ]
    head = "\r\n".join(lines).encode("utf-8", "replace")
    if choices.number(5) == 0:
        head = choices.damaged(head)
    return head + b"\r\n\r\n" + body


@settings(FUZZED, max_examples=25)
@given(choices)
def test_whatever_is_asked_of_the_server_is_answered(choices: Choices) -> None:
    """By what it asks for, or by why not; a fault of ours it is never, and no log quotes it."""
    with capture_logs() as logged:
        answer = _house().answer(choices)
    status = answer[9:12]
    assert answer[:5] in {b"HTTP/", b""}
    assert status not in {b"500", b"502"}, answer[:600]
    quotes_nobody(logged)
