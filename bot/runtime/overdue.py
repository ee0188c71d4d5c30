"""Deadlines that an event has overtaken: the core hears of them in the order of time."""

from collections.abc import Iterator
from math import inf

from bot.domain.events import WakeUp
from bot.domain.room import Room


def overdue(
    room: Room, *, until: float, since: float = -inf, inclusive: bool = False
) -> Iterator[WakeUp]:
    """Wake-ups for the room's deadlines from `since` to before `until` (or up to it), one by one.

    Each is to be handled before the next is asked for, since it sets the next deadline. A deadline
    that stays where it is ends this: the next event moves it on.
    """
    last = -inf
    while (at := room.wake_at) is not None and at >= since and at != last:
        if at > until or (at == until and not inclusive):
            return
        yield WakeUp(room=room.id, at=at)
        last = at
