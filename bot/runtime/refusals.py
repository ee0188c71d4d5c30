"""Of which deliveries the platform has surely done nothing, so that nothing is to be looked for."""

from typing import Final

from bot.runtime.ports import Nonce, Parcel, RetryLaterError

REMEMBERED: Final = 1_000  # parcels; of one that is forgotten it is looked whether it stands


class Refusals:
    """Remembers of waiting parcels how many attempts, from the first one on, came to nothing.

    It speaks for the attempts that were made here: one of another process, or of another life,
    leaves a gap, and a gap counts as an end that isn't known.
    """

    def __init__(self) -> None:
        self._attempts: dict[tuple[str, str], int] = {}

    def nonce(self, parcel: Parcel) -> Nonce:
        """The parcel's nonce for the attempt that begins."""
        refused = self._attempts.pop((parcel.room, parcel.id), 0)
        return Nonce(name=f"{parcel.room} {parcel.id}", again=refused != parcel.attempts - 1)

    def note(self, parcel: Parcel, nonce: Nonce, error: Exception) -> None:
        """The attempt that had this nonce failed so."""
        # Once an end isn't known it stays so: what was taken then may be shown later still.
        if nonce.again or not (isinstance(error, RetryLaterError) and error.untouched):
            return
        if len(self._attempts) >= REMEMBERED:
            del self._attempts[next(iter(self._attempts))]
        self._attempts[parcel.room, parcel.id] = parcel.attempts
