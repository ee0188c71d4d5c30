"""`python -m bot db`, on SQLite and PostgreSQL."""

import asyncio
import time
from pathlib import Path

import pytest

from benchmarks.postgres import Postgres
from bot.__main__ import main
from bot.runtime.ports import Errand, Outcome, Parcel
from storage import open_store
from storage.database import MIGRATIONS

HEAD = max(each.name[:4] for each in (MIGRATIONS / "versions").glob("0*.py"))


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env and no database but one's own."""
    monkeypatch.chdir(tmp_path)


def test_a_new_database_is_told_made_and_told_again(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its status says what is next, and the exit code says whether something is."""
    monkeypatch.setenv("DATABASE_URL", database)
    assert main(["db", "status"]) == 1
    assert "Next: python -m bot db upgrade" in capsys.readouterr().out
    assert main(["db", "upgrade"]) == 0
    assert f"is at schema {HEAD} now (before: none)" in capsys.readouterr().out
    assert main(["db", "upgrade"]) == 0
    assert "was up to date already" in capsys.readouterr().out
    assert main(["db", "status"]) == 0
    assert f"up to date (schema {HEAD})" in capsys.readouterr().out


def test_what_was_given_up_lately_is_told(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where, what for and why; not for whom, and not in whose words. It is no failure of status."""
    monkeypatch.setenv("DATABASE_URL", database)
    asyncio.run(_give_up(database))
    assert main(["db", "status"]) == 0
    _, heading, *lines = capsys.readouterr().out.splitlines()
    assert heading == "Given up in the last day, the latest first:"
    told = [line.split("UTC  ")[1] for line in lines]
    assert told == [
        "fake/b: update card: the card is gone",
        "fake/a: post follow: the room is archived",
    ]


async def _give_up(database: str) -> None:
    """Let deliveries have failed just now, an hour ago, and the day before yesterday."""
    now = time.time()
    failed = (
        ("fake/a", Errand.POST_FOLLOW, now - 3600.0, "the room is archived"),
        ("fake/b", Errand.UPDATE_CARD, now, "the card is gone"),
        ("fake/c", Errand.SEND_CARD, now - 2 * 86400.0, "long ago"),
    )
    async with open_store(database) as store:
        for room, errand, at, why in failed:
            parcel = Parcel(room=room, id="p", errand=errand, due_at=at, to="cora", text="A word.")
            async with store.unit(room) as unit:
                await unit.post(parcel)
                await unit.settle(parcel, Outcome.FAILED, why)
                await unit.commit()


def test_a_server_that_isnt_there_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the password."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://heed:hunter2@127.0.0.1:9/heed")
    assert main(["db", "status"]) == 1
    said = capsys.readouterr().err
    assert "can't be reached" in said
    assert said.count("\n") == 1
    assert "hunter2" not in said


def test_a_database_that_isnt_there_is_said(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what to do."""
    url = postgres.url("nowhere").render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["db", "upgrade"]) == 1
    assert "doesn't exist on that server; make it" in capsys.readouterr().err
