"""What platforms' HTTP interfaces answer, seen where every call passes: in the client's session.

Slack's and Discord's libraries both stand on aiohttp, which tells of each request
(https://docs.aiohttp.org/en/stable/tracing_reference.html). Nothing is looked at but the status and
how long is to be waited: addresses hold ids, bodies hold words.
"""

from time import perf_counter
from types import SimpleNamespace
from typing import Final

import aiohttp
from prometheus_client import CollectorRegistry, Counter, Histogram

from adapters.metrics.figures import QUICK

TOO_MANY: Final = 429
REFUSED: Final = 400
TROUBLE: Final = 500

LONGEST_WAIT: Final = 86_400.0
"""Real seconds: a platform that says more has said something else."""

RESULTS: Final = ("ok", "limited", "refused", "trouble", "unreachable")
"""Taken; asked too often; not taken (other 4xx); its own fault (5xx); no answer at all.

Slack answers most of what it refuses with 200: that is `ok` here.
"""


class Calls:
    """Counts and times the calls of each platform that it makes a trace for."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._calls = Counter(
            "heed_platform_calls",
            "Calls of a platform's interface, by how they ended.",
            ("platform", "result"),
            registry=registry,
        )
        self._seconds = Histogram(
            "heed_platform_call_seconds",
            "How long a platform took to answer.",
            ("platform",),
            buckets=QUICK,
            registry=registry,
        )
        self._waits = Counter(
            "heed_platform_wait_seconds",
            "How long a platform asked to be left alone, in all (Retry-After).",
            ("platform",),
            registry=registry,
        )

    def of(self, platform: str) -> aiohttp.TraceConfig:
        """What a session of this platform's is given to be watched by."""
        for result in RESULTS:
            self._calls.labels(platform, result)
        self._waits.labels(platform)
        trace = aiohttp.TraceConfig()

        async def begins(_session: object, call: SimpleNamespace, _what: object) -> None:
            call.began = perf_counter()

        async def ended(
            _session: object, call: SimpleNamespace, what: aiohttp.TraceRequestEndParams
        ) -> None:
            status = what.response.status
            self._ended(platform, call, _result(status))
            if status == TOO_MANY:
                self._waits.labels(platform).inc(_wished(what.response.headers.get("Retry-After")))

        async def failed(_session: object, call: SimpleNamespace, _what: object) -> None:
            self._ended(platform, call, "unreachable")

        trace.on_request_start.append(begins)
        trace.on_request_end.append(ended)
        trace.on_request_exception.append(failed)
        return trace

    def _ended(self, platform: str, call: SimpleNamespace, result: str) -> None:
        self._calls.labels(platform, result).inc()
        self._seconds.labels(platform).observe(perf_counter() - call.began)


def _result(status: int) -> str:
    if status == TOO_MANY:
        return "limited"
    if status >= TROUBLE:
        return "trouble"
    return "refused" if status >= REFUSED else "ok"


def _wished(header: str | None) -> float:
    """Real seconds; 0 where nothing readable is said."""
    try:
        seconds = float(header or 0)
    except ValueError:
        return 0.0
    return seconds if 0 <= seconds <= LONGEST_WAIT else 0.0
