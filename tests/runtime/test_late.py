"""Late arrivals through the companion: stored as if they had come in time."""

import random
from contextlib import AsyncExitStack
from itertools import cycle

import pytest

from bot.bootstrap.tracker import build_tracker
from bot.domain.commands import Command
from bot.domain.events import Event, MessageDeleted, MessageEdited, MessagePosted, RoomSet
from bot.domain.journal import wordless_room
from bot.domain.noticing import RETIRE_AFTER
from bot.domain.question import State
from bot.domain.room import Room
from bot.domain.settings import KeepText, RoomSettings
from bot.runtime.companion import Companion
from bot.runtime.ports import Store, Tracking
from storage import SqlStore, open_store
from tests.runtime.fakes import FakeClock, FakeSender
from tests.storage.memory import MemoryStore
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


TALK = (
    QUESTION,
    (3.0, "ben", "Isn't it unfair that the carers aren't in the room?", None),
    (9.0, "dee", "Good question. Anyway, let's look at the clinic times.", None),
    (14.0, "ana", "The hall is booked for the ninth of March.", None),
    ANSWER,
    (26.0, "dee", "I'm worried that nobody will use it.", None),
    (31.0, "ana", "ok", "m26.0"),
    (40.0, "ben", "Thanks, that helps!", None),
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


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("stores", [1, 2])
async def test_whichever_process_hears_of_them_late_events_find_their_places(
    database: str, stores: int, seed: int
) -> None:
    """With a new process for every event, on one database; cards look as if told in order."""
    chance = random.Random(seed)  # noqa: S311 - an order of arrival
    talk = [said(*each) for each in TALK]
    arrivals = sorted(talk, key=lambda each: each.at + chance.uniform(0.0, 59.0))
    in_order, _ = await _told(MemoryStore(), talk)
    async with AsyncExitStack() as stack:
        replicas = [await stack.enter_async_context(open_store(database)) for _ in range(stores)]
        clock, sender = FakeClock(START), FakeSender()
        await _opened(replicas[0], clock, sender)
        for event, store in zip(arrivals, cycle(replicas), strict=False):
            await _companion(store, clock, sender).receive(event)
        stored, cards = await _ended(replicas[0], clock, sender)
    assert wordless_room(stored) == wordless_room(in_order)
    assert [each.text for each in stored.questions.values()] == [
        each.text for each in in_order.questions.values()
    ]
    assert cards == (await _told(MemoryStore(), talk))[1]


@pytest.mark.parametrize("stores", [1, 2])
async def test_a_question_that_has_retired_keeps_its_words_when_it_is_told_again(
    url: str, stores: int
) -> None:
    """By a process that remembers nothing: the words are with the question, not in the room."""
    async with AsyncExitStack() as stack:
        replicas = [await stack.enter_async_context(open_store(url)) for _ in range(stores)]
        await _keeps_its_words(replicas[0], replicas[-1])


async def test_a_retired_question_keeps_its_words_whatever_the_store() -> None:
    """The same in memory."""
    store = MemoryStore()
    await _keeps_its_words(store, store)


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (MessageEdited(room=ROOM, at=START + 45.0, id="m1.0", text="Who?"), State.FOLLOWED),
        (MessageDeleted(room=ROOM, at=START + 45.0, id="m1.0"), State.GONE),
        (
            RoomSet(room=ROOM, at=START + 45.0, settings=RoomSettings(keep_text=KeepText.NONE)),
            State.FOLLOWED,
        ),
    ],
    ids=lambda each: type(each).__name__,
)
async def test_words_that_a_retired_question_has_lost_dont_come_back(
    url: str, event: Event, state: State
) -> None:
    """A process that remembers them tells of an edit, a deletion, a setting again, too."""
    async with open_store(url) as store:
        companion = await _retired(store)
        await companion.receive(event)
        await companion.receive(said(10.0, "ben", "ok", None))
        (question,) = await store.questions(ROOM)
        assert question.text is None
        assert question.state is state
        room = await store.look(ROOM)
        assert room is not None
        assert room.seq == RETIRE_AFTER + 4


# The parking passes for an answer, until it is said again: then the nudge is due.
IDLE = (
    (0.5, "ana", "Parking is full, use the back gate.", None),
    QUESTION,
    (7.0, "ben", "The slides are on the drive.", None),
    (17.0, "dee", "Coffee is here.", None),
    (30.0, "fay", "Parking is full, use the back gate.", None),
    (42.0, "gus", "Lunch is in the side room today.", None),
    (53.0, "fay", "ok", None),
    (65.0, "dee", "Coffee is here.", None),
    (76.0, "hal", "lol", None),
    (88.0, "fay", "ok", None),
    (100.0, "ben", "The van is booked until ten.", None),
    (111.0, "dee", "ok", None),
    (124.0, "ben", "Parking is full, use the back gate.", None),
)


async def test_late_words_find_their_place_after_a_question_that_was_nudged_about_and_deleted(
    url: str,
) -> None:
    """By processes that remember nothing, and find nothing of its words in the journal."""
    clock, sender = FakeClock(START), FakeSender()
    gone = MessageDeleted(room=ROOM, at=START + 130.0, id="m1.0")
    late, rest = said(138.0, "gus", "The slides are on the drive.", None), said(140.0, *TALK[1][1:])
    async with open_store(url) as store:
        await _opened(store, clock, sender)
        for event in (*(said(*each) for each in IDLE), gone, rest, late):
            clock.at = max(clock.at, event.at)
            companion = _companion(store, clock, sender)
            await companion.wake_ups.run_due()
            await companion.receive(event)
            await companion.outbox.run_due()
        room = await store.look(ROOM)
        assert room is not None
        (nudge,) = (each for each in room.cards.values() if each.questions == ("m1.0",))
        assert nudge.closed == "The message is no longer there. Nothing to do."
        assert [each.id for each in room.turns][-2:] == ["m138.0", "m140.0"]


async def _retired(store: Store) -> Companion:
    """A question was answered, and has left the room's memory within the last minute."""
    clock, sender = FakeClock(START), FakeSender()
    await _opened(store, clock, sender)
    companion = _companion(store, clock, sender)
    for event in (said(*QUESTION), said(*ANSWER)):
        await companion.receive(event)
    for number in range(RETIRE_AFTER + 1):
        await companion.receive(said(21.0 + number / 4, "dee", "The hall is booked.", None))
    return companion


async def _keeps_its_words(store: Store, other: Store) -> None:
    await _retired(store)
    asked = await store.questions(ROOM)
    assert [each.text for each in asked] == [QUESTION[2]]
    room = await store.look(ROOM)
    assert room is not None
    assert not room.questions
    await _companion(other, FakeClock(START), FakeSender()).receive(said(10.0, "ben", "ok", None))
    assert [each.text for each in await store.questions(ROOM)] == [QUESTION[2]]
    room = await store.look(ROOM)
    assert room is not None
    assert [each.seq for each in room.turns] == list(range(5, 69))


def _companion(store: Store, clock: FakeClock, sender: FakeSender) -> Companion:
    """A new process, as far as memory goes."""
    return Companion(store, build_tracker(b"key")[0], clock, {"fake": sender})


async def _opened(store: Store, clock: FakeClock, sender: FakeSender) -> None:
    """A meeting with a convener who is ready."""
    companion = _companion(store, clock, sender)
    talk = Talk()
    for event in talk.opening():
        await companion.receive(event)
        await companion.outbox.run_due()
    room = await companion.look(ROOM)
    assert room is not None
    for event in talk.practice(room):
        await companion.receive(event)
    await companion.outbox.run_due()


async def _ended(store: Store, clock: FakeClock, sender: FakeSender) -> tuple[Room, list[str]]:
    """The room an hour later, and the cards that were sent."""
    companion = _companion(store, clock, sender)
    while (due := await store.next_wake()) is not None and due <= START + 3600.0:
        clock.at = max(clock.at, due)
        await companion.wake_ups.run_due()
        await companion.outbox.run_due()
    room = await store.look(ROOM)
    assert room is not None
    return room, sender.kinds


async def _told(store: Store, talk: list[MessagePosted]) -> tuple[Room, list[str]]:
    """The same in the order of time, by one process."""
    clock, sender = FakeClock(START), FakeSender()
    await _opened(store, clock, sender)
    companion = _companion(store, clock, sender)
    for event in talk:
        await companion.receive(event)
    return await _ended(store, clock, sender)
