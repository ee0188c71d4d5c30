"""The demo room's web application: its pages, its routes, and what runs beside them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.web.chat import Chat
from adapters.web.desk import Desk
from adapters.web.ears import Ears
from adapters.web.guard import BODY_AT_MOST, dress, guarded
from adapters.web.model import REACTIONS
from adapters.web.names import NAME_AT_MOST, TEXT_AT_MOST
from adapters.web.owndata import OwnDataDesk
from adapters.web.player import Player
from adapters.web.playing import SPEEDS, USUAL_SPEED
from adapters.web.probes import Failures, Problems, readiness
from adapters.web.routes import Routes
from adapters.web.script import Script
from adapters.web.stream import Streams
from adapters.web.tempo import Tempo
from bot.runtime.ports import Boards

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
WORK: Final = web.AppKey("work", list[asyncio.Task[None]])

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The parts of the demo room, built elsewhere. `host` is the name it is served under."""

    host: str
    chat: Chat
    ears: Ears
    desk: Desk
    own_data: OwnDataDesk
    player: Player
    tempo: Tempo
    streams: Streams
    scripts: tuple[Script, ...]
    # Where a convener gets a link to their board, and what ends its streams.
    boards: Boards
    close_boards: Callable[[], Awaitable[None]]
    # What keeps the companion from its work; nothing where it is ready.
    problems: Problems
    # How many deliveries failed for good lately, by what they were for.
    failures: Failures
    # The board's, and the figures'.
    more_routes: Sequence[web.RouteDef]


PARTS: Final = web.AppKey("parts", Demo)


def create_app(demo: Demo) -> web.Application:
    """Put the parts together as an application; its background work runs while it is served."""
    app = web.Application(client_max_size=BODY_AT_MOST, middlewares=[guarded(demo.host)])
    app[PARTS] = demo
    app.add_routes(
        Routes(
            demo.chat,
            demo.desk,
            demo.own_data,
            demo.player,
            demo.streams,
            boards=demo.boards,
        ).table()
    )
    app.add_routes(demo.more_routes)
    app.add_routes([web.get("/", _page(demo)), web.get("/healthz", _health(demo))])
    app.add_routes([web.get("/readyz", readiness(demo.problems, demo.failures))])
    app.router.add_static("/static", STATIC)
    app.on_response_prepare.append(dress)
    app.on_shutdown.append(_close_streams(demo))
    app.cleanup_ctx.append(_background(demo))
    return app


def _page(demo: Demo) -> Handler:
    pages = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    html = pages.get_template("demo.html").render(
        scripts=demo.scripts,
        speeds=SPEEDS,
        usual_speed=USUAL_SPEED,
        reactions=REACTIONS,
        name_at_most=NAME_AT_MOST,
        text_at_most=TEXT_AT_MOST,
    )

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text=html, content_type="text/html")

    return page


def _health(demo: Demo) -> Handler:
    async def health(request: web.Request) -> web.Response:
        await demo.chat.people()
        stopped = [task.get_name() for task in request.app[WORK] if task.done()]
        if stopped:
            return web.json_response({"status": "failing", "stopped": stopped}, status=503)
        return web.json_response({"status": "ok"})

    return health


def _close_streams(demo: Demo) -> Callable[[web.Application], Awaitable[None]]:
    async def close(_app: web.Application) -> None:
        demo.streams.close()
        await demo.close_boards()

    return close


def _background(demo: Demo) -> Callable[[web.Application], AsyncIterator[None]]:
    work = {"ears": demo.ears.listen, "watch": demo.desk.watch, "play": demo.player.run}

    async def background(app: web.Application) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(_kept_on(name, do), name=name) for name, do in work.items()]
        app[WORK] = tasks
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    return background


async def _kept_on(name: str, do: Callable[[], Awaitable[None]]) -> None:
    """Do background work; a fault of ours in it is said, and shows in the health."""
    try:
        await do()
    except Exception:
        log.exception("demo.stopped", work=name)
        raise
