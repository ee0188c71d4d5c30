"""A small Discord on the loopback: the calls that the sender makes, with faults on purpose."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import discord
import pytest
from aiohttp import web

from bot.domain.question import Question
from bot.domain.room import Room

TOKEN = "MTE4.a.token"  # noqa: S105 - of a bot that there isn't
HEED = 1_180_000_000_000_000_009
LONGEST_WAIT = 30.0
"""Real seconds for which the library waits by itself where Discord is busy; its own least."""
FIRST = 1_180_000_000_000_005_000
DIRECT = 7_000_000_000_000_000_000
"""Added to a member's id, this is the channel of their direct messages."""

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What one call ends in. `taken`: Discord did what was asked all the same."""

    method: str
    status: int = 200
    code: int = 0
    body: Json | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: {"Via": "1.1 google"})
    taken: bool = False
    silent: bool = False
    cut: bool = False


@dataclass
class DiscordApi:
    """What there is on Discord: messages by channel, in the order of posting."""

    messages: dict[int, list[Json]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, str, Json]] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    forgets_nonces: bool = False
    ids: Any = field(default_factory=lambda: count(FIRST))

    def called(self, method: str, end: str = "") -> list[Json]:
        """What was said in calls of a method and path, in order."""
        return [said for name, path, said in self.calls if name == method and path.endswith(end)]

    def said(self, channel: int) -> list[Json]:
        """What stands in a channel, the oldest first."""
        return self.messages.setdefault(channel, [])

    def say(self, channel: int, content: str, author: int, **more: object) -> Json:
        """Somebody says something."""
        message: Json = {
            "id": str(next(self.ids)),
            "channel_id": str(channel),
            "author": _user(author),
            "content": content,
            "timestamp": "2026-03-02T09:00:00+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "components": [],
            "pinned": False,
            "type": 0,
            **more,
        }
        self.said(channel).append(message)
        return message

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        assert request.headers["Authorization"] == f"Bot {TOKEN}"
        said: Json = await request.json() if request.can_read_body else dict(request.query)
        self.calls.append((request.method, request.path, said))
        if request.path.endswith("@me") and request.method == "GET":
            return _json(_user(HEED))
        fault = next((each for each in self.faults if each.method == request.method), None)
        if fault is None:
            return self._answered(request, said)
        self.faults.remove(fault)
        if fault.taken:
            self._answered(request, said)
        return await _fail(request, fault)

    def _answered(self, request: web.Request, said: Json) -> web.StreamResponse:
        answer = self.answer(request.method, request.path.split("/")[1:], said)
        if isinstance(answer, int):
            return _json({"code": answer, "message": "no"}, status=_status(answer))
        return _json(answer)

    def answer(self, method: str, path: list[str], said: Json) -> Any:  # noqa: ANN401 - any JSON
        """What Discord would answer, having done it; the code of an error where it wouldn't."""
        match method, path:
            case "POST", ["users", "@me", "channels"]:
                member = int(said["recipient_id"])
                return {"id": str(DIRECT + member), "type": 1, "recipients": [_user(member)]}
            case "POST", ["channels", channel, "messages"]:
                return self._post(int(channel), said)
            case "PATCH", ["channels", channel, "messages", message]:
                return self._edit(int(channel), message, said)
            case "GET", ["channels", channel, "messages"]:
                before = int(said.get("before", 2**63))
                found = [each for each in self.said(int(channel)) if int(each["id"]) < before]
                return found[::-1][: int(said["limit"])]
        raise AssertionError(f"nobody calls {method} {path}")

    def _post(self, channel: int, said: Json) -> Any:  # noqa: ANN401 - likewise
        if channel in self.closed:
            return 50007
        assert said["enforce_nonce"] is True
        assert said["allowed_mentions"]["parse"] == []
        if not self.forgets_nonces:
            for each in self.said(channel):
                if each.get("nonce") == said["nonce"]:
                    return each
        reply = said.get("message_reference")
        if reply and not any(each["id"] == str(reply["message_id"]) for each in self.said(channel)):
            return 50035
        names = ("embeds", "components", "nonce", "message_reference", "flags")
        kept = {name: said[name] for name in names if name in said}
        return self.say(channel, said["content"], HEED, **kept)

    def _edit(self, channel: int, message: str, said: Json) -> Any:  # noqa: ANN401 - likewise
        for each in self.said(channel):
            if each["id"] == message:
                names = ("content", "embeds", "components")
                each.update({name: said[name] for name in names})
                return each
        return 10008


@dataclass
class Rooms:
    """Implements Known for rooms in memory."""

    there: dict[str, Room] = field(default_factory=dict)
    retired: list[Question] = field(default_factory=list)

    async def look(self, room: str) -> Room | None:
        """The room."""
        return self.there.get(room)

    async def questions(self, room: str, since: float = 0.0) -> list[Question]:
        """Those out of its memory."""
        assert room in self.there or not self.there
        assert since == 0.0
        return self.retired


@asynccontextmanager
async def served(api: DiscordApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[discord.Client]:
    """The API on the loopback, and the library's client, signed in to it."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", api.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://{host}:{port}")
    try:
        async with discord.Client(
            intents=discord.Intents.none(), max_ratelimit_timeout=LONGEST_WAIT
        ) as client:
            await client.login(TOKEN)
            api.calls.clear()
            yield client
    finally:
        await runner.cleanup()


def _json(
    said: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """An answer as the library takes it: its type without a charset."""
    kind = {"Content-Type": "application/json"}
    return web.Response(
        body=json.dumps(said).encode(), status=status, headers={**kind, **(headers or {})}
    )


def _user(user: int) -> Json:
    """A user; of ourselves what the library asks of an application too."""
    known = {"id": str(user), "username": f"u{user}", "discriminator": "0", "avatar": None}
    ours = {"name": "Heed", "description": "", "icon": None, "summary": "", "verify_key": "0"}
    flags = {"bot_public": True, "bot_require_code_grant": False, "flags": 0}
    more = {**ours, **flags, "owner": known, "bot": True} if user == HEED else {"bot": False}
    return {**known, **more}


def _status(code: int) -> int:
    return {50007: 403, 10008: 404, 50035: 400}[code]


async def _fail(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.silent:
        await asyncio.sleep(0.5)
    if fault.cut and request.transport is not None:
        request.transport.close()
    body = fault.body if fault.body is not None else {"code": fault.code, "message": "no"}
    return _json(body, status=fault.status, headers=fault.headers)
