"""The connection looks for what was missed: at its start, and after a gap as long as a stop."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from adapters.slack import connection
from adapters.slack.connection import Connection
from bot.runtime.ports import StorageError


class _App:
    """Notes down what it is asked for; a workspace called `away` can't be looked at."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.slow = False

    async def catch_up(self, team: str) -> None:
        """Asked who left."""
        self.asked.append(("catch up", team))
        if self.slow:
            await asyncio.Event().wait()
        if team == "away":
            raise StorageError("away")

    async def look_around(self, team: str) -> None:
        """Asked for new channels."""
        self.asked.append(("look around", team))

    async def close(self) -> None:
        """Nothing goes on beside."""


class _Gaps:
    """Says of each look whether much was missed."""

    def __init__(self, missed: Sequence[bool] = ()) -> None:
        self._missed = list(missed)
        self.looked = asyncio.Event()

    async def look(self, *, connected: bool) -> bool:
        """The next answer; none was missed after the last."""
        assert connected
        missed = bool(self._missed) and self._missed.pop(0)
        if not self._missed:
            self.looked.set()
        return missed


def _connection(app: Any, gaps: Any, *teams: str) -> Connection:  # noqa: ANN401 - in their place
    return Connection(app=app, gaps=gaps, teams=teams, routes=())


async def test_before_it_begins_it_asks_who_left() -> None:
    """In every workspace, whatever is amiss in one."""
    app = _App()
    await _connection(app, _Gaps(), "away", "T2").prepare()
    assert app.asked == [("catch up", "away"), ("catch up", "T2")]


async def test_a_start_waits_for_slack_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes longer goes on beside, until Heed stops."""
    monkeypatch.setattr(connection, "PREPARES_WITHIN", 0.01)
    app = _App()
    app.slow = True
    made = _connection(app, _Gaps(), "T1")
    await made.prepare()
    await made.close()
    assert app.asked == [("catch up", "T1")]


async def test_after_a_long_gap_it_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who left, and for new channels: once for each such gap."""
    monkeypatch.setattr(connection, "LOOKS_EVERY", 0.0)
    app, gaps = _App(), _Gaps([False, True, False])
    made = _connection(app, gaps, "T1")
    await made.open()
    await gaps.looked.wait()
    await asyncio.sleep(0)
    await made.close()
    assert app.asked.count(("catch up", "T1")) == 1
    assert app.asked.count(("look around", "T1")) == 2
