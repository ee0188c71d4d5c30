"""A page that reads slowly, or not at all: it costs little, and then sees what is true.

What was sent is counted; how long anything takes doesn't matter. The reader is a bare socket, which
takes nothing before it is told to.
"""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest

from adapters.board import routes, watch
from adapters.board.routes import IN_FLIGHT
from tests.adapters.board import Boarded, Visit, until

TAKEN_IN: Final = 4096  # bytes that the reader's system takes before the reader does
STATES: Final = 30
LONG: Final = " of all the many things that there are to decide in here" * 2
NEWEST: Final = re.compile(r"Who decides about matter (\d+)")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each change be a state of its own."""
    monkeypatch.setattr(watch, "PAUSE", 0.0)


@asynccontextmanager
async def _unread(room: Boarded, visit: Visit) -> AsyncIterator[socket.socket]:
    """A stream of the visit's board, of which nothing is read."""
    loop = asyncio.get_running_loop()
    with socket.socket() as wire:
        wire.settimeout(0.0)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, TAKEN_IN)
        await loop.sock_connect(wire, (room.server.host, room.server.port))
        asked = (
            f"GET {visit.path}/stream HTTP/1.1\r\nHost: {room.server.host}\r\n"
            f"Cookie: heed_board={room.cookie(visit)}\r\n\r\n"
        )
        await loop.sock_sendall(wire, asked.encode())
        yield wire


def _waiting(room: Boarded) -> dict[int, int]:
    """The bytes that wait in the server, by the port that a connection came from."""
    runner = room.server.runner
    assert runner is not None
    assert runner.server is not None
    transports = [each.transport for each in runner.server.connections]
    return {
        each.get_extra_info("peername")[1]: each.get_write_buffer_size()
        for each in transports
        if isinstance(each, asyncio.WriteTransport) and not each.is_closing()
    }


async def _ask(room: Boarded, other: Visit, numbers: range) -> int:
    """Ask so many questions, each seen by a page that reads; the largest state comes back."""
    for number in numbers:
        await room.house.say(f"q{number}", "ana", f"Who decides about matter {number}{LONG}?")
        await other.shows(f"matter {number} ")
    return max(len(data.encode()) for _, data in other.events)


async def _read_to(wire: socket.socket, text: str) -> list[str]:
    """Read until that text has come; the states that were read."""
    loop, read = asyncio.get_running_loop(), b""
    async with asyncio.timeout(30.0):
        while text.encode() not in read:
            got = await loop.sock_recv(wire, 2**16)
            assert got, "the stream has ended"
            read += got
    return read.decode(errors="replace").split("event: board")[1:]


async def test_nothing_queues_for_a_page_that_does_not_read(room: Boarded) -> None:
    """In the server waits less than one state; what comes next is the newest."""
    other = (await room.opened()).follow()
    await other.shows("Nothing waits.")
    async with _unread(room, await room.opened()) as wire:
        port = wire.getsockname()[1]
        largest = await _ask(room, other, range(STATES))
        assert _waiting(room)[port] <= 2 * largest  # with what marks its lines
        before = len(other.events)
        largest = await _ask(room, other, range(STATES, 2 * STATES))
        assert len(other.events) - before >= STATES
        assert _waiting(room)[port] <= 2 * largest
        states = await _read_to(wire, f"matter {2 * STATES - 1} ")
    sizes = [len(each.encode()) for each in states]
    assert sum(sizes[:-2]) <= 2 * IN_FLIGHT + TAKEN_IN  # a system may double what it is asked for
    shown = [max(map(int, NEWEST.findall(each)), default=-1) for each in states]
    assert shown[-1] == 2 * STATES - 1
    assert shown[-2] < STATES  # what was on its way already; all between was left out


async def test_a_page_that_reads_nothing_is_cut_off_and_may_come_back(
    room: Boarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds nothing of the server's any more; and again it begins with what is true."""
    other, quiet = (await room.opened()).follow(), await room.opened()
    await other.shows("Nothing waits.")
    monkeypatch.setattr(routes, "SENDING", 0.2)
    async with _unread(room, quiet) as wire:
        port = wire.getsockname()[1]
        await until(lambda: port in _waiting(room), "stream")
        await _ask(room, other, range(STATES))
        await until(lambda: port not in _waiting(room), "end of it")
    await quiet.follow().shows(f"matter {STATES - 1} ")
