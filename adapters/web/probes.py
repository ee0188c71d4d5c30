"""Whether Heed is alive and ready, as whoever runs it asks over HTTP."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiohttp import web
from aiohttp.typedefs import Handler

Problems = Callable[[], Awaitable[Sequence[str]]]
"""What keeps Heed from its work, for anybody to read; nothing where it is ready."""

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
