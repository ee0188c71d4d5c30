"""Nobody watches: what the runtime does is told to nobody."""

from contextlib import AbstractContextManager, nullcontext
from typing import Final

from bot.runtime.ports import Access, Asked, Ended, Errand, Nudged, Step, Taken


class Unwatched:
    """Implements Watch, and does nothing."""

    def step(self, step: Step, platform: str = "") -> AbstractContextManager[None]:  # noqa: ARG002 - of the port
        """Nothing comes of it."""
        return nullcontext()

    def access(self, access: Access) -> AbstractContextManager[None]:  # noqa: ARG002 - likewise
        """Nothing comes of it."""
        return nullcontext()

    def event(self, platform: str, kind: str, taken: Taken, age: float) -> None:
        """Nothing comes of it."""

    def questions(self, noticed: int) -> None:
        """Nothing comes of it."""

    def nudge(self, nudged: Nudged, seconds: float | None = None) -> None:
        """Nothing comes of it."""

    def woken(self, late: float) -> None:
        """Nothing comes of it."""

    def delivery(self, platform: str, errand: Errand, ended: Ended, seconds: float | None) -> None:
        """Nothing comes of it."""

    def asked(self, asked: Asked, seconds: float | None = None) -> None:
        """Nothing comes of it."""


NOBODY: Final = Unwatched()
