"""Nothing is kept longer than was promised (product.md, rules 3 and 9)."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.question import Ending, Held, Question, State
from bot.domain.room import Card, Meeting
from bot.domain.settings import RoomSettings
from bot.domain.turn import Turn
from bot.runtime.ports import Outcome
from storage import SqlStore, open_store
from storage.lifetimes import KEYS_KEPT, PLACES_KEPT, WEEK, without_private_marks
from storage.retention import BATCH
from tests.storage.contract import ROOM, card, claim, commit, parcel, question

DAY = 86400.0
NOW = 100 * DAY


@pytest.fixture
async def store(database: str) -> AsyncIterator[SqlStore]:
    """An empty store."""
    async with open_store(database) as store:
        yield store


async def _meet(store: SqlStore, *cards: Card, ended_at: float | None = None) -> None:
    """A meeting with these cards, and its end."""
    meeting = Meeting(id="monday", started_at=50.0)
    async with store.unit(ROOM) as unit:
        unit.room.meeting = meeting
        unit.room.cards |= {each.id: each for each in cards}
        await unit.commit()
    if ended_at is not None:
        async with store.unit(ROOM) as unit:
            unit.room.meeting = None
            unit.room.last_meeting = replace(meeting, ended_at=ended_at)
            await unit.commit()


async def _cards(store: SqlStore) -> list[str]:
    room = await store.look(ROOM)
    assert room is not None
    return list(room.cards)


# --- cards -----------------------------------------------------------------------------------


async def test_a_meetings_cards_go_a_week_after_it(store: SqlStore) -> None:
    """Not a moment before, and however long it lasted."""
    await _meet(store, card("a", meeting="monday"), ended_at=NOW)
    assert await store.purge(NOW + WEEK - 1) == 0
    assert await _cards(store) == ["a"]
    assert await store.purge(NOW + WEEK) == 1
    assert await _cards(store) == []


async def test_a_running_meeting_keeps_its_cards(store: SqlStore) -> None:
    """Whatever day it is."""
    await _meet(store, card("a", meeting="monday"))
    assert await store.purge(NOW + 5 * WEEK) == 0
    assert await _cards(store) == ["a"]


async def test_a_press_after_the_meeting_doesnt_keep_a_card(store: SqlStore) -> None:
    """Neither just after it, nor when other meetings have come and gone."""
    await _meet(store, card("a", meeting="monday"), ended_at=NOW)
    for meeting in ("monday", "tuesday"):
        async with store.unit(ROOM) as unit:
            unit.room.last_meeting = Meeting(id=meeting, started_at=50.0, ended_at=NOW)
            unit.room.cards["a"] = replace(unit.room.cards["a"], shown=True)
            await unit.commit()
            unit.room.cards["a"] = replace(unit.room.cards["a"], closed="Done.")
    assert await store.purge(NOW + WEEK) == 1


async def test_a_card_outside_meetings_goes_a_week_after_it_was_made(store: SqlStore) -> None:
    """A practice card, or a digest."""
    await _meet(store, card("a"))
    assert await store.purge(100.0 + WEEK - 1) == 0
    assert await store.purge(100.0 + WEEK) == 1


async def test_a_delivery_is_remembered_as_long_as_its_card(store: SqlStore) -> None:
    """The card may still have to be corrected in place."""
    await commit(store, parcel("a"))
    async with store.unit(ROOM) as unit:
        await unit.settle(parcel("a"), Outcome.DELIVERED, "ref")
        await unit.commit()
    await _meet(store, card("a", meeting="monday"))
    assert await store.purge(100.0 + 2 * WEEK) == 0
    assert await store.sent_ref(ROOM, "a") == "ref"
    await _meet(store, ended_at=100.0 + 2 * WEEK)
    assert await store.purge(100.0 + 3 * WEEK) == 2
    assert await store.sent_ref(ROOM, "a") is None


async def test_a_parcel_that_waits_is_kept(store: SqlStore) -> None:
    """However long it waits."""
    await commit(store, parcel("a"))
    assert await store.purge(NOW) == 0
    assert await claim(store, NOW) == ["a"]


# --- questions -------------------------------------------------------------------------------


async def _ask(store: SqlStore, *questions: Question, retention: float = 30 * DAY) -> None:
    """Questions, of which those that don't wait any more retire."""
    async with store.unit(ROOM) as unit:
        unit.room.settings = RoomSettings(retention_seconds=retention)
        for each in questions:
            if each.waiting:
                unit.room.questions[each.id] = each
            else:
                await unit.retire(each)
        await unit.commit()


async def test_questions_go_when_their_time_is_over(store: SqlStore) -> None:
    """In memory or out of it, by the room's own setting."""
    old = question(1, asked_at=NOW)
    retired = replace(question(2, asked_at=NOW + 1), state=State.FOLLOWED)
    young = question(3, asked_at=NOW + DAY)
    await _ask(store, old, retired, young, retention=10 * DAY)
    assert await store.purge(NOW + 10 * DAY) == 0
    assert await store.purge(NOW + 10 * DAY + 0.5) == 1
    assert [each.id for each in await store.questions(ROOM)] == ["m2", "m3"]
    assert await store.purge(NOW + 10 * DAY + 2) == 1
    assert [each.id for each in await store.questions(ROOM)] == ["m3"]
    room = await store.look(ROOM)
    assert room is not None
    assert list(room.questions) == ["m3"]


async def test_a_shorter_retention_counts_for_what_is_there_already(store: SqlStore) -> None:
    """The promise in the notice holds for every question."""
    await _ask(store, question(1, asked_at=NOW))
    assert await store.purge(NOW + 20 * DAY) == 0
    await _ask(store, retention=10 * DAY)
    assert await store.purge(NOW + 20 * DAY) == 1


async def test_many_questions_go_in_batches(store: SqlStore) -> None:
    """All of them, in the end."""
    many = (replace(question(each), state=State.FOLLOWED) for each in range(BATCH + 50))
    await _ask(store, *many)
    assert await store.purge(NOW) == BATCH + 50
    assert await store.questions(ROOM) == []


async def test_remembered_messages_go_with_the_questions(store: SqlStore) -> None:
    """A room that has fallen silent doesn't remember for ever who spoke."""
    async with store.unit(ROOM) as unit:
        unit.room.turns.append(Turn(id="m1", at=NOW, seq=1, author="ana"))
        unit.room.turns.append(Turn(id="m2", at=NOW + 1, seq=2, author="ana"))
        await unit.commit()
    assert await store.purge(NOW + 30 * DAY + 0.5) == 1
    room = await store.look(ROOM)
    assert room is not None
    assert [each.id for each in room.turns] == ["m2"]


MARKED = replace(
    question(1),
    state=State.SETTLED,
    meeting="monday",
    chosen_at=120.0,
    held_by=Held.BUDGET,
    heard_too=("zoe",),
    ending=Ending.PRIVATELY,
    claimed_by="cora",
    claim_returned=True,
)


async def test_what_a_convener_did_is_forgotten_a_week_after_the_meeting(store: SqlStore) -> None:
    """Neither that they were nudged, nor what they pressed; the question stays."""
    await _ask(store, MARKED, retention=NOW * 2)
    await _meet(store, ended_at=NOW)
    assert await store.purge(NOW + WEEK - 1) == 0
    assert await store.purge(NOW + WEEK) == 1
    assert await store.questions(ROOM) == [without_private_marks(MARKED)]
    assert await store.purge(NOW + WEEK) == 0


def test_private_marks_are_all_that_tells_of_a_nudge_or_a_press() -> None:
    """What was said in the room stays as it was."""
    bare = without_private_marks(MARKED)
    assert bare == replace(question(1), state=State.SETTLED, meeting="monday")


async def test_a_question_that_is_still_in_play_keeps_its_marks(store: SqlStore) -> None:
    """They keep it from being nudged about twice."""
    waiting = replace(question(1), chosen_at=120.0, meeting="monday")
    await _ask(store, waiting, retention=NOW * 2)
    await _meet(store, ended_at=NOW)
    assert await store.purge(NOW + 2 * WEEK) == 0
    assert await store.questions(ROOM) == [waiting]


# --- the rest --------------------------------------------------------------------------------


async def test_keys_of_events_go_after_a_week(store: SqlStore) -> None:
    """No platform delivers again after that."""
    async with store.unit(ROOM) as unit:
        await unit.first_time("old", NOW)
        await unit.first_time("young", NOW + DAY)
        await unit.commit()
    assert await store.purge(NOW + KEYS_KEPT + 1) == 1
    async with store.unit(ROOM) as unit:
        assert await unit.first_time("old", NOW)
        assert not await unit.first_time("young", NOW)


async def test_conveners_days_go_when_they_are_over_everywhere(store: SqlStore) -> None:
    """By then it is another day in every time zone."""
    async with store.unit(ROOM) as unit:
        for day in ("1970-04-10", "1970-04-11"):
            await unit.reserve_place("cora", day, 1)
        await unit.commit()
    assert await store.purge(NOW + PLACES_KEPT) == 1
    async with store.unit(ROOM) as unit:
        assert not await unit.reserve_place("cora", "1970-04-11", 1)


async def test_an_empty_store_is_tidy(store: SqlStore) -> None:
    """There is nothing to do."""
    assert await store.purge(NOW) == 0
