"""Workspaces: who Heed is in each, and how it reaches Slack there."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Protocol, Self

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import Client
from adapters.slack.ids import Us
from adapters.slack.retries import retries

SLACK: Final = "https://slack.com/api/"
ANSWERS_WITHIN: Final = 10
"""Real seconds that Slack has for an answer."""

CONNECTS_WITHIN: Final = 5.0
SURE_FOR: Final = 300.0
"""Real seconds after which a workspace's token is looked up again: another replica may have
another one, or none any more."""

log: Final = logging.getLogger("heed.slack")
"""The logger that the SDK gets: it never says what people wrote at this level."""
log.setLevel(logging.WARNING)


class UnknownWorkspaceError(Exception):
    """Heed isn't installed in that workspace (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What a workspace gave Heed: a token, and who Heed is there."""

    token: str = field(repr=False)
    us: Us


class Logins(Protocol):
    """Where logins come from: the settings for one workspace, a store for many."""

    async def find(self, team: str) -> Login | None:
        """The workspace's login; None where Heed isn't installed. May raise StorageError."""


class Workspaces(Protocol):
    """How the rest of the adapter reaches Slack."""

    async def client(self, team: str, *, once: bool = False) -> AsyncWebClient:
        """A client with the workspace's token; raises UnknownWorkspaceError, StorageError.

        It asks again where Slack is busy, away or in trouble. With `once` it does so only where
        Slack was busy, so that nothing is done twice: for what posts.
        """

    def us(self, team: str) -> Us:
        """Who Heed is there; raises UnknownWorkspaceError before a client was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A login, since when it is known, and its clients: one of each sort is enough."""

    login: Login
    since: float
    clients: dict[bool, Client] = field(default_factory=dict)


class Clients:
    """Implements Workspaces with the SDK's own clients, within `async with`."""

    def __init__(
        self, logins: Logins, api_url: str = SLACK, traces: Sequence[aiohttp.TraceConfig] = ()
    ) -> None:
        self._traces = list(traces)
        self._logins = logins
        self.api_url = api_url
        self._known: dict[str, _Known] = {}
        self._session: aiohttp.ClientSession | None = None

    async def client(self, team: str, *, once: bool = False) -> AsyncWebClient:
        """As the protocol says."""
        login, clients = await self.login(team), self._known[team].clients
        if once not in clients:
            clients[once] = self._client(login, once=once)
        return clients[once]

    def _client(self, login: Login, *, once: bool) -> Client:
        return Client(
            token=login.token,
            base_url=self.api_url,
            timeout=ANSWERS_WITHIN,
            session=self._session,
            logger=log,
            retry_handlers=retries(once=once),
        )

    async def login(self, team: str) -> Login:
        """The workspace's login; raises UnknownWorkspaceError, StorageError."""
        known = self._known.get(team)
        if known is not None and time.monotonic() - known.since < SURE_FOR:
            return known.login
        login = await self._logins.find(team)
        if login is None:
            self.forget(team)
            raise UnknownWorkspaceError(f"Heed isn't installed in the workspace {team}")
        self._known[team] = _Known(login=login, since=time.monotonic())
        return login

    def us(self, team: str) -> Us:
        """As the protocol says."""
        if team not in self._known:
            raise UnknownWorkspaceError(f"nothing is known of the workspace {team} yet")
        return self._known[team].login.us

    def forget(self, team: str) -> None:
        """Look the workspace's login up again: it was installed anew, or taken away."""
        self._known.pop(team, None)

    async def __aenter__(self) -> Self:
        limits = aiohttp.ClientTimeout(total=ANSWERS_WITHIN, sock_connect=CONNECTS_WITHIN)
        self._session = aiohttp.ClientSession(
            timeout=limits, trust_env=True, trace_configs=self._traces
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None
