"""How things stand when somebody looks: what isn't known isn't made up, and looking is bounded."""

from dataclasses import replace
from math import isnan

import pytest
from prometheus_client import CollectorRegistry

from adapters.metrics import state
from adapters.metrics.state import Gauges, State
from bot.runtime.ports import Backlog

WELL = State(
    at=1_000.0,
    ready=True,
    connected={"slack": True, "discord": False},
    backlog=Backlog(rooms=3, parcels=2, oldest=940.0, due=990.0),
    failed={"post follow": 1},
    busy_rooms=4,
    waiting_events=5,
    listener_rests=True,
    board_pages=6,
)


class Scene:
    """How things stand, and how often somebody looked."""

    def __init__(self) -> None:
        self.now = WELL
        self.looked = 0
        self.registry = CollectorRegistry()
        self.gauges = Gauges(self.registry, self.look)

    async def look(self) -> State:
        """See it."""
        self.looked += 1
        return self.now

    def shown(self, name: str, **labels: str) -> float | None:
        """A figure, as it would be read."""
        return self.registry.get_sample_value(name, labels)


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """One that is looked at as often as somebody asks."""
    monkeypatch.setattr(state, "LOOKED_EVERY", 0.0)
    return Scene()


async def test_each_thing_has_its_figure(scene: Scene) -> None:
    """Waiting times are counted from the time of the look."""
    await scene.gauges.refresh()
    assert (
        scene.shown("heed_ready"),
        scene.shown("heed_rooms"),
        scene.shown("heed_outbox_waiting"),
    ) == (1, 3, 2)
    assert scene.shown("heed_outbox_oldest_seconds") == 60
    assert scene.shown("heed_wake_overdue_seconds") == 10
    assert scene.shown("heed_connected", platform="slack") == 1
    assert scene.shown("heed_connected", platform="discord") == 0
    assert scene.shown("heed_failed_deliveries", errand="post follow") == 1
    assert (scene.shown("heed_lanes_busy"), scene.shown("heed_lanes_waiting")) == (4, 5)
    assert (scene.shown("heed_listener_resting"), scene.shown("heed_board_pages")) == (1, 6)


async def test_what_is_over_is_shown_no_more(scene: Scene) -> None:
    """Nothing waits, nothing is due yet, nothing failed in the last day."""
    await scene.gauges.refresh()
    scene.now = replace(WELL, backlog=Backlog(rooms=3, parcels=0, due=1_500.0), failed={})
    await scene.gauges.refresh()
    assert (
        scene.shown("heed_outbox_oldest_seconds") == scene.shown("heed_wake_overdue_seconds") == 0
    )
    assert scene.shown("heed_failed_deliveries", errand="post follow") is None


async def test_what_the_database_doesnt_say_isnt_made_up(scene: Scene) -> None:
    """It is no number, which no alert takes for nought."""
    scene.now = replace(WELL, ready=False, backlog=None)
    await scene.gauges.refresh()
    assert scene.shown("heed_ready") == 0
    for name in ("heed_rooms", "heed_outbox_waiting", "heed_outbox_oldest_seconds"):
        found = scene.shown(name)
        assert found is not None
        assert isnan(found)


async def test_whoever_asks_often_asks_the_database_seldom() -> None:
    """It is looked at once for all who ask within a moment."""
    scene = Scene()
    for _ in range(5):
        await scene.gauges.refresh()
    assert scene.looked == 1
