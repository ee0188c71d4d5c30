"""What every test shares: no network but loopback, and no skipped test in CI."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from benchmarks.postgres import CantStartError, Postgres, postgres
from tests import network

network.block()

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# No test is timed: a busy machine is no fault. In CI Hypothesis is like that by itself.
if not IN_CI:
    settings.register_profile(
        "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("untimed")


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that keeps its reason; an expected failure stays one."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"in CI nothing may be skipped. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let no test be skipped in CI."""
    report = yield
    if IN_CI:
        _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let no whole file be skipped in CI."""
    report = yield
    if IN_CI:
        _fail_if_skipped(report)
    return report


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Generator[None]:
    """Let no test's logging reach the next: its stream may be closed by then."""
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no setting of the machine that runs the tests reach them."""
    for name in list(os.environ):
        if name.startswith(("HEED_", "SLACK_", "DISCORD_", "DATABASE_")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", name="postgres")
def _postgres() -> Iterator[Postgres]:
    """A PostgreSQL for the whole run; a test takes a database of its own (`postgres.make()`)."""
    try:
        with postgres(safe=False) as server:
            yield server
    except CantStartError as error:
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: the test runs on SQLite, then on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/heed.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.make().render_as_string(hide_password=False)
