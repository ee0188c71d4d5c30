"""Puts events in order of time, as far as they may be out of it, in bounded memory."""

import heapq
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from bot.domain.events import Event

# Lines up to so many seconds out of order are put right (docs/transcripts.md).
WITHIN: Final = 60.0
# A burst can't fill the memory: beyond this many waiting events the oldest goes on.
AT_MOST: Final = 10_000


def in_order(
    events: Iterable[Event],
    *,
    on_late: Callable[[Event, float], None],
    within: float = WITHIN,
    at_most: int = AT_MOST,
) -> Iterator[Event]:
    """Give the events by `at`, those of one instant in the order they came.

    An event waits until one came that is more than `within` seconds newer. One that is further
    behind the newest than that goes on at once, as it is, and `on_late` is told it and how many
    seconds it is behind.
    """
    waiting: list[tuple[float, int, Event]] = []
    newest = gone = -math.inf
    for number, event in enumerate(events):
        newest = max(newest, event.at)
        if event.at < max(newest - within, gone):
            on_late(event, newest - event.at)
            yield event
            continue
        heapq.heappush(waiting, (event.at, number, event))
        while waiting[0][0] < newest - within or len(waiting) > at_most:
            gone, _, due = heapq.heappop(waiting)
            yield due
    while waiting:
        yield heapq.heappop(waiting)[2]
