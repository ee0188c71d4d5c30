"""A proxy between Heed and the local Slack, which makes the faults that Slack has at times.

It also keeps the metadata of messages, as Slack does and the local one doesn't.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import aiohttp
from aiohttp import web

from tests.adapters.slack.local.heed import served
from tests.adapters.slack.local.server import HEED, TEAM, LocalSlack, free_port
from tests.adapters.slack.local.sight import Json

LATE = 12.0  # seconds: later than Heed waits for an answer


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What some calls of a method end in. `taken`: Slack did what was asked all the same.

    `late`: nothing is answered in time. `times` counts the calls that it befalls.
    """

    method: str
    error: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    taken: bool = False
    late: bool = False
    times: int = 1


@dataclass
class Proxy:
    """Passes calls and the socket on; `calls` counts those that came, by method.

    It also says what the local Slack doesn't know: who is an admin, who made which channel
    (`makers`), and who isn't in a channel any more, as channel and user (`left`). Channels that
    are `unlisted` it leaves out of lists; `strangers` are of another workspace. `described` are the
    alternative texts of the files that were announced, which the local Slack doesn't keep.
    """

    slack: LocalSlack = field(init=False)
    faults: list[Fault] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    metadata: dict[str, object] = field(default_factory=dict)
    sockets: list[asyncio.Transport] = field(default_factory=list)
    admins: set[str] = field(default_factory=set)
    makers: dict[str, str] = field(default_factory=dict)
    left: set[tuple[str, str]] = field(default_factory=set)
    unlisted: set[str] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)
    described: list[str] = field(default_factory=list)
    url: str = ""

    def fail(self, *faults: Fault) -> None:
        """Let these befall the next calls of their methods."""
        self.faults += [replace(each, times=1) for each in faults for _ in range(each.times)]

    def drop(self) -> None:
        """Break the socket off, without a word."""
        for each in self.sockets:
            each.abort()
        self.sockets.clear()

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Pass a call on, or let it fail."""
        method = request.match_info["method"]
        self.calls[method] += 1
        fault = next((each for each in self.faults if each.method == method), None)
        if fault is None:
            return await self._passed_on(request)
        self.faults.remove(fault)
        if fault.taken:
            await self._passed_on(request)
        if fault.late:
            await asyncio.sleep(LATE)
        answer = {"ok": False, "error": fault.error} if fault.error else {"ok": True}
        return web.json_response(answer, status=fault.status, headers=fault.headers)

    async def _passed_on(self, request: web.Request) -> web.Response:
        sent = {"Authorization", "Content-Type"} & set(request.headers)
        async with self.slack.session.request(
            request.method,
            f"{self.slack.url}{request.path_qs}",
            data=await request.read(),
            headers={name: request.headers[name] for name in sent},
        ) as answer:
            said: Json = await answer.json()
        await self._remember(request, said)
        await self._know_better(request, said)
        return web.json_response(said)

    async def _know_better(self, request: web.Request, said: Json) -> None:
        """Put into an answer what the local Slack doesn't know."""
        asked = {**request.query, **await _sent(request)}
        match request.match_info["method"]:
            case "users.info" if said["ok"]:
                user = said["user"]
                user["is_admin"] = user["id"] in self.admins
                user["team_id"] = "T0ELSEWHERE" if user["id"] in self.strangers else TEAM
            case "conversations.info" if said["ok"]:
                self._describe(said["channel"], HEED)
            case "users.conversations" if said["ok"]:
                who = asked.get("user", HEED)
                said["channels"] = [
                    self._describe(each, who)
                    for each in said["channels"]
                    if (each["id"], who) not in self.left and each["id"] not in self.unlisted
                ]
            case "conversations.members" if said["ok"]:
                channel = asked["channel"]
                gone = {who for where, who in self.left if where == channel}
                said["members"] = [each for each in said["members"] if each not in gone]

    def _describe(self, channel: Json, who: str) -> Json:
        channel["creator"] = self.makers.get(channel["id"], "U0SOMEBODY")
        channel["is_member"] = (channel["id"], who) not in self.left
        return channel

    async def _remember(self, request: web.Request, said: Json) -> None:
        """Keep a message's metadata, give it back with the message; lead the socket here."""
        match request.match_info["method"]:
            case "chat.postMessage" if said["ok"]:
                self.metadata[said["ts"]] = (await _sent(request)).get("metadata")
            case "files.getUploadURLExternal" if said["ok"]:
                asked = {**request.query, **await _sent(request)}
                self.described.append(str(asked.get("alt_txt", "")))
            case "conversations.history" | "conversations.replies":
                for message in said.get("messages", []):
                    message["metadata"] = self.metadata.get(message["ts"])
            case "apps.connections.open":
                there, here = (each.replace("http", "ws", 1) for each in (self.slack.url, self.url))
                said["url"] = said["url"].replace(there, here)

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """Pass on what either side of a socket says."""
        near = web.WebSocketResponse()
        await near.prepare(request)
        assert request.transport is not None
        self.sockets.append(request.transport)
        address = f"{self.slack.url}{request.path_qs}"
        async with self.slack.session.ws_connect(address) as far:
            passing = [asyncio.create_task(_pass_on(*each)) for each in ((near, far), (far, near))]
            await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
            for each in passing:
                each.cancel()
            await asyncio.gather(*passing, return_exceptions=True)
        return near


async def _sent(request: web.Request) -> Json:
    """What a call says, in whichever way the SDK sends it."""
    if request.content_type == "application/json":
        sent: Json = await request.json()
        return sent
    return dict(await request.post())


Talking = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


async def _pass_on(from_one: Talking, to_other: Talking) -> None:
    async for said in from_one:
        if said.type is aiohttp.WSMsgType.TEXT:
            await to_other.send_str(said.data)


@asynccontextmanager
async def standing(proxy: Proxy, slack: LocalSlack) -> AsyncIterator[LocalSlack]:
    """Slack as it is seen through the proxy."""
    proxy.slack = slack
    site = web.Application(client_max_size=2**24)
    site.router.add_route("*", "/api/{method}", proxy.call)
    site.router.add_get("/{rest:.*}", proxy.socket)
    port = free_port()
    proxy.url = f"http://127.0.0.1:{port}"
    async with served(site, port):
        yield replace(slack, url=proxy.url)
