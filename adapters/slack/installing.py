"""Installing by OAuth: any workspace may add Heed; what Slack gives at that is kept for us.

The flow itself is Bolt's own; here is where it keeps things, fulfilled by storage through a port.
Heed asks for a bot's token alone, so no person's token is kept, should Slack ever send one.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from logging import Logger
from typing import Any, Final, Protocol

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.ids import PLATFORM, Us, workspace
from adapters.slack.workspaces import Login, log
from bot.runtime.ports import Clock

INSTALL_PATH: Final = "/slack/install"
REDIRECT_PATH: Final = "/slack/oauth_redirect"
TAKES: Final = 600.0
"""Real seconds that somebody has between pressing "Add to Slack" and coming back."""

# What is kept of an installation; of whoever installed it their id alone, which Slack's model has.
_KEPT: Final = (
    "app_id", "enterprise_id", "enterprise_name", "team_id", "team_name", "bot_token", "bot_id",
    "bot_user_id", "bot_scopes", "bot_refresh_token", "bot_token_expires_at", "user_id",
    "is_enterprise_install", "installed_at",
)  # fmt: skip


class Shelf(Protocol):
    """Where installations are kept. Any method may raise StorageError."""

    async def save(self, tenant: str, installation: Mapping[str, Any]) -> None:
        """Keep an installation (plain JSON values), in place of the tenant's last one."""

    async def find(self, tenant: str) -> Mapping[str, Any] | None:
        """The tenant's installation; None where there is none."""

    async def tenants(self) -> Sequence[str]:
        """Who has an installation."""

    async def delete(self, tenant: str) -> None:
        """Delete an installation, if there is one."""

    async def issue(self, platform: str, state: str, until: float) -> None:
        """Remember an install that began, until then (epoch seconds)."""

    async def consume(self, platform: str, state: str, now: float) -> bool:
        """Whether that install began here and may end now; it may do so once."""


class Installations(AsyncInstallationStore):
    """Slack's own store of installations, on a shelf: one for each workspace (or organisation).

    `saved` hears of each team that was installed, anew too.
    """

    def __init__(self, shelf: Shelf, saved: Callable[[str], None]) -> None:
        self._shelf = shelf
        self._saved = saved

    @property
    def logger(self) -> Logger:
        """The logger that the SDK gets."""
        return log

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation, in place of the workspace's last one."""
        values = {name: getattr(installation, name) for name in _KEPT}
        tenant = _tenant(
            installation.enterprise_id,
            installation.team_id,
            is_enterprise_install=installation.is_enterprise_install,
        )
        await self._shelf.save(tenant, values)
        self._saved(installation.team_id or "")

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot's token that Slack renewed; who installed it stays as it was."""
        tenant = _tenant(
            bot.enterprise_id, bot.team_id, is_enterprise_install=bot.is_enterprise_install
        )
        known = await self._shelf.find(tenant) or {}
        values = {name: getattr(bot, name) for name in _KEPT if hasattr(bot, name)}
        await self._shelf.save(tenant, {"user_id": "", **known, **values})

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The workspace's bot; None where Heed isn't installed."""
        found = await self.async_find_installation(
            enterprise_id=enterprise_id,
            team_id=team_id,
            is_enterprise_install=is_enterprise_install,
        )
        return found.to_bot() if found else None

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The workspace's installation, or that of this person alone; None where there is none."""
        tenant = _tenant(enterprise_id, team_id, is_enterprise_install=is_enterprise_install)
        found = await self._shelf.find(tenant)
        if found is None or (user_id is not None and found["user_id"] != user_id):
            return None
        return Installation(**found)

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Delete the workspace's token, and with it all that is kept of its installation."""
        await self._shelf.delete(_tenant(enterprise_id, team_id))

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Delete the workspace's installation. Of one person nothing is kept: nothing to delete."""
        if user_id is None:
            await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)


class States(AsyncOAuthStateStore):
    """Installs under way: each state is drawn here, comes back once, and in time."""

    def __init__(self, shelf: Shelf, clock: Clock) -> None:
        self._shelf = shelf
        self._clock = clock

    @property
    def logger(self) -> Logger:
        """The logger that the SDK gets."""
        return log

    async def async_issue(self, *_args: object, **_kwargs: object) -> str:
        """A new state."""
        state = secrets.token_urlsafe(32)
        await self._shelf.issue(PLATFORM, state, self._clock.now() + TAKES)
        return state

    async def async_consume(self, state: str | None) -> bool:
        """Whether this state is one of ours, in time, and comes back for the first time."""
        return bool(state) and await self._shelf.consume(PLATFORM, state or "", self._clock.now())


class ManyLogins:
    """The logins of all workspaces that installed Heed."""

    def __init__(self, shelf: Shelf) -> None:
        self._installations = Installations(shelf, lambda _team: None)

    async def find(self, team: str) -> Login | None:
        """The workspace's login; None where Heed isn't installed. Raises StorageError."""
        bot = await self._installations.async_find_bot(enterprise_id=None, team_id=team)
        if bot is None:
            return None
        us = Us(bot_user_id=bot.bot_user_id, bot_id=bot.bot_id, app_id=bot.app_id or "")
        return Login(token=bot.bot_token, us=us)


async def installed(shelf: Shelf) -> list[str]:
    """The ids of the workspaces that installed Heed. Raises StorageError."""
    beneath = workspace("")
    return [
        each.removeprefix(beneath) for each in await shelf.tenants() if each.startswith(beneath)
    ]


def flow(  # noqa: PLR0913 - what an install needs
    installations: Installations,
    states: States,
    *,
    client_id: str,
    client_secret: str,
    scopes: Sequence[str],
    public_url: str,
    api_url: str,
) -> AsyncOAuthFlow:
    """Bolt's own flow, for workspaces that install Heed for themselves."""
    return AsyncOAuthFlow(
        client=AsyncWebClient(base_url=api_url, logger=log),
        logger=log,
        settings=AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=scopes,
            user_scopes=(),
            redirect_uri=public_url + REDIRECT_PATH,
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            installation_store=installations,
            installation_store_bot_only=True,
            state_store=states,
            state_expiration_seconds=int(TAKES),
            logger=log,
        ),
    )


def _tenant(
    enterprise_id: str | None, team_id: str | None, *, is_enterprise_install: bool | None = False
) -> str:
    """An organisation's own install is kept under it, any other under its workspace."""
    whole = is_enterprise_install or team_id is None
    return workspace((enterprise_id if whole else team_id) or "")
