"""Passes to boards: entered once, valid in their time, and gone with what they were for."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.room import Convener
from bot.runtime.ports import Pass
from storage import SqlStore, open_store
from storage.passes import AT_MOST

ROOM, OTHER = "fake/one", "fake/two"


@pytest.fixture
async def store(database: str) -> AsyncIterator[SqlStore]:
    """A store with two rooms that Cora and Ben convene."""
    async with open_store(database) as opened:
        for name in (ROOM, OTHER):
            async with opened.unit(name) as unit:
                for who in ("cora", "ben"):
                    unit.room.conveners[who] = Convener(member=who, accepted=True)
                await unit.commit()
        yield opened


def _pass(name: str, *, room: str = ROOM, member: str = "cora", until: float = 100.0) -> Pass:
    return Pass(id=name, room=room, member=member, until=until)


async def _entered(store: SqlStore, *granted: Pass) -> None:
    for each in granted:
        await store.passes.issue(each)
        assert await store.passes.enter(each.room, each.id, 1.0)


async def test_a_pass_is_entered_on_once_and_in_time(store: SqlStore) -> None:
    """It is valid from then until its end, in its own room."""
    for name in ("p1", "late"):
        await store.passes.issue(_pass(name))
    assert await store.passes.valid(ROOM, 50.0) == frozenset()
    assert not await store.passes.enter(OTHER, "p1", 50.0)
    assert await store.passes.enter(ROOM, "p1", 50.0)
    assert not await store.passes.enter(ROOM, "p1", 50.0)
    assert not await store.passes.enter(ROOM, "late", 100.0)
    assert not await store.passes.enter(ROOM, "never issued", 50.0)
    assert await store.passes.valid(ROOM, 99.0) == {"p1"}
    assert await store.passes.valid(ROOM, 100.0) == frozenset()
    assert await store.passes.valid(OTHER, 50.0) == frozenset()


async def test_taking_back_ends_all_of_one_member_in_one_room(store: SqlStore) -> None:
    """Another's stay, and theirs elsewhere; dropping ends one."""
    await _entered(store, _pass("a"), _pass("b"), _pass("c", member="ben"), _pass("d", room=OTHER))
    await store.passes.issue(_pass("unopened"))
    assert await store.passes.revoke(ROOM, "cora") == 3
    assert await store.passes.revoke(ROOM, "cora") == 0
    assert await store.passes.valid(ROOM, 1.0) == {"c"}
    assert await store.passes.valid(OTHER, 1.0) == {"d"}
    await store.passes.drop(ROOM, "c")
    assert await store.passes.valid(ROOM, 1.0) == frozenset()


async def test_of_too_many_those_end_that_would_end_first(store: SqlStore) -> None:
    """Whoever asks again and again keeps the latest."""
    await _entered(store, _pass("ben's", member="ben"))
    await _entered(store, *(_pass(f"p{n}", until=100.0 + n) for n in range(AT_MOST + 5)))
    latest = {f"p{n}" for n in range(5, AT_MOST + 5)}
    assert await store.passes.valid(ROOM, 1.0) == {*latest, "ben's"}


async def test_whoever_convenes_no_more_loses_theirs(store: SqlStore) -> None:
    """With the commit that ends it; others in the room keep theirs."""
    await _entered(store, _pass("a"), _pass("b", member="ben"), _pass("c", room=OTHER))
    async with store.unit(ROOM) as unit:
        del unit.room.conveners["cora"]
        await unit.commit()
    assert await store.passes.valid(ROOM, 1.0) == {"b"}
    assert await store.passes.valid(OTHER, 1.0) == {"c"}


async def test_they_go_with_the_room_the_person_and_the_time(store: SqlStore) -> None:
    """Purging a room, forgetting somebody on a platform, and the hourly purge."""
    await _entered(store, _pass("a"), _pass("b", member="ben", until=300.0))
    await _entered(store, _pass("c", room=OTHER, until=300.0))
    assert await store.care.passes_of(ROOM, "cora") == 1
    assert await store.purge(100.0) == 1
    assert await store.care.passes_of(ROOM, "cora") == 0
    await store.care.erase_passes("elsewhere", "ben")
    assert await store.passes.valid(ROOM, 1.0) == {"b"}
    await store.care.erase_passes("fake", "ben")
    assert await store.passes.valid(ROOM, 1.0) == frozenset()
    await store.care.purge_rooms(OTHER)
    assert await store.passes.valid(OTHER, 1.0) == frozenset()
