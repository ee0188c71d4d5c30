"""Figures after a meeting was played: what was counted, and that nobody is in them."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from adapters.metrics.figures import Figures
from bot.bootstrap.figures import Overview, beside
from bot.domain.events import Action, Pressed
from bot.domain.room import Purpose
from bot.runtime.ports import (
    Access,
    Asked,
    Ended,
    Errand,
    Nudged,
    RetryLaterError,
    RoomBusyError,
    Step,
    StorageConflictError,
    StorageError,
    Taken,
    UndeliverableError,
)
from storage import open_store
from tests.runtime.house import ROOM, House

Values = Mapping[tuple[str, frozenset[tuple[str, str]]], float]
"""By the name of a sample and its labels."""


def read(page: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """A page of figures, as Prometheus's own parser understands it."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def value(values: Values, name: str, **labels: str) -> float:
    """One figure; 0 where there is none yet, as a rate would have it."""
    return values.get((name, frozenset(labels.items())), 0.0)


@dataclass
class Watched:
    """A house whose figures somebody reads over HTTP."""

    house: House
    client: TestClient[web.Request, web.Application]

    async def begins(self) -> None:
        """Cora convenes and has practised, and a meeting runs."""
        await self.house.begins()
        practice = await self.house.card_to("cora", Purpose.PRACTICE)
        await self.house.happens(
            Pressed(
                room=ROOM,
                at=self.house.clock.at,
                card=practice,
                by="cora",
                action=Action.ALREADY_FOLLOWED,
            )
        )

    async def page(self) -> str:
        """The page as it is now."""
        answer = await self.client.get("/metrics")
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/plain")
        return await answer.text()


@pytest.fixture(name="watched")
async def _watched(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Watched]:
    """The house, its store watched as well."""
    figures = Figures()
    file = tmp_path_factory.mktemp("figures") / "heed.db"
    async with open_store(f"sqlite:///{file}", accessing=figures.access) as store:
        house = House(store, watch=figures)
        overview = Overview(companion=house.companion, store=store, clock=house.clock)
        app = web.Application()
        app.add_routes([beside(figures.registry, overview, "127.0.0.1")])
        async with TestClient(TestServer(app)) as client:
            yield Watched(house, client)


async def test_a_meetings_figures_are_those_of_the_meeting(watched: Watched) -> None:
    """Messages, a question that hung and was nudged about, deliveries, and how long all took."""
    house = watched.house
    await watched.begins()
    await house.talk()
    values = read(await watched.page())
    messages = {"platform": "fake", "kind": "MessagePosted", "taken": "applied"}
    assert value(values, "heed_events_total", **messages) == 7
    assert value(values, "heed_event_age_seconds_count", platform="fake") >= 7
    assert value(values, "heed_questions_total") == 2
    for nudged in ("chosen", "sent"):
        assert value(values, "heed_nudges_total", nudged=nudged) == 1
    assert value(values, "heed_nudges_total", nudged="failed") == 0
    assert value(values, "heed_nudge_delay_seconds_count") == 1
    assert value(values, "heed_wake_lateness_seconds_count") >= 1
    delivered = sum(
        figure
        for (name, labels), figure in values.items()
        if name == "heed_deliveries_total" and ("ended", "delivered") in labels
    )
    assert delivered == len(house.sender.deliveries)
    for step in Step:
        named = {"platform": "fake", "step": step.value}
        assert value(values, "heed_step_seconds_count", **named) > 0, step
    for access in Access:
        assert value(values, "heed_database_seconds_count", access=access.value) > 0
    assert value(values, "heed_ready") == value(values, "heed_rooms") == 1
    assert value(values, "heed_outbox_waiting") == value(values, "heed_lanes_waiting") == 0


async def test_nobody_is_in_them(watched: Watched) -> None:
    """No word, no name, no room, and nothing by kind of question or by what was pressed."""
    house = watched.house
    await watched.begins()
    await house.talk()
    page = await watched.page()
    for private in (
        *("surgeries", "honest", "clinic", "m3", ROOM, "place"),
        *("cora", "Cora", "ana", "Ana", "dev", "adam"),
        *("not_knowing", "inquiry", "challenge", "concern"),
    ):
        assert f'"{private}' not in page
        assert f'{private}"' not in page
        assert f" {private} " not in page


async def test_how_many_there_are_doesnt_grow_with_rooms_and_people(watched: Watched) -> None:
    """The same work in another room brings not one figure more."""
    house = watched.house
    await watched.begins()
    await house.say("m1", "ana", "Who decides which surgeries we start with?")
    before = read(await watched.page()).keys()
    for who in ("zoe", "yan"):
        await house.happens(house.joins(who))
        await house.say(f"m-{who}", who, "Who decides which surgeries we start with?")
    assert read(await watched.page()).keys() == before


async def test_what_comes_twice_or_late_or_to_nothing_is_counted_as_that(watched: Watched) -> None:
    """And a nudge that can't be delivered; a delivery that has to be made again."""
    house = watched.house
    await watched.begins()
    for _ in range(2):
        await house.happens(replace(house.joins("zoe"), key="once"))
    house.clock.at -= 30
    await house.say("late", "zoe", "Hello there.")
    house.clock.at += 30
    house.sender.trouble.extend([RetryLaterError("busy", 1.0), UndeliverableError("closed")])
    await house.talk()
    await house.passes(5.0)
    values = read(await watched.page())
    late = {"platform": "fake", "kind": "MessagePosted", "taken": "late"}
    assert value(values, "heed_events_total", **late) == 1
    twice = {"platform": "fake", "kind": "MemberJoined", "taken": "seen before"}
    assert value(values, "heed_events_total", **twice) == 1
    assert value(values, "heed_nudges_total", nudged="failed") == 1
    for ended in ("again", "failed"):
        tried = {"platform": "fake", "errand": "send card", "ended": ended}
        assert value(values, "heed_deliveries_total", **tried) == 1


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (StorageError("is away"), "away"),
        (StorageConflictError("met another"), "conflict"),
        (RoomBusyError("is somebody's"), "busy"),
    ],
)
def test_a_transaction_that_fails_is_counted_by_how(error: StorageError, named: str) -> None:
    """And the error goes on."""
    figures = Figures()
    with pytest.raises(type(error)), figures.access(Access.WRITE):
        raise error
    labels = {"access": "write", "error": named}
    assert figures.registry.get_sample_value("heed_database_errors_total", labels) == 1


def test_what_alerts_look_at_is_there_from_the_start() -> None:
    """A rise from nothing to one is a rise."""
    registry = Figures().registry
    for nudged in Nudged:
        assert registry.get_sample_value("heed_nudges_total", {"nudged": nudged.value}) == 0
    for asked in Asked:
        assert registry.get_sample_value("heed_listener_calls_total", {"asked": asked.value}) == 0


def test_what_has_taken_no_time_isnt_timed() -> None:
    """An event that wasn't kept, a try that came to nothing, an asking that wasn't made."""
    figures = Figures()
    figures.event("fake", "WakeUp", Taken.NOT_KEPT, 5.0)
    figures.event("fake", "WakeUp", Taken.SEEN_BEFORE, 5.0)
    figures.delivery("fake", Errand.SEND_CARD, Ended.AGAIN, None)
    figures.asked(Asked.BUDGET_SPENT)
    figures.asked(Asked.ANSWERED, 0.2)
    value = figures.registry.get_sample_value
    assert value("heed_event_age_seconds_count", {"platform": "fake"}) is None
    assert value("heed_delivery_delay_seconds_count", {"platform": "fake"}) is None
    assert value("heed_listener_seconds_count") == 1


async def test_a_page_of_somebody_elses_cant_read_them(watched: Watched) -> None:
    """A browser on this machine may be led here under another name, and is told no."""
    for host, status in (("evil.example", 421), ("[", 421), ("localhost:1", 200)):
        answer = await watched.client.get("/metrics", headers={"Host": host})
        assert answer.status == status
