"""`python -m bot check`, in a folder of its own."""

import os
import re
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from benchmarks.postgres import Postgres
from bot.__main__ import main
from bot.cli import watching_probes
from bot.config.secrets import new_key

Check: TypeAlias = Callable[..., tuple[int, str]]


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    """Run the check with a .env of the given lines; gives the exit code and all that was said."""
    monkeypatch.chdir(tmp_path)

    def run(*lines: str) -> tuple[int, str]:
        # Port 0 is always free; a test that means another sets it again in the environment.
        (tmp_path / ".env").write_text("\n".join(("HEED_PORT=0", *lines)), encoding="utf-8")
        code = main(["check"])
        out, err = capsys.readouterr()
        return code, out + err

    return run


def test_an_installation_with_nothing_set_is_well(check: Check, tmp_path: Path) -> None:
    """The defaults have no problem, and the check leaves no file behind."""
    code, said = check()
    assert (code, said.splitlines()[-1]) == (0, "All is well.")
    assert "The database heed.db will be made at the first start." in said
    assert [path.name for path in tmp_path.iterdir()] == [".env"]


def test_a_file_of_settings_that_others_can_read_is_named(check: Check, tmp_path: Path) -> None:
    """With the mend; nothing is said of one that its owner alone can read."""
    os.umask(0o022)
    code, said = check("HEED_RUN_BY=us")
    assert (code, "note" in said) == (0, True)
    assert ".env can be read by other users of this machine. chmod 600 .env" in said
    (tmp_path / ".env").chmod(0o600)
    assert "can be read by other users" not in check("HEED_RUN_BY=us")[1]


def test_each_value_is_shown_with_where_it_comes_from(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Defaults, lines of the file and the environment are told apart."""
    monkeypatch.setenv("HEED_TIME_ZONE", "Europe/London")
    _, said = check("HEED_PATIENCE='4 messages, 2h'")
    rows = {
        row.split()[0]: re.split(r"  +", row.strip()) for row in said.splitlines() if "  " in row
    }
    assert rows["HEED_PATIENCE"] == ["HEED_PATIENCE", "4 messages, 2h", ".env:2"]
    assert rows["HEED_TIME_ZONE"] == ["HEED_TIME_ZONE", "Europe/London", "environment"]
    assert rows["HEED_ROOM_MODE"] == ["HEED_ROOM_MODE", "meetings only", "default"]


def test_secrets_are_hidden(check: Check) -> None:
    """A token is shown by its length alone."""
    _, said = check("SLACK_BOT_TOKEN=xoxb-hunter2")
    assert "hunter2" not in said
    assert "set (hidden, 12 characters)" in said


def test_how_text_lies_on_the_disk_is_said(check: Check) -> None:
    """With keys, which of them writes; without, that it lies there as it is."""
    assert "kept text lies in the database as it is" in check()[1]
    code, said = check(f"HEED_ENCRYPTION_KEYS={new_key()},{new_key()}")
    assert code == 0
    assert "encrypted with the first of HEED_ENCRYPTION_KEYS, and 1 more can be read" in said


def test_who_runs_heed_is_asked_for(check: Check) -> None:
    """The notice in each room says it (rule 1); without a name it can't, which is said here."""
    assert "the notice in each room can't say who runs Heed" in check()[1]
    assert "can't say who runs Heed" not in check("HEED_RUN_BY=the partnership office")[1]


def test_a_long_or_strange_value_stays_on_its_line(check: Check) -> None:
    """Line breaks and control characters of a value don't disturb the table."""
    _, said = check(f'HEED_SAFEGUARDING="first\\nsecond\\a {"word " * 99}"')
    row = next(row for row in said.splitlines() if "HEED_SAFEGUARDING" in row)
    assert "first second" in row
    assert row.endswith(" …  .env:2")


def test_bad_settings_stop_it_with_the_mend(check: Check) -> None:
    """Settings that can't be used are said line by line, with the exit code of wrong usage."""
    code, said = check("HEED_HOST=two words", "HEED_PATINCE=1")
    assert code == 2
    assert [line.partition(": ")[0] for line in said.splitlines()] == [".env:2", ".env:3"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("DATABASE_URL=sqlite:///none/heed.db", "none isn't there. Make it"),
        ("DATABASE_URL=postgres://u:hunter2@127.0.0.1:9/x", "can't be reached"),
        ("DATABASE_URL=sqlite://", "Heed keeps its state in a file; name one"),
        ("HEED_PUBLIC_URL=http://heed.example.org", "HEED_PUBLIC_URL isn't encrypted (http)."),
        ("DISCORD_BOT_TOKEN=hunter2", "DISCORD_BOT_TOKEN doesn't look like one"),
        ("SLACK_BOT_TOKN=hunter2", "SLACK_BOT_TOKN is no setting. Did you mean SLACK_BOT_TOKEN?"),
    ],
)
def test_each_problem_is_said_with_its_mend(check: Check, line: str, said: str) -> None:
    """One problem gives exit code 1, its line, and no secret."""
    code, output = check(line)
    problems = [row for row in output.splitlines() if row.startswith("  problem")]
    assert (code, len(problems)) == (1, 1)
    assert said in problems[0]
    assert output.endswith("1 problem to mend.\n")
    assert "hunter2" not in output


@pytest.mark.parametrize(
    "line",
    [
        "HEED_PUBLIC_URL=https://heed.example.org",
        "HEED_PUBLIC_URL=http://127.0.0.1:8080",
        "HEED_PUBLIC_URL=http://localhost:8080",
    ],
)
def test_what_is_well_is_no_problem(check: Check, line: str) -> None:
    """Good addresses pass."""
    assert check(line)[0] == 0


def test_what_is_not_set_up_is_said(check: Check) -> None:
    """Neither platform is asked for anything then."""
    _, said = check()
    assert "Discord isn't set up: its token isn't set" in said
    assert "Slack isn't set up" in said


def test_a_database_that_is_there_is_opened(check: Check, tmp_path: Path) -> None:
    """A file of SQLite's own passes, another kind of file is a problem."""
    with sqlite3.connect(tmp_path / "heed.db") as database:
        database.execute("CREATE TABLE t (x)")
    database.close()
    assert "heed.db can be opened." in check()[1]
    (tmp_path / "heed.db").write_bytes(b"not a database " * 99)
    code, said = check()
    assert code == 1
    assert "isn't a SQLite database; choose another file. Mend DATABASE_URL" in said


def test_postgresql_is_tried(check: Check, postgres: Postgres) -> None:
    """One that is there, one without the database, and a server that isn't there."""
    code, said = check(f"DATABASE_URL={postgres.make().render_as_string(hide_password=False)}")
    assert code == 0
    assert "can be opened. The next start gives it this version's schema" in said
    code, said = check(f"DATABASE_URL={postgres.url('nowhere').render_as_string()}")
    assert code == 1
    assert "doesn't exist on that server; make it" in said
    code, said = check("DATABASE_URL=postgresql://heed:hunter2@127.0.0.1:9/heed")
    assert code == 1
    assert "can't be reached" in said
    assert "hunter2" not in said


def test_a_place_that_may_not_be_written_is_a_problem(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the right to write, the folder is named."""
    # The tests may run as root, for whom the system never says no.
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    code, said = check()
    assert code == 1
    assert "Heed may not write to" in said


def test_a_port_that_is_taken_is_a_problem(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody listening there is noticed before the start."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setenv("HEED_PORT", str(port))
        code, said = check()
    assert code == 1
    assert f"Port {port} on 127.0.0.1 can't be used (Address already in use)." in said


def test_a_named_file_is_read_instead(
    check: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--env-file takes the place of .env."""
    check("HEED_HOST=two words")
    (tmp_path / "other.env").write_text("HEED_PORT=0\nHEED_RUN_BY=the office\n")
    assert main(["--env-file", "other.env", "check"]) == 0
    assert "other.env:2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "Figures are at /metrics on port 0, for this machine alone."),
        (("HEED_METRICS=off",), "Figures (/metrics) are switched off."),
        (("HEED_METRICS=9464",), "Figures are at http://127.0.0.1:9464/metrics, for this machine"),
        (("HEED_METRICS=0.0.0.0:9464",), "Let nobody but Prometheus reach it."),
        (("HEED_HOST=0.0.0.0",), "To have them, set HEED_METRICS to a port of their own"),
        (("HEED_TRACES_URL=http://127.0.0.1:4318",), "Traces go to http://127.0.0.1:4318/v1/tra"),
    ],
)
def test_whoever_watches_is_told_where(check: Check, lines: tuple[str, ...], said: str) -> None:
    """Where figures are and who can read them; where traces go."""
    code, output = check(*lines)
    assert code == 0
    assert said in output


def test_a_port_of_the_figures_that_is_taken_is_found(check: Check) -> None:
    """With the setting that it is written in."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = check(f"HEED_METRICS={taken.getsockname()[1]}")
    assert code == 1
    assert "or set HEED_METRICS." in said


def test_traces_without_their_libraries_are_a_problem(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the mend, before a start."""
    monkeypatch.setattr(watching_probes, "find_spec", lambda _name: None)
    code, said = check("HEED_TRACES_URL=http://127.0.0.1:4318")
    assert code == 1
    assert "the libraries that bring traces aren't installed. Install them" in said
