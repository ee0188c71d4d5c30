"""Watching a room for all who have its board open: it is drawn once for them, not once for each.

However much happens, only the latest state is kept: changes are looked at together, and a page that
reads slowly gets what is true when it reads on, never a queue.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Final

import structlog

from adapters.board.model import Board, Face, Links, board, targets
from bot.domain.room import Room
from bot.runtime.ports import Clock, Intake, StorageError

# Real seconds: between two looks at a busy room; after which a quiet one is looked at all the same,
# for what time alone changes, and for what was done elsewhere.
PAUSE: Final = 0.25
LOOK_AGAIN: Final = 15.0

Finder = Callable[[str, Collection[str]], Awaitable[Links]]
"""Asks a platform for the links to these messages of a room; raises what the platform raises."""

Valid = Callable[[str], Awaitable[Collection[str]]]
"""The passes to a room that hold now. May raise StorageError."""

Paint = Callable[[Board], str]
"""Writes a board as HTML."""

log = structlog.get_logger(__name__)


class State:
    """A room at one moment, for those who look at it. `room` is None where it isn't there any more.

    `number` grows with each look; `passes` are those that hold.
    """

    def __init__(
        self,
        number: int,
        room: Room | None = None,
        passes: Collection[str] = (),
        draw: Callable[[Face], str] = str,
    ) -> None:
        self.number = number
        self.room = room
        self.passes = passes
        self._draw = draw
        self._drawn: dict[Face, str] = {}

    def html(self, face: Face) -> str:
        """The board as this face shows it; drawn when it is asked for, once for everybody."""
        if face not in self._drawn:
            self._drawn[face] = self._draw(face)
        return self._drawn[face]


class Watch:
    """Watches one room, from `start` to `stop`."""

    def __init__(self, room: str, eyes: "Watches") -> None:
        self._name = room
        self._eyes = eyes
        self._latest = State(0)
        self._changed = asyncio.Condition()
        self._book = LinkBook(room, eyes.find, lambda: eyes.intake.refresh(room))
        self._work: asyncio.Task[None] | None = None
        self.watching = 0
        self.over = False

    def start(self) -> None:
        """Begin to look."""
        self._work = asyncio.create_task(self._look_on(), name=f"board {self._name}")

    async def stop(self) -> None:
        """Look no more; whoever waits is told."""
        for task in filter(None, (self._work, self._book.asking)):
            task.cancel()
            await asyncio.wait([task])
        await self._tell_over()

    async def after(self, number: int, within: float) -> State:
        """The latest state, as soon as it is later than `number`, or in so many real seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(lambda: self.over or self._latest.number > number)
        return self._latest

    async def _look_on(self) -> None:
        ticks = self._eyes.intake.subscribe(self._name)
        while True:
            await self._look()
            await asyncio.sleep(PAUSE)
            try:
                await asyncio.wait_for(anext(ticks), LOOK_AGAIN)
            except StopAsyncIteration:
                return await self._tell_over()
            except TimeoutError:
                pass

    async def _look(self) -> None:
        try:
            state = await self._seen()
        except StorageError as error:
            log.warning("board.not_seen", room=self._name, why=str(error))
            return
        async with self._changed:
            self._latest = state
            self._changed.notify_all()

    async def _seen(self) -> State:
        eyes, number = self._eyes, self._latest.number + 1
        room = await eyes.intake.look(self._name)
        if room is None:
            return State(number)
        passes = await eyes.valid(self._name)
        at = eyes.clock.now()
        asked = await eyes.intake.questions(room.id, since=at - room.settings.retention_seconds)
        links = self._book.links(targets(room, asked, at))
        show = partial(board, room, asked, at, links)
        return State(number, room, passes, lambda face: eyes.paint(show(face)))

    async def _tell_over(self) -> None:
        async with self._changed:
            self.over = True
            self._changed.notify_all()


class LinkBook:
    """Links to a room's messages: those that are known, and those that are being asked for."""

    def __init__(self, room: str, find: Finder, found: Callable[[], None]) -> None:
        self._room = room
        self._find = find
        self._found = found
        self._known: dict[str, str | None] = {}
        self.asking: asyncio.Task[None] | None = None

    def links(self, messages: Collection[str]) -> Links:
        """What is known of these messages; the others are asked for, and are there at a later look.

        What no list has any more is forgotten.
        """
        self._known = {each: link for each, link in self._known.items() if each in messages}
        unknown = [each for each in messages if each not in self._known]
        if unknown and (self.asking is None or self.asking.done()):
            self.asking = asyncio.create_task(self._ask(unknown))
        return self._known.get

    async def _ask(self, messages: Collection[str]) -> None:
        try:
            links = await self._find(self._room, messages)
        except Exception as error:  # noqa: BLE001 - a platform that can't be asked costs links alone
            log.warning("board.no_links", room=self._room, kind=type(error).__name__)
            await asyncio.sleep(LOOK_AGAIN)  # it isn't asked again at once
            return
        self._known |= {each: links(each) for each in messages}
        self._found()


class Watches:
    """The rooms that are being watched."""

    def __init__(
        self, intake: Intake, clock: Clock, valid: Valid, find: Finder, paint: Paint
    ) -> None:
        self.intake = intake
        self.clock = clock
        self.valid = valid
        self.find = find
        self.paint = paint
        self._open: dict[str, Watch] = {}

    @property
    def pages(self) -> int:
        """How many pages are open."""
        return sum(each.watching for each in self._open.values())

    @asynccontextmanager
    async def watch(self, room: str) -> AsyncIterator[Watch]:
        """Watch a room until the block ends; with others, if they do."""
        watch = self._open.get(room)
        if watch is None:
            watch = self._open[room] = Watch(room, self)
            watch.start()
        watch.watching += 1
        try:
            yield watch
        finally:
            watch.watching -= 1
            if not watch.watching and self._open.get(room) is watch:
                del self._open[room]
                await watch.stop()

    async def close(self) -> None:
        """End all: pages come back by themselves, to whoever serves them next."""
        for watch in list(self._open.values()):
            await watch.stop()
