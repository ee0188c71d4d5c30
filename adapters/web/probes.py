"""Whether Heed is alive and ready, as whoever runs it asks over HTTP."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.guard import own_host, problem

Problems = Callable[[], Awaitable[Sequence[str]]]
"""What keeps Heed from its work, for anybody to read; nothing where it is ready."""

OTHERS: Final = 421
"""https://www.rfc-editor.org/rfc/rfc9110#name-421-misdirected-request"""

Failures = Callable[[], Awaitable[Mapping[str, int]]]
"""How many deliveries failed for good lately, by what they were for."""


def readiness(problems: Problems, failures: Failures) -> Handler:
    """Answers 200 where Heed can take events, else 503 with what it waits for."""

    async def ready(_request: web.Request) -> web.Response:
        if found := await problems():
            waiting = {"status": "not ready", "waiting_for": list(found)}
            return web.json_response(waiting, status=503)
        failed = dict(await failures())
        return web.json_response({"status": "ready", "failed_in_the_last_day": failed})

    return ready


async def alive(_request: web.Request) -> web.Response:
    """Answers 200 as long as the process answers at all."""
    return web.json_response({"status": "ok"})


def by_its_address(handler: Handler, host: str) -> Handler:
    """The same for whoever asked for this server by its own address, or by the name `host`.

    No page of somebody else's can then read it through a browser on this machine.
    """

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            named = own_host(request.headers.get("Host", ""), host)
        except ValueError:
            named = False
        if not named:
            return problem(OTHERS, "This server answers to its own address alone.")
        return await handler(request)

    return answered
