"""Discord on the loopback: HTTP and the gateway's WebSocket, in front of SimCord's world.

What a connection is told, and how it ends, is Discord's own:
https://docs.discord.com/developers/events/gateway
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from enum import IntEnum
from fnmatch import fnmatch
from itertools import count
from typing import Any, Final

import discord
from aiohttp import WSMsgType, web
from simcord.backend import Backend, serializers
from simcord.backend.errors import BackendError
from simcord.http import router
from simcord.intents import prune_guild_create, required_intent

TOKEN: Final = "MTE4.a.token"  # noqa: S105 - of a bot that there isn't
API: Final = "/api/v10"
SWITCHED_ON: Final = 1 << 15 | 1 << 19
"""The application's flags by which a small bot has both privileged intents."""
PRIVILEGED: Final = discord.Intents(members=True, message_content=True)
WRONG_TOKEN, FORBIDDEN_INTENTS = 4004, 4014
"""Codes with which the gateway closes."""

Json = dict[str, Any]
Call = tuple[str, str]
"""A method, and a path in which `*` stands for anything."""


class Op(IntEnum):
    """What a frame of the gateway is."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What such calls end in, by method and path. `taken`: what was asked was done anyway."""

    call: Call
    status: int
    code: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, object] = field(default_factory=dict)
    taken: bool = False
    times: int = 1

    def befalls(self, method: str, path: str) -> bool:
        """Whether this is such a call."""
        return self.call[0] == method and fnmatch(path, self.call[1])


def too_often(call: Call, wait: float, *, everywhere: bool = False) -> Fault:
    """Discord is asked too often, on a route or everywhere; it wants to wait so many seconds."""
    scope = {"X-RateLimit-Global": "true"} if everywhere else {}
    return Fault(
        call=call,
        status=429,
        headers={"Retry-After": str(wait), "Via": "1.1 google", **scope},
        body={"retry_after": wait, "global": everywhere},
    )


@dataclass(eq=False)
class Session:
    """What a client was told since it identified itself, so that it can be told again."""

    id: str
    intents: discord.Intents
    told: list[Json] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, event: str, payload: Mapping[str, Any]) -> None:
        """Have an event told, in its turn."""
        intent = required_intent(event, payload)
        if intent is None or getattr(self.intents, intent):
            frame = {"op": Op.DISPATCH, "t": event, "s": len(self.told) + 1, "d": deepcopy(payload)}
            self.told.append(frame)
            self.more.set()


@dataclass
class LocalDiscord:
    """The server: `calls` counts what was asked for, `opened` how connections began."""

    backend: Backend = field(default_factory=Backend)
    flags: int = SWITCHED_ON
    allowed: discord.Intents = field(default_factory=discord.Intents.all)
    heartbeat: float = 41.25
    url: str = ""
    away: bool = False
    faults: list[Fault] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    opened: list[str] = field(default_factory=list)
    beats: int = 0
    session: Session | None = None
    left: int | None = None
    """So many events are still told before the connection breaks; None is without end."""
    transports: list[asyncio.Transport] = field(default_factory=list)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.backend.subscribers.append(self.tell)

    # --- faults ------------------------------------------------------------------------------

    def fail(self, *faults: Fault) -> None:
        """Let these befall the next such calls."""
        self.faults += [replace(each, times=1) for each in faults for _ in range(each.times)]

    def drop(self) -> None:
        """Break the connection off, without a word."""
        for each in self.transports:
            each.abort()
        self.transports.clear()

    def forget(self) -> None:
        """Know nothing of the session any more: it can't be resumed."""
        self.session = None

    async def order(self, op: Op) -> None:
        """Tell the client to connect anew, or that its session isn't one any more."""
        if op is Op.INVALID_SESSION:
            self.forget()
        await self.sockets[-1].send_json({"op": op, "d": False})

    # --- calls -------------------------------------------------------------------------------

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or let it fail."""
        path = request.path.removeprefix(API)
        self.calls[f"{request.method} {path}"] += 1
        if self.away:
            return _json({"message": "away"}, 503)
        if not _is_signed(request, path):
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        fault = next((each for each in self.faults if each.befalls(request.method, path)), None)
        if fault is None:
            return await self._answer(request, path)
        self.faults.remove(fault)
        if fault.taken:
            await self._answer(request, path)
        body = {"message": "a fault", "code": fault.code, **fault.body}
        return _json(body, fault.status, fault.headers)

    async def _answer(self, request: web.Request, path: str) -> web.StreamResponse:
        if path == "/gateway/bot":
            limits = {"total": 9, "remaining": 9, "reset_after": 0, "max_concurrency": 1}
            return _json({"url": self.gateway, "shards": 1, "session_start_limit": limits})
        try:
            said = await request.json() if request.can_read_body else None
            params = dict(request.query)
            found = router.dispatch(self.backend, request.method, path, json=said, params=params)
        except BackendError as error:
            return _json(error.to_json(), error.status)
        if path == "/oauth2/applications/@me":
            found["flags"] = self.flags
        return web.Response(status=204) if found is None else _json(found)

    # --- the gateway -------------------------------------------------------------------------

    @property
    def gateway(self) -> str:
        """Where the gateway is."""
        return self.url.replace("http", "ws", 1)

    def tell(self, event: str, payload: Mapping[str, Any]) -> None:
        """Something happens: whoever is connected is told, and who isn't when they resume."""
        if self.session is not None:
            self.session.tell(event, payload)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection."""
        if self.away:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        assert request.transport is not None
        self.transports.append(request.transport)
        self.sockets.append(socket)
        hello = {"heartbeat_interval": self.heartbeat * 1000}
        await socket.send_json({"op": Op.HELLO, "d": hello})
        telling: list[asyncio.Task[None]] = []
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    telling += await self._said(socket, json.loads(frame.data))
        finally:
            for each in telling:
                each.cancel()
            await asyncio.gather(*telling, return_exceptions=True)
        return socket

    async def _said(self, socket: web.WebSocketResponse, frame: Json) -> list[asyncio.Task[None]]:
        """Answer what a client says; what goes on after it comes back."""
        data = frame["d"]
        match frame["op"]:
            case Op.HEARTBEAT:
                self.beats += 1
                await socket.send_json({"op": Op.HEARTBEAT_ACK, "d": None})
            case Op.IDENTIFY:
                return await self._identify(socket, data)
            case Op.RESUME:
                return await self._resume(socket, data)
            case Op.REQUEST_MEMBERS if self.session is not None:
                self.session.tell("GUILD_MEMBERS_CHUNK", self._members(data))
        return []

    async def _identify(
        self, socket: web.WebSocketResponse, data: Json
    ) -> list[asyncio.Task[None]]:
        intents = discord.Intents.none()
        intents.value = data["intents"]
        if data["token"] != TOKEN:
            await socket.close(code=WRONG_TOKEN)
            return []
        if intents.value & PRIVILEGED.value & ~self.allowed.value:
            await socket.close(code=FORBIDDEN_INTENTS)
            return []
        self.opened.append("identified")
        self.session = Session(id=f"session-{next(self.numbers)}", intents=intents)
        self.session.tell("READY", self._ready(data.get("shard", [0, 1])))
        for guild in self.backend.guilds.values():
            payload: Json = deepcopy(dict(serializers.guild_create_payload(self.backend, guild)))
            prune_guild_create(payload, intents, self.backend.bot_user.id)
            self.session.tell("GUILD_CREATE", payload)
        return [asyncio.create_task(self._tell(socket, self.session, 0))]

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> list[asyncio.Task[None]]:
        if self.session is None or data["session_id"] != self.session.id:
            self.opened.append("not resumed")
            await socket.send_json({"op": Op.INVALID_SESSION, "d": False})
            return []
        self.opened.append("resumed")
        self.session.tell("RESUMED", {})
        return [asyncio.create_task(self._tell(socket, self.session, data["seq"]))]

    async def _tell(self, socket: web.WebSocketResponse, session: Session, heard: int) -> None:
        """Tell everything of a session that was not yet heard, and whatever happens then."""
        while True:
            for frame in session.told[heard:]:
                if self.left == 0:
                    self.left = None
                    self.drop()
                    return
                await socket.send_json(frame)
                heard += 1
                self.left = None if self.left is None else self.left - 1
            session.more.clear()
            await session.more.wait()

    def _ready(self, shard: list[int]) -> Json:
        assert self.session is not None
        return {
            "v": 10,
            "user": dict(serializers.user_payload(self.backend.bot_user)),
            "guilds": [{"id": str(each), "unavailable": True} for each in self.backend.guilds],
            "session_id": self.session.id,
            "resume_gateway_url": self.gateway,
            "shard": shard,
            "application": {"id": str(self.backend.application_id), "flags": self.flags},
        }

    def _members(self, asked: Json) -> Json:
        guild = self.backend.guilds[int(asked["guild_id"])]
        members = guild.members.values()
        return {
            "guild_id": asked["guild_id"],
            "members": [serializers.member_payload(self.backend, guild, each) for each in members],
            "chunk_index": 0,
            "chunk_count": 1,
            "nonce": asked.get("nonce"),
        }


def _is_signed(request: web.Request, path: str) -> bool:
    """Whether a call bears the token; those about an interaction bear that one's own."""
    if path.startswith(("/interactions/", "/webhooks/")):
        return True
    return request.headers.get("Authorization") == f"Bot {TOKEN}"


def _json(
    said: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    # The library reads an answer as JSON only with exactly this type.
    sent = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(said).encode(), status=status, headers=sent)


@asynccontextmanager
async def local_discord() -> AsyncIterator[LocalDiscord]:
    """The server, for as long as the block lasts."""
    made = LocalDiscord()
    site = web.Application(client_max_size=2**24)
    site.router.add_route("*", API + "/{rest:.*}", made.call)
    site.router.add_get("/", made.connect)
    runner = web.AppRunner(site, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield made
    finally:
        made.drop()
        await runner.cleanup()
