"""A bell: whoever listens is woken, and looks for themself what there is."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Bell:
    """Wakes everybody who listens. Any number of rings before somebody looks are one."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Event] = set()

    def ring(self) -> None:
        """Wake all listeners."""
        for each in self._listeners:
            each.set()

    @contextmanager
    def listen(self) -> Iterator[asyncio.Event]:
        """Give an event that each ring sets, until the block ends."""
        heard = asyncio.Event()
        self._listeners.add(heard)
        try:
            yield heard
        finally:
            self._listeners.discard(heard)
