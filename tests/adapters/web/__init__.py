"""Pages of the demo room without a browser: real requests, the real companion, a real database."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from sqlalchemy import URL

from adapters.web.app import PARTS, Demo
from adapters.web.understudy import Beats
from bot.bootstrap.demo import build_demo
from bot.domain.settings import Budget, Patience, RoomSettings

QUICK = 400.0
"""A speed at which patience of a minute is spent at once."""
WITHIN = 10.0
"""Real seconds in which everything that is to come has come, on a busy machine too."""
AT_ONCE = Beats(notice=0.0, practise=0.0, read=0.0, hands=0.0, no_card=5.0)
SETTINGS = RoomSettings(
    patience=Patience(messages=2, seconds=60.0),
    budget=Budget(per_meeting=3, per_day=50),
    spacing_seconds=0.0,
    quiet_hours=None,
    run_by="the tests",
)


async def until(
    holds: Callable[[], Any],
    what: str,
    within: float = WITHIN,
) -> Any:  # noqa: ANN401 - whatever it gives
    """Wait until something holds, so many real seconds at most; what it gives comes back."""
    loop = asyncio.get_running_loop()
    last = loop.time() + within
    while not (found := holds()):
        assert loop.time() < last, f"{what} didn't come within {within:g} seconds"
        await asyncio.sleep(0.01)
    return found


@dataclass(eq=False)
class Page:
    """A page without a browser: somebody's requests, and what the live feed has brought them."""

    session: ClientSession
    name: str = ""
    id: str = ""
    token: str = ""
    last: int = 0
    kinds: list[str] = field(default_factory=list)
    items: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    raw: list[str] = field(default_factory=list)
    _feed: asyncio.Task[None] | None = None

    @property
    def headers(self) -> dict[str, str]:
        """How this page says who it is."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Ask for something; the status and the JSON of the answer."""
        async with self.session.request(method, path, json=body, headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def done(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """Ask for something that works."""
        status, answer = await self.ask(method, path, body)
        assert status < 300, answer
        return answer

    async def sign_in(self, name: str) -> Self:
        """Come in, and follow the room."""
        return self.sit(await self.done("POST", "/api/people", {"name": name}))

    def sit(self, seat: dict[str, str]) -> Self:
        """Be somebody, and follow the room as them."""
        self.id, self.name, self.token = seat["id"], seat["name"], seat["token"]
        self.follow()
        return self

    def follow(self) -> None:
        """Open the live feed from where this page stands."""
        self._feed = asyncio.create_task(self._follow())

    async def leave_feed(self) -> None:
        """Close the feed; what was missed comes with the next."""
        if self._feed is not None:
            self._feed.cancel()
            await asyncio.gather(self._feed, return_exceptions=True)

    async def _follow(self) -> None:
        headers = {**self.headers, "Last-Event-ID": str(self.last)} if self.last else self.headers
        async with self.session.get("/api/stream", headers=headers) as feed:
            assert feed.status == 200
            block: dict[str, str] = {}
            async for line in feed.content:
                text = line.decode().rstrip("\r\n")
                self.raw.append(text)
                if text:
                    name, _, value = text.partition(": ")
                    block[name] = value
                elif block.get("event"):
                    self._take(block)
                    block = {}

    def _take(self, block: dict[str, str]) -> None:
        item = json.loads(block["data"])
        self.kinds.append(block["event"])
        if block["event"] == "again":
            self.items.clear()
        if "id" in block:
            self.last = int(block["id"])
            self.items[block["event"], item["id"]] = item["body"]

    async def got(self, kind: str, name: str = "") -> dict[str, Any]:
        """Wait until the feed has brought something; its body comes back."""
        found: dict[str, Any] = await until(lambda: self.items.get((kind, name)), f"{kind} {name}")
        return found

    # --- what it sees ------------------------------------------------------------------------

    def all(self, kind: str) -> list[dict[str, Any]]:
        """Everything of a kind that this page has."""
        return [body for (each, _), body in self.items.items() if each == kind]

    def messages(self) -> list[dict[str, Any]]:
        """The messages, in their order."""
        return sorted(self.all("message"), key=lambda each: each["n"])

    def texts(self) -> list[str]:
        """What people have said."""
        return [each["text"] for each in self.messages() if each["kind"] != "notice"]

    def cards(self, purpose: str = "nudge") -> list[dict[str, Any]]:
        """The cards of a purpose, open ones alone."""
        return [
            each for each in self.all("card") if each["purpose"] == purpose and not each["closed"]
        ]

    @property
    def state(self) -> dict[str, Any]:
        """How Heed stands in the room."""
        return self.items.get(("state", ""), {})

    # --- what it does ------------------------------------------------------------------------

    async def say(self, text: str, reply_to: str | None = None) -> str:
        """Post a message; its id comes back."""
        body = {"text": text, "reply_to": reply_to}
        posted: str = (await self.done("POST", "/api/messages", body))["id"]
        return posted

    async def order(self, do: str) -> Any:  # noqa: ANN401 - JSON
        """Press a button of the page."""
        return await self.done("POST", "/api/orders", {"do": do})

    async def press(self, card: dict[str, Any], action: str, value: str = "") -> list[str]:
        """Press a button of a card; what this person is told."""
        body = {"card": card["card"], "action": action, "value": value, "question": ""}
        replies: list[str] = (await self.done("POST", "/api/presses", body))["replies"]
        return replies

    async def convene(self) -> None:
        """Become the convener: accept, try the practice card, and the meeting begins."""
        await self.order("convene")
        card = (await until(lambda: self.cards("practice"), "a practice card"))[0]
        await self.press(card, "already followed")
        await until(lambda: self.state.get("meeting"), "a meeting")


@dataclass
class Served:
    """A demo room that is being served."""

    demo: Demo
    server: TestServer
    pages: list[Page] = field(default_factory=list)
    sessions: list[ClientSession] = field(default_factory=list)

    def page(self) -> Page:
        """Open a page that is nobody yet."""
        session = ClientSession(self.server.make_url("/"))
        self.sessions.append(session)
        self.pages.append(Page(session=session))
        return self.pages[-1]

    async def enter(self, name: str) -> Page:
        """Open a page and come in."""
        return await self.page().sign_in(name)

    def hurry(self, rate: float = QUICK) -> None:
        """Let the room's time run quickly."""
        self.demo.tempo.set(rate)

    async def close(self) -> None:
        """Close every page."""
        for page in self.pages:
            await page.leave_feed()
        for session in self.sessions:
            await session.close()


@asynccontextmanager
async def served(
    file: Path,
    *,
    settings: RoomSettings = SETTINGS,
    keys: Sequence[SecretStr] = (),
    beats: Beats = AT_ONCE,
    port: int | None = None,
) -> AsyncIterator[Served]:
    """Serve the demo room from this file until the block ends, as a start and a stop do."""
    url = URL.create("sqlite+aiosqlite", database=str(file))
    async with build_demo(url, "127.0.0.1", settings, keys=keys, beats=beats) as app:
        server = TestServer(app, port=port)
        await server.start_server(shutdown_timeout=0.5)
        room = Served(demo=app[PARTS], server=server)
        try:
            yield room
        finally:
            await room.close()
            await server.close()
