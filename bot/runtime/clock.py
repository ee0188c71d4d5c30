"""Clocks: the machine's, and one that runs faster for a meeting that is played."""

import time
from collections.abc import Callable


class SystemClock:
    """The machine's own time."""

    def now(self) -> float:
        """The time in epoch seconds."""
        return time.time()

    def seconds_until(self, at: float) -> float:
        """How many real seconds until the clock shows `at`; never negative."""
        return max(0.0, at - self.now())

    def after(self, seconds: float) -> float:
        """What the clock shows in so many real seconds."""
        return self.now() + seconds


class ScaledClock:
    """A clock that starts where it is told and runs at a rate that may change.

    It never goes backwards. `start` is in epoch seconds; `rate` is how many of its seconds pass in
    a real one; `ticks` counts real seconds from anywhere.
    """

    def __init__(
        self, start: float, rate: float = 1.0, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._ticks = ticks
        self._shown = start
        self._since = ticks()
        self._rate = _checked(rate)

    @property
    def rate(self) -> float:
        """How many of its seconds pass in a real one."""
        return self._rate

    def now(self) -> float:
        """What it shows, in epoch seconds."""
        return self._shown + (self._ticks() - self._since) * self._rate

    def seconds_until(self, at: float) -> float:
        """How many real seconds until it shows `at` at the present rate; never negative."""
        return max(0.0, at - self.now()) / self._rate

    def after(self, seconds: float) -> float:
        """What it shows in so many real seconds, at the present rate."""
        return self.now() + seconds * self._rate

    def run_at(self, rate: float) -> None:
        """Go on at another rate, from what it shows now. Whoever sleeps by it is to be told."""
        self._shown, self._since = self.now(), self._ticks()
        self._rate = _checked(rate)

    def advance_to(self, at: float) -> None:
        """Show `at` now if that lies ahead; a clock that is past it stays as it is."""
        self._shown, self._since = max(self.now(), at), self._ticks()


def _checked(rate: float) -> float:
    if not 0 < rate < float("inf"):
        raise ValueError("a clock's rate is above zero and finite")
    return rate
