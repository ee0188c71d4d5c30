"""The companion at run time: takes events in, wakes rooms, brings parcels out."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Final, Self

from bot.domain.commands import Reply
from bot.domain.events import Event
from bot.domain.question import Question
from bot.domain.room import Room
from bot.runtime import traces
from bot.runtime.desk import Desk
from bot.runtime.health import Health
from bot.runtime.listener import Limits, SecondListener
from bot.runtime.loop import BREAKING_OFF_TAKES, Loop, ended
from bot.runtime.outbox import Outbox
from bot.runtime.ports import (
    Bell,
    Clock,
    Listener,
    News,
    Sender,
    Step,
    StorageError,
    Store,
    Tracking,
    Watch,
    platform_of,
)
from bot.runtime.ticks import Board, Ticks
from bot.runtime.unwatched import NOBODY
from bot.runtime.wakeups import WakeUps

# Real seconds.
PURGE_EVERY: Final = 3600.0
RECEIVING_TAKES: Final = 2.0


class Companion:
    """What adapters talk to. `senders` are found by the first part of a room's id.

    `bell` is there where several replicas work on one store; `listener`, with how much it may be
    asked, where a second listener is set up; `watch` is told what is done.

    It receives events from the start; deadlines and deliveries run between `start` and `stop`, or
    within `async with`.
    """

    def __init__(  # noqa: PLR0913 - the parts that it is made of
        self,
        store: Store,
        tracker: Tracking,
        clock: Clock,
        senders: Mapping[str, Sender],
        bell: Bell | None = None,
        *,
        listener: tuple[Listener, Limits] | None = None,
        watch: Watch = NOBODY,
    ) -> None:
        self._store = store
        self._watch = watch
        self._clock = clock
        self._board = Board()
        self._receiving: set[asyncio.Task[tuple[Reply, ...]]] = set()
        self._over = False
        self.second = listener and SecondListener(
            *listener, clock, store.look, self.receive, watch=watch
        )
        self._desk = desk = Desk(
            store, tracker, clock, self._changed, second=self.second, watch=watch
        )
        self.wake_ups = WakeUps(store, desk, clock, watch)
        self.outbox = Outbox(store, desk, clock, senders, alone=bell is None, watch=watch)
        self._purging = Loop("purge", self._purge)
        self.health = Health(store, clock, [self.wake_ups.loop, self.outbox.loop])
        self._bell = bell
        self._listening: asyncio.Task[None] | None = None

    async def receive(self, event: Event) -> tuple[Reply, ...]:
        """Apply an event once, durably; what the person who caused it is told comes back.

        Events of one room are applied in the order of these calls. Raises StorageError where the
        event couldn't be kept: it may be given again. A caller that goes away doesn't undo it.
        """
        if self._over:
            raise StorageError("Heed is stopping, and takes nothing more in")
        with traces.following(traces.current() or traces.new()):
            task = asyncio.create_task(self._receive(event))
        self._receiving.add(task)
        task.add_done_callback(self._receiving.discard)
        # It is finished even if whoever asked has gone.
        try:
            return await asyncio.shield(task)
        except StorageError as error:
            self.health.not_kept(error)
            raise

    async def _receive(self, event: Event) -> tuple[Reply, ...]:
        with self._watch.step(Step.EVENT, platform_of(event.room)):
            return await self._desk.receive(event)

    @property
    def busy(self) -> tuple[int, int]:
        """In how many rooms something is going on, and how many events wait for their turn."""
        return self._desk.lanes.busy, self._desk.batches.waiting

    async def look(self, room: str) -> Room | None:
        """The room as last committed, to be read only; None where it isn't known."""
        return await self._store.look(room)

    async def rooms(self) -> Sequence[str]:
        """All known rooms."""
        return await self._store.rooms()

    async def questions(self, room: str, since: float = 0.0) -> Sequence[Question]:
        """The room's questions asked since then, those that left its memory too."""
        now = await self._store.look(room)
        held = now.questions if now else {}
        # Memory may know of those that it holds what isn't written down.
        return [held.get(each.id, each) for each in await self._store.questions(room, since)]

    def subscribe(self, room: str) -> Ticks:
        """A number each time that the room has changed; changes in between count as one."""
        return self._board.subscribe(room)

    def refresh(self, room: str) -> None:
        """Let whoever shows the room look at it again, in other replicas too."""
        self._board.tell(room)
        if self._bell is not None:
            self._bell.ring(News(room=room, wake_at=None, posted=False))

    # --- running -----------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to wake rooms and to deliver."""
        self._over = False
        for loop in (self.wake_ups.loop, self.outbox.loop, self._purging, self.health.loop):
            loop.start()
        if self._bell is not None:
            self._listening = asyncio.create_task(self._bell.listen(self._elsewhere), name="bell")

    async def stop(self) -> None:
        """Finish what has begun, within seconds, and begin nothing more.

        What takes longer is undone: its event wasn't acknowledged, its deadline stays where it is.
        """
        self._over = True
        self._board.stop()
        if self.second is not None:
            await self.second.stop()
        await ended(self._receiving, RECEIVING_TAKES)
        loops = (self.wake_ups.loop, self.outbox, self._purging, self.health.loop)
        await asyncio.gather(*(each.stop() for each in loops))
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait([self._listening], timeout=BREAKING_OFF_TAKES)

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    def clock_changed(self) -> None:
        """The clock's rate or time was set: look again at what is due."""
        self.wake_ups.loop.tell()
        self.outbox.loop.tell()

    def _changed(self, room: Room, posted: bool) -> None:  # noqa: FBT001 - see desk.Told
        news = News(room=room.id, wake_at=room.wake_at, posted=posted)
        self._heard(news)
        if self._bell is not None:
            self._bell.ring(news)

    def _heard(self, news: News) -> None:
        """Something was committed, here or by another replica."""
        if news.wake_at is not None:
            self.wake_ups.expect(news.wake_at)
        if news.posted:
            self.outbox.loop.tell()
        self._board.tell(news.room)

    def _elsewhere(self, news: News) -> None:
        """Another replica committed something."""
        self._desk.drop(news.room)
        self._heard(news)

    async def _purge(self) -> float:
        await self._store.purge(self._clock.now())
        # Replicas that started together needn't do it together.
        return random.uniform(0.9, 1.1) * PURGE_EVERY  # noqa: S311 - no secret depends on it
