"""A board that is served: a real store and companion, a server on loopback, pages without browser.

The clock is the test's own; what Heed delivers goes to a fake platform.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from yarl import URL

from adapters.board.tickets import Tickets, tickets
from adapters.web.server import create_server
from bot.bootstrap.board import BoardHouse
from bot.bootstrap.tracker import build_tracker
from bot.config.rooms import RoomWriting
from bot.domain.events import MemberLeft
from bot.runtime.companion import Companion
from bot.runtime.privacy import Privacy
from bot.runtime.reception import FrontDesk
from storage import open_store
from tests.runtime.house import ROOM, House

WITHIN: Final = 10.0
"""Real seconds in which everything that is to come has come, on a busy machine too."""
PUBLIC: Final = "https://heed.example.org"


async def until(holds: Callable[[], Any], what: str, within: float = WITHIN) -> Any:  # noqa: ANN401 - whatever it gives
    """Wait until something holds, so many real seconds at most; what it gives comes back."""
    last = asyncio.get_running_loop().time() + within
    while not (found := holds()):
        assert asyncio.get_running_loop().time() < last, f"no {what} within {within:g} seconds"
        await asyncio.sleep(0.01)
    return found


async def links(_room: str, messages: Collection[str]) -> Callable[[str], str | None]:
    """Where the fake platform's messages are to be found."""
    return {each: f"https://chat.example.org/{each}" for each in messages}.get


@dataclass
class BoardedHouse(House):
    """A room with boards; `url` is Heed's address on the web, as far as pages are to know."""

    url: str = ""
    key_for: Callable[[str], bytes] = field(default=lambda purpose: purpose.encode().ljust(32))
    boards: BoardHouse = field(init=False)
    privacy: Privacy = field(init=False)

    def __post_init__(self) -> None:
        tracker, _ = build_tracker(b"key")
        self.companion = Companion(self.store, tracker, self.clock, {"fake": self.sender})
        self.privacy = Privacy(self.companion, self.store.care, self.clock)
        self.boards = BoardHouse(
            self.url, self.key_for, self.store.passes, self.companion, self.clock
        )
        self.reception = FrontDesk(
            self.companion, self.privacy, self.start, RoomWriting(), self.boards.doors
        )

    async def link(self, who: str = "cora") -> str:
        """The link that somebody is given."""
        (choice,) = (await self.ask(who, "board")).choices
        return choice.url

    async def leaves(self, who: str) -> None:
        """Somebody leaves the room."""
        await self.happens(MemberLeft(room=ROOM, at=self.clock.at, member=who))

    @property
    def cookies(self) -> Tickets:
        """What the cookies are written with."""
        return tickets(self.key_for)[1]


@dataclass
class Visit:
    """One browser, without a browser: its cookies, and what its streams have brought."""

    session: ClientSession
    path: str = ""
    events: list[tuple[str, str]] = field(default_factory=list)
    _streams: list[asyncio.Task[None]] = field(default_factory=list)

    async def open(self, link: str) -> ClientResponse:
        """Press the button behind a link."""
        answer = await self.post("/board", {"ticket": link.partition("#")[2]})
        self.path = answer.headers.get("Location", "")
        return answer

    async def post(self, path: str, body: dict[str, str]) -> ClientResponse:
        """Send a form."""
        answer = await self.session.post(path, data=body, allow_redirects=False)
        await answer.read()
        return answer

    async def get(self, path: str = "") -> tuple[int, str]:
        """Open a page, the board's own where no other is named."""
        async with self.session.get(path or self.path, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def page(self, path: str = "") -> str:
        """A page that may be seen."""
        status, html = await self.get(path)
        assert status == 200, html
        return html

    def follow(self, face: str = "") -> Self:
        """Open the stream of the board's page."""
        self._streams.append(asyncio.create_task(self._follow(f"{self.path}{face}/stream")))
        return self

    async def _follow(self, path: str) -> None:
        async with self.session.get(path) as stream:
            if stream.status != 200:
                self.events.append(("refused", str(stream.status)))
                return
            kind, data = "", list[str]()
            async for raw in stream.content:
                text = raw.decode().rstrip("\r\n")
                if not text and kind:
                    self.events.append((kind, "\n".join(data)))
                    kind, data = "", []
                elif text.startswith("event: "):
                    kind = text.removeprefix("event: ")
                elif text.startswith("data: "):
                    data.append(text.removeprefix("data: "))
            self.events.append(("over", ""))

    def last(self) -> str:
        """The latest state of the board that came."""
        return next((data for kind, data in reversed(self.events) if kind == "board"), "")

    async def shows(self, text: str, within: float = WITHIN) -> str:
        """Wait until the stream has brought a board with that text."""
        await until(lambda: text in self.last(), f"board with {text!r}", within)
        return self.last()

    async def told(self, kind: str) -> None:
        """Wait until something else has come."""
        await until(lambda: kind in [each for each, _ in self.events], kind)

    async def hang_up(self) -> None:
        """Close its pages, and forget what they had brought."""
        for stream in self._streams:
            stream.cancel()
        await asyncio.gather(*self._streams, return_exceptions=True)
        self._streams.clear()
        self.events.clear()

    async def close(self) -> None:
        """Close the browser."""
        await self.hang_up()
        await self.session.close()


@dataclass
class Boarded:
    """A room with its boards, being served."""

    house: BoardedHouse
    server: TestServer
    visits: list[Visit] = field(default_factory=list)

    def visit(self) -> Visit:
        """Open a new browser."""
        jar = CookieJar(unsafe=True)  # cookies of an address too, as browsers keep them
        self.visits.append(Visit(ClientSession(self.server.make_url("/"), cookie_jar=jar)))
        return self.visits[-1]

    async def opened(self, who: str = "cora") -> Visit:
        """Open somebody's board in a new browser."""
        visit = self.visit()
        answer = await visit.open(await self.house.link(who))
        assert answer.status == 303
        return visit

    def cookie(self, visit: Visit) -> str:
        """The cookie that a browser has for its board."""
        kept = visit.session.cookie_jar.filter_cookies(URL(self.server.make_url(visit.path)))
        return kept["heed_board"].value


def app_of(house: BoardedHouse) -> web.Application:
    """The server of a house's boards."""
    opened = house.boards.opened(house.reception, links)
    health = house.companion.health
    return create_server(opened.routes, health.problems, health.failures, [opened.watches.close])


@asynccontextmanager
async def boarded(file: Path | str, *, url: str = "") -> AsyncIterator[Boarded]:
    """A room in a meeting that Cora convenes, with its boards served until the block ends."""
    async with open_store(f"sqlite:///{file}") as store:
        house = BoardedHouse(store, url=url)
        await house.begins()
        server = TestServer(app_of(house))
        await server.start_server(shutdown_timeout=0.5)
        served = Boarded(house, server)
        try:
            yield served
        finally:
            for visit in served.visits:
                await visit.close()
            await server.close()
            await house.companion.stop()
