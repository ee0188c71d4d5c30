"""How often something that anybody may ask for is done, whoever asks: the rest is told to wait."""

import time
from collections.abc import Callable


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
