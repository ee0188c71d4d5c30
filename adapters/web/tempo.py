"""The speed of the room's time: played meetings run faster, and patience with them."""

from collections.abc import Callable

from bot.runtime.ports import Clock


class Tempo:
    """A clock whose speed can be changed. `run_at` does it, and tells whoever sleeps by it."""

    def __init__(self, clock: Clock, run_at: Callable[[float], None]) -> None:
        self.clock = clock
        self._run_at = run_at
        self._rate = 1.0

    def set(self, rate: float) -> None:
        """Let so many of the clock's seconds pass in a real one from now on."""
        if rate != self._rate:
            self._rate = rate
            self._run_at(rate)
