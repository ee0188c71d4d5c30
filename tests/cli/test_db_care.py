"""`python -m bot db key|rekey|backup`, in a folder of its own."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.__main__ import main
from bot.config.secrets import new_key
from tests.storage.raw import talk_in

Run: TypeAlias = Callable[..., tuple[int, str]]
OLD, NEW = new_key(), new_key()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with these keys set; gives the exit code and all that was said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///heed.db")

    def run(*arguments: str, keys: str = "") -> tuple[int, str]:
        monkeypatch.setenv("HEED_ENCRYPTION_KEYS", keys)
        code = main(["db", *arguments])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database that holds a question, sealed with the old key."""

    async def ask() -> None:
        async with talk_in(tmp_path, [OLD]) as talk:
            await talk.say("m1", "u1", "Who pays for the zeppelin?")

    asyncio.run(ask())
    return tmp_path / "heed.db"


def test_a_key_is_made_that_the_settings_take(run: Run) -> None:
    """Another one each time."""
    _, key = run("key")
    code, other = run("key", keys=key.strip())
    assert code == 0
    assert key != other


def test_keys_are_changed(run: Run, file: Path) -> None:
    """The new one first, then everything with it, then the old one may go."""
    code, said = run("rekey", keys=f"{NEW},{OLD}")
    assert code == 0
    assert "values are encrypted anew with the first key." in said
    assert "The others may be taken out of HEED_ENCRYPTION_KEYS now." in said
    assert b"zeppelin" not in file.read_bytes()
    code, said = run("rekey", keys=NEW)
    assert (code, "0 values" in said) == (0, True)


@pytest.mark.parametrize(
    ("keys", "code", "mend"),
    [("", 2, "HEED_ENCRYPTION_KEYS isn't set"), (NEW, 1, "put that key back, after the first one")],
)
def test_a_missing_key_is_said_in_a_line(
    run: Run, file: Path, keys: str, code: int, mend: str
) -> None:
    """The last one, with the mend."""
    assert file.exists()
    found, said = run("rekey", keys=keys)
    assert found == code
    assert mend in said.splitlines()[-1]


def test_a_backup_is_written(run: Run, file: Path) -> None:
    """What it needs besides is said; a second one takes no file's place."""
    code, said = run("backup", "copy.db", keys=OLD)
    assert code == 0
    assert "is backed up to copy.db" in said
    assert "keep those too, in another place" in said
    assert (file.parent / "copy.db").stat().st_size
    code, said = run("backup", "copy.db", keys=OLD)
    assert code == 1
    assert "Copy.db exists already; choose another name" in said
