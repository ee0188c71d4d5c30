"""A circuit breaker: what fails again and again is left alone for a while, then tried once."""

from typing import Final

FAILURES: Final = 3  # in a row
FIRST_REST: Final = 60.0  # seconds; doubled with each trial that fails
LONGEST_REST: Final = 1800.0  # seconds


class Breaker:
    """Closed (all goes through), open (nothing does), or trying: one goes through.

    Times are in epoch seconds, by the caller's clock.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._rest = FIRST_REST
        self._open_until: float | None = None
        self._trying = False

    @property
    def is_open(self) -> bool:
        """Whether it has opened, and nothing has succeeded since."""
        return self._open_until is not None

    def allows(self, now: float) -> bool:
        """Whether something could go through now."""
        if self._open_until is None:
            return True
        return now >= self._open_until and not self._trying

    def begin(self, now: float) -> bool:
        """Go through, if that is allowed; whoever does says how it ended."""
        if not self.allows(now):
            return False
        self._trying = self._open_until is not None
        return True

    def succeeded(self) -> None:
        """What went through did well: all may."""
        self._failures, self._rest = 0, FIRST_REST
        self._open_until, self._trying = None, False

    def failed(self, now: float, rest: float | None = None) -> None:
        """What went through failed; `rest` seconds are asked for, if the other side said so."""
        self._failures += 1
        if rest is None and not self._trying and self._failures < FAILURES:
            return
        self._open_until = now + min(max(rest or 0.0, self._rest), LONGEST_REST)
        self._rest = min(self._rest * 2, LONGEST_REST)
        self._trying = False

    def undecided(self) -> None:
        """What went through came to nothing that says anything: the next may try."""
        self._trying = False
