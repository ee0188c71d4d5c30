"""Batches: events of one room that wait for each other are applied together, in their order."""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.domain.commands import Reply
from bot.domain.events import Event
from bot.runtime import traces
from bot.runtime.lanes import Lanes
from bot.runtime.ports import StorageError

TOGETHER: Final = 32  # so that the first needn't wait long for the last

Replies = tuple[Reply, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An event, and what is followed with it: whoever applies it may be following another."""

    event: Event
    trace: str = field(default_factory=traces.current)


Apply = Callable[[Sequence[Arrival]], Awaitable[Sequence[Replies]]]


@dataclass(slots=True, eq=False)
class _Waiting:
    """An arrival, and what became of it once that is known."""

    arrival: Arrival
    outcome: Replies | StorageError | None = None


class Batches:
    """Applies events in their rooms' lanes. Whoever's turn it is takes along those behind them.

    `apply` applies some events of one room, all of them or none. Where it fails for another reason
    than the store, each of them is applied by itself, so that it fails alone.
    """

    def __init__(self, lanes: Lanes, apply: Apply) -> None:
        self._lanes = lanes
        self._apply = apply
        self._queues: dict[str, deque[_Waiting]] = {}

    @property
    def waiting(self) -> int:
        """How many events wait for their turn."""
        return sum(map(len, self._queues.values()))

    async def take(self, event: Event) -> Replies:
        """Apply an event after all that were given before it; what it brought comes back."""
        queue = self._queues.setdefault(event.room, deque())
        mine = _Waiting(Arrival(event=event))
        queue.append(mine)
        try:
            async with self._lanes.lane(event.room):
                if mine.outcome is None:
                    await self._have_turn(mine, queue)
        finally:
            self._leave(mine, queue)
        if isinstance(mine.outcome, StorageError):
            raise mine.outcome
        assert mine.outcome is not None  # noqa: S101 - its own turn decides it, or raises
        return mine.outcome

    async def _have_turn(self, mine: _Waiting, queue: deque[_Waiting]) -> None:
        # Those that aren't in the queue any more have failed together with others.
        if queue and queue[0] is mine:
            batch = [queue.popleft() for _ in range(min(len(queue), TOGETHER))]
            if len(batch) > 1:
                await self._try_together(batch)
        if mine.outcome is None:
            [mine.outcome] = await self._apply([mine.arrival])

    async def _try_together(self, batch: Sequence[_Waiting]) -> None:
        """Apply some events; nothing became of any of them where one failed."""
        try:
            outcomes: Sequence[Replies | StorageError]
            outcomes = await self._apply([each.arrival for each in batch])
        except StorageError as error:
            outcomes = [error] * len(batch)
        except Exception:  # noqa: BLE001 - whichever it was of will meet it again, and raise it
            return
        for each, outcome in zip(batch, outcomes, strict=True):
            each.outcome = outcome

    def _leave(self, mine: _Waiting, queue: deque[_Waiting]) -> None:
        if mine.outcome is None and mine in queue:
            queue.remove(mine)  # whoever gave it has gone away
        room = mine.arrival.event.room
        if not queue and self._queues.get(room) is queue:
            del self._queues[room]
