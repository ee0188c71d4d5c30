"""The boards' routes: the link and its exchange, the page in two faces, its stream and actions.

`GET /board` shows a page with a button, whatever comes behind the `#`: programs that fetch links
(previews, scanners) neither use one up nor learn anything. The button sends the ticket in.
"""

import asyncio
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import parse_qs

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from aiohttp_sse import EventSourceResponse, sse_response

from adapters.board.doors import Doors
from adapters.board.model import Face
from adapters.board.pages import HEADERS, HERE, Pages
from adapters.board.watch import Watch, Watches
from bot.domain.answers import choices
from bot.domain.permissions import Standing
from bot.domain.room import Room
from bot.domain.saying import place
from bot.runtime.ports import Clock, Pass, Reception, StorageError, Visitor

COOKIE: Final = "heed_board"
# Real seconds: for a first look; until a quiet stream is looked after; for one sending, after which
# a page that doesn't read is let go (it comes back by itself).
FIRST_LOOK: Final = 10.0
LOOK_UP: Final = 20.0
SENDING: Final = 30.0
# Streams of one pass at once: more than somebody has tabs. One that was left is noticed with the
# next sending, so it counts for some seconds more.
STREAMS_AT_MOST: Final = 16
IN_FLIGHT: Final = 16 * 1024  # bytes on their way to a page, as asked of the system

log = structlog.get_logger(__name__)


_STATIC: Final = HERE / "static"
_SOON: Final = "The board can't be read just now. Please try again in a minute."
_MANY: Final = "This board is open in many places. Please close one of them."

Inside = Callable[[web.Request, Pass, Room], Awaitable[web.StreamResponse]]


class Routes:
    """The boards' routes. `base` is the path before `/board`, `secure` whether it is `https`.

    `style` is the style sheet of all pages.
    """

    def __init__(  # noqa: PLR0913 - the parts that it is made of
        self,
        doors: Doors,
        watches: Watches,
        pages: Pages,
        reception: Reception,
        clock: Clock,
        *,
        base: str,
        secure: bool,
        style: str,
    ) -> None:
        self._doors = doors
        self._watches = watches
        self._pages = pages
        self._reception = reception
        self._clock = clock
        self._base = base
        self._secure = secure
        self._style = style
        self._streams = Counter[str]()

    def table(self) -> list[web.RouteDef]:
        """Give all routes."""
        board = "/board/{pass}"
        inside = self._inside
        return [
            web.get("/board", self._link),
            web.post("/board", self._said(self._enter)),
            web.get("/board/static/board.css", self._sheet),
            web.get("/board/static/{name:[a-z]+\\.(?:js|svg)}", self._file),
            web.get(board, inside(self._page(Face.OWN))),
            web.get(f"{board}/presenting", inside(self._page(Face.PRESENTING))),
            web.get(f"{board}/stream", inside(self._stream(Face.OWN))),
            web.get(f"{board}/presenting/stream", inside(self._stream(Face.PRESENTING))),
            web.post(f"{board}/ask", inside(self._ask)),
            web.post(f"{board}/end", inside(self._end)),
        ]

    # --- the link ----------------------------------------------------------------------------

    async def _link(self, _request: web.Request) -> web.Response:
        return self._pages.link()

    async def _enter(self, request: web.Request) -> web.Response:
        """Exchange a link's ticket for a cookie, and go on to an address that tells nothing."""
        entered = await self._doors.enter(await _field(request, "ticket"))
        if entered is None:
            return self._pages.closed()
        granted, cookie = entered
        path = f"{self._base}/board/{granted.id}"
        response = self._go(path)
        response.set_cookie(
            COOKIE,
            cookie,
            path=path,
            max_age=int(granted.until - self._clock.now()),
            httponly=True,
            samesite="Strict",
            secure=self._secure,
        )
        return response

    def _go(self, path: str) -> web.Response:
        return web.Response(status=303, headers={**HEADERS, "Location": path})

    # --- inside ------------------------------------------------------------------------------

    def _said(self, handler: Handler) -> Handler:
        """The same, with what goes wrong said in words."""

        async def said(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except StorageError as error:
                log.warning("board.storage", why=str(error))
                return self._pages.error(503, _SOON)

        return said

    def _inside(self, handler: Inside) -> Handler:
        """Let those in whose pass holds at this very moment."""

        async def inside(request: web.Request) -> web.StreamResponse:
            cookie = request.cookies.get(COOKIE, "")
            granted = self._doors.shown(cookie, request.match_info["pass"])
            room = await self._doors.admitted(granted) if granted else None
            if granted is None or room is None:
                return self._pages.closed()
            return await handler(request, granted, room)

        return self._said(inside)

    def _page(self, face: Face) -> Inside:
        async def page(_request: web.Request, granted: Pass, room: Room) -> web.Response:
            async with self._watches.watch(granted.room) as watch:
                state = await watch.after(0, FIRST_LOOK)
            if state.room is None:
                return self._pages.error(503, _SOON)
            return self._pages.board(place(room), granted.id, face, state.html(face))

        return page

    async def _ask(self, request: web.Request, granted: Pass, room: Room) -> web.Response:
        """Do what one of the page's buttons says, as if it had been typed in the room."""
        wish = await _field(request, "wish")
        offered = {each.wish for each in choices(room, frozenset({Standing.CONVENER}))}
        if wish in offered:
            who = Visitor(member=granted.member, name=room.name_of(granted.member))
            await self._reception.ask(room.id, who, wish, at=self._clock.now())
        # Another who convenes may have been quicker: then the page shows what there is to do now.
        return self._go(f"{self._base}/board/{granted.id}")

    async def _end(self, _request: web.Request, granted: Pass, _room: Room) -> web.Response:
        await self._doors.leave(granted)
        return self._go(f"{self._base}/board/{granted.id}")

    # --- the stream --------------------------------------------------------------------------

    def _stream(self, face: Face) -> Inside:
        async def stream(request: web.Request, granted: Pass, _room: Room) -> web.StreamResponse:
            if self._streams[granted.id] >= STREAMS_AT_MOST:
                return self._pages.error(429, _MANY)
            with self._counted(granted.id):
                return await live(request, granted)

        async def live(request: web.Request, granted: Pass) -> web.StreamResponse:
            async with (
                self._watches.watch(granted.room) as watch,
                sse_response(request, headers=_UNBUFFERED) as response,
            ):
                # A page whose stream ends comes back by itself.
                with suppress(ConnectionResetError, TimeoutError, StorageError):
                    await self._follow(_Line(request, response), watch, granted, face)
            return response

        return stream

    @contextmanager
    def _counted(self, name: str) -> Iterator[None]:
        """One more stream of that pass, until the block ends."""
        self._streams[name] += 1
        try:
            yield
        finally:
            self._streams[name] -= 1
            self._streams = +self._streams  # without those that have none left

    async def _follow(self, line: "_Line", watch: Watch, granted: Pass, face: Face) -> None:
        """Send each state that looks different from the one before, until the pass ends."""
        number, sent = 0, ""
        while line.is_open() and not watch.over:
            state = await watch.after(number, LOOK_UP)
            if state.number == number:
                continue
            number = state.number
            # What was seen may be from just before they entered, so it is asked anew.
            if not self._doors.holds(granted, state.room, state.passes) and not (
                state.room and await self._doors.admitted(granted)
            ):
                await line.send("ended", "")
                return
            if (html := state.html(face)) != sent:
                await line.send("board", html)
                sent = html

    # --- files -------------------------------------------------------------------------------

    async def _sheet(self, _request: web.Request) -> web.Response:
        return web.Response(text=self._style, content_type="text/css", headers=_KEEP)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        path = _STATIC / request.match_info["name"]
        if not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers=_KEEP)


_KEEP: Final = {"Cache-Control": "no-cache"}
# The header is for proxies of nginx's kind, which would hold back what is sent.
_UNBUFFERED: Final = {**HEADERS, "X-Accel-Buffering": "no"}


async def _field(request: web.Request, name: str) -> str:
    """What a form of ours says there; empty where it says nothing, or isn't one of ours."""
    if request.content_type != "application/x-www-form-urlencoded":
        return ""
    said = parse_qs((await request.read()).decode("utf-8", "replace"))
    return said.get(name, [""])[0]


class _Line:
    """What a page's stream goes out on: one event at a time, none waits behind another here."""

    def __init__(self, request: web.Request, response: EventSourceResponse) -> None:
        self._request = request
        self._response = response
        if request.transport is not None:
            # Not drained before the last byte is with the system, whose own buffer is short too.
            request.transport.set_write_buffer_limits(high=0)
            wire = request.transport.get_extra_info("socket")
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, IN_FLIGHT)

    def is_open(self) -> bool:
        """Whether the page is still there, as far as is known."""
        return self._response.is_connected()

    async def send(self, event: str, data: str) -> None:
        """Send it, and wait until it has left.

        Raises TimeoutError when the page didn't take it in SENDING seconds; then it is cut off,
        since an end in good order would wait for what it hasn't read.
        """
        try:
            async with asyncio.timeout(SENDING):
                await self._response.send(data, event=event)
                # By itself the server waits only after each 64 kB: until then states would queue.
                await self._request.writer.drain()
        except TimeoutError:
            if self._request.transport is not None:
                self._request.transport.abort()
            raise
