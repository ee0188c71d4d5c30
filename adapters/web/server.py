"""The server that runs beside the platforms: their routes, its probes, and limits before both."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.guard import HEADERS, not_taken_in, own_page, problem
from adapters.web.probes import Failures, Problems, alive, readiness
from bot.runtime.ports import StorageError

BODY_AT_MOST: Final = 1024 * 1024
"""Bytes of a request's body: platforms send far less."""

POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""What an answer may load that brings no policy of its own: nothing."""

log = structlog.get_logger()


def create_server(
    routes: Iterable[web.RouteDef],
    problems: Problems,
    failures: Failures,
    closing: Iterable[Callable[[], Awaitable[None]]] = (),
) -> web.Application:
    """The platforms' routes with `/healthz` and `/readyz` beside them.

    `closing` end what would go on while the server stops, such as streams.
    """
    app = web.Application(client_max_size=BODY_AT_MOST, middlewares=[_guarded])
    app.add_routes([web.get("/healthz", alive), web.get("/readyz", readiness(problems, failures))])
    app.add_routes(routes)
    app.on_response_prepare.append(_dress)
    for close in closing:
        app.on_shutdown.append(_closes(close))
    return app


def _closes(close: Callable[[], Awaitable[None]]) -> Callable[[web.Application], Awaitable[None]]:
    async def closes(_app: web.Application) -> None:
        await close()

    return closes


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Read the body first, within limits of size and time; answer errors in words."""
    if request.method not in {"GET", "HEAD"} and not own_page(request):
        return problem(403, "This was asked from another site's page.")
    return await not_taken_in(request, BODY_AT_MOST) or await _answered(request, handler)


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status not in {404, 405}:
            raise
        return problem(error.status, "There is nothing here.")
    except StorageError as error:
        log.warning("server.storage", why=str(error))
        return problem(503, "Nothing can be kept right now. Please try again soon.")
    except UnicodeDecodeError:
        return problem(400, "The request's body isn't text.")
    except Exception as error:  # noqa: BLE001 - whatever it was, the log hears of it
        # Not its own words, and no traceback: a payload may be quoted in them.
        log.error("server.fault", kind=type(error).__name__)  # noqa: TRY400 - no traceback
        return problem(500, "Something went wrong here. Please try again.")


async def _dress(_request: web.Request, response: web.StreamResponse) -> None:
    """Nothing here is to be framed, guessed at or kept."""
    for name in ("Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options"):
        response.headers.setdefault(name, HEADERS[name])
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Content-Security-Policy", POLICY)
