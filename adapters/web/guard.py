"""What stands before every route: who may ask at all, and errors as a person reads them."""

import asyncio
import ipaddress
from typing import Final
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from adapters.web.model import RefusedError, SignedOutError
from adapters.web.names import UnfitError
from bot.runtime.ports import StorageError

BODY_AT_MOST: Final = 64 * 1024
"""Bytes of a request's body."""

# Real seconds: for the whole of a request's body, and for a connection on which nothing comes.
BODY_TAKES: Final = 10.0
IDLE_FOR: Final = 60.0

# Everything comes from this server and nothing from elsewhere; no script or style stands in a page.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

log = structlog.get_logger()


async def dress(_request: web.Request, response: web.StreamResponse) -> None:
    """Give every response the headers that keep a page to itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-cache")


def own_host(named: str, host: str) -> bool:
    """Whether a Host header names this server.

    A page of somebody else's can reach a server on loopback by giving its own name this address
    (DNS rebinding), but the Host header still says that name: addresses, `localhost` and the name
    that the server was started with are ours, no other.
    """
    name = urlsplit(f"//{named}").hostname or ""
    if name in {"localhost", host.lower()}:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def own_page(request: web.Request) -> bool:
    """Whether a request that changes something comes from a page of ours, or from no page."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:  # a browser's own word, which no page can change
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def guarded(host: str) -> Middleware:
    """Make the middleware for a server that was started with this host name."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_host(request, host):
            return problem(421, "This server answers to its own address alone.")
        if request.method not in {"GET", "HEAD"} and not own_page(request):
            return problem(403, "This was asked from another site's page.")
        return await not_taken_in(request, BODY_AT_MOST) or await _answered(request, handler)

    return guard


async def not_taken_in(request: web.Request, at_most: int) -> web.Response | None:
    """Read a request's whole body, before anything is done about it; what is said if it can't be.

    How many bytes are too many is the application's own limit, which is `at_most`.
    """
    try:
        async with asyncio.timeout(BODY_TAKES):
            await request.read()
    except web.HTTPRequestEntityTooLarge:
        return problem(413, f"That is too much at once: {at_most // 1024} kB at most.")
    except TimeoutError:
        return problem(408, "The request took too long to arrive.")
    return None


def _is_host(request: web.Request, host: str) -> bool:
    try:
        return own_host(request.headers.get("Host", ""), host)
    except ValueError:
        return False


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status not in {404, 405}:
            raise
        return problem(error.status, "There is nothing here.")
    except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
        return _explained(error, request)


def _explained(error: Exception, request: web.Request) -> web.Response:
    """What somebody is told of an error; a fault of ours is logged with its traceback."""
    match error:
        case UnfitError():
            return problem(422, str(error))
        case RefusedError():
            return problem(409, str(error))
        case SignedOutError():
            return problem(401, "You aren't in this room any more. Please come in again.")
        case StorageError():
            log.warning("demo.storage", why=str(error))
            return problem(503, "The room can't be reached right now. Please try again soon.")
    log.error("demo.fault", method=request.method, route=_route(request), exc_info=error)
    return problem(500, "Something went wrong here, and it's no fault of yours. Please try again.")


def _route(request: web.Request) -> str:
    """The route's own pattern: a path may hold what somebody typed."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""


def problem(status: int, why: str) -> web.Response:
    """An error that says in a sentence what is wrong."""
    return web.json_response({"error": why}, status=status)
