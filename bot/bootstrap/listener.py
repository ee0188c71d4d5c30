"""The second listener, put together: only where it is set up, since its library is an extra."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.config.second import ListenerWay
from bot.runtime.listener import Limits
from bot.runtime.ports import Listener


class MissingLibraryError(Exception):
    """The second listener is set up, and the library that asks it isn't installed."""

    def __init__(self) -> None:
        super().__init__(
            "A second listener is set up (HEED_LLM_BASE_URL), and the library that asks it isn't "
            'installed. Install it: python -m pip install "openai>=3.54". Or take HEED_LLM_… out '
            "of the settings: Heed needs neither."
        )


@asynccontextmanager
async def second_listener(way: ListenerWay | None) -> AsyncIterator[tuple[Listener, Limits] | None]:
    """The second listener with its limits, for as long as the block lasts; None without `way`.

    Raises MissingLibraryError.
    """
    if way is None:
        yield None
        return
    try:
        from adapters.llm.client import connect  # noqa: PLC0415 - a default install lacks its library
    except ImportError as error:
        if error.name not in {"openai", "httpx2"}:
            raise
        raise MissingLibraryError from error
    limits = Limits(seconds=way.seconds, a_day=way.calls.a_day, a_room_a_day=way.calls.a_room)
    async with connect(way.base_url, way.model, way.key) as listener:
        yield listener, limits
