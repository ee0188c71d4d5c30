"""Do open boards keep up? `python -m benchmarks.board`: a minute, on loopback alone.

Opens 200 pages on the boards of some rooms, has 50 events a second happen there, and says how late
the pages showed each question that was asked, and how the server's memory went. One page in twenty
reads slowly: of those it says what they showed in the end. The pages are read by a process of their
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
from contextlib import asynccontextmanager
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
IN_THE_END: Final = 8.0  # seconds that pages have after the last event
MATTER: Final = re.compile(rb"matter (\d+)\b")
TALK: Final = (
    "The rota is done.",
    "Thanks, that helps.",
    "Lunch is at noon.",
    "It is on the wall.",
)

Json = dict[str, Any]


# --- the server, and what happens there ------------------------------------------------------


def _opening(room: str, conveners: Sequence[str], at: float) -> list[Event]:
    """A room in a meeting that these convene."""
    return [
        RoomSet(room=room, at=at, settings=RoomSettings(quiet_hours=None)),
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
        """So many events a second, one in six a question with a number of its own."""
        began = time.monotonic()
        async with asyncio.TaskGroup() as talking:
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
                talking.create_task(self._say(number))

    async def _say(self, number: int) -> None:
        asks = number // len(self._rooms) % 6 == 0
        text = f"Who decides about matter {number}?" if asks else TALK[number % len(TALK)]
        message = MessagePosted(
            room=self._rooms[number % len(self._rooms)],
            at=time.time(),
            id=f"m{number}",
            author=f"person{number % 7}",
            text=text,
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
    """The next block of a stream; nothing once it is time, and none has come for a second."""
    while True:
        try:
            async with asyncio.timeout(1.0):
                return await stream.content.readuntil(b"\r\n\r\n")
        except TimeoutError:
            if until.is_set():
                return b""


async def _page(home: str, link: str, *, slow: bool, until: asyncio.Event) -> Json:
    """One page: when it first showed each question (epoch seconds), and what it showed last."""
    first: dict[int, float] = {}
    states, size, last = 0, 0, set[int]()
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(home, cookie_jar=jar, read_bufsize=2**18) as session:
        ticket = {"ticket": link.partition("#")[2]}
        async with session.post("/board", data=ticket, allow_redirects=False) as answer:
            path = answer.headers["Location"]
        async with session.get(f"{path}/stream", timeout=aiohttp.ClientTimeout()) as stream:
            sys.stdout.write("open\n")
            sys.stdout.flush()
            while block := await _block(stream, until):
                if not block.startswith(b"event: board"):  # a sign of life
                    continue
                now = time.time()
                last = {int(each) for each in MATTER.findall(block)}
                for each in last:
                    first.setdefault(each, now)
                states, size = states + 1, max(size, len(block))
                if slow and not until.is_set():
                    await asyncio.sleep(SLOWLY)
    newest = max(last, default=-1)
    return {"first": first, "states": states, "size": size, "newest": newest, "slow": slow}


async def read_pages(home: str) -> None:
    """Read the pages of the links that stand on stdin, until it ends; print what they showed."""
    loop, until = asyncio.get_running_loop(), asyncio.Event()
    links: Sequence[str] = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    pages = [
        asyncio.create_task(_page(home, link, slow=number % SLOW == 0, until=until))
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


def _said(noticed: Mapping[int, tuple[str, float]], pages: Sequence[Json], rooms: int) -> str:
    late: list[float] = []
    missed = 0
    for number, page in enumerate(pages):
        if page["slow"]:
            continue
        room = f"bench/{number % rooms}"
        for matter, (where, committed) in noticed.items():
            if where == room and str(matter) in page["first"]:
                late.append(page["first"][str(matter)] - committed)
            elif where == room:
                missed += 1
    cuts = quantiles(late, n=100)
    newest = {
        f"bench/{n}": max((m for m, (where, _) in noticed.items() if where == f"bench/{n}"))
        for n in range(rooms)
    }
    slow = [(number, page) for number, page in enumerate(pages) if page["slow"]]
    behind = sum(page["newest"] != newest[f"bench/{number % rooms}"] for number, page in slow)
    quick = [page for page in pages if not page["slow"]]
    return "\n".join(
        (
            f"{len(noticed)} questions, {len(late)} times shown, {missed} times never shown",
            f"shown after: median {median(late):.2f} s, 95 % {cuts[94]:.2f} s",
            f"99 % {cuts[98]:.2f} s, at most {max(late):.2f} s",
            f"states a page: {median(each['states'] for each in quick):.0f}",
            f"states a slow page: {median(each['states'] for _, each in slow):.0f}",
            f"the largest state {max(each['size'] for each in pages) / 1024:.0f} kB",
            f"slow pages that don't show the newest question in the end: {behind} of {len(slow)}",
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
    third = len(memory) // 3
    events = rate * seconds / took
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")  # noqa: T201 - what it is for
    print(f"{pages} pages, {rooms} rooms, {events:.0f} events a second for {took:.0f} s")  # noqa: T201 - likewise
    print(_said(noticed, json.loads(out), rooms))  # noqa: T201 - likewise
    print(  # noqa: T201 - likewise
        f"server: {busy:.0%} of a core; memory in MB, a third of the way {memory[third]:.0f}, "
        f"two thirds {memory[2 * third]:.0f}, end {memory[-1]:.0f}, most {max(memory):.0f}"
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
