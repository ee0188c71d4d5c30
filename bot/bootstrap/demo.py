"""The demo room, put together: its chat, the companion beside it, and its pages."""

import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager

from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import URL

from adapters.metrics.figures import Figures
from adapters.metrics.lag import Lag
from adapters.pictures import printed
from adapters.web.app import Demo, create_app
from adapters.web.chat import Chat
from adapters.web.desk import Desk
from adapters.web.ears import Ears
from adapters.web.owndata import OwnDataDesk
from adapters.web.player import Player
from adapters.web.playing import read_playing
from adapters.web.script import bundled
from adapters.web.sender import WebSender
from adapters.web.stream import Streams
from adapters.web.tempo import Tempo
from adapters.web.understudy import Beats, Understudy
from bot.bootstrap.board import BoardHouse
from bot.bootstrap.figures import Overview, beside
from bot.bootstrap.tracker import build_tracker
from bot.config.places import is_this_machine
from bot.config.rooms import RoomWriting
from bot.domain.cards import CARDS_KEPT
from bot.domain.events import RoomNamed
from bot.domain.settings import RoomSettings
from bot.runtime.clock import ScaledClock
from bot.runtime.companion import Companion
from bot.runtime.ports import Clock, Intake, Store
from bot.runtime.privacy import Privacy
from bot.runtime.reception import FrontDesk
from bot.runtime.renewal import renew_room
from storage import open_store
from storage.database import connect
from storage.demo import DemoShelf
from storage.installation import WORDS
from storage.sealing import Sealer

DEMO_ROOM = "web/demo"
DEMO_TITLE = "the demo room"


@asynccontextmanager
async def build_demo(
    database: URL,
    host: str,
    settings: RoomSettings,
    *,
    keys: Sequence[SecretStr] = (),
    beats: Beats | None = None,
) -> AsyncIterator[web.Application]:
    """The demo room on this database, as an application to be served under `host`.

    What is kept is sealed with the first of `keys`. The companion runs until the block ends.
    Raises StorageError where the database can't be used.
    """
    sealer = Sealer(keys)
    engine = connect(database)
    try:
        figures = Figures()
        async with (
            open_store(database, sealer, figures.access) as store,
            Lag(figures.registry).watched(),
        ):
            shelf = DemoShelf(engine, sealer)
            clock = ScaledClock(await _last_shown(store, shelf))
            chat = Chat(shelf, DEMO_ROOM, clock)
            secret = await store.care.secret()
            tracker, _ = build_tracker(secret.key_for(WORDS))
            companion = Companion(store, tracker, clock, {"web": WebSender(chat)}, watch=figures)

            def run_at(rate: float) -> None:
                clock.run_at(rate)
                companion.clock_changed()

            ears = Ears(shelf, chat, companion)
            desk = Desk(chat, ears, companion, clock, printed)
            tempo = Tempo(clock, run_at)
            scripts = bundled()
            player = Player(
                chat=chat,
                desk=desk,
                tempo=tempo,
                understudy=Understudy(chat, desk, beats or Beats()),
                scripts=scripts,
            )
            privacy = Privacy(companion, store.care, clock)
            house = BoardHouse("", secret.key_for, store.passes, companion, clock)
            reception = FrontDesk(companion, privacy, settings, RoomWriting(), house.doors)
            boards = house.opened(reception, _links)
            overview = Overview(
                companion=companion, store=store, clock=clock, watches=boards.watches
            )
            demo = Demo(
                host=host,
                chat=chat,
                ears=ears,
                desk=desk,
                own_data=OwnDataDesk(DEMO_ROOM, ears, privacy),
                boards=house.doors,
                more_routes=[*boards.routes, *_figures(figures, overview, host)],
                close_boards=boards.watches.close,
                player=player,
                tempo=tempo,
                streams=Streams(chat, shelf),
                scripts=scripts,
                problems=companion.health.problems,
                failures=companion.health.failures,
            )
            await chat.forget_cards(clock.now() - CARDS_KEPT)
            await _arrange(companion, settings, clock)
            async with companion:
                yield create_app(demo)
    finally:
        await engine.dispose()


def _figures(figures: Figures, overview: Overview, host: str) -> Sequence[web.RouteDef]:
    """Figures, where nobody but this machine comes by."""
    return [beside(figures.registry, overview, host)] if is_this_machine(host) else []


async def _links(_room: str, _messages: Collection[str]) -> Callable[[str], str | None]:
    """A message is found in the page of the room that is open already (see messages.js)."""
    return lambda message: f"/#{message}"


async def _last_shown(store: Store, shelf: DemoShelf) -> float:
    """Where the room's clock goes on (epoch seconds): now, but never before what it showed.

    While a meeting is being played the room's time stands still when nobody serves it.
    """
    room = await store.look(DEMO_ROOM)
    item = await shelf.get(DEMO_ROOM, "play", "")
    shown = room.now if room else 0.0
    if item is None or not (playing := read_playing(item.body)).runs:
        return max(time.time(), shown)
    return max(shown, playing.last_at)


async def _arrange(companion: Intake, settings: RoomSettings, clock: Clock) -> None:
    """Let the room have its name and the settings of this start."""
    room = await companion.look(DEMO_ROOM)
    if room is None or room.title != DEMO_TITLE:
        await companion.receive(RoomNamed(room=DEMO_ROOM, at=clock.now(), title=DEMO_TITLE))
    await renew_room(companion, clock, settings, DEMO_ROOM)
