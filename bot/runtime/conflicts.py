"""Transactions that were in each other's way are begun anew."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog

from bot.runtime.ports import StorageConflictError

R = TypeVar("R")

log = structlog.get_logger(__name__)

TRIES: Final = 4


async def undisturbed(work: Callable[[], Awaitable[R]]) -> R:
    """Do the work, again where another transaction was in its way; the last conflict is raised.

    Two rooms may want the places of the same two conveners in opposite order: the database ends
    one of them, with nothing kept.
    """
    for _ in range(TRIES - 1):
        try:
            return await work()
        except StorageConflictError as error:
            log.info("two transactions were in each other's way", why=str(error))
    return await work()
