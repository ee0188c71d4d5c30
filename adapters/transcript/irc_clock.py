"""The time of an IRC log's lines: clients write the time of day, seldom a date, often neither."""

from datetime import datetime, time
from typing import Final

from adapters.transcript.model import BadLineError
from adapters.transcript.notes import Notes
from adapters.transcript.stamps import Stamps

_DAY: Final = 86400.0
# A time of day this much earlier (seconds) is tomorrow's; less is a line out of order, or the
# hour that comes twice when clocks go back.
_TOMORROW: Final = 2 * 3600.0
# A line that late, just after midnight, is yesterday's last.
_JUST_LATE: Final = 60.0
# Where lines have no time at all they are taken to be so many seconds apart.
PACE: Final = 10.0
_DATE_FORMS: Final = ("%a %b %d %H:%M:%S %Y", "%a %b %d %Y")


class IrcClock:
    """Holds `now`: epoch seconds where the log has dates, else seconds from its first midnight."""

    def __init__(self, notes: Notes) -> None:
        self.now = 0.0
        self._notes = notes
        self._stamps = Stamps(notes)
        self._midnight = 0.0
        self._of_day = 0.0
        self._timed = False
        self._lines = 0

    def begin_day(self, text: str) -> None:
        """Take the date from a client's own line, "Tue Jan 02 2024"; any other changes nothing."""
        for form in _DATE_FORMS:
            try:
                day = datetime.strptime(text, form)  # noqa: DTZ007  such lines have no zone
            except ValueError:
                continue
            self._midnight = self._stamps.from_moment(day.replace(hour=0, minute=0, second=0))
            self._of_day = 0.0
            return

    def tell(self, date: str | None, of_day: str, zone: str | None) -> None:
        """Take the time that stands on the next line; raises BadLineError."""
        hour, _, rest = of_day.partition(":")
        of_day = f"{hour:0>2}:{rest}"
        self.now = (
            self._stamps.from_iso(f"{date}T{of_day}{zone or ''}")
            if date
            else self._undated(_seconds(of_day))
        )
        self._timed = True

    def guess(self) -> None:
        """Move on for words without a time: a little, unless other lines have one."""
        if self._timed:
            return
        self._notes.warn_once(f"no times in this log: lines are taken as {PACE:.0f} s apart")
        self.now = PACE * self._lines
        self._lines += 1

    def _undated(self, of_day: float) -> float:
        if of_day - self._of_day >= _DAY - _JUST_LATE and self._midnight >= _DAY:
            return self._midnight - _DAY + of_day
        if self._of_day - of_day > _TOMORROW:
            self._midnight += _DAY
        self._of_day = of_day
        return self._midnight + of_day


def _seconds(text: str) -> float:
    """Give the seconds since midnight of 09:05 or 09:05:30; raises BadLineError."""
    try:
        of_day = time.fromisoformat(text)
    except ValueError:
        raise BadLineError("there is no such time of day") from None
    return of_day.hour * 3600 + of_day.minute * 60 + of_day.second + of_day.microsecond / 1e6
