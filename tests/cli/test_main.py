"""The command line as a whole: exit codes, and errors in plain words."""

import subprocess
import sys
from importlib import import_module

import click
import pytest

from bot import VERSION
from bot.__main__ import main
from bot.cli import COMMANDS
from tests import ROOT


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing command. See: python -m bot --help"),
        (["chekc"], "No such command 'chekc'."),
        (["--loud"], "No such option '--loud'. See: python -m bot --help"),
        (["check", "--loud"], "No such option '--loud'. See: python -m bot check --help"),
        (["--env-file", "none.env", "check"], "File 'none.env' does not exist."),
    ],
)
def test_wrong_usage_is_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What can't be understood is said in one line that leads to the help."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err


@pytest.mark.parametrize(
    ("how", "code", "said"),
    [
        ("crash", 70, "Heed stopped on a fault of its own (ZeroDivisionError)."),
        ("interrupt", 130, "Stopped."),
        ("refuse", 1, "The room is closed."),
    ],
)
def test_a_command_that_ends_badly_says_so_in_one_line(
    how: str,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Faults, Ctrl-C and refusals have their exit codes, and never a traceback."""
    monkeypatch.setitem(COMMANDS, "faulty", "tests.cli.faulty")
    assert main(["faulty", how]) == code
    err = capsys.readouterr().err.strip()
    assert err.startswith(said)
    assert "\n" not in err


def test_a_fault_can_be_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    """With --debug the fault itself comes through."""
    monkeypatch.setitem(COMMANDS, "faulty", "tests.cli.faulty")
    with pytest.raises(ZeroDivisionError):
        main(["--debug", "faulty", "crash"])


def test_a_reader_that_leaves_is_no_error() -> None:
    """Output into a pipe that was closed ends quietly."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "check"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_where_the_list_says(name: str) -> None:
    """Each module of the list holds a command of that name, with a line of help."""
    command = import_module(COMMANDS[name]).command
    assert isinstance(command, click.Command)
    assert command.name == name
    assert command.get_short_help_str()


def test_a_command_is_loaded_only_when_it_is_used() -> None:
    """The list alone loads no command's module, so that start-up stays quick."""
    script = (
        "import sys, bot.__main__; print(any(m in sys.modules for m in bot.cli.COMMANDS.values()))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    """The version that is shown is the one in pyproject.toml and at the head of the changelog."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"Heed, version {VERSION}\n"
    assert f'\nversion = "{VERSION}"\n' in (ROOT / "pyproject.toml").read_text()
    assert f"\n## [{VERSION}]" in (ROOT / "CHANGELOG.md").read_text()
