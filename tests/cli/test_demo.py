"""`python -m bot demo`: where it is served and kept, and how it stops."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from sqlalchemy import make_url

from bot.__main__ import main
from bot.cli.demo import Place, _beside, room_settings
from bot.cli.serving import on_signal
from bot.config import load_traced
from bot.domain.settings import Budget, Patience
from tests import ROOT

COMMAND = [sys.executable, "-m", "bot", "demo"]


def _place(host: str = "127.0.0.1", port: int = 8080) -> Place:
    return Place(host=host, port=port, file=Path("heed-demo.db"))


@contextmanager
def _running(*arguments: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the command in an empty folder until the block ends."""
    with subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _greeting(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What the command says first: where to look, and where it is kept."""
    assert process.stdout is not None
    return process.stdout.readline().split()[-1], process.stdout.readline()


def _get(address: str) -> bytes:
    """Read a page of the demo."""
    assert address.startswith("http://127.0.0.1:")
    with urlopen(address) as page:  # noqa: S310 - see the line above
        content: bytes = page.read()
    return content


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_stops_within_a_second_or_two(
    number: signal.Signals, tmp_path: Path
) -> None:
    """One press of Ctrl-C is enough, with a page open, and leaves no traceback."""
    with _running("--port", "0", folder=tmp_path) as process:
        address, kept = _greeting(process)
        assert b"Heed" in _get(address)
        began = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
        assert time.monotonic() - began < 3
    assert (process.returncode, err) == (0, "")
    assert "heed-demo.db" in kept
    assert "Stopped." in out
    assert (tmp_path / "heed-demo.db").exists()


def test_a_port_in_use_is_one_clear_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It names the port and what to do, and nothing was made."""
    file = tmp_path / "demo.db"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["demo", "--port", str(port), "--database", str(file)]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert f"Port {port} is in use already" in err
    assert f"--port {port + 1}" in err
    assert not file.exists()


@pytest.mark.parametrize(
    ("file", "said"),
    [("none/demo.db", "doesn't exist; make it"), ("text.db", "isn't a SQLite database")],
)
def test_a_file_that_cant_be_used_is_one_clear_line(
    file: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It says what is wrong with the file, and doesn't touch it."""
    (tmp_path / "text.db").write_text("no database, and longer than the header of one " * 40)
    arguments = ["demo", "--port", "0", "--database", str(tmp_path / file)]
    assert main(arguments) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert said in err


@pytest.mark.parametrize(
    ("host", "address", "reaches_others"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080", False),
        ("localhost", "http://localhost:8080", False),
        ("::1", "http://[::1]:8080", False),
        ("0.0.0.0", "http://127.0.0.1:8080", True),  # noqa: S104 - compared
        ("::", "http://[::1]:8080", True),
        ("heed.lan", "http://heed.lan:8080", True),
    ],
)
def test_the_address_can_be_typed(host: str, address: str, reaches_others: bool) -> None:
    """What is printed works in a browser; an address that others reach is known as one."""
    place = _place(host)
    assert place.address(8080) == address
    assert place.reaches_others is reaches_others


def test_a_host_that_isnt_ours_is_said_in_words() -> None:
    """The operating system's words are put after what was tried."""
    place = _place("192.0.2.1")
    with pytest.raises(OSError, match=r"192\.0\.2\.1|assign") as caught:
        place.listen()
    assert place.problem(caught.value, elsewhere="").startswith(
        "Can't listen on 192.0.2.1, port 8080: "
    )
    assert "from 1024 on: run it so" in place.problem(
        PermissionError(13, "Permission denied"), elsewhere="run it so"
    )


def test_the_demo_is_kept_beside_the_installation_never_in_it() -> None:
    """Its file is its own, in the folder of the installation's file, else in the current one."""
    assert _beside(make_url("sqlite+aiosqlite:////data/heed.db")) == Path("/data/heed-demo.db")
    assert _beside(make_url("sqlite+aiosqlite:///heed.db")) == Path("heed-demo.db")
    assert _beside(make_url("postgresql+asyncpg://h/heed")) == Path("heed-demo.db")


def test_a_newcomer_gets_less_patience_and_no_quiet_hours() -> None:
    """What the admin set holds; what they didn't helps somebody who tries it out."""
    fresh = room_settings(load_traced({}, None))
    assert (fresh.patience, fresh.quiet_hours) == (Patience(messages=3, seconds=60.0), None)
    said = {"HEED_PATIENCE": "9 messages, 9m", "HEED_NUDGE_BUDGET": "1 a meeting, 1 a day"}
    own = room_settings(load_traced(said, None))
    assert own.patience == Patience(messages=9, seconds=540.0)
    assert own.budget == Budget(per_meeting=1, per_day=1)
    assert own.quiet_hours is None


def test_it_starts_again_where_it_was(tmp_path: Path) -> None:
    """A second start on the same file finds who was there."""
    for _ in range(2):
        with _running("--port", "0", folder=tmp_path) as process:
            assert b"ok" in _get(f"{_greeting(process)[0]}/healthz")
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0


async def test_a_second_press_of_ctrl_c_is_left_to_python() -> None:
    """Whoever presses twice wants out at once."""
    stop = on_signal()
    loop = asyncio.get_running_loop()
    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.wait_for(stop.wait(), 5)
    assert loop.remove_signal_handler(signal.SIGINT) is False
    loop.remove_signal_handler(signal.SIGTERM)
