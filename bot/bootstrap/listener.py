"""The second listener, put together: only where it is set up, since its library is an extra."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final, Protocol

from bot.bootstrap.extras import MissingLibraryError
from bot.config.second import ListenerWay
from bot.runtime.listener import Limits
from bot.runtime.ports import Listener

_LIBRARIES: Final = frozenset({"openai", "httpx2"})
_WHAT: Final = "A second listener is set up, and the library that asks it isn't installed"
_MEND: Final = (
    'Install it: python -m pip install "openai>=3.54". Or take HEED_LLM_… out of the '
    "settings: Heed needs neither."
)


class Reached(Listener, Protocol):
    """A second listener that can also be looked at."""

    async def has_model(self) -> bool:
        """Whether its server lists the model. Raises ListenerError."""


def reach(way: ListenerWay) -> AbstractAsyncContextManager[Reached]:
    """The second listener, for as long as the block lasts. Raises MissingLibraryError."""
    try:
        # A default install lacks the library that this imports.
        from adapters.llm.client import connect  # noqa: PLC0415
    except ImportError as error:
        if error.name not in _LIBRARIES:
            raise
        raise MissingLibraryError(_WHAT, _MEND) from error
    return connect(way.base_url, way.model, way.key)


@asynccontextmanager
async def second_listener(way: ListenerWay | None) -> AsyncIterator[tuple[Listener, Limits] | None]:
    """The second listener with its limits, for as long as the block lasts; None without `way`.

    Raises MissingLibraryError.
    """
    if way is None:
        yield None
        return
    limits = Limits(seconds=way.seconds, a_day=way.calls.a_day, a_room_a_day=way.calls.a_room)
    async with reach(way) as listener:
        yield listener, limits
