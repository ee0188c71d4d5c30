"""What Slack's refusals mean for a delivery: try later, or never; and what would mend it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.workspaces import UnknownWorkspaceError
from bot.runtime.ports import RetryLaterError, UndeliverableError

MENDED_AFTER: Final = 300.0
"""Real seconds between two tries while somebody has to mend something."""

_TROUBLE: Final = 500  # the first status that says that Slack itself is in trouble
_BUSY: Final = 429

# What the admin can mend: what waits goes out once it is mended.
_MENDABLE: Final[Mapping[str, str]] = {
    "missing_scope": "Heed lacks a scope: add it to the app's settings and install Heed again",
    "no_permission": "Heed lacks a permission: install it again with all its scopes",
    "invalid_auth": "Slack doesn't accept Heed's token: correct it, or install Heed again",
    "not_authed": "Slack got no token: set SLACK_BOT_TOKEN, or install Heed again",
    "token_revoked": "Heed's token was revoked: install Heed again",
    "token_expired": "Heed's token has expired: install Heed again",
    "not_allowed_token_type": "this kind of token can't do it: use the bot token (xoxb-…)",
    "account_inactive": "Heed's own account was switched off: install Heed again",
    "ekm_access_denied": "the workspace's admins have suspended messages for now",
    "messages_tab_disabled": (
        "Heed's messages tab is switched off: switch it on in the app's settings, App Home"
    ),
    "two_factor_setup_required": "the workspace wants two-factor authentication set up first",
    "org_login_required": "the workspace is being moved to another organisation",
    "team_added_to_org": "the workspace is being moved into an organisation",
}
_INVITE: Final = "Heed isn't in the channel: type /invite @Heed there"
_CLOSED: Final = "the workspace's settings keep Heed from posting there: ask its admins to allow it"
_THEIR_ACCOUNT: Final = "they have no account there any more: ask somebody else to convene"
_GONE: Final = "the message isn't there any more"
_OURS: Final = "Slack doesn't take the message as Heed made it: please report this"
_NEVER: Final[Mapping[str, str]] = {
    "not_in_channel": _INVITE,
    "channel_not_found": "there is no such conversation, or Heed isn't in it: invite it there",
    "is_archived": "the channel is archived: unarchive it and invite Heed again",
    "is_inactive": "the channel is no longer in use",
    "user_disabled": _THEIR_ACCOUNT,
    "user_not_found": _THEIR_ACCOUNT,
    "users_not_found": _THEIR_ACCOUNT,
    "user_not_visible": "Heed may not message them: ask somebody else to convene",
    "cannot_dm_bot": "a bot can't be messaged: ask a person to convene",
    "restricted_action": _CLOSED,
    "restricted_action_read_only_channel": _CLOSED,
    "restricted_action_thread_only_channel": _CLOSED,
    "restricted_action_non_threadable_channel": _CLOSED,
    "restricted_action_thread_locked": _CLOSED,
    "not_allowed": _CLOSED,
    "access_denied": _CLOSED,
    "method_not_supported_for_channel_type": "Slack doesn't let apps post in such a conversation",
    "cannot_reply_to_message": _GONE,
    "thread_not_found": _GONE,
    "message_not_found": _GONE,
    "msg_too_long": _OURS,
    "msg_blocks_too_long": _OURS,
    "no_text": _OURS,
    "invalid_blocks": _OURS,
    "invalid_blocks_format": _OURS,
    "invalid_arguments": _OURS,
    "metadata_too_large": _OURS,
    "invalid_metadata_format": _OURS,
    "invalid_metadata_schema": _OURS,
}


@contextmanager
def told_apart() -> Iterator[None]:
    """Whatever the SDK raises within becomes RetryLaterError or UndeliverableError."""
    try:
        yield
    except SlackApiError as error:
        raise verdict(error) from error
    except UnknownWorkspaceError as error:
        raise UndeliverableError(f"{error}: install it there") from error
    except (aiohttp.ClientError, SlackClientError, TimeoutError) as error:
        raise RetryLaterError("Slack couldn't be reached") from error


def verdict(error: SlackApiError) -> RetryLaterError | UndeliverableError:
    """What a refusal means. Its text names the mend, and nothing that people wrote."""
    if status(error) == _BUSY:
        return RetryLaterError("Slack is busy", retry_after(error), untouched=True)
    if status(error) >= _TROUBLE:
        return RetryLaterError(f"Slack is in trouble (status {status(error)})")
    name = code(error)
    if name in _NEVER:
        return UndeliverableError(f"{_NEVER[name]} ({name})")
    if name in _MENDABLE:
        return RetryLaterError(f"{_MENDABLE[name]} ({_named(error, name)})", MENDED_AFTER)
    return RetryLaterError(f"Slack answered {name or 'nothing that can be read'}")


def code(error: SlackApiError) -> str:
    """The name of Slack's error; empty where there is none."""
    name = _data(error).get("error")
    return name if isinstance(name, str) else ""


def status(error: SlackApiError) -> int:
    """The HTTP status that came with it."""
    # The SDK gives its own response, or aiohttp's where the body couldn't be read.
    found = getattr(error.response, "status_code", None) or getattr(error.response, "status", 0)
    return found if isinstance(found, int) else 0


def retry_after(error: SlackApiError) -> float | None:
    """In how many real seconds Slack wants to be asked again, if it says so."""
    headers = getattr(error.response, "headers", None) or {}
    wished = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(wished) if wished.isdecimal() else None


def _named(error: SlackApiError, name: str) -> str:
    needed = _data(error).get("needed")
    return f"{name}: {needed}" if isinstance(needed, str) and needed else name


def _data(error: SlackApiError) -> Mapping[str, object]:
    data = getattr(error.response, "data", None)
    return data if isinstance(data, Mapping) else {}
