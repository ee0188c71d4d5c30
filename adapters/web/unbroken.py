"""Work that is finished once begun, also where whoever does it is stopped meanwhile."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


async def unbroken(work: Coroutine[Any, Any, _T]) -> _T:
    """Do the work; a cancellation waits until it is done, then takes effect.

    A transaction that is broken off in the middle would hold the database for seconds.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise
