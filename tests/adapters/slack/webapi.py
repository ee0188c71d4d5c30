"""A small Slack on the loopback: the methods that the sender calls, with faults on purpose."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.ids import Us
from adapters.slack.retries import retries
from adapters.slack.workspaces import UnknownWorkspaceError

TEAM = "T1"
TOKEN = "xoxb-a-token"  # noqa: S105 - of a workspace that there isn't
US = Us(bot_user_id="UHEED", bot_id="BHEED", app_id="AHEED")
ANSWERS_WITHIN = 0.5  # real seconds
FIRST_TS = 1_700_000_000

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What one call of a method ends in. `taken`: Slack did what was asked all the same."""

    method: str
    error: str = ""
    status: int = 200
    body: str | None = None
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)
    taken: bool = False
    silent: bool = False
    cut: bool = False


@dataclass
class SlackApi:
    """What the workspace holds: messages by channel, in the order of posting."""

    messages: dict[str, list[Json]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    page: int = 1_000

    def called(self, method: str) -> list[Json]:
        """What a method was called with, in order."""
        return [said for name, said in self.calls if name == method]

    def say(self, channel: str, text: str, user: str = "U1", **more: object) -> str:
        """Somebody says something; its `ts` comes back."""
        said = self.messages.setdefault(channel, [])
        ts = f"{FIRST_TS + sum(map(len, self.messages.values()))}.000100"
        said.append({"ts": ts, "text": text, "user": user, **more})
        return ts

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        method = request.match_info["method"]
        said = await _said(request)
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        self.calls.append((method, said))
        fault = next((each for each in self.faults if each.method == method), None)
        if fault is None:
            return web.json_response(self.answer(method, said))
        self.faults.remove(fault)
        if fault.taken:
            self.answer(method, said)
        return await _fail(request, fault)

    def answer(self, method: str, said: Json) -> Json:
        """What Slack would answer, having done it."""
        match method:
            case "conversations.open":
                return {"ok": True, "channel": {"id": f"D{said['users']}"}}
            case "chat.getPermalink":
                return {"ok": True, "permalink": _permalink(said)}
            case "chat.postMessage":
                return self._post(said)
            case "chat.update":
                return self._update(said)
            case "conversations.history":
                found = [each for each in self._in(said) if "thread_ts" not in each]
                return {"ok": True, "messages": found[::-1][: int(said["limit"])]}
            case "conversations.replies":
                return self._replies(said)
        raise AssertionError(f"nobody calls {method}")

    def _in(self, said: Json) -> list[Json]:
        return self.messages.get(said["channel"], [])

    def _post(self, said: Json) -> Json:
        if said["channel"] in self.closed:
            return {"ok": False, "error": "channel_not_found"}
        kept = {each: said[each] for each in ("blocks", "metadata", "thread_ts") if each in said}
        ts = self.say(said["channel"], said["text"], US.bot_user_id, **kept)
        return {"ok": True, "channel": said["channel"], "ts": ts}

    def _update(self, said: Json) -> Json:
        for each in self._in(said):
            if each["ts"] == said["ts"]:
                each.update(text=said["text"], blocks=said["blocks"])
                return {"ok": True, "ts": said["ts"]}
        return {"ok": False, "error": "message_not_found"}

    def _replies(self, said: Json) -> Json:
        """A thread page by page, its first message first."""
        thread = [
            each for each in self._in(said) if said["ts"] in {each["ts"], each.get("thread_ts")}
        ]
        start = int(said.get("cursor") or 0)
        end = start + min(self.page, int(said["limit"]))
        more = {"next_cursor": str(end)} if end < len(thread) else {}
        return {"ok": True, "messages": thread[start:end], "response_metadata": more}


@dataclass
class OneWorkspace:
    """Implements Workspaces for the one there is."""

    url: str
    session: aiohttp.ClientSession

    async def client(self, team: str, *, once: bool = False) -> AsyncWebClient:
        """A client of the workspace."""
        if team != TEAM:
            raise UnknownWorkspaceError(f"Heed isn't installed in the workspace {team}")
        return AsyncWebClient(
            token=TOKEN,
            base_url=self.url,
            session=self.session,
            retry_handlers=retries(once=once),
        )

    def us(self, team: str) -> Us:
        """Who Heed is there."""
        assert team == TEAM
        return US


@asynccontextmanager
async def served(api: SlackApi) -> AsyncIterator[OneWorkspace]:
    """The API on the loopback, and the way to it."""
    app = web.Application()
    app.router.add_route("*", "/api/{method}", api.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    limits = aiohttp.ClientTimeout(total=ANSWERS_WITHIN)
    async with aiohttp.ClientSession(timeout=limits) as session:
        yield OneWorkspace(url=f"http://{host}:{port}/api/", session=session)
    await runner.cleanup()


def _permalink(said: Json) -> str:
    return f"https://example.slack.com/archives/{said['channel']}/p{said['message_ts']}"


async def _said(request: web.Request) -> Json:
    """What a call says, in whichever way the SDK sends it."""
    if request.content_type == "application/json":
        said: Json = await request.json()
        return said
    form = {**request.query, **(await request.post())}
    return {name: _plain(str(value)) for name, value in form.items()}


def _plain(value: str) -> Any:  # noqa: ANN401 - whatever was sent
    return json.loads(value) if value.startswith(("[", "{")) else value


async def _fail(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.silent:
        await asyncio.sleep(ANSWERS_WITHIN * 2)
    if fault.cut and request.transport is not None:
        request.transport.close()
    body = json.dumps({"ok": False, "error": fault.error, **fault.more})
    return web.Response(
        status=fault.status,
        headers=fault.headers,
        content_type=fault.kind,
        text=body if fault.body is None else fault.body,
    )
