"""`python -m bot run` with Discord's token alone, in a process of its own, on a local Discord."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests import ROOT
from tests.adapters.discord.local.server import API, TOKEN, LocalDiscord, local_discord
from tests.adapters.discord.local.wire import populated

WITHIN = 60.0
"""Real seconds for a start and a stop, on a busy machine."""


@pytest.fixture
async def server() -> AsyncIterator[LocalDiscord]:
    """A Discord with one server on it."""
    async with local_discord() as made:
        populated(made)
        yield made


@asynccontextmanager
async def _run(
    folder: Path, server: LocalDiscord, token: str = TOKEN
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process; its `.env` holds the token, and where that Discord is."""
    where = f"HEED_DISCORD_API_URL={server.url}{API}"
    lines = (f"DISCORD_BOT_TOKEN={token}", where, "HEED_PORT=0")
    (folder / ".env").write_text("\n".join(lines), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ended(process: asyncio.subprocess.Process) -> tuple[int | None, str]:
    """How it ended, and the sentences that it said; its log aside."""
    async with asyncio.timeout(WITHIN):
        _, said = await process.communicate()
    lines = said.decode().splitlines()
    return process.returncode, "\n".join(each for each in lines if not each.startswith("{"))


async def test_the_token_alone_starts_it(tmp_path: Path, server: LocalDiscord) -> None:
    """It logs in, identifies itself, greets, and stops when it is told to."""
    async with _run(tmp_path, server) as process:
        async with asyncio.timeout(WITHIN):
            while not any(call.endswith("/messages") for call in server.calls):  # noqa: ASYNC110 - it is another process that calls
                await asyncio.sleep(0.05)
        assert server.opened == ["identified"]
        process.send_signal(signal.SIGTERM)
        code, said = await _ended(process)
    assert code == 0
    assert "Traceback" not in said


async def test_a_wrong_token_is_one_line(tmp_path: Path, server: LocalDiscord) -> None:
    """With the mend, and exit code 2; no connection is tried."""
    async with _run(tmp_path, server, "not.the.token") as process:
        code, said = await _ended(process)
    assert code == 2
    assert said.count("\n") == 0
    assert "Discord doesn't know this token (401)" in said
    assert "not.the.token" not in said
    assert not server.sockets


@pytest.mark.parametrize("known", [True, False], ids=["by its flags", "by the gateway alone"])
async def test_a_missing_intent_is_one_line(
    tmp_path: Path, server: LocalDiscord, known: bool
) -> None:
    """4014, seen before connecting or told by the gateway: which switch, and exit code 2."""
    server.allowed.message_content = False
    if known:
        server.flags = 1 << 15
    async with _run(tmp_path, server) as process:
        code, said = await _ended(process)
    assert code == 2
    assert said.count("\n") == 0
    assert "(4014)" in said
    assert "Privileged Gateway Intents" in said
    named = "Message Content Intent" if known else "Message Content Intent or Server Members Intent"
    assert f"{named} is switched off" in said
    assert bool(server.sockets) is not known
