"""The live feed of a page: what changed since it last looked, for everybody or for it alone."""

import asyncio
import json
from contextlib import suppress
from typing import Final

from aiohttp import web
from aiohttp_sse import EventSourceResponse, sse_response

from adapters.web.chat import Chat
from adapters.web.shelf import Shelf
from bot.runtime.ports import StorageError

AT_A_TIME: Final = 200
LOOK_UP: Final = 15.0
"""Real seconds after which a quiet feed looks whether its page is still there."""


class Streams:
    """The open feeds.

    Each reads from the shelf where it stands: a slow one falls behind alone, and one that comes
    back gets exactly what it missed.
    """

    def __init__(self, chat: Chat, shelf: Shelf) -> None:
        self._chat = chat
        self._shelf = shelf
        self._closing = False

    async def serve(self, request: web.Request, person: str, *, once: bool) -> web.StreamResponse:
        """Send what changed since the page's Last-Event-ID, then what changes; or the first alone.

        The event `here` says that the page is up to date, `again` that it has to start afresh
        (the room is a new one).
        """
        since = _number(request.headers.get("Last-Event-ID", ""))
        with self._chat.changed.listen() as changed:
            async with sse_response(request) as response:
                # A page whose feed ends comes back by itself, from where it stood.
                with suppress(StorageError, ConnectionResetError):
                    since = await self._catch_up(response, person, since)
                    while not once and await self._wait(changed, response):
                        since = await self._send(response, person, since)
        return response

    async def _catch_up(self, response: EventSourceResponse, person: str, since: int) -> int:
        if since > await self._shelf.rev(self._chat.room):
            await response.send("{}", event="again")
            since = 0
        since = await self._send(response, person, since)
        await response.send("{}", event="here")
        return since

    async def _wait(self, changed: asyncio.Event, response: EventSourceResponse) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), LOOK_UP)
        changed.clear()
        return response.is_connected() and not self._closing

    async def _send(self, response: EventSourceResponse, person: str, since: int) -> int:
        room = self._chat.room
        while items := await self._shelf.since(room, since, audience=person, limit=AT_A_TIME):
            for item in items:
                data = json.dumps({"id": item.id, "body": dict(item.body)}, ensure_ascii=False)
                await response.send(data, id=str(item.rev), event=item.kind)
                since = item.rev
        return since

    def close(self) -> None:
        """End all feeds; the pages will come back by themselves."""
        self._closing = True
        self._chat.changed.ring()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0  # noqa: PLR2004 - digits of SQLite's integers
