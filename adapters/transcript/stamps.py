"""Times in files, turned into epoch seconds."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from adapters.transcript.model import BadLineError
from adapters.transcript.notes import Notes

# The end of the year 9999: more is no time, but milliseconds or a slip.
LATEST: Final = 253402300799
_FORMS: Final = "Write epoch seconds (1750064400.5) or ISO 8601 with a zone (2025-06-16T09:00:00Z)."


@dataclass(frozen=True, slots=True)
class Stamps:
    """Reads the times of one file; a time without a zone is UTC, which is said once."""

    notes: Notes

    def epoch(self, value: object) -> float:
        """Give epoch seconds for a number or an ISO 8601 text; raises BadLineError."""
        if isinstance(value, str):
            return self.from_iso(value)
        # bool is an int in Python, but no time.
        if isinstance(value, int | float) and not isinstance(value, bool):
            return checked(value)
        raise BadLineError('"ts" should be a number or a text', _FORMS)

    def from_iso(self, text: str) -> float:
        """Give epoch seconds for an ISO 8601 date and time; raises BadLineError."""
        try:
            # Digits alone would be taken for a date (20240101), but are rather epoch seconds.
            moment = None if text.isdigit() else datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None:
            raise BadLineError("the time can't be read", _FORMS)
        return self.from_moment(moment)

    def from_moment(self, moment: datetime) -> float:
        """Give epoch seconds for a moment, in UTC if it has no zone; raises BadLineError."""
        if moment.tzinfo is None:
            self.notes.warn_once("times without a zone are taken as UTC")
            moment = moment.replace(tzinfo=UTC)
        return checked(moment.timestamp())


def checked(seconds: float) -> float:
    """Give the seconds back if they can be a time; raises BadLineError."""
    if seconds < 0:
        raise BadLineError("the time lies before 1970", "Times are epoch seconds, from 0 up.")
    if seconds > LATEST:
        raise BadLineError(
            "the time lies beyond the year 9999",
            "Times are epoch seconds; divide milliseconds by 1000.",
        )
    return float(seconds)
