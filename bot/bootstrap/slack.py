"""Slack, put together."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog
from aiohttp import TraceConfig, web

from adapters.pictures import printed
from adapters.slack.app import SlackApp
from adapters.slack.connection import Connection
from adapters.slack.directory import Directory
from adapters.slack.gaps import Gaps
from adapters.slack.groups import SlackGroups
from adapters.slack.http import event_routes, install_routes
from adapters.slack.ids import PLATFORM, place_of
from adapters.slack.installing import Installations, ManyLogins, States, flow, installed
from adapters.slack.logins import OneLogin, SignedIn, open_socket, sign_in
from adapters.slack.manifest import SCOPES
from adapters.slack.parts import Parts
from adapters.slack.permalinks import Permalinks
from adapters.slack.render.face import Links
from adapters.slack.sender import SlackSender
from adapters.slack.socket import Socket
from adapters.slack.workspaces import SLACK, Clients, Logins
from bot.bootstrap.shared import Shared
from bot.config import Settings
from bot.config.platforms import SlackWay, Transport
from bot.runtime.conflicts import undisturbed
from bot.runtime.ports import Groups, Sender
from storage import SqlStore

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackPlatform:
    """Slack as far as it is there before the companion is: it brings what the companion sends."""

    way: SlackWay
    settings: Settings
    store: SqlStore
    clients: Clients
    teams: Sequence[str]
    permalinks: Permalinks
    sender: Sender
    groups: Groups
    # Whoever has it connects in our place.
    socket_url: str = field(repr=False)
    name: str = PLATFORM

    def connected(self, shared: Shared) -> Connection:
        """Slack whole: it hears and answers too, once the connection is opened."""
        app = SlackApp(self._parts(shared))
        gaps = Gaps(shared.companion, shared.clock)
        routes: list[web.RouteDef] = []
        socket = None
        if self.way.transport is Transport.SOCKET:
            socket = Socket(app.bolt, self.way.app_token, self.clients.api_url, self.socket_url)
        else:
            routes += event_routes(app.bolt, gaps.turned_away)
        if self.way.many:
            routes += self._installing(shared)
        return Connection(app=app, gaps=gaps, teams=self.teams, routes=routes, socket=socket)

    async def links(self, room: str, messages: Collection[str]) -> Links:
        """Where these messages of a room are to be found; raises what the SDK raises."""
        place = place_of(room)
        client = await self.clients.client(place.team)
        return await self.permalinks.find(client, place.channel, messages)

    def _parts(self, shared: Shared) -> Parts:
        async def purge(where: str) -> None:
            """Erase a room, or a workspace with what it gave at its install."""
            await self.store.installations.delete(where)
            await shared.privacy.purge(where)

        async def claim(room: str, key: str) -> bool:
            """Note a key down with a room; whether nobody did before."""
            async with self.store.unit(room) as unit:
                first = await unit.first_time(key, shared.clock.now())
                if first:
                    await unit.commit()
                return first

        return Parts(
            intake=shared.companion,
            reception=shared.reception,
            printed=printed,
            purge=purge,
            first=lambda room, key: undisturbed(lambda: claim(room, key)),
            workspaces=self.clients,
            directory=Directory(shared.clock),
            permalinks=self.permalinks,
            clock=shared.clock,
            settings=self.settings.room(),
            conveners=self.settings.conveners,
            signing_secret=self.way.signing_secret,
        )

    def _installing(self, shared: Shared) -> list[web.RouteDef]:
        shelf = self.store.installations
        return install_routes(
            flow(
                Installations(shelf, self.clients.forget),
                States(shelf, shared.clock),
                client_id=self.way.client_id,
                client_secret=self.way.client_secret,
                scopes=sorted(SCOPES),
                public_url=self.way.public_url,
                api_url=self.clients.api_url,
            )
        )


@asynccontextmanager
async def slack(
    way: SlackWay, settings: Settings, store: SqlStore, *traces: TraceConfig
) -> AsyncIterator[SlackPlatform]:
    """Sign in to Slack, for as long as the block lasts. `traces` watch what is asked of it.

    Raises RefusedError, UnreachableError and StorageError.
    """
    api_url = f"{settings.slack_api_url}/" if settings.slack_api_url else SLACK
    teams, logins = await _logins(way, store, api_url)
    socket = way.transport is Transport.SOCKET
    socket_url = await open_socket(way.app_token, api_url) if socket else ""
    permalinks = Permalinks()
    async with Clients(logins, api_url, traces) as clients:
        yield SlackPlatform(
            way=way,
            settings=settings,
            store=store,
            clients=clients,
            teams=teams,
            permalinks=permalinks,
            sender=SlackSender(clients, permalinks),
            groups=SlackGroups(clients),
            socket_url=socket_url,
        )


async def _logins(way: SlackWay, store: SqlStore, api_url: str) -> tuple[Sequence[str], Logins]:
    if way.many:
        return await installed(store.installations), ManyLogins(store.installations)
    signed_in = await sign_in(way.bot_token, api_url)
    _mind_scopes(signed_in)
    return [signed_in.team], OneLogin(signed_in)


def _mind_scopes(signed_in: SignedIn) -> None:
    """Say at once what would fail later; what the token does allow works all the same."""
    lacking = sorted(SCOPES.keys() - signed_in.scopes) if signed_in.scopes is not None else []
    if lacking:
        mend = "add them at Slack on OAuth & Permissions, and install the app again"
        log.warning("slack.scopes_missing", scopes=lacking, mend=mend)
