"""A minute of a busy workspace with one of each trouble; and a soak that goes wrong says so."""

import random
from collections import deque
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from adapters.slack.address import Address, block_id
from bot.config import load
from bot.domain.question import State
from bot.runtime.ports import Outcome
from storage import open_store
from tests.runtime.conftest import Rig
from tests.runtime.fakes import ROOM
from tests.soak.process import Heed, Sample, Stop
from tests.soak.stored import Stored, left_claimed, waiting
from tests.soak.talk import End, Json, Plan, talk
from tests.soak.telling import Teller
from tests.soak.trial import SETTINGS, Soaked, soak
from tests.soak.troubles import database, short
from tests.soak.undisturbed import Due, opening, told, truth
from tests.soak.verdict import closed_cards, judge
from tests.soak.workspace import Shown, Workspace

SMALL = Plan(
    rooms=60, rate=10.0, seconds=60.0, patience="4 messages, 1m", due=45.0, late=8.0, seed=7
)
START = 1_795_000_000.0  # a Friday, 09:06 UTC
OVER = START + SMALL.seconds + 10.0


@pytest.mark.soak
async def test_a_minute_with_one_of_each_trouble_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Killed, without its database, stopped and without Slack: everything comes, once, and it ends.

    The process is the one that runs (`python -m bot run`), on SQLite; the clock is the real one.
    """
    with database("sqlite", tmp_path) as (url, away):
        soaked = await soak(tmp_path, url, away, SMALL, short(), lambda _: None)
    verdict = judge(soaked)
    assert verdict.faults == ()
    assert int(str(verdict.figures["nudges due"])) > 20
    assert int(str(verdict.figures["refused or unanswered, told again"])) > 0
    assert soaked.workspace.mishaps.total() > 20
    assert soaked.heed.kills >= 1
    assert len(soaked.heed.stops) == 2


# --- a soak that goes wrong ------------------------------------------------------------------


@pytest.fixture(name="soaked", scope="module")
def _soaked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Soaked]:
    """What a soak looks like in which nothing happens: as an undisturbed run."""
    plan = replace(SMALL, rooms=20, rate=4.0)
    said = talk(plan, START)
    settings = load({**SETTINGS, "HEED_PATIENCE": plan.patience}, None).room()
    openings = [opening(number, START - 1.0, settings) for number in range(plan.rooms)]
    found = truth(openings, [event for each in said.happenings for event in told(each)], OVER)
    folder = tmp_path_factory.mktemp("soak")

    def make() -> Soaked:
        heed = Heed(folder, {}, 0)
        heed.starts.append(START)
        teller = Teller("", random.Random(7))  # noqa: S311 - mishaps
        teller.counts.sent = len(said.happenings)
        made = Soaked(
            plan=plan,
            talk=said,
            settled=True,
            ended=OVER,
            heed=heed,
            teller=teller,
            workspace=Workspace(),
            presses=[],
            truth=found,
            stored=Stored(
                keys=frozenset(each.key for each in said.happenings),
                outcomes={},
                rooms=found.rooms,
                questions={each: list(found.questions(each).values()) for each in found.rooms},
            ),
            claimed=[],
            happened=[],
        )
        for due, ts in zip(found.due.values(), count(1), strict=False):
            _show(made, due, f"{ts}.0")
        return made

    return make


def _show(soaked: Soaked, due: Due, ts: str) -> None:
    """Let a card stand on Slack, with buttons unless it is closed."""
    room, card = due.room, due.parcel.removeprefix("send ")
    name = block_id(Address(room=room, card=card), 1)
    blocks: list[Json] = [] if due.mark in closed_cards(soaked) else [{"block_id": name}]
    channel = f"D{card.rpartition(':')[2]}"
    soaked.workspace.messages.setdefault(channel, []).append({"ts": ts, "blocks": blocks})
    shown = Shown(mark=due.mark, channel=channel, ts=ts, at=due.at + 0.5, blocks=blocks)
    soaked.workspace.shown.setdefault(due.mark, []).append(shown)


def _first(soaked: Soaked) -> Due:
    return next(iter(soaked.truth.due.values()))


def test_where_nothing_is_amiss_nothing_is_said(soaked: Callable[[], Soaked]) -> None:
    """Every way in which a question can end is among it, and its nudges were half a second late."""
    made = soaked()
    verdict = judge(made)
    assert verdict.passed
    assert (
        verdict.figures["nudges delivered"] == verdict.figures["nudges due"] == len(made.truth.due)
    )
    assert set(made.talk.ends.values()) == set(End)
    assert verdict.figures["nudges late by, s (median, 99 %, at most)"] == [0.5, 0.5, 0.5]


def test_a_lost_nudge_is_found(soaked: Callable[[], Soaked]) -> None:
    """It was due, and isn't there."""
    made = soaked()
    due = _first(made)
    del made.workspace.shown[due.mark]
    assert judge(made).faults == (f"lost: {due.room} {due.parcel}",)


def test_a_nudge_that_was_overtaken_isnt_lost(soaked: Callable[[], Soaked]) -> None:
    """Heed says that there was nothing left to tell, and so says the undisturbed run."""
    made = soaked()
    mark = next(iter(sorted(closed_cards(made))))
    due = made.truth.due[mark]
    del made.workspace.shown[mark]
    outcomes = {(due.room, due.parcel): Outcome.POINTLESS.value}
    stored = replace(made.stored, outcomes=outcomes)
    verdict = judge(replace(made, stored=stored))
    assert verdict.passed
    assert verdict.figures["taken up before their card went out"] == 1


def test_a_doubled_nudge_is_found(soaked: Callable[[], Soaked]) -> None:
    """The same mark stands twice."""
    made = soaked()
    due = _first(made)
    _show(made, due, "99.0")
    assert judge(made).faults == (f"doubled: {due.room} {due.parcel}",)


def test_an_undue_nudge_is_found(soaked: Callable[[], Soaked]) -> None:
    """Nobody should have been nudged about it, or it is the same once more by another mark."""
    made = soaked()
    due = replace(_first(made), mark="another")
    _show(made, due, "99.0")
    (fault,) = judge(made).faults
    assert fault == f"undue: {due.room} {due.parcel.removeprefix('send ')}"


def test_a_card_that_wasnt_corrected_is_found(soaked: Callable[[], Soaked]) -> None:
    """It still has its buttons."""
    made = soaked()
    mark = next(iter(sorted(closed_cards(made))))
    due, (shown,) = made.truth.due[mark], made.workspace.shown[mark]
    name = block_id(Address(room=due.room, card="c"), 1)
    made.workspace.now_at(shown)["blocks"] = [{"block_id": name}]
    assert judge(made).faults == (f"not corrected: {due.room} {due.parcel}",)


def test_an_event_that_wasnt_applied_is_found(soaked: Callable[[], Soaked]) -> None:
    """Neither its key nor what it told is there."""
    made = soaked()
    lost = made.talk.happenings[0].key
    stored = replace(made.stored, keys=made.stored.keys - {lost})
    verdict = judge(replace(made, stored=stored))
    assert verdict.faults == (f"not applied: {lost}",)
    assert verdict.figures["lost"] == 1


def test_a_room_that_stands_otherwise_is_found(soaked: Callable[[], Soaked]) -> None:
    """A question in another state, and a room whose messages aren't there."""
    made = soaked()
    name = _first(made).room
    asked = [replace(each, state=State.WITHDRAWN) for each in made.stored.questions[name]]
    questions = {**made.stored.questions, name: asked}
    (fault,) = judge(replace(made, stored=replace(made.stored, questions=questions))).faults
    assert "withdrawn, not " in fault
    rooms = {each: room for each, room in made.stored.rooms.items() if each != name}
    (fault,) = judge(replace(made, stored=replace(made.stored, rooms=rooms))).faults
    told = sorted(each.id for each in made.truth.rooms[name].turns)
    assert fault == f"messages of {name}: [] out of place, {told} missing"
    (first, *_, last), moved = told, copy(made.stored.rooms[name])
    moved.turns = deque(sorted(moved.turns, key=lambda each: each.id, reverse=True))
    rooms = {**made.stored.rooms, name: moved}
    (fault,) = judge(replace(made, stored=replace(made.stored, rooms=rooms))).faults
    assert first in fault
    assert last in fault
    assert fault.endswith(" out of place, [] missing")


def test_what_doesnt_come_to_rest_is_found(soaked: Callable[[], Soaked]) -> None:
    """Something is still under way long after the last word."""
    faults = judge(replace(soaked(), settled=False)).faults
    assert faults == ("not all was taken in and delivered in time",)


def test_a_slow_or_failed_stop_is_found(soaked: Callable[[], Soaked]) -> None:
    """Ten seconds are the most, and the exit code is 0."""
    made = soaked()
    made.heed.stops += [Stop(seconds=9.9, code=0), Stop(seconds=10.1, code=0)]
    made.heed.stops.append(Stop(seconds=1.0, code=-9))
    assert judge(made).faults == ("a stop took 10.1 s, code 0", "a stop took 1.0 s, code -9")


@pytest.mark.parametrize(
    ("memory", "files", "faults"),
    [
        (0.0, 0, ()),
        (1.0, 0, ()),
        (3.0, 0, ("memory grew from 252 to 278 MB",)),
        (0.0, 1, ()),
        (0.0, 2, ("open files grew from 52 to 70",)),
    ],
)
def test_what_grows_without_an_end_is_found(
    soaked: Callable[[], Soaked], memory: float, files: int, faults: tuple[str, ...]
) -> None:
    """In a life of five minutes, after its first one; so much more each ten seconds."""
    made = soaked()
    made.heed.samples += [
        Sample(at=START + 10.0 * each, memory=200.0 + memory * each, files=10 + files * each)
        for each in range(1, 31)
    ]
    assert judge(made).faults == faults


async def test_a_parcel_that_a_stop_left_claimed_is_found(tmp_path: Path) -> None:
    """One that was put off, since its delivery had failed, isn't among them, nor what is due."""
    url = f"sqlite:///{tmp_path}/heed.db"
    async with open_store(url) as store:
        rig = Rig(store)
        await rig.ask_and_wait()
        now = rig.clock.at
        (claimed,) = await store.claim_parcels(now, now + 6.0)
        put_off = {"event": "not delivered yet", "room": ROOM, "parcel": "send m1", "attempts": 1}
        assert await left_claimed(url, (), now) == [f"{ROOM} send m1"]
        assert await left_claimed(url, [put_off], now) == []
        assert await waiting(url) == 1
        await store.postpone(claimed, now)
        assert await left_claimed(url, (), now) == []


def test_a_log_that_broke_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """A kill may come in the middle of a line."""
    heed = Heed(tmp_path, {}, 0)
    heed.log.write_text('{"event": "one"}\n{"eve{"event": "lost"}\n{"event": "two"}\n{"ev')
    assert [each["event"] for each in heed.said()] == ["one", "two"]
