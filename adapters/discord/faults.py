"""What went wrong, as a log may say it: where, and of what kind, never what somebody wrote."""

import traceback
from typing import Final

import aiohttp
import discord
import structlog

DISCORD_SAID_NO: Final = (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError)
"""How the library says that a call came to nothing."""

TOO_MANY: Final = 429
ITS_OWN_FAULT: Final = 500
"""HTTP statuses: asked too often, and the first of those by which a server says that it failed."""

log = structlog.get_logger()


def note(what: str, error: BaseException) -> None:
    """Log a fault without its own words, which may quote a payload."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    code = error.code if isinstance(error, discord.HTTPException) else 0
    log.error(what, kind=type(error).__name__, where=where, code=code)


def passes(error: BaseException) -> bool:
    """Whether trying again may help: it isn't Discord's own word that this can't be done."""
    if not isinstance(error, discord.HTTPException):
        return True
    return error.status == TOO_MANY or error.status >= ITS_OWN_FAULT
