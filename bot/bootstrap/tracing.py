"""Traces, put together: only where a collector is set, since their library is an extra."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from adapters.metrics.figures import Span, untraced
from bot.bootstrap.extras import MissingLibraryError
from bot.runtime import traces

_LIBRARIES: Final = ("opentelemetry", "google", "requests")
_WHAT: Final = "HEED_TRACES_URL is set, and the libraries that bring traces aren't installed"
_MEND: Final = (
    'Install them: python -m pip install "opentelemetry-sdk>=1.45" '
    '"opentelemetry-exporter-otlp-proto-http>=1.45". Or take HEED_TRACES_URL out of the settings.'
)


@asynccontextmanager
async def tracing(url: str | None) -> AsyncIterator[Span]:
    """What traces steps, for as long as the block lasts. Raises MissingLibraryError.

    Without `url` nothing is traced.
    """
    if url is None:
        yield untraced
        return
    # A default install lacks the libraries that this imports.
    try:
        from adapters.tracing.spans import Spans, exporter  # noqa: PLC0415
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        raise MissingLibraryError(_WHAT, _MEND) from error
    spans = Spans(exporter(url), traces.current)
    try:
        yield spans.span
    finally:
        await asyncio.to_thread(spans.close)
