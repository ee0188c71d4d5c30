"""The process that is killed: the real companion and store, and an adapter for our platform."""

import asyncio
import logging
import os
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final

import structlog

from bot.bootstrap.tracker import build_tracker
from bot.domain.events import Event
from bot.domain.pages import Page
from bot.domain.views import CardView, FollowView, NoticeView
from bot.runtime.companion import Companion
from bot.runtime.ports import Nonce
from storage import SqlStore, open_store
from tests.crash.wire import Ack, Answer, Deliver, Give, Tick, What
from tests.runtime.fakes import FakeClock

if TYPE_CHECKING:
    from collections.abc import Callable

# How long (real seconds) the adapter waits for the platform before it calls a delivery unclear.
PATIENCE: Final = 0.15
LOOK: Final = 0.002  # real seconds


def _say(wire: Connection, words: object) -> None:
    """Say it, unless nobody listens any more: then this process is about to be killed."""
    with suppress(OSError):
        wire.send(words)


class PlatformSender:
    """Hands deliveries to the platform and waits a moment for its answer; else it is unclear."""

    def __init__(self, wire: Connection) -> None:
        self._wire = wire
        self._numbers = count(os.getpid() << 20)  # no other replica has the same
        self._asked: dict[int, asyncio.Future[str]] = {}

    def answered(self, answer: Answer) -> None:
        """The platform says where the delivery stands."""
        asked = self._asked.get(answer.number)
        if asked is not None and not asked.done():
            asked.set_result(answer.ref)

    async def _ask(self, what: What, room: str, view: Any, **more: str) -> str:  # noqa: ANN401 - any view
        number = next(self._numbers)
        asked: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._asked[number] = asked
        _say(self._wire, Deliver(number=number, what=what, room=room, view=view, **more))
        try:
            async with asyncio.timeout(PATIENCE):
                return await asked
        finally:
            del self._asked[number]

    async def send_card(self, room: str, to: str, view: CardView, nonce: Nonce) -> str:
        """Send a new card."""
        return await self._ask(What.CARD, room, view, to=to, nonce=nonce.name)

    async def find_card(self, room: str, to: str, card: str, nonce: Nonce) -> str | None:  # noqa: ARG002 - of the port
        """Ask whether the platform has a card."""
        return await self._ask(What.FIND, room, None, nonce=nonce.name) or None

    async def find_page(self, room: str, nonce: Nonce) -> str | None:
        """Ask whether the platform has a page."""
        return await self._ask(What.FIND, room, None, nonce=nonce.name) or None

    async def update_card(self, room: str, to: str, ref: str, view: CardView) -> None:
        """Change a card in place."""
        await self._ask(What.UPDATE, room, view, to=to, ref=ref)

    async def post_follow(self, room: str, view: FollowView, nonce: Nonce) -> str:
        """Post a follow."""
        return await self._ask(What.FOLLOW, room, view, nonce=nonce.name)

    async def post_notice(self, room: str, view: NoticeView, nonce: Nonce) -> str:
        """Post the notice."""
        return await self._ask(What.NOTICE, room, view, nonce=nonce.name)

    async def post_page(self, room: str, page: Page, nonce: Nonce) -> str:
        """Post a public page."""
        return await self._ask(What.PAGE, room, page, nonce=nonce.name)

    async def update_page(self, room: str, ref: str, page: Page) -> None:
        """Change a public page in place."""
        await self._ask(What.UPDATE_PAGE, room, page, ref=ref)


class Life:
    """One life of the process, from its start to the moment that it is killed."""

    def __init__(self, store: SqlStore, wire: Connection, at: float) -> None:
        self._store = store
        self._wire = wire
        # It shows what the platform says, so that an interrupted run has the same time as another.
        self._clock = FakeClock(at)
        self._sender = PlatformSender(wire)
        tracker, _ = build_tracker(b"the same in every life")
        senders = {"crash": self._sender}
        self._companion = Companion(store, tracker, self._clock, senders, store.bell)
        self._doing: set[asyncio.Task[None]] = set()
        self._handlers: dict[type[Any], Callable[[Any], None]] = {
            Give: lambda given: self._do(self._take(given.number, given.event)),
            Tick: lambda tick: self._do(self._tick(tick)),
            Answer: self._sender.answered,
        }

    async def live(self) -> None:
        """Serve the wire until the platform hangs up."""
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._wire.fileno(), self._hear, ended)
        async with self._companion:
            await ended.wait()

    def _hear(self, ended: asyncio.Event) -> None:
        try:
            heard = self._wire.recv()
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(self._wire.fileno())
            ended.set()
            return
        self._handlers[type(heard)](heard)

    def _do(self, work: Any) -> None:  # noqa: ANN401 - a coroutine
        task = asyncio.get_running_loop().create_task(work)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    async def _take(self, number: int, event: Event) -> None:
        """Apply an event; the acknowledgement comes after the commit."""
        await self._companion.receive(event)
        _say(self._wire, Ack(number=number))

    async def _tick(self, tick: Tick) -> None:
        """Let time pass; acknowledged when all that was due has happened."""
        self._clock.at = max(self._clock.at, tick.at)
        self._companion.clock_changed()
        while await self._something_due(tick.at):  # noqa: ASYNC110 - of deadlines a store tells nobody
            await asyncio.sleep(LOOK)
        waits = await self._store.next_delivery() is not None
        _say(self._wire, Ack(number=tick.number, waits=waits))

    async def _something_due(self, at: float) -> bool:
        due = await self._store.next_wake()
        return due is not None and due <= at


def main(url: str, wire: Connection, at: float) -> None:
    """Live on that database, beginning at that time, until killed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(_live(url, wire, at))


async def _live(url: str, wire: Connection, at: float) -> None:
    async with open_store(url) as store:
        await Life(store, wire, at).live()
