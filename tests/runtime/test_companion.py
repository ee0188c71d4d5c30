"""The companion: events in, once and in order."""

import asyncio
from dataclasses import dataclass, replace

import pytest
from structlog.testing import capture_logs

from bot.domain.commands import Command, UnknownCommandError
from bot.domain.events import Event, MeetingEnded, MessagePosted, PlaceAnswered, WakeUp
from bot.domain.room import Room
from bot.runtime import companion as runtime
from bot.runtime.companion import Companion
from bot.runtime.desk import FRESH
from bot.runtime.ports import StorageError
from storage import open_store
from tests.runtime.conftest import Rig
from tests.runtime.fakes import PATIENCE, ROOM, message


async def test_an_event_is_stored_when_receive_returns(rig: Rig) -> None:
    """What was received is there for whoever looks, in this process or the next."""
    await rig.say(1, "Who decides this?")
    rig.restart()
    room = await rig.room()
    assert [each.text for each in room.questions.values()] == ["Who decides this?"]
    assert [each.id for each in room.turns] == ["m1"]
    assert await rig.companion.rooms() == [ROOM]
    assert await rig.companion.questions(ROOM) == list(room.questions.values())


async def test_an_event_that_comes_again_changes_nothing(rig: Rig) -> None:
    """Platforms deliver again: by its key an event is applied once, also after a restart."""
    again = message(1, "Who decides this?", at=1_000.0)
    await rig.companion.receive(again)
    before = await rig.room()
    rig.restart()
    assert await rig.companion.receive(again) == ()
    assert rig.core.seen == []
    assert await rig.room() == before


async def test_events_without_a_key_are_all_applied(rig: Rig) -> None:
    """Where the platform has no ids, nothing is taken for a repetition."""
    for _ in range(2):
        await rig.companion.receive(MeetingEnded(room=ROOM, at=1_000.0))
    assert len(rig.core.seen) == 2


async def test_events_of_a_room_are_applied_in_the_order_received(rig: Rig) -> None:
    """However many come at once."""
    given = [message(number, f"line {number}", at=1_000.0) for number in range(20)]
    await asyncio.gather(*(rig.companion.receive(each) for each in given))
    assert rig.heard == [f"line {number}" for number in range(20)]
    assert (await rig.room()).seq == 20


async def test_events_that_come_at_once_each_count_once_and_fail_alone(rig: Rig) -> None:
    """They share a transaction as long as all goes well: repetitions are told apart in it too."""
    given = [message(number, f"line {number}", at=1_000.0) for number in (1, 2, 1, 3, 2, 4)]
    rig.core.fails_on = lambda event: isinstance(event, MessagePosted) and event.id == "m3"
    outcomes = await asyncio.gather(
        *(rig.companion.receive(each) for each in given), return_exceptions=True
    )
    assert [isinstance(each, Exception) for each in outcomes] == [
        each.key == "e3" for each in given
    ]
    room = await rig.room()
    assert [each.id for each in room.turns] == ["m1", "m2", "m4"]
    assert room.seq == 3
    rig.core.fails_on = lambda _: False
    await rig.companion.receive(given[3])
    assert (await rig.room()).seq == 4


async def test_an_event_that_fails_leaves_nothing_behind(rig: Rig) -> None:
    """Neither in the store nor in memory, and it may be given again."""
    await rig.say(1, "Good morning")
    before = await rig.room()
    rig.core.fails_on = lambda _: True
    with pytest.raises(RuntimeError), capture_logs() as logs:
        await rig.say(2, "my secret words")
    assert await rig.room() == before
    assert [each["error"] for each in logs] == ["RuntimeError"]
    assert "secret" not in str(logs)
    rig.core.fails_on = lambda _: False
    await rig.say(2, "my secret words")
    assert (await rig.room()).seq == before.seq + 1


async def test_a_caller_that_goes_away_doesnt_undo_its_event(rig: Rig) -> None:
    """A browser that closes, or a platform that hangs up, loses no message."""
    receiving = asyncio.create_task(rig.companion.receive(message(1, "hello", at=1_000.0)))
    await asyncio.sleep(0)
    receiving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await receiving
    await rig.companion.stop()
    assert (await rig.room()).seq == 1


async def test_a_deadline_that_an_event_overtook_comes_first(rig: Rig) -> None:
    """The core hears of things in the order of time, even where the loop is late."""
    await rig.say(1, "Who decides this?")
    rig.clock.at += PATIENCE + 5
    await rig.say(2, "I do")
    kinds = [type(each) for each in rig.core.seen]
    assert kinds == [MessagePosted, WakeUp, PlaceAnswered, MessagePosted]
    assert rig.core.seen[1].at == 1_000.0 + PATIENCE


async def test_after_a_long_stop_deadlines_are_left_to_the_present(rig: Rig) -> None:
    """What came due hours ago is decided by the hour that it is now."""
    await rig.say(1, "Who decides this?")
    rig.clock.at += PATIENCE + FRESH + 5
    await rig.say(2, "I do")
    assert not any(isinstance(each, WakeUp) for each in rig.core.seen)
    await rig.companion.wake_ups.run_due()
    assert rig.core.seen[2] == WakeUp(room=ROOM, at=rig.clock.at)


async def test_whoever_looks_at_a_room_is_told_of_its_changes(rig: Rig) -> None:
    """A page learns of a new event, and its stream ends with the companion."""
    ticks = rig.companion.subscribe(ROOM)
    await rig.say(1, "hello")
    assert await anext(ticks) == 1
    await rig.companion.stop()
    assert [each async for each in ticks] == []


@dataclass(frozen=True, kw_only=True)
class Dance(Command):
    """Nobody can do that."""


class DancingCore:
    """A core that asks for what nobody carries out."""

    def listen(self, room: Room, event: Event) -> Event:  # noqa: ARG002 - texts are nothing to it
        """Remember it as it came."""
        return event

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Ask for a dance."""
        room.seq += 1
        return (Dance(room=event.room),)


async def test_an_unknown_command_is_a_defect_and_undoes_the_event(rig: Rig) -> None:
    """It isn't passed over in silence."""
    companion = Companion(rig.store, DancingCore(), rig.clock, {})
    with pytest.raises(UnknownCommandError, match="Dance"):
        await companion.receive(message(1, "hello", at=1_000.0))
    assert await companion.look(ROOM) is None


async def test_it_runs_by_itself_between_start_and_stop(url: str) -> None:
    """The loops wake rooms and deliver without being called; stopping ends them all."""
    async with open_store(url) as store:
        rig = Rig(store)
        arrived = asyncio.Event()
        rig.sender.before = arrived.set
        async with rig.companion:
            await rig.say(1, "Who decides this?")
            rig.clock.at += PATIENCE
            rig.companion.clock_changed()
            async with asyncio.timeout(10):
                await arrived.wait()
        assert rig.sender.kinds == ["card"]
        assert await store.next_delivery() is None
        names = {task.get_name() for task in asyncio.all_tasks()}
        assert not names & {"wake-ups", "outbox", "purge"}


async def test_an_event_that_cant_be_applied_in_time_doesnt_hold_up_a_stop(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It wasn't acknowledged: its platform tells of it again, and the next process applies it."""
    monkeypatch.setattr(runtime, "RECEIVING_TAKES", 0.02)
    async with rig.companion._desk.lanes.lane(ROOM):
        telling = asyncio.create_task(rig.say(1, "Who decides this?"))
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            await rig.companion.stop()
    with pytest.raises(asyncio.CancelledError):
        await telling
    rig.restart()
    await rig.say(1, "Who decides this?")
    assert rig.heard == ["Who decides this?"]


async def test_what_comes_after_the_stop_is_refused(rig: Rig) -> None:
    """It isn't acknowledged, so that its platform tells of it again; the store may be closed."""
    async with rig.companion:
        await rig.say(1, "hello")
    with pytest.raises(StorageError, match="stopping"):
        await rig.say(2, "who is there?")
    rig.restart()
    await rig.say(2, "who is there?")
    assert rig.heard == ["who is there?"]


async def test_memory_knows_more_of_a_question_than_is_written_down(rig: Rig) -> None:
    """What the talk moved on to is somebody else's words: told while it is known, never stored."""
    await rig.say(1, "Who decides this?")
    async with rig.store.unit(ROOM) as unit:
        unit.room.questions["m1"] = replace(unit.room.questions["m1"], moved_on_to="the rota")
        await unit.commit()
    assert [each.moved_on_to for each in await rig.companion.questions(ROOM)] == ["the rota"]
    assert [each.moved_on_to for each in await rig.store.questions(ROOM)] == [""]


async def test_it_tidies_up_as_soon_as_it_starts(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was to go while it was stopped goes then, and every hour after."""
    asked = asyncio.Queue[float]()

    async def purge(now: float) -> int:
        asked.put_nowait(now)
        return 0

    monkeypatch.setattr(rig.store, "purge", purge)
    async with rig.companion:
        assert await asked.get() == rig.clock.at
