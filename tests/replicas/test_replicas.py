"""Several replicas on one PostgreSQL come to what one comes to."""

from functools import partial
from pathlib import Path

import pytest

from benchmarks.postgres import Postgres
from tests.crash.platform import Trouble
from tests.crash.trial import trial
from tests.replicas.fleet import Fleet


@pytest.mark.parametrize("replicas", [2, 4])
async def test_replicas_come_to_the_same_as_one(
    postgres: Postgres, tmp_path: Path, replicas: int
) -> None:
    """Whichever receives an event, in whatever order, and though one is killed in the middle."""
    url = postgres.make().render_as_string(hide_password=False)
    verdict = await trial(
        url,
        f"sqlite:///{tmp_path}/calm.db",
        Trouble(kills=1, life=1.0),
        rooms=3,
        make=partial(Fleet, replicas=replicas),
    )
    assert verdict.kills == 1
    assert verdict.late > 3
    assert verdict.nudges_due > 3
    assert (verdict.lost, verdict.doubled, verdict.differences) == (0, 0, ())
