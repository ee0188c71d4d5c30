"""Playback of a transcript, without a store."""

import pytest

from bot.domain.commands import ReservePlace, SendCard, UnknownCommandError
from bot.domain.events import MessageDeleted, Paused, WakeUp
from bot.domain.question import Question, State
from bot.domain.room import Room
from bot.runtime.companion import Companion
from bot.runtime.playback import Playback
from storage import open_store
from tests.runtime.fakes import PATIENCE, ROOM, FakeClock, FakeSender, SmallCore, message
from tests.runtime.test_companion import DancingCore


def _play(core: SmallCore, retired: list[Question] | None = None) -> Playback:
    kept = [] if retired is None else retired
    return Playback(core, Room(id=ROOM), kept.append)


def test_deadlines_fire_at_their_own_time_before_the_next_line() -> None:
    """The clock is the lines' own."""
    core = SmallCore()
    playback = _play(core)
    playback.feed(message(1, "Who decides?", at=0.0))
    playback.feed(message(2, "Hm.", at=PATIENCE))
    assert not any(isinstance(each, WakeUp) for each in core.seen)
    playback.feed(message(3, "Hm.", at=PATIENCE + 1))
    assert [each.at for each in core.seen] == [0.0, PATIENCE, PATIENCE, PATIENCE, PATIENCE + 1]
    assert isinstance(core.seen[2], WakeUp)
    assert playback.carried_out[ReservePlace] == playback.carried_out[SendCard] == 1


@pytest.mark.parametrize(("last", "state"), [(PATIENCE - 1, State.OPEN), (PATIENCE, State.HANGING)])
def test_what_is_due_by_the_last_line_has_happened(last: float, state: State) -> None:
    """The clock stops at the last line: what came later stays open."""
    playback = _play(SmallCore())
    playback.feed(message(1, "Who decides?", at=0.0))
    playback.finish(last)
    assert playback.room.questions["m1"].state is state


def test_a_day_has_only_so_many_places() -> None:
    """Beyond the limit a card isn't sent."""
    core = SmallCore()
    core.limit = 1
    playback = _play(core)
    playback.feed(message(1, "Who decides?", at=0.0))
    playback.feed(message(2, "And when?", at=0.0))
    playback.finish(PATIENCE)
    assert [each.sent for each in playback.room.cards.values()] == [True, False]


def test_questions_that_leave_the_memory_are_handed_over() -> None:
    """In their last state."""
    retired: list[Question] = []
    playback = _play(SmallCore(), retired)
    playback.feed(message(1, "Who decides?", at=0.0))
    playback.feed(MessageDeleted(room=ROOM, at=1.0, id="m1"))
    assert [(each.id, each.state) for each in retired] == [("m1", State.GONE)]


def test_a_notice_stands_as_soon_as_it_is_wanted() -> None:
    """In a transcript nobody is there to post it."""
    playback = _play(SmallCore())
    playback.feed(Paused(room=ROOM, at=1.0, by="ana"))
    assert playback.room.notice_posted == "paused by ana"


def test_an_unknown_command_raises() -> None:
    """As it does live."""
    playback = Playback(DancingCore(), Room(id=ROOM), lambda _: None)
    with pytest.raises(UnknownCommandError):
        playback.feed(message(1, "hello", at=0.0))


async def test_a_played_room_ends_like_a_live_one(url: str) -> None:
    """The same events leave the same room behind, stored or not."""
    events = [message(number, text, at=30.0 * number) for number, text in enumerate("?.?..?", 1)]
    playback = _play(SmallCore())
    async with open_store(url) as store:
        clock = FakeClock(0.0)
        companion = Companion(store, SmallCore(), clock, {"fake": FakeSender()})
        for event in events:
            clock.at = event.at
            await companion.receive(event)
            playback.feed(event)
        assert await companion.look(ROOM) == playback.room
