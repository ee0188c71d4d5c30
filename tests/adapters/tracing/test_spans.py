"""Traces of what Heed does: what belongs together is one, and nobody's words are in any."""

import asyncio
import socket
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanContext

from adapters.metrics.figures import Figures
from adapters.tracing import spans as module
from adapters.tracing.spans import Spans, exporter
from bot.bootstrap.tracing import tracing
from bot.runtime import traces
from bot.runtime.companion import Companion
from bot.runtime.ports import Step
from storage import open_store
from tests.runtime.conftest import Rig
from tests.runtime.fakes import message
from tests.runtime.house import House

Tree = Mapping[str, Sequence[ReadableSpan]]
"""Spans by their trace."""


class Traced:
    """Spans that are kept in memory."""

    def __init__(self) -> None:
        self._kept = InMemorySpanExporter()
        self.spans = Spans(self._kept, traces.current)
        self.figures = Figures(self.spans.span)

    def found(self) -> Tree:
        """What was traced; there is no more after it."""
        self.spans.close()
        by_trace: dict[str, list[ReadableSpan]] = defaultdict(list)
        for each in self._kept.get_finished_spans():
            by_trace[f"{_context(each).trace_id:032x}"].append(each)
        return by_trace


@pytest.fixture
def traced() -> Iterator[Traced]:
    """Traces of one test."""
    made = Traced()
    yield made
    made.spans.close()


@pytest.fixture(name="rig")
async def _rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """A companion whose loops are run by hand."""
    async with open_store(f"sqlite:///{tmp_path}/heed.db") as store:
        yield Rig(store)


def _context(span: ReadableSpan) -> SpanContext:
    context = span.get_span_context()
    assert context is not None
    return context


def _steps(spans: Sequence[ReadableSpan]) -> set[str]:
    return {each.name.removeprefix("heed ") for each in spans}


def _parents(spans: Sequence[ReadableSpan]) -> dict[str, set[str]]:
    """The names of the steps that each step stands below."""
    names = {_context(each).span_id: each.name for each in spans}
    found: dict[str, set[str]] = defaultdict(set)
    for each in spans:
        found[each.name].add(names[each.parent.span_id] if each.parent else "")
    return found


async def test_a_nudge_is_traced_from_its_wake_up_to_its_delivery(rig: Rig, traced: Traced) -> None:
    """In one trace, though it is delivered by another process; each event has its own."""
    rig.companion = Companion(
        rig.store, rig.core, rig.clock, {"fake": rig.sender}, watch=traced.figures
    )
    await rig.ask_and_wait()
    rig.companion = Companion(
        rig.store, rig.core, rig.clock, {"fake": rig.sender}, watch=traced.figures
    )
    await rig.settle_down()
    found = traced.found()
    event, wake = sorted(found.values(), key=len)
    assert _steps(event) == {"event", "lane", "open", "tracker", "commit"}
    assert _steps(wake) == {"wake", "lane", "open", "tracker", "commit", "delivery"}
    assert _parents(event) == {
        "heed event": {""},
        **{f"heed {each}": {"heed event"} for each in ("lane", "open", "tracker", "commit")},
    }
    parents = _parents(wake)
    assert (parents["heed wake"], parents["heed delivery"]) == ({""}, {"heed wake"})
    assert parents["heed commit"] == {"heed wake", "heed delivery"}


async def test_events_applied_together_have_traces_of_their_own(rig: Rig, traced: Traced) -> None:
    """Whoever's turn it is has the transaction in theirs; each has its tracker."""
    rig.companion = Companion(rig.store, rig.core, rig.clock, {}, watch=traced.figures)
    some = [message(each, "Hello.", at=rig.clock.at) for each in range(1, 7)]
    await asyncio.gather(*map(rig.companion.receive, some))
    found = traced.found()
    assert len(found) == len(some)
    for spans in found.values():
        assert {"event", "tracker"} <= _steps(spans)
        assert _parents(spans)["heed tracker"] == {"heed event"}


async def test_nobodys_words_are_in_any(database: str, traced: Traced) -> None:
    """Of a whole meeting: a step, a platform, how long; no room, no name, no text."""
    async with open_store(database) as store:
        house = House(store, watch=traced.figures)
        await house.begins()
        await house.talk()
    spans = [each for some in traced.found().values() for each in some]
    assert spans
    steps = {step.value for step in Step}
    for each in spans:
        attributes = dict(each.attributes or {})
        assert attributes.keys() == {"heed.step", "heed.platform"}
        assert attributes["heed.step"] in steps
        assert attributes["heed.platform"] == "fake"
        assert not each.events


def test_of_an_error_its_kind_alone_is_traced(traced: Traced) -> None:
    """Its own words may be somebody's."""

    def fails() -> None:
        raise ValueError("somebody's words")

    with traces.following(traces.new()), pytest.raises(ValueError, match="words"):  # noqa: SIM117 - the span is left first
        with traced.spans.span(Step.EVENT, "fake"):
            fails()
    [[span]] = traced.found().values()
    assert span.status.description == "ValueError"
    assert not span.events
    assert "somebody" not in span.to_json()


@asynccontextmanager
async def collector() -> AsyncIterator[tuple[str, list[ExportTraceServiceRequest]]]:
    """A collector on the loopback: its address, and what it got."""
    got: list[ExportTraceServiceRequest] = []

    async def take(request: web.Request) -> web.Response:
        got.append(ExportTraceServiceRequest.FromString(await request.read()))
        return web.Response(content_type="application/x-protobuf")

    app = web.Application()
    app.add_routes([web.post("/v1/traces", take)])
    async with TestServer(app) as server:
        yield str(server.make_url("/v1/traces")), got


async def test_a_collector_gets_them_over_http() -> None:
    """The last ones with the stop; as whose they are, and under the number of the log."""
    trace = traces.new()
    async with collector() as (url, got):
        async with tracing(url) as span:
            with traces.following(trace), span(Step.EVENT, "fake"):
                pass
        [request] = got
    [resource] = request.resource_spans
    attributes = {each.key: each.value.string_value for each in resource.resource.attributes}
    assert attributes["service.name"] == "heed"
    [found] = resource.scope_spans[0].spans
    assert found.trace_id.hex() == trace
    assert found.span_id.hex() == trace[:16]


async def test_without_a_collector_nothing_is_traced() -> None:
    """And nothing is in the way."""
    async with tracing(None) as span:
        with span(Step.EVENT, "fake"):
            assert not traces.current()


def test_a_silent_collector_holds_up_no_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes connections and says nothing: a stop waits for two answers at most."""
    monkeypatch.setattr(module, "EXPORT_TAKES", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        spans = Spans(exporter(f"http://127.0.0.1:{silent.getsockname()[1]}/"), traces.current)
        for _ in range(3_000):
            with traces.following(traces.new()), spans.span(Step.EVENT, "fake"):
                pass
        began = time.monotonic()
        spans.close()
    assert time.monotonic() - began < 3
