"""`python -m bot run`: what stops the start, in one line with its mend; how it starts and stops."""

import asyncio
import io
import json
import os
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp
import pytest

from adapters.slack.manifest import SCOPES
from bot.__main__ import main
from tests import ROOT
from tests.adapters.slack.local import server
from tests.adapters.slack.local.server import LocalSlack
from tests.adapters.slack.local.town import PEOPLE, PLACE, QUIET, RUTH, signed
from tests.cli.door import APP, BOT, Door, door

Run: TypeAlias = Callable[..., tuple[int, str]]
STARTS_WITHIN = 60.0  # real seconds, on a busy machine


@pytest.fixture(name="slack")
def _slack() -> Iterator[Door]:
    """Slack's front door."""
    with door() as made:
        yield made


@pytest.fixture
def refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    slack: Door,
) -> Run:
    """Run with settings that can't work; gives the exit code and what was said on stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*lines: str) -> tuple[int, str]:
        settings = ("HEED_PORT=0", slack.setting, "HEED_LOG_LEVEL=error", *lines)
        (tmp_path / ".env").write_text("\n".join(settings), encoding="utf-8")
        code = main(["run"])
        out, err = capsys.readouterr()
        assert out == ""
        assert "hunter2" not in err
        assert "Traceback" not in err
        return code, err

    return run


# --- what stops the start --------------------------------------------------------------------


def test_no_platform_is_said_with_what_to_set(refused: Run) -> None:
    """And where to try Heed without one."""
    code, said = refused()
    assert code == 2
    assert "set SLACK_BOT_TOKEN and SLACK_APP_TOKEN" in said
    assert "python -m bot demo" in said


def test_half_of_the_settings_is_said_before_slack_is_asked(refused: Run, slack: Door) -> None:
    """With the file and the mend."""
    code, said = refused(BOT)
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith(".env: SLACK_APP_TOKEN: Slack's events have no way in")
    assert slack.asked == []


@pytest.mark.parametrize(
    ("method", "error", "said"),
    [
        ("auth.test", "invalid_auth", ".env:4: SLACK_BOT_TOKEN: Slack doesn't know this token"),
        ("auth.test", "account_inactive", ".env:4: SLACK_BOT_TOKEN: Heed's account in the"),
        ("auth.test", "token_revoked", ".env:4: SLACK_BOT_TOKEN: this token has been revoked"),
        ("apps.connections.open", "invalid_auth", ".env:5: SLACK_APP_TOKEN: Slack doesn't know"),
    ],
)
def test_a_wrong_token_is_one_line(
    refused: Run, slack: Door, method: str, error: str, said: str
) -> None:
    """Where it stands, what Slack says of it, and the mend."""
    slack.refuse(method, error)
    code, output = refused(BOT, APP)
    assert (code, output.count("\n")) == (2, 1)
    assert output.startswith(said)
    assert f"({error}). " in output


def test_a_scope_that_is_missing_is_said_at_the_start(
    refused: Run, slack: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its name and with the mend; one that isn't missing isn't named."""
    monkeypatch.setenv("HEED_LOG_LEVEL", "warning")
    slack.scopes = ",".join(each for each in SCOPES if each not in {"im:write", "users:read"})
    slack.refuse("apps.connections.open", "invalid_auth")
    _, said = refused(BOT, APP)
    warned = json.loads(said.splitlines()[0])
    assert warned["event"] == "slack.scopes_missing"
    assert warned["scopes"] == ["im:write", "users:read"]
    assert "install the app again" in warned["mend"]


def test_a_slack_that_isnt_there_is_one_line(refused: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the address that was tried."""
    monkeypatch.setenv("HEED_SLACK_API_URL", "http://127.0.0.1:9/api")
    code, said = refused(BOT, APP)
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("Slack can't be reached at http://127.0.0.1:9/api/ (ClientConn")
    assert said.endswith("Check the network, and start it again.\n")


def test_a_port_in_use_is_one_line(
    refused: Run, slack: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was asked of Slack, and nothing was made."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("HEED_PORT", str(port))
        code, said = refused(BOT, APP)
    assert (code, said.count("\n")) == (1, 1)
    assert f"Port {port} is in use already. Stop what uses it, or set HEED_PORT." in said
    assert slack.asked == []


def test_a_newer_database_is_refused(refused: Run, tmp_path: Path) -> None:
    """It was written by a later version: this one leaves it alone."""
    with sqlite3.connect(tmp_path / "heed.db") as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
    database.close()
    code, said = refused(BOT, APP)
    assert code == 1
    assert "was written by a newer version of Heed" in said


# --- at work ---------------------------------------------------------------------------------


@dataclass
class Running:
    """Heed in a process of its own, before a local Slack."""

    slack: LocalSlack
    process: asyncio.subprocess.Process
    url: str

    async def ready(self) -> None:
        """Wait until it says so."""
        async with asyncio.timeout(STARTS_WITHIN):
            while await self._status() != 200:  # noqa: ASYNC110 - another process gets ready
                await asyncio.sleep(0.1)

    async def _status(self) -> int:
        try:
            async with self.slack.session.get(f"{self.url}/readyz") as answer:
                return answer.status
        except aiohttp.ClientConnectionError:
            return 0

    async def stopped(self, number: signal.Signals) -> tuple[float, list[dict[str, Any]]]:
        """Stop it; how long that took (seconds), and its log."""
        began = time.monotonic()
        self.process.send_signal(number)
        out, err = await self.process.communicate()
        assert (self.process.returncode, out) == (0, b"")
        return time.monotonic() - began, [json.loads(line) for line in err.splitlines()]


@asynccontextmanager
async def running(folder: Path, mode: str) -> AsyncIterator[Running]:
    """Run the command with SLACK_ settings alone in a .env, and the local Slack's address."""
    server.require()
    port = server.free_port()
    events = f"http://127.0.0.1:{port}/slack/events" if mode == "events" else ""
    async with server.running(folder, mode, PEOPLE, [PLACE, QUIET], events) as slack:
        way = {"socket": f"SLACK_APP_TOKEN={server.APP_TOKEN}"}.get(
            mode, f"SLACK_SIGNING_SECRET={server.SECRET}"
        )
        lines = (f"SLACK_BOT_TOKEN={server.BOT_TOKEN}", way, f"HEED_SLACK_API_URL={slack.url}/api")
        (folder / ".env").write_text("\n".join((*lines, f"HEED_PORT={port}")))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            made = Running(slack, process, f"http://127.0.0.1:{port}")
            await made.ready()
            yield made
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


@pytest.mark.parametrize(
    ("mode", "number", "way"),
    [("socket", signal.SIGTERM, "Socket Mode"), ("events", signal.SIGINT, "HTTP")],
)
async def test_slack_settings_alone_start_it(
    mode: str, number: signal.Signals, way: str, tmp_path: Path
) -> None:
    """It greets, answers a command, says its way in one line, and stops cleanly within 10 s."""
    async with running(tmp_path, mode) as heed:
        command = {"channel": PLACE.id, "user": RUTH.id, "command": "/heed", "text": "help"}
        await heed.slack.post("/_control/command", command)
        async with asyncio.timeout(20):
            while len(said := await _said(heed.slack)) < 2:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.05)
        seconds, log = await heed.stopped(number)
    assert any("What Heed can do" in each for each in said)
    assert seconds < 10
    ways = [line["slack"] for line in log if line["event"] == "heed.running"]
    assert ways == [f"{way}, one workspace, by its token"]
    assert log[-1]["event"] == "heed.stopped"
    assert not [line for line in log if line["level"] in {"warning", "error"}]
    written = json.dumps(log)
    for secret in (server.BOT_TOKEN, server.APP_TOKEN, server.SECRET):
        assert secret not in written


async def _said(slack: LocalSlack) -> list[str]:
    found = await slack.get(f"/_control/messages/{PLACE.id}")
    return [each["text"] for each in found["messages"] if each["user"] == server.HEED]


async def test_what_isnt_slack_is_kept_out(tmp_path: Path) -> None:
    """No or a wrong signature, an old one, and 5 MB are refused; probes answer; the rest is 404."""
    async with running(tmp_path, "events") as heed:
        session, events = heed.slack.session, f"{heed.url}/slack/events"
        body = json.dumps({"type": "url_verification", "challenge": "abc"})
        as_json = {"Content-Type": "application/json"}

        async def posted(headers: dict[str, str], data: str = body) -> int:
            sent = io.BytesIO(data.encode())
            async with session.post(events, data=sent, headers={**as_json, **headers}) as answer:
                return answer.status

        assert await posted(signed(body)) == 200
        assert await posted({}) == 401
        assert await posted({**signed(body), "X-Slack-Signature": "v0=abc"}) == 401
        assert await posted(signed("another body")) == 401
        assert await posted(signed(body, at=int(time.time()) - 301)) == 401
        assert await posted(signed(body), "x" * 5_000_000) == 413
        async with session.get(f"{heed.url}/healthz") as answer:
            assert answer.status == 200
        async with session.get(f"{heed.url}/slack/install") as answer:
            assert answer.status == 404
        async with session.get(events) as answer:
            assert answer.status == 405
