"""Late arrivals through the companion: stored as if they had come in time."""

import pytest

from bot.bootstrap.tracker import build_tracker
from bot.domain.commands import Command
from bot.domain.events import Event, MessagePosted
from bot.domain.question import State
from bot.domain.room import Room
from bot.runtime.companion import Companion
from bot.runtime.ports import Tracking
from storage import SqlStore, open_store
from tests.runtime.fakes import FakeClock, FakeSender
from tests.storage.talks import ROOM, START, Talk

QUESTION = (1.0, "ana", "Who decides which surgeries we start with?", None)
ANSWER = (20.0, "ben", "We start with the two surgeries by the river.", "m1.0")
REST = ((25.0, "dee", "The hall is booked.", None), (70.0, "dee", "ok", None))


def said(at: float, author: str, text: str, reply_to: str | None) -> MessagePosted:
    """A message so many seconds after the start."""
    return MessagePosted(
        room=ROOM,
        at=START + at,
        key=f"k{at}",
        id=f"m{at}",
        author=author,
        text=text,
        reply_to=reply_to,
    )


class Stumbling:
    """The tracker, which fails once when it is told so, after it has changed the room."""

    def __init__(self) -> None:
        self.stumbles = False
        self._tracker: Tracking = build_tracker(b"key")[0]

    def listen(self, room: Room, event: Event) -> Event:
        """As the tracker does."""
        return self._tracker.listen(room, event)

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Handle it, then fail."""
        commands = self._tracker.handle(room, event)
        if self.stumbles:
            self.stumbles = False
            raise RuntimeError("a defect of the core")
        return commands


async def begun(store: SqlStore, tracker: Tracking) -> Companion:
    """A companion in a meeting, driven by hand."""
    clock = FakeClock(START)
    companion = Companion(store, tracker, clock, {"fake": FakeSender()})
    talk = Talk()
    for event in talk.opening():
        await companion.receive(event)
        await companion.outbox.run_due()
    room = await companion.look(ROOM)
    assert room is not None
    for event in talk.practice(room):
        await companion.receive(event)
    return companion


async def test_an_answer_that_comes_late_is_stored_in_its_place(url: str) -> None:
    """The room, read anew, is as if everything had come in order; a duplicate changes nothing."""
    async with open_store(url) as store:
        companion = await begun(store, build_tracker(b"key")[0])
        late = said(*ANSWER)
        for event in (said(*QUESTION), *(said(*each) for each in REST), late, late):
            await companion.receive(event)
    async with open_store(url) as store:
        room = await store.look(ROOM)
        assert room is not None
        assert [each.id for each in room.turns] == ["m1.0", "m20.0", "m25.0", "m70.0"]
        assert [each.seq for each in room.turns] == [1, 2, 3, 4]
        assert room.questions["m1.0"].state is State.FOLLOWED


async def test_a_late_event_that_failed_finds_its_place_when_it_is_given_again(url: str) -> None:
    """What a failed transaction had rearranged isn't there any more."""
    tracker = Stumbling()
    async with open_store(url) as store:
        companion = await begun(store, tracker)
        for event in (said(*QUESTION), *(said(*each) for each in REST)):
            await companion.receive(event)
        tracker.stumbles = True
        with pytest.raises(RuntimeError):
            await companion.receive(said(*ANSWER))
        await companion.receive(said(*ANSWER))
        room = await store.look(ROOM)
        assert room is not None
        assert [each.id for each in room.turns] == ["m1.0", "m20.0", "m25.0", "m70.0"]
        assert room.questions["m1.0"].state is State.FOLLOWED
