"""Signing in to Slack: who a token makes Heed, and what Slack says of one that it doesn't take."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack import errors
from adapters.slack.client import Client
from adapters.slack.ids import Us
from adapters.slack.workspaces import ANSWERS_WITHIN, Login, log

SCOPES_HEADER: Final = "x-oauth-scopes"
"""Where Slack names the scopes that a token has."""


class Token(StrEnum):
    """The two tokens that are asked for in the settings."""

    BOT = "SLACK_BOT_TOKEN"
    APP = "SLACK_APP_TOKEN"


_WHERE: Final[Mapping[Token, str]] = {
    Token.BOT: "the Bot User OAuth Token (xoxb-…) from the app's page OAuth & Permissions",
    Token.APP: "the app-level token (xapp-…) from the app's page Basic Information",
}
_INSTALL: Final = "Install the app in the workspace again, then set the token that it gives."
# Slack's error → what it means, and the mend where copying the token again isn't it.
_REFUSED: Final[Mapping[str, tuple[str, str]]] = {
    "invalid_auth": ("Slack doesn't know this token", ""),
    "not_authed": ("Slack doesn't know this token", ""),
    "account_inactive": ("Heed's account in the workspace is switched off", _INSTALL),
    "token_revoked": ("this token has been revoked", _INSTALL),
    "token_expired": ("this token has expired", _INSTALL),
    "not_allowed_token_type": ("this is another kind of token", ""),
    "missing_scope": (
        "the app-level token lacks the scope connections:write",
        "Make one that has it on the app's page Basic Information, App-Level Tokens.",
    ),
    "org_login_required": (
        "the workspace is being moved to another organisation",
        "Try again when that is over.",
    ),
}


class RefusedError(Exception):
    """Slack doesn't take a token: why, as a sentence without its full stop, and the mend."""

    def __init__(self, token: Token, why: str, mend: str) -> None:
        super().__init__(f"{token}: {why}. {mend}")
        self.token = token
        self.why = why
        self.mend = mend


class UnreachableError(Exception):
    """Slack can't be reached, or answers nothing that can be read; its text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """What a bot's token turned out to be: whose, with which scopes (None: Slack didn't say)."""

    login: Login
    team: str
    team_name: str
    scopes: frozenset[str] | None


class OneLogin:
    """The login of the one workspace that a token in the settings is for."""

    def __init__(self, signed_in: SignedIn) -> None:
        self._signed_in = signed_in

    async def find(self, team: str) -> Login | None:
        """The login; None for any other workspace."""
        return self._signed_in.login if team == self._signed_in.team else None


async def sign_in(token: str, api_url: str) -> SignedIn:
    """Ask Slack who a bot's token makes Heed. Raises RefusedError, UnreachableError."""
    answer = await _ask(Token.BOT, _client(token, api_url), "auth.test")
    found = answer["data"]
    us = Us(bot_user_id=str(found.get("user_id", "")), bot_id=str(found.get("bot_id", "")))
    return SignedIn(
        login=Login(token=token, us=us),
        team=str(found.get("team_id", "")),
        team_name=str(found.get("team", "")),
        scopes=_scopes(answer["headers"]),
    )


async def open_socket(token: str, api_url: str) -> str:
    """Have Slack open a socket for an app's token; its address comes back, good for one use.

    Raises RefusedError, UnreachableError.
    """
    answer = await _ask(Token.APP, _client(token, api_url), "apps.connections.open")
    return str(answer["data"]["url"])


def _client(token: str, api_url: str) -> Client:
    return Client(token=token, base_url=api_url, timeout=ANSWERS_WITHIN, logger=log)


async def _ask(token: Token, client: Client, method: str) -> dict[str, Any]:
    try:
        answer = await client.api_call(method)
    except SlackApiError as error:
        raise _refusal(token, error) from error
    except (aiohttp.ClientError, SlackClientError, TimeoutError) as error:
        raise UnreachableError(
            f"Slack can't be reached at {client.base_url} ({type(error).__name__})"
        ) from error
    if not isinstance(answer.data, dict):
        raise UnreachableError(f"{client.base_url} doesn't answer as Slack does")
    return {"data": answer.data, "headers": answer.headers}


def _refusal(token: Token, error: SlackApiError) -> RefusedError | UnreachableError:
    code = errors.code(error)
    if code not in _REFUSED:
        status = errors.status(error)
        return UnreachableError(f"Slack answers {code or f'with status {status}'} to {token}")
    why, mend = _REFUSED[code]
    return RefusedError(token, f"{why} ({code})", mend or f"Copy {_WHERE[token]} again.")


def _scopes(headers: Mapping[str, str]) -> frozenset[str] | None:
    named = next((text for name, text in headers.items() if name.lower() == SCOPES_HEADER), None)
    if named is None:
        return None
    return frozenset(each.strip() for each in named.split(",") if each.strip())
