"""How Heed reaches a platform, as the settings have it: said at the start, not found out later."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import SecretStr

from bot.config.loading import Loaded
from bot.config.model import Settings
from bot.config.problems import Origin, Problem, SettingsError
from bot.config.secrets import Unwritten

NOWHERE = Origin("settings")
"""Where a setting would stand that is missing."""


class Transport(StrEnum):
    """How Slack's events come in."""

    SOCKET = "Socket Mode"
    HTTP = "HTTP"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackWay(Unwritten):
    """How Heed reaches Slack: over a socket, with `app_token`, or by signed requests (`secret`).

    For one workspace `bot_token` is set. For many it is empty: each is installed at `public_url`,
    with the client's id and secret.
    """

    transport: Transport
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)
    public_url: str = ""

    @property
    def many(self) -> bool:
        """Whether any workspace may install it."""
        return not self.bot_token

    def __str__(self) -> str:
        whose = "many workspaces, by OAuth" if self.many else "one workspace, by its token"
        return f"{self.transport}, {whose}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways(Unwritten):
    """How Heed reaches each platform; what isn't set up is None, or empty (Discord's token)."""

    slack: SlackWay | None = None
    discord: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        """Whether there is any platform."""
        return bool(self.slack or self.discord)

    def texts(self) -> dict[str, str]:
        """What is reached and how, for a log."""
        texts = {"slack": str(self.slack)} if self.slack else {}
        return texts | ({"discord": "its gateway, by its token"} if self.discord else {})


def ways(loaded: Loaded) -> Ways:
    """How Heed reaches its platforms. Raises SettingsError, as `slack_way` does."""
    return Ways(slack=slack_way(loaded), discord=_open(loaded.settings.discord_bot_token))


def slack_way(loaded: Loaded) -> SlackWay | None:
    """How Heed reaches Slack; None where nothing of Slack's is set.

    Raises SettingsError where something is missing, or contradicts something else.
    """
    settings = loaded.settings
    if not any(_slack(settings).values()):
        return None
    problems = tuple(_slack_problems(loaded))
    if problems:
        raise SettingsError(problems)
    texts = {name: _open(secret) for name, secret in _slack(settings).items()}
    one = bool(texts["SLACK_BOT_TOKEN"])
    return SlackWay(
        transport=Transport.SOCKET if texts["SLACK_APP_TOKEN"] else Transport.HTTP,
        bot_token=texts["SLACK_BOT_TOKEN"],
        app_token=texts["SLACK_APP_TOKEN"],
        signing_secret=texts["SLACK_SIGNING_SECRET"],
        client_id="" if one else texts["SLACK_CLIENT_ID"],
        client_secret="" if one else texts["SLACK_CLIENT_SECRET"],
        public_url=settings.public_url or "",
    )


def _slack(settings: Settings) -> dict[str, SecretStr | None]:
    return {
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_APP_TOKEN": settings.slack_app_token,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
        "SLACK_CLIENT_ID": settings.slack_client_id,
        "SLACK_CLIENT_SECRET": settings.slack_client_secret,
    }


def _open(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""


def _slack_problems(loaded: Loaded) -> Iterator[Problem]:
    yield from _misplaced(loaded)
    yield from _missing_way_in(loaded)
    if not loaded.settings.slack_bot_token:
        yield from _missing_client(loaded)


_PREFIXES = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}


def _misplaced(loaded: Loaded) -> Iterator[Problem]:
    for name, prefix in _PREFIXES.items():
        token = _slack(loaded.settings)[name]
        if token and not token.get_secret_value().startswith(prefix):
            yield Problem(
                where=loaded.origins[name],
                name=name,
                what=f"it doesn't look like one: it begins with {prefix}",
                mend="Copy it again from the app's page at Slack; the two are easily swapped.",
            )


def _missing_way_in(loaded: Loaded) -> Iterator[Problem]:
    if not loaded.settings.slack_app_token and not loaded.settings.slack_signing_secret:
        yield Problem(
            where=_of_any(loaded),
            name="SLACK_APP_TOKEN",
            what="Slack's events have no way in: neither this nor SLACK_SIGNING_SECRET is set",
            mend="Set SLACK_APP_TOKEN for Socket Mode, which needs no public address (at Slack: "
            "Basic Information, App-Level Tokens, scope connections:write).",
        )


def _missing_client(loaded: Loaded) -> Iterator[Problem]:
    settings = loaded.settings
    either = settings.slack_client_id or settings.slack_client_secret
    if not either:
        yield Problem(
            where=_of_any(loaded),
            name="SLACK_BOT_TOKEN",
            what="it isn't set, so Heed can say nothing on Slack",
            mend="Copy the Bot User OAuth Token from the app's page OAuth & Permissions; for many "
            "workspaces set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET instead.",
        )
        return
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        if not _slack(settings)[name]:
            yield Problem(
                where=_of_any(loaded),
                name=name,
                what="many workspaces need both the client's id and its secret, and it isn't set",
                mend="Copy it from the app's page Basic Information, App Credentials.",
            )
    if settings.public_url is None:
        yield Problem(
            where=_of_any(loaded),
            name="HEED_PUBLIC_URL",
            what="it isn't set, and Slack has to lead back to it after each install",
            mend="Write HEED_PUBLIC_URL=https://… as people reach this server.",
        )


def _of_any(loaded: Loaded) -> Origin:
    """Where to put what is missing: beside the first of Slack's settings that is there."""
    places = [loaded.origins[name] for name in _PREFIXES if name in loaded.origins]
    places += [origin for name, origin in loaded.origins.items() if name.startswith("SLACK_")]
    return Origin(places[0].place) if places else NOWHERE
