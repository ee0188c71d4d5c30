"""A database that goes away for a while costs time, and nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from benchmarks.postgres import CantStartError, postgres
from tests.outage.away import Away, full, locked, small_disk, small_file, stopped
from tests.outage.trial import trial

SECONDS = 3.0


async def _passes(url: str, away: Away) -> None:
    with capture_logs() as logs:
        verdict = await trial(url, away, SECONDS)
    assert (verdict.lost, verdict.doubled) == (0, 0), _told(logs)
    assert verdict.kept == verdict.asked > 10
    assert verdict.refused > 0
    assert verdict.not_ready_after is not None
    assert verdict.ready_after is not None
    said = [each["event"] for each in logs]
    assert said.count("the database is away; not ready") == 1
    assert said.count("the database is back; ready") == 1
    assert "decides" not in str(logs)


def _told(logs: Sequence[Mapping[str, object]]) -> Sequence[object]:
    """The last of what the log says of troubles."""
    return [each for each in logs if each["log_level"] in {"error", "warning"}][-5:]


async def test_postgresql_is_stopped_and_started() -> None:
    """As by a crash of the server."""
    try:
        with postgres(safe=False) as server:
            url = server.make().render_as_string(hide_password=False)
            await _passes(url, stopped(server))
    except CantStartError as error:
        pytest.skip(str(error))


async def test_another_process_holds_the_sqlite_file(tmp_path: Path) -> None:
    """A backup tool, or somebody with a shell."""
    file = tmp_path / "heed.db"
    await _passes(f"sqlite:///{file}?timeout=0.1", locked(file))


async def test_the_file_may_not_grow(tmp_path: Path) -> None:
    """As on a full disk, wherever that can't be made: some things fit, and the rest waits."""
    with small_file() as full_of_pages:
        await _passes(f"sqlite:///{tmp_path}/heed.db", full_of_pages)


async def test_the_disk_is_full() -> None:
    """To its last byte, and then it isn't any more."""
    try:
        with small_disk() as folder:
            await _passes(f"sqlite:///{folder}/heed.db", full(folder))
    except PermissionError as error:
        pytest.skip(str(error))
