"""What is counted and timed while Heed works: a handful of labels, each with a few fixed values.

Labels are the names of platforms, of our own classes and of what is listed in the runtime's ports,
so that how many there are doesn't grow with rooms or people. On purpose nothing is split by the
kind of a question or by what was pressed: where Heed serves one room, a figure of the process is
one of that room.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import product
from time import perf_counter
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
)

from bot.runtime.ports import (
    Access,
    Asked,
    Ended,
    Errand,
    Nudged,
    RoomBusyError,
    Step,
    StorageConflictError,
    StorageError,
    Taken,
)

# Upper ends of what is counted together, in seconds.
QUICK: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SLOW: Final = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)

AWAY: Final = "away"
CONFLICT: Final = "conflict"
BUSY: Final = "busy"
DATABASE_ERRORS: Final = (AWAY, CONFLICT, BUSY)
"""It can't be reached, read or written; two transactions met; another replica has the room."""

Span = Callable[[Step, str], AbstractContextManager[None]]
"""Traces a step on a platform, until the block ends."""


def untraced(_step: Step, _platform: str) -> AbstractContextManager[None]:
    """Traces nothing."""
    return nullcontext()


class Figures:
    """Implements Watch. `span` traces what is timed here, where traces are collected."""

    def __init__(self, span: Span = untraced) -> None:
        # When a series began would be a series more, and nobody reads it.
        disable_created_metrics()  # type: ignore[no-untyped-call] # the library has no type for it
        self.registry = CollectorRegistry()
        self._span = span
        self._events = self._counter(
            "heed_events",
            "Events taken from the platforms, by their class and by what became of them.",
            "platform",
            "kind",
            "taken",
        )
        self._age = self._histogram(
            "heed_event_age_seconds",
            "How old a new event was, by its platform's time, once it was kept.",
            SLOW,
            "platform",
        )
        self._steps = self._histogram(
            "heed_step_seconds",
            "What takes time from an event's arrival to a delivery, step by step.",
            QUICK,
            "platform",
            "step",
        )
        self._questions = self._counter(
            "heed_questions", "Questions worth tracking that were noticed in messages."
        )
        self._nudges = self._counter("heed_nudges", "Nudges, by how far they came.", "nudged")
        self._nudge_delay = self._histogram(
            "heed_nudge_delay_seconds",
            "From the choice to nudge until the platform took the nudge.",
            SLOW,
        )
        self._wake_lateness = self._histogram(
            "heed_wake_lateness_seconds",
            "From a room's deadline until the room was woken.",
            (0.01, 0.05, *SLOW),
        )
        self._deliveries = self._counter(
            "heed_deliveries",
            "Tries to deliver something, by what it was for and how the try ended.",
            "platform",
            "errand",
            "ended",
        )
        self._delivery_delay = self._histogram(
            "heed_delivery_delay_seconds",
            "From what a delivery tells of until the platform took it.",
            SLOW,
            "platform",
        )
        self._access = self._histogram(
            "heed_database_seconds",
            "Transactions on the database, from waiting for one to its end.",
            QUICK,
            "access",
        )
        self._errors = self._counter(
            "heed_database_errors",
            "Transactions that failed: the database away, another in the way, the room busy.",
            "access",
            "error",
        )
        self._asked = self._counter(
            "heed_listener_calls", "Askings of the second listener, by what came of them.", "asked"
        )
        self._asking = self._histogram(
            "heed_listener_seconds", "How long the second listener took.", QUICK
        )
        self._begin_at_zero()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, ends: Sequence[float], *labels: str) -> Histogram:
        return Histogram(name, what, labels, buckets=ends, registry=self.registry)

    def _begin_at_zero(self) -> None:
        """What alerts look at is there before it first happens: its first time is a rise too."""
        for nudged in Nudged:
            self._nudges.labels(nudged.value)
        for asked in Asked:
            self._asked.labels(asked.value)
        for access, error in product(Access, DATABASE_ERRORS):
            self._errors.labels(access.value, error)

    @contextmanager
    def step(self, step: Step, platform: str = "") -> Iterator[None]:
        """Time a step, and trace it."""
        began = perf_counter()
        try:
            with self._span(step, platform):
                yield
        finally:
            self._steps.labels(platform, step.value).observe(perf_counter() - began)

    @contextmanager
    def access(self, access: Access) -> Iterator[None]:
        """Time a transaction, and count it if it fails."""
        began = perf_counter()
        try:
            yield
        except StorageError as error:
            self._errors.labels(access.value, _named(error)).inc()
            raise
        finally:
            self._access.labels(access.value).observe(perf_counter() - began)

    def event(self, platform: str, kind: str, taken: Taken, age: float) -> None:
        """Count an event; how old it was says something where it is new and was kept."""
        self._events.labels(platform, kind, taken.value).inc()
        if taken in (Taken.APPLIED, Taken.LATE):
            self._age.labels(platform).observe(max(age, 0.0))

    def questions(self, noticed: int) -> None:
        """Count them."""
        self._questions.inc(noticed)

    def nudge(self, nudged: Nudged, seconds: float | None = None) -> None:
        """Count a nudge that has come so far."""
        self._nudges.labels(nudged.value).inc()
        if seconds is not None:
            self._nudge_delay.observe(max(seconds, 0.0))

    def woken(self, late: float) -> None:
        """Note how late a room was woken."""
        self._wake_lateness.observe(max(late, 0.0))

    def delivery(self, platform: str, errand: Errand, ended: Ended, seconds: float | None) -> None:
        """Count a try, and note how late what was delivered came."""
        self._deliveries.labels(platform, errand.value, ended.value).inc()
        if seconds is not None:
            self._delivery_delay.labels(platform).observe(max(seconds, 0.0))

    def asked(self, asked: Asked, seconds: float | None = None) -> None:
        """Count an asking of the second listener."""
        self._asked.labels(asked.value).inc()
        if seconds is not None:
            self._asking.observe(seconds)


def _named(error: StorageError) -> str:
    match error:
        case StorageConflictError():
            return CONFLICT
        case RoomBusyError():
            return BUSY
    return AWAY
