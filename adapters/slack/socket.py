"""Socket Mode: Slack over a socket that Heed opens, so that it needs no public address.

The socket, its pings and its reconnects are the SDK's own. What couldn't be kept isn't
acknowledged (Bolt's answer isn't 200 then): Slack sends it again.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.workspaces import ANSWERS_WITHIN

# All in real seconds.
PINGS_EVERY: Final = 5.0
LOOKS_EVERY: Final = 0.5
FINISHES_WITHIN: Final = 3.0

# The SDK says more than a log of ours may, such as the socket's address, which is a secret.
_QUIET: Final = logging.getLogger("heed.slack.socket")
_QUIET.setLevel(logging.ERROR)

log = structlog.get_logger()


class _Handler(AsyncSocketModeHandler):
    """Bolt's own handler, which knows what it is still at."""

    def __init__(self, bolt: AsyncApp, app_token: str, client: AsyncWebClient) -> None:
        super().__init__(
            bolt, app_token, logger=_QUIET, web_client=client, ping_interval=PINGS_EVERY
        )
        self._ends = False
        self._at_work: set[asyncio.Task[None]] = set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override] # as in Bolt's own
        """Take a request in and acknowledge it, unless all is about to end."""
        if self._ends:
            return
        task = asyncio.create_task(super().handle(client, req))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        await task

    async def finish(self) -> None:
        """Take nothing more in, and acknowledge what was taken in."""
        self._ends = True
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=FINISHES_WITHIN)


class Socket:
    """The app's socket, open within `async with`. `url` is a first address, good for one use."""

    def __init__(self, bolt: AsyncApp, app_token: str, api_url: str, url: str) -> None:
        self._bolt = bolt
        self._app_token = app_token
        self._client = AsyncWebClient(base_url=api_url, timeout=ANSWERS_WITHIN, logger=_QUIET)
        self._url = url
        self._handler: _Handler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._is_open = False

    async def problems(self) -> Sequence[str]:
        """What keeps it from hearing Slack, for anybody to read."""
        return [] if self._is_open else ["Slack's socket"]

    async def open(self) -> None:
        """Connect; the SDK keeps trying where that fails."""
        handler = self._handler = _Handler(self._bolt, self._app_token, self._client)
        handler.client.wss_uri = self._url
        connecting = handler.client.connect()  # type: ignore[no-untyped-call] # the SDK's own
        self._connecting = asyncio.create_task(connecting, name="slack socket")
        self._watching = asyncio.create_task(self._watch(handler.client), name="slack socket watch")

    async def close(self) -> None:
        """Take nothing more in, finish what was begun, and hang up."""
        if self._handler is None or self._connecting is None or self._watching is None:
            return
        await self._handler.finish()
        for task in (self._watching, self._connecting):
            task.cancel()
        await asyncio.gather(self._watching, self._connecting, return_exceptions=True)
        await self._handler.client.close()  # type: ignore[no-untyped-call] # the SDK's own
        self._handler = None

    async def _watch(self, client: SocketModeClient) -> None:
        """Say in the log when the socket opens, is lost, and is back."""
        while True:
            connected = await client.is_connected()
            if connected != self._is_open:
                self._is_open = connected
                log.info("slack.socket", state="open" if connected else "lost; connecting again")
            await asyncio.sleep(LOOKS_EVERY)
