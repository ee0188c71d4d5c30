"""A kill at any instant loses no question and sends no nudge twice."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.domain.room import Purpose
from bot.domain.views import CardView
from tests.crash.platform import Seen, Trouble
from tests.crash.trial import trial
from tests.crash.wire import Deliver, What

if TYPE_CHECKING:
    from benchmarks.postgres import Postgres

KILLS = 5


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The addresses of two empty databases: one for the run that is killed, one for the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/killed.db", f"sqlite:///{tmp_path}/calm.db"
    server: Postgres = request.getfixturevalue("postgres")
    killed, calm = (server.make().render_as_string(hide_password=False) for _ in range(2))
    return killed, calm


async def test_a_kill_at_any_instant_loses_nothing_and_doubles_nothing(
    two: tuple[str, str],
) -> None:
    """Killed under load, events out of order, answers late or missing: it ends undisturbed."""
    verdict = await trial(*two, Trouble(kills=KILLS), rooms=3)
    assert verdict.kills == KILLS
    assert verdict.late > 3
    assert verdict.nudges_due > 3
    assert (verdict.lost, verdict.doubled, verdict.differences) == (0, 0, ())


def test_the_platform_shows_one_message_for_a_nonce() -> None:
    """The same nonce again is the same message; another nonce for the same card would be seen."""
    seen = Seen()
    view = CardView(card="nudge:m1:cora", purpose=Purpose.NUDGE, title="", lines=())

    def card(nonce: str) -> Deliver:
        return Deliver(number=1, what=What.CARD, room="r", view=view, to="cora", nonce=nonce)

    assert seen.take(card("n1")) == seen.take(card("n1"))
    assert seen.repeated == 1
    assert seen.counted(What.CARD) == Counter({"r nudge:m1:cora": 1})
    seen.take(card("n2"))
    assert seen.counted(What.CARD) == Counter({"r nudge:m1:cora": 2})
