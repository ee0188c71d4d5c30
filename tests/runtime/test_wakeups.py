"""Wake-ups from stored deadlines."""

import asyncio

from sqlalchemy import select
from structlog.testing import capture_logs

from bot.domain.commands import Command
from bot.domain.events import Event, MessagePosted, WakeUp
from bot.domain.room import Room
from bot.runtime.companion import Companion
from bot.runtime.desk import STUCK_PAUSE
from bot.runtime.wakeups import AT_ONCE, PUT_OFF
from storage.tables import rooms
from tests.runtime.conftest import Rig
from tests.runtime.fakes import PATIENCE, message

WITHIN = 10.0  # real seconds, for what takes milliseconds


def _woken(rig: Rig) -> list[str]:
    return [each.room for each in rig.core.seen if isinstance(each, WakeUp)]


async def test_a_deadline_survives_a_restart(rig: Rig) -> None:
    """A question asked before a stop hangs after it."""
    await rig.say(1, "Who decides this?")
    rig.restart()
    await rig.pass_time(PATIENCE - 1)
    assert rig.sender.kinds == []
    await rig.pass_time(1)
    assert rig.sender.kinds == ["card"]
    assert await rig.store.next_wake() is None


async def test_a_room_is_woken_once_for_a_deadline(rig: Rig) -> None:
    """Looking twice doesn't nudge twice."""
    await rig.ask_and_wait()
    await rig.pass_time(10)
    assert _woken(rig) == ["fake/room"]


async def test_rooms_are_woken_in_the_order_of_their_deadlines(rig: Rig) -> None:
    """Whatever their names are: none before one that was due so many places earlier."""
    names = [f"fake/{number:03d}" for number in range(2 * AT_ONCE, 0, -1)]
    for number, room in enumerate(names):
        await rig.companion.receive(message(number, "Why?", at=1_000.0 + number, room=room))
    rig.clock.at += PATIENCE + len(names)
    await rig.companion.wake_ups.run_due()
    places = {room: place for place, room in enumerate(_woken(rig))}
    assert sorted(places) == sorted(names)
    assert all(places[room] > place - AT_ONCE for place, room in enumerate(names))


async def test_a_room_that_fails_doesnt_hold_up_the_others(rig: Rig) -> None:
    """It is left alone for a moment, then tried again."""
    for number, room in enumerate(("fake/bad", "fake/good")):
        await rig.companion.receive(message(number, "Why?", at=1_000.0, room=room))
    rig.core.fails_on = lambda event: event.room == "fake/bad"
    with capture_logs() as logs:
        await rig.pass_time(PATIENCE)
    assert [each["room"] for each in logs if each["log_level"] == "error"] == ["fake/bad"]
    assert [each.room for each in rig.sender.deliveries] == ["fake/good"]
    rig.core.fails_on = lambda _: False
    await rig.pass_time(PUT_OFF)
    assert [each.room for each in rig.sender.deliveries] == ["fake/good", "fake/bad"]


async def test_a_room_in_use_doesnt_hold_up_the_others(rig: Rig) -> None:
    """Rooms are woken side by side: who waits for one lane waits alone."""
    for number, room in enumerate(("fake/slow", "fake/quick")):
        await rig.companion.receive(message(number, "Why?", at=1_000.0, room=room))
    rig.clock.at += PATIENCE
    woken = asyncio.Event()

    def told(event: Event) -> bool:
        if isinstance(event, WakeUp):
            woken.set()
        return False

    rig.core.fails_on = told
    async with rig.companion._desk.lanes.lane("fake/slow"):
        waking = asyncio.create_task(rig.companion.wake_ups.run_due())
        async with asyncio.timeout(WITHIN):
            await woken.wait()
        assert _woken(rig) == ["fake/quick"]
    await waking
    assert _woken(rig) == ["fake/quick", "fake/slow"]


async def test_a_room_that_another_replica_woke_is_left_as_it_is(rig: Rig) -> None:
    """Nothing is committed, so nobody reads it anew, and no page is told of a change."""
    await rig.say(1, "Who decides this?")
    other = Companion(rig.store, rig.core, rig.clock, {})
    ticks = other.subscribe("fake/room")
    before = await _version(rig)
    await rig.store.put_off("fake/room", rig.clock.at)
    await other.wake_ups.run_due()
    assert _woken(rig) == []
    assert await _version(rig) == before
    assert await rig.store.next_wake() == 1_000.0 + PATIENCE
    await other.stop()
    assert [each async for each in ticks] == []


async def _version(rig: Rig) -> int:
    async with rig.store._engine.connect() as connection:
        found = await connection.execute(select(rooms.c.version))
        return int(found.scalar_one())


class StuckCore:
    """A core that never moves its deadline on."""

    def __init__(self) -> None:
        self.woken = 0

    def listen(self, room: Room, event: Event) -> Event:  # noqa: ARG002 - texts are nothing to it
        """Remember it as it came."""
        return event

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Be due for ever."""
        self.woken += isinstance(event, WakeUp)
        room.wake_at = 1_000.0
        return ()


async def test_a_deadline_that_doesnt_move_doesnt_spin(rig: Rig) -> None:
    """A defect of the core costs a look now and then, and is logged."""
    core = StuckCore()
    companion = Companion(rig.store, core, rig.clock, {})
    await companion.receive(message(1, "hello", at=1_000.0))
    with capture_logs() as logs:
        await companion.wake_ups.run_due()
        await companion.wake_ups.run_due()
    assert core.woken == 1
    assert logs[-1]["log_level"] == "warning"
    rig.clock.at += STUCK_PAUSE
    await companion.wake_ups.run_due()
    assert core.woken == 2


async def test_an_event_overrules_a_room_that_was_put_off(rig: Rig) -> None:
    """Its deadline is the core's again as soon as something is committed."""
    await rig.say(1, "Who decides this?")
    await rig.store.put_off("fake/room", 9_000.0)
    assert await rig.store.next_wake() == 9_000.0
    await rig.say(2, "Hm.")
    assert await rig.store.next_wake() == 1_000.0 + PATIENCE
    assert isinstance(rig.core.seen[-1], MessagePosted)
