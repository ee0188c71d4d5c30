"""Slack hears of an action in time, whatever it takes to do it."""

import asyncio

import pytest

from adapters.slack import desk
from adapters.slack.desk import NO_ANSWER, in_time, sorry
from bot.domain.answers import NOT_KEPT, SORRY
from bot.runtime.ports import StorageError


async def test_what_is_quick_is_done_before_it_is_acknowledged() -> None:
    """The acknowledgement comes after the work."""
    happened = []

    async def work() -> str:
        happened.append("done")
        return "what came of it"

    async def ack() -> None:
        happened.append("acknowledged")

    assert await in_time(work(), ack) == "what came of it"
    assert happened == ["done", "acknowledged"]


async def test_what_is_slow_is_acknowledged_and_done_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Slack waits no longer than it must; the work goes on, and its outcome is answered."""
    monkeypatch.setattr(desk, "ACK_WITHIN", 0.01)
    acknowledged = asyncio.Event()

    async def work() -> str:
        await acknowledged.wait()
        return "what came of it"

    async def ack() -> None:
        acknowledged.set()

    assert await in_time(work(), ack) == "what came of it"


async def test_what_fails_is_acknowledged_too() -> None:
    """Slack's own warning sign would say nothing: a sentence of ours does."""
    acknowledged = []

    async def work() -> None:
        raise StorageError("away")

    async def ack() -> None:
        acknowledged.append(True)

    with pytest.raises(StorageError):
        await in_time(work(), ack)
    assert acknowledged


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StorageError("at /var/lib/heed.db"), NOT_KEPT),
        (TimeoutError("of 10 s"), NO_ANSWER),
        (KeyError("somebody's words"), SORRY),
    ],
)
def test_a_fault_is_told_in_one_kind_sentence(
    error: Exception, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody sees an error's own words, nor does the log."""
    assert sorry(error) == said
    assert "words" not in capsys.readouterr().out
