"""Deadlines that an event has overtaken."""

from collections.abc import Iterable

from bot.domain.events import WakeUp
from bot.domain.room import Room
from bot.runtime.overdue import overdue


def _woken(room: Room, wakes: Iterable[WakeUp], following: list[float | None]) -> list[float]:
    """The times at which the room is woken; each wake-up sets the next deadline."""
    times = []
    for wake in wakes:
        times.append(wake.at)
        room.wake_at = following.pop(0)
    return times


def test_deadlines_come_one_by_one_before_the_event() -> None:
    """Each is at its own time, and the event's own moment isn't before it."""
    room = Room(id="room", wake_at=10.0)
    assert _woken(room, overdue(room, until=30.0), [20.0, 30.0]) == [10.0, 20.0]
    assert room.wake_at == 30.0


def test_the_last_moment_counts_where_it_is_asked_for() -> None:
    """At a transcript's end, what comes due with its last line has happened."""
    room = Room(id="room", wake_at=10.0)
    assert _woken(room, overdue(room, until=30.0, inclusive=True), [30.0, None]) == [10.0, 30.0]


def test_a_deadline_that_doesnt_move_is_fired_once() -> None:
    """A core that forgets to move on doesn't hold up the room."""
    room = Room(id="room", wake_at=10.0)
    assert _woken(room, overdue(room, until=30.0), [10.0]) == [10.0]


def test_what_is_too_old_is_left_alone() -> None:
    """After a long stop, deadlines are for the present hour to decide."""
    room = Room(id="room", wake_at=10.0)
    assert _woken(room, overdue(room, until=500.0, since=440.0), []) == []


def test_a_room_without_deadline_is_never_woken() -> None:
    """Nothing is due, so nothing happens."""
    assert list(overdue(Room(id="room"), until=500.0)) == []
