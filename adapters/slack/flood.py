"""How often, and how much at once, is done of what others ask for: the rest is told to wait."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

log = structlog.get_logger()


class Bucket:
    """Lets `at_once` through, then so many `a_second`. `seconds` is a clock that never turns back.

    It counts everybody together: behind a proxy all requests come from the same address.
    """

    def __init__(
        self, at_once: int, a_second: float, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._at_once = at_once
        self._a_second = a_second
        self._seconds = seconds
        self._left = float(at_once)
        self._filled_at = seconds()

    def take(self) -> bool:
        """Whether one more may go through now."""
        now = self._seconds()
        gained = (now - self._filled_at) * self._a_second
        self._left = min(float(self._at_once), self._left + gained)
        self._filled_at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class Crowd:
    """Lets so many at a time be at work."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._at_work = 0
        self._told = False

    def is_full(self) -> bool:
        """Whether one more has to come again later. Said in the log, once until half have gone."""
        if self._at_work < self._at_most:
            return False
        if not self._told:
            log.warning("slack.too_much_at_once", at_work=self._at_work)
            self._told = True
        return True

    @contextmanager
    def joined(self) -> Iterator[None]:
        """One more is at work until the block ends."""
        self._at_work += 1
        try:
            yield
        finally:
            self._at_work -= 1
            self._told &= 2 * self._at_work > self._at_most
