"""Do open boards keep up? `python -m benchmarks.board`: a minute, on loopback alone.

Opens 200 pages on the boards of some rooms, has 50 events a second happen there, and says how late
the pages showed each question that was asked, and how the server's memory went. One page in twenty
reads slowly; a page whose stream ends comes back. As many
questions are answered, and forgotten after a while, as are asked: what is held shouldn't grow.
With `--pages 0` the rooms alone are measured. The pages are read by a process of their
own; the server's commits go to SQLite on a real disk.
"""

import argparse
import asyncio
import json
import logging
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from math import inf
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import aiohttp
import structlog
from aiohttp import web

from adapters.web.server import create_server
from bot.bootstrap.board import BoardHouse
from bot.bootstrap.tracker import build_tracker
from bot.config.rooms import RoomWriting
from bot.domain.events import (
    ConvenerAccepted,
    ConvenerInvited,
    Event,
    MeetingStarted,
    MemberJoined,
    MessagePosted,
    NoticePosted,
    RoomSet,
)
from bot.domain.settings import RoomSettings
from bot.runtime.clock import SystemClock
from bot.runtime.companion import Companion
from bot.runtime.privacy import Privacy
from bot.runtime.reception import FrontDesk
from storage import open_store
from tests.runtime.fakes import FakeSender

EACH: Final = 10  # pages of one convener in one room
SLOW: Final = 20  # every so many pages one reads slowly
SLOWLY: Final = 3.0  # seconds between two of its readings
ON_ITS_WAY: Final = 2**16  # bytes: twice as many a slow one takes in before it looks at them
QUIET: Final = 5.0  # seconds without anything, after which a stream has nothing more to bring
AGAIN: Final = 3.0  # seconds after which a page whose stream ended comes back, as in Chromium
# Seconds for which a room keeps its questions: after them as many go as come.
KEPT: Final = 20.0
IN_THE_END: Final = 8.0  # seconds that pages have after the last event
ANSWERED: Final = 3  # messages of the room after its question
MATTER: Final = re.compile(rb"matter (\d+)\b")
TALK: Final = (
    "The rota is done.",
    "Thanks, that helps.",
    "Lunch is at noon.",
    "It is on the wall.",
)

Json = dict[str, Any]

_SETTINGS: Final = RoomSettings(quiet_hours=None, retention_seconds=KEPT)


# --- the server, and what happens there ------------------------------------------------------


def _opening(room: str, conveners: Sequence[str], at: float) -> list[Event]:
    """A room in a meeting that these convene."""
    return [
        RoomSet(room=room, at=at, settings=_SETTINGS),
        *(MemberJoined(room=room, at=at, member=each, name=each) for each in conveners),
        *(ConvenerInvited(room=room, at=at, member=each, by=each) for each in conveners),
        *(ConvenerAccepted(room=room, at=at, member=each) for each in conveners),
        MeetingStarted(room=room, at=at, meeting="m"),
    ]


async def _no_links(_room: str, _messages: Collection[str]) -> Callable[[str], str | None]:
    return lambda message: f"https://chat.example.org/{message}"


class Server:
    """Heed with boards, and people who talk."""

    def __init__(self, companion: Companion, house: BoardHouse, pages: int, rooms: int) -> None:
        self._companion = companion
        self._house = house
        self._pages = pages
        self._rooms = [f"bench/{number}" for number in range(rooms)]
        self._conveners = [f"cora{number}" for number in range(-(-pages // rooms // EACH))]
        self.asked: dict[int, float] = {}

    async def begin(self) -> None:
        """Let a meeting run in every room."""
        for room in self._rooms:
            for event in _opening(room, self._conveners, time.time()):
                await self._companion.receive(event)
            now = await self._companion.look(room)
            notice = now.notice_wanted if now else ""
            await self._companion.receive(NoticePosted(room=room, at=time.time(), notice=notice))

    async def links(self) -> list[str]:
        """A link for each page, to the rooms in turn."""
        invite, rooms, conveners = self._house.doors.invite, self._rooms, self._conveners
        return [
            await invite(rooms[number % len(rooms)], conveners[number // len(rooms) // EACH])
            for number in range(self._pages)
        ]

    async def talk(self, rate: float, seconds: float) -> None:
        """So many events a second; one in six is a question, and one a bit later its answer."""
        began = time.monotonic()
        async with asyncio.TaskGroup() as talking:
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
                talking.create_task(self._say(number))

    async def _say(self, number: int) -> None:
        rooms, text, to = len(self._rooms), TALK[number % len(TALK)], None
        turn = number // rooms % 6
        asks = turn == 0
        if asks:
            text = f"Who decides about matter {number}?"
        elif turn == ANSWERED:
            asked = number - ANSWERED * rooms
            text, to = f"The board decides about matter {asked}.", f"m{asked}"
        message = MessagePosted(
            room=self._rooms[number % rooms],
            at=time.time(),
            id=f"m{number}",
            # Whoever answers isn't who asked.
            author=f"person{number // rooms % 7}",
            text=text,
            reply_to=to,
        )
        await self._companion.receive(message)
        if asks:
            self.asked[number] = time.time()

    async def noticed(self) -> dict[int, tuple[str, float]]:
        """What became a question: by its number, its room, and when it had been committed."""
        found = {}
        for room in self._rooms:
            for each in await self._companion.questions(room):
                number = int(each.message.removeprefix("m"))
                if each.tracked and number in self.asked:
                    found[number] = (room, self.asked[number])
        return found


@asynccontextmanager
async def serving(database: Path, pages: int, rooms: int) -> AsyncIterator[tuple[Server, str]]:
    """The server, and where it is."""
    async with open_store(f"sqlite:///{database}") as store:
        clock, tracker = SystemClock(), build_tracker(b"key")[0]
        companion = Companion(store, tracker, clock, {"bench": FakeSender()})
        privacy = Privacy(companion, store.care, clock)
        key_for = (await store.care.secret()).key_for
        house = BoardHouse("", key_for, store.passes, companion, clock)
        desk = FrontDesk(companion, privacy, RoomSettings(), RoomWriting(), house.doors)
        opened = house.opened(desk, _no_links)
        health = companion.health
        app = create_server(opened.routes, health.problems, health.failures, [opened.watches.close])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server = Server(companion, house, pages, rooms)
        try:
            await server.begin()
            async with companion:
                yield server, f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


def _memory() -> float:
    """This process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def _watch_memory(samples: list[float]) -> None:
    while True:
        samples.append(_memory())
        await asyncio.sleep(1.0)


# --- the pages, in a process of their own ----------------------------------------------------


async def _block(stream: aiohttp.ClientResponse, until: asyncio.Event) -> bytes:
    """The next block of a stream; nothing once it is time, and none has come for a while."""
    while True:
        try:
            async with asyncio.timeout(QUIET):
                return await stream.content.readuntil(b"\r\n\r\n")
        except TimeoutError:
            if until.is_set():
                return b""


class _Page:
    """One page, and what it has shown. `slow` reads a state, and nothing more for a while."""

    def __init__(self, *, slow: bool, until: asyncio.Event) -> None:
        self._slow = slow
        self._until = until
        self._first: dict[int, float] = {}  # when it first showed each question (epoch seconds)
        self._last: set[int] = set()
        self._states = self._size = self._again = 0

    async def read(self, home: str, link: str) -> Json:
        """Read until it is time; what was shown comes back."""
        size = ON_ITS_WAY if self._slow else 2**18
        async with aiohttp.ClientSession(
            home,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            read_bufsize=size,
            timeout=aiohttp.ClientTimeout(),
        ) as session:
            ticket = {"ticket": link.partition("#")[2]}
            async with session.post("/board", data=ticket, allow_redirects=False) as answer:
                path = answer.headers["Location"]
            sys.stdout.write("open\n")
            sys.stdout.flush()
            await self._follow(session, f"{path}/stream")
        return {
            "first": self._first,
            "states": self._states,
            "size": self._size,
            "newest": max(self._last, default=-1),
            "slow": self._slow,
            "again": self._again,
        }

    async def _follow(self, session: aiohttp.ClientSession, path: str) -> None:
        """Follow the stream; where it ends, come back as a browser does."""
        while True:
            with suppress(aiohttp.ClientError, ConnectionError, asyncio.IncompleteReadError):
                async with session.get(path) as stream:
                    await self._take(stream)
            if self._until.is_set():
                return
            self._again += 1
            await asyncio.sleep(AGAIN)

    async def _take(self, stream: aiohttp.ClientResponse) -> None:
        while block := await _block(stream, self._until):
            if not block.startswith(b"event: board"):  # a sign of life
                continue
            now = time.time()
            self._last = {int(each) for each in MATTER.findall(block)}
            for each in self._last:
                self._first.setdefault(each, now)
            self._states, self._size = self._states + 1, max(self._size, len(block))
            if self._slow and not self._until.is_set():
                await asyncio.sleep(SLOWLY)


async def read_pages(home: str) -> None:
    """Read the pages of the links that stand on stdin, until it ends; print what they showed."""
    loop, until = asyncio.get_running_loop(), asyncio.Event()
    links: Sequence[str] = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    pages = [
        asyncio.create_task(_Page(slow=number % SLOW == 0, until=until).read(home, link))
        for number, link in enumerate(links)
    ]
    await loop.run_in_executor(None, sys.stdin.read)
    until.set()
    sys.stdout.write(json.dumps(await asyncio.gather(*pages)) + "\n")


@asynccontextmanager
async def reading(home: str, links: Sequence[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """Have the pages read until `stdin` is closed; all are open when the block begins."""
    reader = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.board",
        "--read",
        home,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**28,
    )
    assert reader.stdin is not None  # noqa: S101 - as it was asked for
    assert reader.stdout is not None  # noqa: S101 - likewise
    reader.stdin.write(json.dumps(list(links)).encode() + b"\n")
    for _ in links:
        await reader.stdout.readline()
    try:
        yield reader
    finally:
        if reader.returncode is None:
            reader.terminate()
            await reader.wait()


# --- what is said ----------------------------------------------------------------------------


Noticed = Mapping[int, tuple[str, float]]


def _lateness(noticed: Noticed, pages: Sequence[Json], rooms: int, *, slow: bool) -> list[float]:
    """After how many seconds pages showed the questions of their rooms; inf: never."""
    return [
        page["first"].get(str(matter), inf) - committed
        for number, page in enumerate(pages)
        for matter, (where, committed) in noticed.items()
        if page["slow"] == slow and where == f"bench/{number % rooms}"
    ]


def _behind(noticed: Noticed, pages: Sequence[Json], rooms: int) -> int:
    """How many pages don't show their room's newest question in the end."""
    newest = dict[str, int]()
    for matter, (where, _) in noticed.items():
        newest[where] = max(matter, newest.get(where, -1))
    return sum(
        page["newest"] != newest[f"bench/{number % rooms}"] for number, page in enumerate(pages)
    )


def _said(noticed: Noticed, pages: Sequence[Json], rooms: int) -> str:
    late = _lateness(noticed, pages, rooms, slow=False)
    seen = [each for each in late if each < inf]
    cuts = quantiles(seen, n=100)
    slow = [each for each in _lateness(noticed, pages, rooms, slow=True) if each < inf]
    each_slow = [page["states"] for page in pages if page["slow"]]
    each_quick = [page["states"] for page in pages if not page["slow"]]
    return "\n".join(
        (
            (
                f"{len(noticed)} questions, {len(seen)} times shown, "
                f"{len(late) - len(seen)} times never shown"
            ),
            (
                f"shown after: median {median(seen):.2f} s, 95 % {cuts[94]:.2f} s, "
                f"at most {max(seen):.2f} s"
            ),
            f"on slow pages: median {median(slow):.1f} s, at most {max(slow):.1f} s",
            (
                f"states a page {median(each_quick):.0f}, a slow page {median(each_slow):.0f}; "
                f"the largest {max(each['size'] for each in pages) / 1024:.0f} kB"
            ),
            f"pages that came back: {sum(each['again'] > 0 for each in pages)}",
            f"pages behind in the end: {_behind(noticed, pages, rooms)} of {len(pages)}",
        )
    )


async def measure(pages: int, rate: float, seconds: float, rooms: int) -> None:
    """Do it, and print the figures."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        async with serving(Path(folder) / "heed.db", pages, rooms) as (server, home):
            async with reading(home, await server.links()) as reader:
                memory: list[float] = []
                watching = asyncio.create_task(_watch_memory(memory))
                used = time.process_time()
                began = time.monotonic()
                await server.talk(rate, seconds)
                took = time.monotonic() - began
                busy = (time.process_time() - used) / took
                await asyncio.sleep(IN_THE_END)
                watching.cancel()
                out, _ = await reader.communicate(b"")
            noticed = await server.noticed()
    events = rate * seconds / took
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")  # noqa: T201 - what it is for
    print(f"{pages} pages, {rooms} rooms, {events:.0f} events a second for {took:.0f} s")  # noqa: T201 - likewise
    if pages:
        print(_said(noticed, json.loads(out), rooms))  # noqa: T201 - likewise
    print(  # noqa: T201 - likewise
        f"server: {busy:.0%} of a core; memory in MB, every 10 s: "
        + ", ".join(f"{each:.0f}" for each in memory[::10])
    )


def main() -> None:
    """Read the options, and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.board")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rate", type=float, default=50.0, help="events a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rooms", type=int, default=10)
    parser.add_argument("--read", metavar="ADDRESS", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    if asked.read:
        asyncio.run(read_pages(asked.read))
    else:
        asyncio.run(measure(asked.pages, asked.rate, asked.seconds, asked.rooms))


if __name__ == "__main__":
    main()
