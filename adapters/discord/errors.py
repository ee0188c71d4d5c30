"""What Discord's refusals mean for a delivery: try later, or never; and what would mend it.

The codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import aiohttp
import discord

from bot.runtime.ports import RetryLaterError, UndeliverableError

MENDED_AFTER: Final = 300.0
"""Real seconds between two tries while somebody has to mend something."""

_TROUBLE: Final = 500  # the first status that says that Discord itself is in trouble
_BUSY: Final = 429
_UNAUTHORISED: Final = 401

_UNKNOWN_CHANNEL: Final = 10003
_UNKNOWN_MESSAGE: Final = 10008
_CLOSED: Final = 50007
_NO_SERVER_SHARED: Final = 50278
_BAD_FORM: Final = 50035

_TOKEN: Final = "Discord doesn't accept Heed's token: set DISCORD_BOT_TOKEN to the current one"  # noqa: S105 - a sentence about it

# What somebody can mend: what waits goes out once it is mended.
_MENDABLE: Final[Mapping[int, str]] = {
    40001: _TOKEN,
    50014: _TOKEN,
    40002: "Heed's application has to be verified: see Discord's developer portal",
    60003: (
        "the server wants two-factor authentication: whoever owns Heed's application has to "
        "switch it on for themself"
    ),
    20026: "Discord suspended Heed's application: see Discord's developer portal",
    20040: "Discord suspended Heed's application: see Discord's developer portal",
}
_GONE: Final = "the message isn't there any more"
_CHANNEL_GONE: Final = "there is no such channel any more: choose another with /heed convener"
_LEFT: Final = "Heed isn't on that server any more: invite it again"
_KIND: Final = "Discord lets nobody post in a channel of that kind: choose another"
_LOCKED: Final = "the thread is closed: open it again, and unlock it"
_BLOCKED: Final = "the server's AutoMod blocks what Heed posts: exempt its role there"
_OURS: Final = "Discord doesn't take the message as Heed made it: please report this"
_NEVER: Final[Mapping[int, str]] = {
    _UNKNOWN_CHANNEL: _CHANNEL_GONE,
    10004: _LEFT,
    _UNKNOWN_MESSAGE: _GONE,
    10013: "they have no account there any more: ask somebody else to convene",
    50001: "Heed can't see the channel: let its role view it",
    _CLOSED: (
        "their direct messages are closed to Heed: they can allow them in the server's privacy "
        "settings, or HEED_DISCORD_CONVENERS_CHANNEL can name a channel of the conveners"
    ),
    _NO_SERVER_SHARED: (
        "they share no server with Heed any more, so it can't message them: ask somebody else"
    ),
    50013: (
        "Heed lacks a permission in the channel: let its role send messages there, in threads too, "
        "embed links, and read the history"
    ),
    50006: _OURS,
    50008: _KIND,
    50024: _KIND,
    50083: _LOCKED,
    160005: _LOCKED,
    200000: _BLOCKED,
    200001: _BLOCKED,
    240000: _BLOCKED,
    _BAD_FORM: _OURS,
}


@contextmanager
def told_apart() -> Iterator[None]:
    """Whatever the library raises within becomes RetryLaterError or UndeliverableError."""
    try:
        yield
    except discord.RateLimited as error:
        raise RetryLaterError("Discord is busy", error.retry_after, untouched=True) from error
    except discord.HTTPException as error:
        raise verdict(error) from error
    except (aiohttp.ClientError, OSError) as error:
        raise RetryLaterError("Discord couldn't be reached") from error


def verdict(error: discord.HTTPException) -> RetryLaterError | UndeliverableError:
    """What a refusal means. Its text names the mend, and nothing that people wrote.

    What Discord refuses it hasn't done. Where the library had met trouble just before, in the same
    call, it may have: then Discord knows the nonce for some minutes.
    """
    if error.status == _BUSY:
        return RetryLaterError("Discord is busy", _retry_after(error), untouched=True)
    if error.status >= _TROUBLE:
        return RetryLaterError(f"Discord is in trouble (status {error.status})")
    if error.code in _NEVER:
        return UndeliverableError(f"{_never(error)} ({error.code})")
    mend = _TOKEN if error.status == _UNAUTHORISED else _MENDABLE.get(error.code)
    if mend is not None:
        why = f"{mend} (status {error.status}, {error.code})"
        return RetryLaterError(why, MENDED_AFTER, untouched=True)
    why = f"Discord answered status {error.status}, code {error.code}"
    return RetryLaterError(why, untouched=True)


def _never(error: discord.HTTPException) -> str:
    """Why it will never arrive. Of what it didn't like in a message Discord names the place."""
    replied_to_nothing = error.code == _BAD_FORM and "message_reference" in error.text
    return _GONE if replied_to_nothing else _NEVER[error.code]


def closed(error: Exception) -> bool:
    """Whether somebody takes no direct messages of Heed's."""
    return isinstance(error, discord.HTTPException) and error.code in {_CLOSED, _NO_SERVER_SHARED}


def gone(error: discord.HTTPException) -> bool:
    """Whether there is nothing left to correct."""
    return error.code in {_UNKNOWN_MESSAGE, _UNKNOWN_CHANNEL}


def _retry_after(error: discord.HTTPException) -> float | None:
    """In how many real seconds Discord wants to be asked again, if it says so."""
    wished = error.response.headers.get("Retry-After", "")
    try:
        return max(0.0, float(wished))
    except ValueError:
        return None
