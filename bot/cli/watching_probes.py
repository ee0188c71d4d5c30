"""What `check` says of figures and traces: where they are, and who could read them."""

from collections.abc import Iterator
from importlib.util import find_spec

from bot.config import Settings
from bot.config.places import is_this_machine
from bot.config.watching import OFF, Apart, beside_the_rest, render_figures
from bot.domain.findings import Finding, Level


def check_watching(settings: Settings) -> Iterator[Finding]:
    """Say where figures are served, and whether traces can be brought."""
    yield _figures(settings)
    if settings.traces_url is not None:
        yield _traces(settings.traces_url)


def _figures(settings: Settings) -> Finding:
    if beside_the_rest(settings.metrics, settings.host, settings.public_url):
        what = f"Figures are at /metrics on port {settings.port}, for this machine alone"
        return Finding(level=Level.OK, what=what)
    if settings.metrics is None:
        return Finding(
            level=Level.NOTE,
            what="Figures (/metrics) are served nowhere, since others reach this server",
            mend="To have them, set HEED_METRICS to a port of their own, as in 127.0.0.1:9464.",
        )
    return _apart(settings.metrics)


def _apart(figures: Apart) -> Finding:
    if figures == OFF:
        return Finding(level=Level.OK, what="Figures (/metrics) are switched off")
    what = f"Figures are at http://{render_figures(figures)}/metrics"
    if is_this_machine(figures.host):
        return Finding(level=Level.OK, what=f"{what}, for this machine alone")
    return Finding(
        level=Level.NOTE,
        what=f"{what}, for whoever reaches that port",
        mend="Let nobody but Prometheus reach it.",
    )


def _traces(url: str) -> Finding:
    if find_spec("opentelemetry") is None:
        return Finding(
            level=Level.PROBLEM,
            what="HEED_TRACES_URL is set, and the libraries that bring traces aren't installed",
            mend="Install them, as docs/operations.md says, or take it out.",
        )
    return Finding(level=Level.OK, what=f"Traces go to {url}")
