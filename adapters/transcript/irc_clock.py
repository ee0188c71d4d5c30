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
    """Holds `now`: epoch seconds where the log has dates, else seconds from its first midnight.

    It is None until a time was told or guessed.
    """

    def __init__(self, notes: Notes) -> None:
        self.now: float | None = None
        self._notes = notes
        self._stamps = Stamps(notes)
        self._midnight = 0.0
        self._of_day = 0.0
        self._timed = False

    def begin_day(self, text: str) -> None:
        """Take the date from a client's own line, "Tue Jan 02 2024"; any other changes nothing."""
        for form in _DATE_FORMS:
            try:
                day = datetime.strptime(text, form)  # noqa: DTZ007 - such lines have no zone
            except ValueError:
                continue
            self._midnight = self._stamps.from_moment(datetime.combine(day, time.min))
            self._of_day = _seconds(day.time())
            return

    def tell(self, date: str | None, of_day: str, zone: str | None) -> float:
        """Take and give the time that stands on a line; raises BadLineError."""
        hour, _, rest = of_day.partition(":")
        of_day = f"{hour:0>2}:{rest}"
        if date:
            self.now = self._stamps.from_iso(f"{date}T{of_day}{zone or ''}")
        else:
            self.now = self._undated(_time(of_day))
        self._timed = True
        return self.now

    def guess(self) -> float:
        """Give the time of words that have none: the last, or a little more if none has one."""
        if self._timed and self.now is not None:
            return self.now
        self._notes.warn_once(f"no times in this log: lines are taken as {PACE:.0f} s apart")
        self.now = 0.0 if self.now is None else self.now + PACE
        return self.now

    def _undated(self, of_day: float) -> float:
        if of_day - self._of_day >= _DAY - _JUST_LATE and self._midnight >= _DAY:
            return self._midnight - _DAY + of_day
        if self._of_day - of_day > _TOMORROW:
            self._midnight += _DAY
        self._of_day = of_day
        return self._midnight + of_day


def _time(text: str) -> float:
    """Give the seconds since midnight of 09:05 or 09:05:30; raises BadLineError."""
    try:
        return _seconds(time.fromisoformat(text))
    except ValueError:
        raise BadLineError("there is no such time of day") from None


def _seconds(of_day: time) -> float:
    return of_day.hour * 3600 + of_day.minute * 60 + of_day.second + of_day.microsecond / 1e6
