"""While the socket is lost nobody is nudged; once it is back, a room catches up in its time."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.gaps import GRACE, REACHES_BACK, SHORT, TOLD_AGAIN, TOLD_AGAIN_SOON, Gaps
from bot.bootstrap import build_tracker
from bot.domain.commands import Reply
from bot.domain.events import CaughtUp, Event, FellBehind, MeetingStarted, RoomNamed
from bot.domain.room import Room
from bot.runtime.companion import Companion
from bot.runtime.ports import StorageError
from storage import open_store
from tests.runtime.fakes import FakeClock, FakeSender

ROOM, IDLE, ELSEWHERE = "slack/T1/C1", "slack/T1/C2", "web/demo"
START = 100_000.0


class Told(Companion):
    """A companion that remembers what it was told."""

    told: list[Event]
    falters = False

    async def receive(self, event: Event) -> tuple[Reply, ...]:
        """As it is, or not at all."""
        if self.falters:
            raise StorageError("the database is away")
        self.told.append(event)
        return await super().receive(event)


class Line:
    """The gaps of rooms on Slack, and time that passes."""

    def __init__(self, companion: Told, clock: FakeClock) -> None:
        self.companion = companion
        self.clock = clock
        self.gaps = Gaps(companion, clock)

    async def after(self, seconds: float, *, connected: bool) -> None:
        """So much later Slack is heard, or isn't."""
        self.clock.at += seconds
        await self.gaps.look(connected=connected)

    async def room(self, name: str = ROOM) -> Room:
        """The room as it is kept."""
        room = await self.companion.look(name)
        assert room is not None
        return room

    async def is_behind(self, name: str = ROOM) -> bool:
        """Whether time decides nothing there."""
        return (await self.room(name)).behind_since is not None


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    """Two rooms on Slack, a meeting in the first; and a room elsewhere."""
    async with open_store(f"sqlite:///{tmp_path}/heed.db") as store:
        clock = FakeClock(START)
        companion = Told(store, build_tracker()[0], clock, {"slack": FakeSender()})
        companion.told = []
        for room in (ROOM, IDLE, ELSEWHERE):
            await companion.receive(RoomNamed(room=room, at=START, title=room))
        for room in (ROOM, ELSEWHERE):
            await companion.receive(MeetingStarted(room=room, at=START, meeting="monday"))
        yield Line(companion, clock)


async def test_a_renewed_socket_is_no_gap(line: Line) -> None:
    """Slack closes sockets now and then, and opens others at once."""
    await line.after(0.0, connected=True)
    await line.after(1.0, connected=False)
    await line.after(GRACE - 1.0, connected=False)
    await line.after(1.0, connected=True)
    assert not await line.is_behind()


async def test_a_short_gap_is_over_once_slack_has_told_again(line: Line) -> None:
    """The room with a meeting waits, no other does; nothing is missing."""
    await line.after(0.0, connected=False)
    await line.after(GRACE, connected=False)
    assert (await line.room()).behind_since == START
    assert not await line.is_behind(IDLE)
    assert not await line.is_behind(ELSEWHERE)
    await line.after(SHORT - GRACE, connected=True)
    await line.after(TOLD_AGAIN_SOON - 1.0, connected=True)
    assert await line.is_behind()
    await line.after(1.0, connected=True)
    assert not await line.is_behind()


async def test_a_long_gap_takes_longer_and_something_is_missing(line: Line) -> None:
    """What Slack doesn't tell again any more is named, for the conveners."""
    await line.after(0.0, connected=False)
    await line.after(GRACE, connected=False)
    await line.after(1_000.0 - GRACE, connected=True)
    await line.after(TOLD_AGAIN_SOON, connected=True)
    assert await line.is_behind()
    await line.after(TOLD_AGAIN - TOLD_AGAIN_SOON, connected=True)
    assert not await line.is_behind()
    caught_up = line.companion.told[-1]
    assert isinstance(caught_up, CaughtUp)
    assert (caught_up.missed_from, caught_up.missed_until) == (START, START + 1_000 - REACHES_BACK)


async def test_only_after_a_long_gap_slack_is_to_be_asked_who_is_there(line: Line) -> None:
    """Of a shorter one it tells again itself; it is said once."""
    looks = [
        await line.gaps.look(connected=False),
        await _later(line, REACHES_BACK, connected=True),
        await _later(line, 1.0, connected=False),
        await _later(line, REACHES_BACK + 1.0, connected=True),
        await _later(line, 1.0, connected=True),
    ]
    assert looks == [False, False, False, True, False]


async def _later(line: Line, seconds: float, *, connected: bool) -> bool:
    line.clock.at += seconds
    return await line.gaps.look(connected=connected)


async def test_lost_again_the_waiting_begins_anew(line: Line) -> None:
    """And the gap is as long as both, from where it began."""
    await line.after(0.0, connected=False)
    await line.after(GRACE, connected=False)
    await line.after(1.0, connected=True)
    await line.after(TOLD_AGAIN_SOON - 1.0, connected=False)
    await line.after(GRACE, connected=False)
    assert (await line.room()).behind_since == START
    await line.after(0.0, connected=True)
    await line.after(TOLD_AGAIN_SOON, connected=True)
    assert await line.is_behind()


async def test_what_is_turned_away_is_waited_for_until_it_has_been_told_again(line: Line) -> None:
    """Over HTTP: at once, and anew with each that is."""
    await line.after(0.0, connected=True)
    line.gaps.turned_away()
    await line.after(1.0, connected=True)
    assert not await line.is_behind()  # the start was a moment ago
    await line.after(GRACE - 1.0, connected=True)
    assert (await line.room()).behind_since == START
    assert not await line.is_behind(IDLE)
    line.clock.at += 50.0
    line.gaps.turned_away()
    await line.after(0.0, connected=True)
    await line.after(TOLD_AGAIN_SOON - 1.0, connected=True)
    assert await line.is_behind()
    await line.after(1.0, connected=True)
    assert not await line.is_behind()
    assert sum(isinstance(each, FellBehind) for each in line.companion.told) == 1


async def test_what_is_turned_away_while_the_database_is_isnt_forgotten(line: Line) -> None:
    """A room falls behind as soon as it can be written."""
    line.gaps.turned_away()
    line.companion.falters = True
    with pytest.raises(StorageError):
        await line.after(0.0, connected=True)
    line.companion.falters = False
    await line.after(1.0, connected=True)
    assert (await line.room()).behind_since == START


async def test_a_stop_is_a_gap_that_ends_after_the_next_start(line: Line) -> None:
    """The next process finds the rooms that were left, and lets them catch up."""
    await line.after(0.0, connected=True)
    await line.gaps.leave()
    assert await line.is_behind()
    line.gaps = Gaps(line.companion, line.clock)
    await line.after(10.0, connected=True)
    assert await line.is_behind()
    await line.after(TOLD_AGAIN_SOON, connected=True)
    assert not await line.is_behind()
