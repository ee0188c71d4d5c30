"""What a log may say of an error: what it was and where, and nothing that anybody wrote."""

import traceback
from pathlib import Path
from typing import Final

import structlog

from bot.runtime.ports import StorageError

log = structlog.get_logger(__name__)

_FRAMES: Final = 12  # the innermost


def described(error: BaseException) -> dict[str, object]:
    """The error's kind and where it came from, for a log line.

    Its own text is left out, and so are variables: either may hold somebody's words. Only the
    store's errors are written for the admin, and say all that there is to say.
    """
    if isinstance(error, StorageError):
        return {"error": type(error).__name__, "why": str(error)}
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    at = [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
    return {"error": type(error).__name__, "at": at}


def report(what: str, error: BaseException, **fields: object) -> None:
    """Log an error that was caught, without a traceback's variables."""
    log.error(what, **fields, **described(error))
