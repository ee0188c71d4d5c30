"""Traces: one number in every line of the log, from an event's arrival to what is delivered."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from bot.runtime import traces
from storage import open_store
from tests.runtime.conftest import Rig
from tests.runtime.fakes import PATIENCE, ROOM, message
from tests.runtime.house import House

Lines: TypeAlias = list[Any]


@pytest.fixture(name="log")
def _log() -> Iterator[Lines]:
    """The log as it is written, every level of it."""
    with capture_logs(processors=[merge_contextvars]) as lines:
        yield lines


def _trace_of(log: Lines, said: str, **fields: str) -> str:
    """What the one line with these fields was written for."""
    (line,) = [each for each in log if each["event"] == said and fields.items() <= each.items()]
    trace: str = line[traces.FIELD]
    assert re.fullmatch("[0-9a-f]{32}", trace)
    return trace


def test_nothing_is_followed_unless_it_is_said() -> None:
    """And what is followed within ends there."""
    assert traces.current() == ""
    with traces.following("a"):
        with traces.following("b"):
            assert traces.current() == "b"
        assert traces.current() == "a"
    assert traces.current() == ""


async def test_a_wake_up_is_followed_to_what_is_delivered(rig: Rig, log: Lines) -> None:
    """Across a restart too: the number stands with the parcel."""
    await rig.ask_and_wait()
    rig.restart()
    await rig.settle_down()
    wake = _trace_of(log, "posted", parcel="send m1")
    assert _trace_of(log, "delivered", parcel="send m1") == wake
    assert _trace_of(log, "event applied", key="e1") != wake


async def test_each_event_has_a_number_of_its_own(rig: Rig, log: Lines) -> None:
    """Those that were applied together by one of them, too; nothing is followed after it."""
    at = rig.clock.at
    some = [message(each, "Hello.", at=at) for each in range(1, 9)]
    await asyncio.gather(*map(rig.companion.receive, some))
    found = {_trace_of(log, "event applied", key=each.key) for each in some}
    assert len(found) == len(some)
    assert traces.current() == ""


async def test_an_event_that_comes_of_another_is_followed_with_it(rig: Rig, log: Lines) -> None:
    """Whoever follows something already gives it on."""
    with traces.following(traces.new()):
        await rig.say(1, "Hello.")
        assert _trace_of(log, "event applied", key="e1") == traces.current()


async def test_what_fails_is_said_with_its_number(rig: Rig, log: Lines) -> None:
    """The tries of one delivery have the same."""
    rig.sender.trouble.extend([OSError("somebody's words"), None])
    await rig.ask_and_wait()
    await rig.settle_down()
    await rig.pass_time(PATIENCE)
    trace = _trace_of(log, "not delivered yet")
    assert trace == _trace_of(log, "delivered") == _trace_of(log, "posted")
    rig.core.fails_on = lambda event: event.key == "e2"
    with pytest.raises(RuntimeError):
        await rig.say(2, "Hello.")
    assert _trace_of(log, "an event wasn't applied", key="e2")


async def test_no_line_holds_what_anybody_said_or_is_called(database: str, log: Lines) -> None:
    """Of a whole meeting, at every level."""
    async with open_store(database) as store:
        house = House(store)
        await house.begins()
        await house.talk()
        await house.ask("cora", "meeting end")
    written = " ".join(map(str, log))
    assert {"posted", "delivered", "event applied"} <= {each["event"] for each in log}
    assert all(traces.FIELD in each for each in log)
    assert ROOM in written
    for private in ("surgeries", "honest", "clinic", "wall", "Ana", "Dev", "Cora", "#place"):
        assert private not in written
