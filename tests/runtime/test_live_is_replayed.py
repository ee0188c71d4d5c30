"""What is replayed is what was lived: the same core, in the same order of time."""

import asyncio

from hypothesis import given, settings

from bot.bootstrap.tracker import build_tracker
from bot.domain.events import Event
from bot.domain.question import Question
from bot.domain.room import Room
from bot.runtime.companion import Companion
from bot.runtime.playback import Playback
from tests.runtime.fakes import FakeClock, FakeSender
from tests.storage.memory import MemoryStore
from tests.storage.talks import ROOM, START, Step, Talk, talks

# Presses post follows and are answered by them; a transcript holds none.
_unpressed = talks.map(lambda steps: [each for each in steps if each.what != "press"])


@settings(max_examples=40, deadline=None)
@given(steps=_unpressed)
def test_a_live_room_ends_like_its_transcript(steps: list[Step]) -> None:
    """The loop over stored deadlines and the replay's own give the same room and questions."""
    asyncio.run(_compare(steps))


class Both:
    """A live room and a replayed one, given the same events."""

    def __init__(self) -> None:
        self.store, self.clock = MemoryStore(), FakeClock(START)
        self.left: dict[str, Question] = {}
        sender = FakeSender()
        self._live = Companion(self.store, build_tracker(b"key")[0], self.clock, {"fake": sender})
        self.replayed = Playback(build_tracker(b"key")[0], Room(id=ROOM), self._retired)

    def _retired(self, question: Question) -> None:
        self.left[question.id] = question

    async def live_until(self, at: float) -> None:
        """Let the loops do what comes due before that moment."""
        while (due := await self.store.next_wake()) is not None and due < at:
            self.clock.at = max(self.clock.at, due)
            await self._live.wake_ups.run_due()
            await self._live.outbox.run_due()
        self.clock.at = at

    async def happens(self, event: Event) -> None:
        """An event, live and in the transcript."""
        await self.live_until(event.at)
        await self._live.receive(event)
        await self._live.outbox.run_due()
        self.replayed.feed(event)

    async def end(self, at: float) -> None:
        """The last line's moment."""
        self.clock.at = at
        await self._live.wake_ups.run_due()
        self.replayed.finish(at)


async def _compare(steps: list[Step]) -> None:
    both, talk = Both(), Talk()
    room = both.replayed.room
    for event in talk.opening():
        await both.happens(event)
    for event in talk.practice(room):
        await both.happens(event)
    for step in steps:
        made = talk.event(step, room)
        if made is not None:
            await both.happens(made)
    await both.live_until(talk.at)
    await both.end(talk.at)
    lived = await both.store.look(ROOM)
    assert lived == room
    assert list(lived.questions) == list(room.questions)
    kept = {each.id: each for each in await both.store.questions(ROOM)}
    assert kept == both.left | room.questions
