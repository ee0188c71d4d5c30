"""Steps as spans, all of one event's in one trace, however far apart in time they are.

A trace's id is the number that the runtime follows (`bot/runtime/traces.py`), and the id of its
first span is the half of it. So a delivery that is made later, by another process even, finds its
place below the event that it came of, and a line of the log leads to its trace.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision

from bot import VERSION
from bot.runtime.ports import Step

FIRST: Final = frozenset({Step.EVENT, Step.WAKE})
"""Steps that begin a trace."""

EXPORT_TAKES: Final = 2.0
"""Real seconds that the collector has for an answer: a stop waits for it."""

WAITING: Final = 1000
"""Spans that wait for the collector; they are brought at once, so that a stop waits for one answer
or two. What is too much is left out."""

_HALF: Final = 64  # bits: a trace's id has 128, a span's 64


def exporter(url: str) -> SpanExporter:
    """Brings spans to a collector over HTTP, in a thread of its own.

    What it wants besides (a key, say) is taken from the environment, as OpenTelemetry names it:
    OTEL_EXPORTER_OTLP_HEADERS.
    """
    return OTLPSpanExporter(endpoint=url, timeout=EXPORT_TAKES)


class Spans:
    """Makes spans of steps. `current` gives the number that is being followed, or nothing."""

    def __init__(self, to: SpanExporter, current: Callable[[], str]) -> None:
        self._current = current
        self._ids = _Ids()
        what = {"service.name": "heed", "service.version": VERSION}
        self._provider = TracerProvider(
            resource=Resource.create(what), id_generator=self._ids, shutdown_on_exit=False
        )
        self._provider.add_span_processor(
            BatchSpanProcessor(to, max_queue_size=WAITING, max_export_batch_size=WAITING)
        )
        self._tracer = self._provider.get_tracer("heed", VERSION)

    @contextmanager
    def span(self, step: Step, platform: str) -> Iterator[None]:
        """A span of this step, until the block ends. An error's own words aren't in it."""
        started = self._tracer.start_as_current_span(
            f"heed {step.value}",
            context=self._above(step),
            attributes={"heed.step": step.value, "heed.platform": platform},
            record_exception=False,
            set_status_on_exception=False,
        )
        with started as span:
            try:
                yield
            except BaseException as error:
                span.set_status(trace.StatusCode.ERROR, type(error).__name__)
                raise

    def close(self) -> None:
        """Bring what is left, and end. It blocks for some seconds at most."""
        self._provider.shutdown()

    def _above(self, step: Step) -> Context | None:
        """Where the step's span belongs; None for below what is running in this task."""
        followed = int(self._current() or "0", 16)
        running = trace.get_current_span().get_span_context()
        if not followed or running.trace_id == followed:
            return None
        if step in FIRST:
            self._ids.begins(followed)
            return Context()
        return trace.set_span_in_context(self._first_of(followed), Context())

    def _first_of(self, followed: int) -> trace.Span:
        """The trace's first span, wherever and whenever it was: recorded or not, by the sampler."""
        decision = self._provider.sampler.should_sample(None, followed, "").decision
        sampled = decision is Decision.RECORD_AND_SAMPLE
        flags = trace.TraceFlags(trace.TraceFlags.SAMPLED if sampled else trace.TraceFlags.DEFAULT)
        there = trace.SpanContext(followed, followed >> _HALF, is_remote=True, trace_flags=flags)
        return trace.NonRecordingSpan(there)


class _Ids(IdGenerator):
    """Random ids, but for a trace that begins with a number of ours."""

    def __init__(self) -> None:
        self._random = RandomIdGenerator()
        self._beginning = 0

    def begins(self, followed: int) -> None:
        """The next span is the first of this trace."""
        self._beginning = followed

    def generate_trace_id(self) -> int:
        """The number that is followed; the library asks for it where a span begins a trace."""
        return self._beginning or self._random.generate_trace_id()

    def generate_span_id(self) -> int:
        """The half of that number for the first span."""
        first, self._beginning = self._beginning >> _HALF, 0
        return first or self._random.generate_span_id()
