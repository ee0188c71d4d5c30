"""A server on loopback that speaks OpenAI's chat protocol, as well or as badly as it is told."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

MODEL: Final = "llama3.1:8b"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def completion(said: object) -> dict[str, Any]:
    """An answer of the protocol, with that as the model's words."""
    message = {"role": "assistant", "content": said}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {"id": "c1", "object": "chat.completion", "created": 1, "model": MODEL} | {
        "choices": [choice]
    }


def says(said: object) -> Answer:
    """It answers with these words."""
    return gives(completion(said))


def gives(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Answer:  # noqa: ANN401 - JSON
    """It answers with this JSON."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status, headers=headers)

    return answer


def fails(status: int, **headers: str) -> Answer:
    """It answers with an error, and quotes what it was sent."""

    async def answer(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        quoted = {"error": {"message": await request.text()}}
        return web.json_response(quoted, status=status, headers=named)

    return answer


def writes(text: str, kind: str = "application/json") -> Answer:
    """It answers with this text, whatever it is."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(text=text, content_type=kind)

    return answer


def waits_for(event: asyncio.Event, said: str) -> Answer:
    """It answers once the test lets it."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        await event.wait()
        return web.json_response(completion(said))

    return answer


async def never_ends(request: web.Request) -> web.StreamResponse:
    """It begins to answer, and goes on for as long as somebody listens."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    while True:
        await response.write(b" " * 8192)


async def packs(_request: web.Request) -> web.StreamResponse:
    """It answers with little that becomes very much: a hundred megabytes of blanks, packed."""
    packed = gzip.compress(b" " * 100_000_000, compresslevel=9)
    return web.Response(
        body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "application/json"}
    )


def leads_to(url: str) -> Answer:
    """It leads elsewhere, with the request's own body."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        raise web.HTTPTemporaryRedirect(url)

    return answer


async def echoes(request: web.Request) -> web.StreamResponse:
    """It answers with what stood in the chat, as a model that obeys the chat would."""
    asked = await request.json()
    return web.json_response(completion(asked["messages"][-1]["content"]))


@dataclass
class Endpoint:
    """The server. `answer` may be changed at any time; `seen` is every body that it was sent."""

    answer: Answer = field(default_factory=lambda: says("no_question"))
    seen: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0
    _asked: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """Its address, as an admin would write it."""
        return f"http://127.0.0.1:{self.port}/v1"

    async def asked(self) -> None:
        """Wait until it has been asked something; not for ever."""
        async with asyncio.timeout(10):
            await self._asked.wait()

    async def chat(self, request: web.Request) -> web.StreamResponse:
        """Take note, and answer."""
        self.seen.append(await request.text())
        self._asked.set()
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        return await self.answer(request)

    async def models(self, request: web.Request) -> web.StreamResponse:
        """Which models are there."""
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        return web.json_response({"object": "list", "data": [{"id": MODEL, "object": "model"}]})


@asynccontextmanager
async def serving(answer: Answer | None = None) -> AsyncIterator[Endpoint]:
    """An endpoint on a port of its own."""
    endpoint = Endpoint(answer) if answer else Endpoint()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", endpoint.chat)
    app.router.add_get("/v1/models", endpoint.models)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    endpoint.port = runner.addresses[0][1]
    try:
        yield endpoint
    finally:
        await runner.cleanup()
