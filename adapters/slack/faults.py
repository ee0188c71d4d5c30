"""What went wrong, as a log may say it: where, and of what kind, never what somebody wrote."""

import traceback
from typing import Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack import errors

SLACK_SAID_NO: Final = (SlackClientError, aiohttp.ClientError, TimeoutError)
"""How the SDK says that a call came to nothing."""

log = structlog.get_logger()


def note(what: str, error: BaseException) -> None:
    """Log a fault without its own words, which may quote a payload."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    code = errors.code(error) if isinstance(error, SlackApiError) else ""
    log.error(what, kind=type(error).__name__, where=where, code=code)
