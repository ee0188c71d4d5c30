"""The dashboard and the alerts ask for figures that there are, and each alert has its advice."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
import yaml
from prometheus_client import CollectorRegistry
from prometheus_client.metrics import MetricWrapperBase

from adapters.metrics.calls import RESULTS, Calls
from adapters.metrics.figures import DATABASE_ERRORS, Figures
from adapters.metrics.lag import Lag
from adapters.metrics.requests import Requests
from adapters.metrics.state import Gauges, State
from bot.runtime.ports import Ended, Step, Taken
from tests import ROOT

DASHBOARD: Final = ROOT / "deploy" / "grafana-dashboard.json"
ALERTS: Final = ROOT / "deploy" / "alerts.yml"
PAGE: Final = (ROOT / "docs" / "operations.md").read_text("utf-8")

PROMETHEUS_OWN: Final = frozenset({"job", "instance", "le"})
VALUES: Final[dict[str, set[Any]]] = {
    "taken": set(Taken),
    "ended": set(Ended),
    "step": set(Step),
    "error": set(DATABASE_ERRORS),
    "result": set(RESULTS),
    "status": {"401", "403"},
    "job": {"heed"},
}
ENDINGS: Final = {
    "counter": ("_total",),
    "histogram": ("_bucket", "_sum", "_count"),
    "gauge": ("",),
    "info": ("_info",),
}


async def _look() -> State:
    return State(at=0.0, ready=True)


def _registry() -> CollectorRegistry:
    """All that Heed exports."""
    registry = Figures().registry
    Calls(registry)
    Lag(registry)
    Requests(registry)
    Gauges(registry, _look)
    return registry


def _families() -> dict[str, tuple[str, tuple[str, ...]]]:
    """What is exported, by the names that are asked for: their family's, and their labels."""
    registry, found = _registry(), {}
    for collector in registry._collector_to_names:
        labels = collector._labelnames if isinstance(collector, MetricWrapperBase) else ()
        for family in collector.describe() if hasattr(collector, "describe") else ():
            for ending in ENDINGS[family.type]:
                found[f"{family.name}{ending}"] = (family.name, tuple(labels))
    for family in registry.collect():  # the process's own have no labels
        for sample in family.samples:
            found.setdefault(sample.name, (family.name, ()))
    return found


FAMILIES: Final = _families()


def _alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def _panels() -> Iterator[dict[str, Any]]:
    for panel in json.loads(DASHBOARD.read_text("utf-8"))["panels"]:
        if panel["type"] != "row":
            yield panel


QUERIES: Final = [
    *((each["alert"], each["expr"]) for each in _alerts()),
    *((each["title"], target["expr"]) for each in _panels() for target in each["targets"]),
]

_NAME: Final = re.compile(r"\b(?:heed|process|python)_[a-z_]+")
_MATCHED: Final = re.compile(r"(\w+)\{([^}]*)\}")
_MATCHER: Final = re.compile(r'(\w+)=~?"([^"]*)"')
_GROUPED: Final = re.compile(r"\bby \(([^)]*)\)")


@pytest.mark.parametrize(("title", "query"), QUERIES)
def test_every_query_is_about_what_there_is(title: str, query: str) -> None:
    """Figures by their names, labels and values; `up` is Prometheus's own."""
    named = set(_NAME.findall(re.sub(r'"[^"]*"', "", query)))
    assert named or "up{" in query, title
    assert named <= FAMILIES.keys(), title
    labels = {label for each in named for label in FAMILIES[each][1]} | PROMETHEUS_OWN
    for name, matchers in _MATCHED.findall(query):
        own = {*FAMILIES[name][1], *PROMETHEUS_OWN} if name in FAMILIES else PROMETHEUS_OWN
        for label, value in _MATCHER.findall(matchers):
            assert label in own, (title, label)
            values = set(value.split("|")) if not value.startswith("$") else set()
            assert values <= VALUES.get(label, values), (title, label, value)
    for group in _GROUPED.findall(query):
        assert {each.strip() for each in group.split(",")} <= labels, (title, group)


def test_a_query_about_nothing_would_be_noticed() -> None:
    """A misspelt figure, label or value each."""
    for wrong in ("heed_redy == 0", 'heed_connected{room="a"}', 'heed_events_total{taken="lost"}'):
        with pytest.raises((AssertionError, KeyError)):
            test_every_query_is_about_what_there_is("wrong", wrong)


def test_each_alert_says_what_is_amiss_and_where_to_read_on() -> None:
    """And the page has a part for each, and for none that isn't there."""
    alerts = _alerts()
    for each in alerts:
        assert each["annotations"]["summary"]
        assert each["annotations"]["runbook"] == f"docs/operations.md#{each['alert'].lower()}"
        assert each["labels"]["severity"] in {"critical", "warning", "info"}
    assert sorted(re.findall(r"^### (Heed\w+)$", PAGE, re.MULTILINE)) == sorted(
        each["alert"] for each in alerts
    )


def test_the_page_lists_every_figure_with_its_labels() -> None:
    """No more and no fewer."""
    ours = {
        f"{name}_total" if f"{name}_total" in FAMILIES else name: labels
        for name, labels in FAMILIES.values()
        if name.startswith("heed_")
    }
    listed = re.findall(r"^\| `(heed_\w+)` \|([^|]*)\|", PAGE, re.MULTILINE)
    assert {name: tuple(re.findall(r"`(\w+)`", labels)) for name, labels in listed} == ours


def test_every_panel_says_what_it_shows_and_has_its_place() -> None:
    """Panels don't lie on each other, and each has a source and a unit."""
    taken: set[tuple[int, int]] = set()
    for panel in _panels():
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert panel["description"]
        assert panel["datasource"]["uid"] == "${datasource}"
        assert taken.isdisjoint(cells), panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
