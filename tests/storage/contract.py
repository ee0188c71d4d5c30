"""What every store must do, whatever it is made of."""

import asyncio
from collections.abc import Collection
from dataclasses import replace

import pytest

from bot.domain.events import MessageDeleted, PlaceAnswered, WakeUp
from bot.domain.hearing import Heard
from bot.domain.journal import Entry, Page, Told
from bot.domain.question import Kind, Question, State
from bot.domain.remembered import Said
from bot.domain.room import Card, Convener, Meeting, Member, Pace, Purpose, Room
from bot.domain.settings import RoomSettings
from bot.domain.turn import Cue, Turn
from bot.runtime.ports import Backlog, Errand, Failure, Outcome, Parcel, Store

ROOM = "fake/room"
DAY = "2026-11-22"


def question(number: int, *, asked_at: float = 100.0) -> Question:
    """A question that was asked."""
    return Question(
        id=f"m{number}",
        message=f"m{number}",
        asker="ana",
        asked_at=asked_at,
        seq=number,
        run_seq=number,
        kind=Kind.INQUIRY,
        confidence=0.75,
        tracked=True,
        text=f"Why {number}?",
    )


def said(number: int) -> Said:
    """A message that was heard."""
    turn = Turn(id=f"m{number}", at=100.0, seq=0, author="ana", words=((7, 0.5),))
    heard = Heard(kind=Kind.CONCERN, confidence=0.75, tracked=True, text="", words=((7, 0.5),))
    return Said(room=ROOM, at=100.0, turn=turn, heard=(heard,), topic="")


def card(name: str, *, meeting: str | None = None) -> Card:
    """A card that was made."""
    return Card(id=name, to="cora", purpose=Purpose.NUDGE, made_at=100.0, meeting=meeting)


def parcel(name: str, *, room: str = ROOM, due_at: float = 100.0, card: str = "") -> Parcel:
    """A card that is to be sent."""
    return Parcel(
        room=room, id=name, errand=Errand.SEND_CARD, due_at=due_at, to="cora", card=card or name
    )


def fill(room: Room) -> None:
    """Let there be something of everything in the room."""
    room.settings = RoomSettings(run_by="The library", time_zone="Europe/London")
    room.members = {name: Member(id=name, name=name.title()) for name in ("zoe", "ana", "cora")}
    room.conveners = {"cora": Convener(member="cora", accepted=True)}
    room.meeting = Meeting(id="monday", started_at=90.0, heard_too_by=(("zoe", 1),))
    room.turns.extend(
        Turn(id=f"m{each}", at=100.0, seq=each, author="ana", cues=frozenset({Cue.ASKS}))
        for each in (9, 10, 8)
    )
    room.questions = {
        f"m{each}": replace(question(each), seq=place, run_seq=place)
        for place, each in enumerate((9, 10, 8))
    }
    room.cards = {name: card(name) for name in ("second", "first")}
    room.pace = Pace(gap=12.5)
    room.now = room.wake_at = 160.25


async def commit(store: Store, *parcels: Parcel, room: str = ROOM) -> None:
    """Post parcels in a room."""
    async with store.unit(room) as unit:
        for each in parcels:
            await unit.post(each)
        await unit.commit()


async def claim(store: Store, now: float = 100.0, busy: Collection[str] = ()) -> list[str]:
    """The ids of the parcels that can be claimed now, for ten seconds."""
    found = await store.claim_parcels(now, now + 10.0, busy=busy)
    return [each.id for each in found]


class StoreContract:
    """Run on every store; a subclass has a fixture `store`, which is empty."""

    # --- rooms -------------------------------------------------------------------------------

    async def test_a_room_nobody_spoke_of_isnt_there(self, store: Store) -> None:
        """Looking makes nothing."""
        assert await store.look(ROOM) is None
        assert await store.rooms() == []
        assert await store.questions(ROOM) == []

    async def test_a_committed_room_is_read_as_it_was(self, store: Store) -> None:
        """All of it, in the order in which it was remembered."""
        async with store.unit(ROOM) as unit:
            assert unit.room == Room(id=ROOM)
            fill(unit.room)
            await unit.commit()
        expected = Room(id=ROOM)
        fill(expected)
        for room in (await store.look(ROOM), await store.look(ROOM)):
            assert room == expected
            assert list(room.members) == list(expected.members)
            assert list(room.questions) == list(expected.questions)
            assert list(room.cards) == list(expected.cards)
            assert room.turns.maxlen == expected.turns.maxlen
        assert await store.rooms() == [ROOM]

    async def test_changes_of_every_kind_are_kept(self, store: Store) -> None:
        """What was added, replaced and removed, in this unit and the next."""
        async with store.unit(ROOM) as unit:
            fill(unit.room)
            await unit.commit()
        async with store.unit(ROOM) as unit:
            room = unit.room
            room.members["ana"] = Member(id="ana", name="Ana Maria")
            room.turns.popleft()
            room.turns.append(Turn(id="m11", at=110.0, seq=11, author="zoe"))
            room.turns[0] = replace(room.turns[0], length=7)
            del room.cards["second"]
            room.questions["m9"] = replace(room.questions["m9"], others=3)
            room.meeting, room.last_meeting = None, room.meeting
            room.wake_at = None
            expected = replace(room)
            await unit.commit()
        async with store.unit(ROOM) as unit:
            assert unit.room == expected
        assert await store.look(ROOM) == expected

    async def test_nothing_is_kept_without_a_commit(self, store: Store) -> None:
        """Neither the room, nor a key, nor a place, nor a parcel."""
        async with store.unit(ROOM) as unit:
            fill(unit.room)
            await unit.first_time("e1", 100.0)
            await unit.reserve_place("cora", DAY, 1)
            await unit.post(parcel("p1"))
        assert await store.look(ROOM) is None
        assert await claim(store) == []
        async with store.unit(ROOM) as unit:
            assert await unit.first_time("e1", 100.0)
            assert await unit.reserve_place("cora", DAY, 1)
            assert unit.posted == 0

    async def test_nothing_is_kept_after_an_error(self, store: Store) -> None:
        """What a unit had changed in memory is forgotten too."""
        async with store.unit(ROOM) as unit:
            fill(unit.room)
            await unit.commit()
        before = await store.look(ROOM)
        with pytest.raises(LookupError):
            await self._fail(store)
        assert await store.look(ROOM) == before
        async with store.unit(ROOM) as unit:
            assert unit.room == before

    async def _fail(self, store: Store) -> None:
        async with store.unit(ROOM) as unit:
            unit.room.questions.clear()
            unit.room.seq = 99
            raise LookupError

    async def test_a_look_is_ones_own(self, store: Store) -> None:
        """Whoever changes what they looked at changes nothing."""
        await commit(store)
        looked = await store.look(ROOM)
        assert looked is not None
        fill(looked)
        assert await store.look(ROOM) == Room(id=ROOM)

    async def test_units_on_a_room_come_one_after_the_other(self, store: Store) -> None:
        """Each sees what the one before it committed."""

        async def count() -> None:
            async with store.unit(ROOM) as unit:
                seq = unit.room.seq
                await asyncio.sleep(0)
                unit.room.seq = seq + 1
                await unit.commit()

        await asyncio.gather(*(count() for _ in range(10)))
        room = await store.look(ROOM)
        assert room is not None
        assert room.seq == 10

    @pytest.mark.parametrize("deadline", [None, 160.25])
    async def test_a_deadline_that_was_put_off_can_be_put_right(
        self, store: Store, deadline: float | None
    ) -> None:
        """By a unit that changes nothing else, whatever was done to its room."""
        async with store.unit(ROOM) as unit:
            fill(unit.room)
            unit.room.wake_at = deadline
            await unit.commit()
        before = await store.look(ROOM)
        await store.put_off(ROOM, 170.0)
        async with store.unit(ROOM) as unit:
            unit.room.cards.clear()
            await unit.reschedule()
        assert await store.next_wake() == deadline
        assert await store.look(ROOM) == before

    # --- keys and places ---------------------------------------------------------------------

    async def test_a_key_is_new_once_in_its_room(self, store: Store) -> None:
        """The same key in another room is another event."""
        async with store.unit(ROOM) as unit:
            assert await unit.first_time("e1", 100.0)
            assert not await unit.first_time("e1", 100.0)
            await unit.commit()
        async with store.unit(ROOM) as unit:
            assert not await unit.first_time("e1", 200.0)
        async with store.unit("fake/other") as unit:
            assert await unit.first_time("e1", 100.0)

    async def test_a_day_has_only_so_many_places(self, store: Store) -> None:
        """For one convener, over all rooms of a platform."""
        granted = []
        for room in ("fake/a", "fake/b", "fake/c"):
            async with store.unit(room) as unit:
                granted.append(await unit.reserve_place("cora", DAY, 2))
                await unit.commit()
        assert granted == [True, True, False]
        async with store.unit(ROOM) as unit:
            assert not await unit.reserve_place("ben", DAY, 0)
            assert await unit.reserve_place("ben", DAY, 2)
            assert await unit.reserve_place("cora", "2026-11-23", 2)
        async with store.unit("elsewhere/a") as unit:
            assert await unit.reserve_place("cora", DAY, 2)

    async def test_places_arent_given_twice_when_many_ask_at_once(self, store: Store) -> None:
        """Rooms work side by side, and the limit still holds."""

        async def ask(room: str) -> bool:
            async with store.unit(room) as unit:
                granted = await unit.reserve_place("cora", DAY, 5)
                await asyncio.sleep(0)
                await unit.commit()
                return granted

        granted = await asyncio.gather(*(ask(f"fake/{number}") for number in range(20)))
        assert sum(granted) == 5

    async def test_calls_of_the_second_listener_run_out_for_the_room_and_for_all(
        self, store: Store
    ) -> None:
        """A room has so many a day, all rooms together so many, on whatever platform they are."""
        granted = []
        for room in ("fake/a", "fake/a", "fake/a", "elsewhere/b", "fake/c"):
            async with store.unit(room) as unit:
                granted.append(await unit.reserve_call(DAY, in_room=2, in_all=3))
                await unit.commit()
        assert granted == [True, True, False, True, False]
        async with store.unit("fake/a") as unit:
            assert await unit.reserve_call("2026-11-23", in_room=2, in_all=3)
            assert await unit.reserve_place("the second listener", DAY, 1)

    # --- questions ---------------------------------------------------------------------------

    async def test_a_retired_question_stays_in_the_store(self, store: Store) -> None:
        """In its last state, and out of the room's memory."""
        async with store.unit(ROOM) as unit:
            fill(unit.room)
            await unit.commit()
        async with store.unit(ROOM) as unit:
            gone = replace(unit.room.questions.pop("m10"), state=State.SETTLED)
            await unit.retire(gone)
            await unit.commit()
        room = await store.look(ROOM)
        assert room is not None
        assert list(room.questions) == ["m9", "m8"]
        assert [each.id for each in await store.questions(ROOM)] == ["m9", "m10", "m8"]
        assert (await store.questions(ROOM))[1] == gone

    async def test_retired_questions_are_found_by_their_message(self, store: Store) -> None:
        """Those that are still in memory aren't among them."""
        second = replace(question(1), id="m1#2")
        async with store.unit(ROOM) as unit:
            for each in (question(1), second, question(2)):
                await unit.retire(each)
            unit.room.questions["m3"] = question(3)
            await unit.commit()
        async with store.unit(ROOM) as unit:
            assert {each.id for each in await unit.retired({"m1"})} == {"m1", "m1#2"}
            assert {each.id for each in await unit.retired()} == {"m1", "m1#2", "m2"}
            assert {each.id for each in await unit.retired({"m1", "m2"})} == {"m1", "m1#2", "m2"}
            assert await unit.retired({"m3"}) == await unit.retired({"m4", "m5"}) == []
            assert await unit.retired(()) == []
            bare = replace(second, text=None)
            await unit.retire(bare)
            await unit.commit()
        assert await store.questions(ROOM) == [question(1), bare, question(2), question(3)]

    async def test_what_retired_in_the_same_transaction_is_found_too(self, store: Store) -> None:
        """In its last state, and not if it has come back."""
        async with store.unit(ROOM) as unit:
            for each in (question(1), question(2)):
                await unit.retire(each)
            await unit.commit()
        async with store.unit(ROOM) as unit:
            now = replace(question(1), text=None)
            await unit.retire(now)
            await unit.retire(question(3))
            unit.room.questions["m2"] = question(2)
            assert list(await unit.retired()) == [now, question(3)]
            assert list(await unit.retired({"m3"})) == [question(3)]

    async def test_a_question_that_was_never_in_memory_can_retire(self, store: Store) -> None:
        """Asked and over within one event."""
        async with store.unit(ROOM) as unit:
            await unit.retire(question(1))
            await unit.commit()
        assert await store.questions(ROOM) == [question(1)]

    async def test_a_retired_question_can_come_back(self, store: Store) -> None:
        """It is in the store once."""
        for _ in range(2):
            async with store.unit(ROOM) as unit:
                unit.room.questions["m1"] = question(1)
                await unit.commit()
            async with store.unit(ROOM) as unit:
                await unit.retire(unit.room.questions.pop("m1"))
                await unit.commit()
        async with store.unit(ROOM) as unit:
            await unit.retire(question(1))
            unit.room.questions["m1"] = question(1)
            await unit.commit()
        room = await store.look(ROOM)
        assert room is not None
        assert list(room.questions) == ["m1"]
        assert await store.questions(ROOM) == [question(1)]

    async def test_a_question_that_is_dropped_without_retiring_is_gone(self, store: Store) -> None:
        """A deletion deletes everywhere."""
        async with store.unit(ROOM) as unit:
            unit.room.questions["m1"] = question(1)
            await unit.commit()
        async with store.unit(ROOM) as unit:
            del unit.room.questions["m1"]
            await unit.commit()
        assert await store.questions(ROOM) == []

    async def test_questions_are_found_from_a_time_on(self, store: Store) -> None:
        """In the order asked."""
        async with store.unit(ROOM) as unit:
            for number, at in ((1, 300.0), (2, 100.0), (3, 200.0)):
                unit.room.questions[f"m{number}"] = question(number, asked_at=at)
            await unit.commit()
        assert [each.id for each in await store.questions(ROOM)] == ["m2", "m3", "m1"]
        assert [each.id for each in await store.questions(ROOM, since=200.0)] == ["m3", "m1"]

    # --- deadlines ---------------------------------------------------------------------------

    async def _wake_at(self, store: Store, room: str, at: float | None) -> None:
        async with store.unit(room) as unit:
            unit.room.wake_at = at
            await unit.commit()

    async def test_deadlines_are_found_earliest_first(self, store: Store) -> None:
        """Those that have come, and when the next one comes."""
        assert await store.next_wake() is None
        for room, at in (("fake/c", 300.0), ("fake/a", 200.0), ("fake/b", 100.0)):
            await self._wake_at(store, room, at)
        await self._wake_at(store, "fake/d", None)
        assert await store.next_wake() == 100.0
        assert await store.due_rooms(99.0) == []
        assert await store.due_rooms(200.0) == ["fake/b", "fake/a"]
        assert await store.due_rooms(200.0, limit=1) == ["fake/b"]
        await self._wake_at(store, "fake/b", None)
        assert await store.next_wake() == 200.0

    async def test_a_room_that_is_put_off_keeps_its_own_deadline(self, store: Store) -> None:
        """It is looked at later, and any commit looks at it in time again."""
        await self._wake_at(store, ROOM, 100.0)
        await store.put_off(ROOM, 500.0)
        assert await store.due_rooms(400.0) == []
        assert await store.next_wake() == 500.0
        room = await store.look(ROOM)
        assert room is not None
        assert room.wake_at == 100.0
        await commit(store)
        assert await store.due_rooms(100.0) == [ROOM]

    # --- the outbox --------------------------------------------------------------------------

    async def test_parcels_go_out_one_by_one_in_the_order_posted(self, store: Store) -> None:
        """Whatever their names are and whenever they are due."""
        await commit(store, parcel("b"), parcel("a", due_at=50.0), parcel("c"))
        for expected in ("b", "a", "c"):
            (taken,) = await store.claim_parcels(100.0, 110.0)
            assert taken.id == expected
            assert await claim(store) == []
            async with store.unit(ROOM) as unit:
                assert await unit.settle(taken, Outcome.DELIVERED, f"ref-{expected}")
                await unit.commit()
        assert await claim(store, 500.0) == []
        assert await store.next_delivery() is None

    async def test_a_parcel_is_in_the_outbox_once_for_ever(self, store: Store) -> None:
        """Also after it was delivered; the room's count goes by what was new."""
        async with store.unit(ROOM) as unit:
            await unit.post(parcel("a"))
            await unit.post(parcel("a"))
            assert unit.posted == 1
            await unit.settle(parcel("a"), Outcome.DELIVERED, "ref")
            await unit.post(parcel("a"))
            await unit.post(parcel("b"))
            assert unit.posted == 2
            await unit.commit()
        assert await claim(store) == ["b"]
        async with store.unit(ROOM) as unit:
            assert unit.posted == 2

    async def test_a_claimed_parcel_is_out_of_reach_until_its_claim_ends(
        self, store: Store
    ) -> None:
        """Then whoever took it is thought to have died; each time counts as an attempt."""
        await commit(store, parcel("a"))
        (first,) = await store.claim_parcels(100.0, 130.0)
        assert (first.attempts, first.due_at) == (1, 130.0)
        assert await store.next_delivery() == 130.0
        assert await claim(store, 129.0) == []
        (second,) = await store.claim_parcels(130.0, 160.0)
        assert second == replace(first, attempts=2, due_at=160.0)

    async def test_a_postponed_parcel_holds_up_its_room_alone(self, store: Store) -> None:
        """Order within a room, and no waiting beyond it."""
        await commit(store, parcel("a"), parcel("b"))
        await commit(store, parcel("c", room="fake/other"), room="fake/other")
        first, _ = await store.claim_parcels(100.0, 110.0)
        await store.postpone(first, 400.0)
        assert await claim(store, 399.0) == ["c"]
        assert await store.next_delivery() == 400.0
        assert await claim(store, 400.0, busy=["fake/other"]) == ["a"]

    async def test_busy_rooms_are_left_out_and_claims_are_bounded(self, store: Store) -> None:
        """The one that has been due for longest comes first."""
        for number in (3, 1, 2):
            room = f"fake/{number}"
            await commit(store, parcel("p", room=room, due_at=number), room=room)
        taken = await store.claim_parcels(100.0, 110.0, busy={"fake/1"}, limit=1)
        assert [each.room for each in taken] == ["fake/2"]
        taken = await store.claim_parcels(100.0, 110.0)
        assert [each.room for each in taken] == ["fake/1", "fake/3"]

    async def test_a_parcel_that_isnt_due_stays(self, store: Store) -> None:
        """Until it is."""
        await commit(store, parcel("a", due_at=200.0))
        assert await claim(store, 199.0) == []
        assert await store.next_delivery() == 200.0
        assert await claim(store, 200.0) == ["a"]

    async def test_a_parcel_ends_once(self, store: Store) -> None:
        """Whoever comes second is told."""
        await commit(store, parcel("a"))
        async with store.unit(ROOM) as unit:
            assert await unit.settle(parcel("a"), Outcome.FAILED)
            assert not await unit.settle(parcel("a"), Outcome.DELIVERED, "ref")
            assert not await unit.settle(parcel("unknown"), Outcome.DELIVERED, "ref")
            await unit.commit()
        assert await store.next_delivery() is None
        assert await store.sent_ref(ROOM, "a") is None

    async def test_a_delivered_card_has_a_reference(self, store: Store) -> None:
        """That of the card itself, not of its updates or of what was never sent."""
        update = replace(parcel("update", card="a"), errand=Errand.UPDATE_CARD)
        await commit(store, parcel("a"), update, parcel("b"), parcel("c"))
        async with store.unit(ROOM) as unit:
            await unit.settle(parcel("a"), Outcome.DELIVERED, "ref-a")
            await unit.settle(update, Outcome.DELIVERED, "ref-update")
            await unit.settle(parcel("b"), Outcome.POINTLESS)
            await unit.commit()
        found = [await store.sent_ref(ROOM, name) for name in ("a", "b", "c", "d")]
        assert found == ["ref-a", None, None, None]
        assert await store.sent_ref("fake/other", "a") is None

    async def test_what_was_taken_up_can_be_let_go(self, store: Store) -> None:
        """It is there at once, as often tried as before; what nobody took up yet has its time."""
        await commit(store, parcel("a"))
        await commit(store, parcel("b", room="fake/b", due_at=900.0), room="fake/b")
        (taken,) = await store.claim_parcels(100.0, 500.0)
        await store.release_parcels(120.0)
        assert await claim(store, now=119.0) == []
        (again,) = await store.claim_parcels(120.0, 500.0)
        assert (again.id, again.attempts) == (taken.id, taken.attempts + 1)
        assert not await store.postpone(taken, 130.0)
        async with store.unit(ROOM) as unit:
            await unit.settle(again, Outcome.DELIVERED)
            await unit.commit()
        await store.release_parcels(700.0)
        assert await claim(store, now=899.0) == []

    async def test_what_failed_for_good_is_told(self, store: Store) -> None:
        """Since a time, the latest first, and why; not what was delivered, nor what waits."""
        for number, room in enumerate((ROOM, "fake/b", "fake/c", "fake/d")):
            await commit(store, parcel("p", room=room, due_at=100.0 + number), room=room)
        outcomes = {ROOM: Outcome.FAILED, "fake/b": Outcome.FAILED, "fake/c": Outcome.DELIVERED}
        for room, outcome in outcomes.items():
            async with store.unit(room) as unit:
                await unit.settle(parcel("p", room=room), outcome, "archived")
                await unit.commit()
        one = Failure(room=ROOM, errand=Errand.SEND_CARD, at=100.0, why="archived")
        other = replace(one, room="fake/b", at=101.0)
        assert await store.failures(0.0) == [other, one]
        assert await store.failures(100.5) == [other]

    async def test_it_says_how_much_there_is(self, store: Store) -> None:
        """Rooms and waiting parcels, since when, and the earliest deadline; at first nothing."""
        assert await store.backlog() == Backlog(rooms=0, parcels=0)
        old = replace(parcel("old"), posted_at=90.0, trace="0f" * 16)
        unknown = parcel("of an older version")
        await commit(store, old, unknown)
        await commit(store, replace(parcel("new", room="fake/b"), posted_at=95.0), room="fake/b")
        async with store.unit(ROOM) as unit:
            fill(unit.room)
            await unit.commit()
        full = Backlog(rooms=2, parcels=3, oldest=90.0, due=160.25)
        assert await store.backlog() == full
        (taken, _) = await store.claim_parcels(100.0, 110.0)
        assert (taken, taken.trace) == (replace(old, due_at=110.0, attempts=1), old.trace)
        assert await store.backlog() == full
        async with store.unit(ROOM) as unit:
            await unit.settle(taken, Outcome.DELIVERED)
            await unit.commit()
        assert await store.backlog() == replace(full, parcels=2, oldest=95.0)

    async def test_only_a_parcel_that_nobody_took_up_is_awaited(self, store: Store) -> None:
        """One that is on its way may have been rendered already."""
        await commit(store, parcel("a"))
        async with store.unit(ROOM) as unit:
            assert await unit.awaited("a")
            assert not await unit.awaited("b")
        await claim(store)
        async with store.unit(ROOM) as unit:
            assert not await unit.awaited("a")

    async def test_follows_that_wait_can_be_dropped_and_reworded(self, store: Store) -> None:
        """Those about some questions, and all of the room's; nothing else is touched."""
        follows = [
            Parcel(
                room=room,
                id=f"follow {number}",
                errand=Errand.POST_FOLLOW,
                due_at=100.0,
                to="cora",
                question=f"m{number}",
                text=f"As Ana says, number {number}.",
            )
            for number, room in ((1, ROOM), (2, ROOM), (3, ROOM), (4, "fake/other"))
        ]
        notice = replace(follows[0], id="notice", errand=Errand.POST_NOTICE, text="Ana")
        for each in (*follows, notice):
            await commit(store, each, room=each.room)
        async with store.unit(ROOM) as unit:
            await unit.settle(follows[2], Outcome.DELIVERED)
            await unit.forget_follows(["m1", "m3", "m4"])
            await unit.reword_follows(lambda words: words.replace("Ana", "somebody"))
            await unit.forget_follows([])
            await unit.commit()
        async with store.unit(ROOM) as unit:
            assert not await unit.settle(follows[2], Outcome.DELIVERED)
        waiting: list[tuple[str, str]] = []
        for now in (100.0, 200.0, 300.0):
            for each in await store.claim_parcels(now, now + 10.0):
                waiting.append((each.id, each.text))
                async with store.unit(each.room) as unit:
                    await unit.settle(each, Outcome.DELIVERED)
                    await unit.commit()
        assert sorted(waiting) == [
            ("follow 2", "As somebody says, number 2."),
            ("follow 4", "As Ana says, number 4."),
            ("notice", "Ana"),
        ]

    async def test_a_parcel_comes_back_as_it_was(self, store: Store) -> None:
        """With all that its errand needs."""
        follow = Parcel(
            room=ROOM,
            id="follow",
            errand=Errand.POST_FOLLOW,
            due_at=100.0,
            to="cora",
            question="m1",
            text="Worth asking, “isn't it”? 🙂",
        )
        await commit(store, follow)
        taken = await store.claim_parcels(100.0, 110.0)
        assert taken == [replace(follow, due_at=110.0, attempts=1)]

    # --- journals ----------------------------------------------------------------------------

    async def test_a_journal_is_read_as_it_was_written(self, store: Store) -> None:
        """Its base whole, its pages in order, each event of its own kind."""
        base = Room(id=ROOM)
        fill(base)
        base.questions.clear()
        told = (
            Told(event=said(1)),
            Told(event=MessageDeleted(room=ROOM, at=101.0, id="m1"), said=("card first",)),
            Told(event=PlaceAnswered(room=ROOM, at=102.0, card="first", granted=True)),
            Told(event=WakeUp(room=ROOM, at=103.0), given=(card("first"),)),
        )
        await self.note(store, *told, base=base)
        await self.note(store, Told(event=said(2)))
        async with store.unit(ROOM) as unit:
            journal = await unit.journal()
            assert (unit.version, unit.pages) == (2, 3)
        assert journal is not None
        assert journal.base == base
        assert journal.base.turns.maxlen == base.turns.maxlen
        assert [(each.number, each.told) for each in journal.pages] == [
            (1, told),
            (2, (Told(event=said(2)),)),
        ]

    async def test_pages_that_are_void_go_and_a_journal_begins_anew(self, store: Store) -> None:
        """From a page on, or up to one; or all of it."""
        base = Room(id=ROOM)
        await self.note(store, Told(event=said(1)), base=base)
        for number in (2, 3, 4):
            await self.note(store, Told(event=said(number)))
        await self.note(store, Told(event=said(5)), void_from=4)
        assert await self.pages(store) == [1, 2, 3, 5]
        await self.note(store, Told(event=said(6)), base=base, first=3)
        assert await self.pages(store) == [3, 5, 6]
        async with store.unit(ROOM) as unit:
            assert unit.pages == 4
            await unit.note(Entry(page=None, at=100.0, void_from=0))
            assert await unit.journal() is None
            await unit.commit()
        async with store.unit(ROOM) as unit:
            assert unit.pages == 0

    async def test_without_a_commit_a_journal_stays_as_it_was(self, store: Store) -> None:
        """It tells of what was kept alone."""
        await self.note(store, Told(event=said(1)), base=Room(id=ROOM))
        async with store.unit(ROOM) as unit:
            await unit.note(Entry(page=Page(number=2, told=(Told(event=said(2)),)), at=100.0))
        assert await self.pages(store) == [1]

    async def note(
        self,
        store: Store,
        *told: Told,
        base: Room | None = None,
        first: int | None = None,
        void_from: int | None = None,
    ) -> None:
        """Let a room change, and tell its journal of that."""
        async with store.unit(ROOM) as unit:
            number = unit.version + 1
            page = Page(number=number, told=told)
            start = number if first is None else first
            await unit.note(Entry(page=page, at=100.0, base=base, first=start, void_from=void_from))
            await unit.commit()

    async def pages(self, store: Store) -> list[int]:
        """The numbers of a journal's pages."""
        async with store.unit(ROOM) as unit:
            journal = await unit.journal()
        return [each.number for each in journal.pages] if journal else []
