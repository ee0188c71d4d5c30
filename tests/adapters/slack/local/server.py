"""A local Slack in a process of its own, on loopback, as long as a test needs it."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

HERE = Path(__file__).parent
PROGRAM = HERE.parents[3] / ".tools/local-slack/node_modules/local-slack-linux-x64/bin/local-slack"
TEAM = "T0TOWN"
APP = "A0HEED"
HEED = "U0HEED"
BOT_TOKEN = "xoxb-local"  # noqa: S105 - the local Slack asks for no other
APP_TOKEN = "xapp-local"  # noqa: S105 - likewise
SECRET = "local-signing-secret"  # noqa: S105 - likewise
STARTS_WITHIN = 20.0  # real seconds


def require() -> None:
    """Skip the test where there is no local Slack."""
    if not PROGRAM.exists():
        why = "x86-64 Linux and npm" if sys.platform == "linux" else "Linux"
        pytest.skip(f"the local Slack isn't there: it needs {why}; `make setup` fetches it")


@dataclass(frozen=True)
class Person:
    """Somebody in the workspace."""

    id: str
    name: str


@dataclass(frozen=True)
class Channel:
    """A channel, and who is in it."""

    id: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class LocalSlack:
    """A workspace that runs. `url` is where; `events_url` is where the app listens, if it does."""

    url: str
    mode: str
    events_url: str
    session: aiohttp.ClientSession

    @property
    def api_url(self) -> str:
        """What HEED_SLACK_API_URL would be."""
        return f"{self.url}/api/"

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Tell it something; what it says comes back."""
        async with self.session.post(f"{self.url}{path}", json=body) as response:
            said: dict[str, Any] = await response.json()
        assert response.ok, said
        return said

    async def get(self, path: str) -> dict[str, Any]:
        """Ask it something."""
        async with self.session.get(f"{self.url}{path}") as response:
            said: dict[str, Any] = await response.json()
        return said


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@asynccontextmanager
async def running(
    folder: Path,
    mode: str,
    people: list[Person],
    channels: list[Channel],
    events_url: str = "",
) -> AsyncIterator[LocalSlack]:
    """A workspace with these people and channels. `mode` is `socket` or `events`."""
    port = free_port()
    config = folder / "workspace.yaml"
    config.write_text(yaml.safe_dump(_workspace(mode, people, channels, events_url)))
    preload = {
        "BUN_OPTIONS": f"--preload {HERE / 'preload.js'}",
        "LOCAL_SLACK_SECRET": SECRET,
    }
    address = ("--port", str(port), "--base-host", "127.0.0.1")
    with (folder / "local-slack.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(PROGRAM, "--config", config, *address, "--files-dir", folder / "files"),
            env={**os.environ, **preload},
            stdout=log,
            stderr=log,
        )
    try:
        async with aiohttp.ClientSession() as session:
            url = f"http://127.0.0.1:{port}"
            await _answers(session, url)
            yield LocalSlack(url, mode, events_url, session)
    finally:
        process.kill()
        await process.wait()


def _workspace(
    mode: str, people: list[Person], channels: list[Channel], events_url: str
) -> dict[str, Any]:
    app = {
        "appId": APP,
        "botUserId": HEED,
        "botName": "heed",
        "botToken": BOT_TOKEN,
        "appToken": APP_TOKEN,
        "signingSecret": SECRET,
        "mode": mode,
    }
    return {
        "workspace": {"name": "Town", "domain": "town", "teamId": TEAM},
        "app": {**app, "requestUrl": events_url} if events_url else app,
        "users": [{"id": each.id, "name": each.name, "real_name": each.name} for each in people],
        "channels": [
            {"id": each.id, "name": each.name, "members": list(each.members)} for each in channels
        ],
    }


async def _answers(session: aiohttp.ClientSession, url: str) -> None:
    async with asyncio.timeout(STARTS_WITHIN):
        while True:
            try:
                async with session.get(f"{url}/_control/state"):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.02)
