"""How hours of the day and time zones are written.

Every parser takes stripped, non-empty text and raises UnfitError with words for the admin. Every
renderer writes a form that its parser reads back as the same value.
"""

import re
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.config.problems import UnfitError, shown
from bot.domain.settings import DailySpan

_SPAN = re.compile(
    r"(\d{1,2})(?::(\d{2}))?\s*(?:-|–|—|to|until)\s*(\d{1,2})(?::(\d{2}))?",
    re.IGNORECASE | re.ASCII,
)


def parse_span(text: str) -> DailySpan:
    """Read hours of the day, `22:00-07:00`; the end may be `24:00`."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise UnfitError(f"{shown(text)} isn't a span of hours")
    start, end = _minute(found[1], found[2], text), _minute(found[3], found[4], text)
    if start == end:
        raise UnfitError(f"{shown(text)} ends when it starts")
    return DailySpan(start_minute=start, end_minute=end)


def _minute(hour: str, minute: str | None, text: str) -> int:
    total = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) >= 60 or total > 24 * 60:  # noqa: PLR2004 - minutes of an hour
        raise UnfitError(f"{shown(text)} holds no time of day", "Write 24-hour times.")
    return total % (24 * 60)


def parse_optional_span(text: str) -> DailySpan | None:
    """Read hours of the day, or `none`."""
    return None if text.lower() in {"none", "off"} else parse_span(text)


def render_span(span: DailySpan | None) -> str:
    """Write hours of the day as `22:00-07:00`, or `none`."""
    if span is None:
        return "none"
    start, end = divmod(span.start_minute, 60), divmod(span.end_minute, 60)
    return f"{start[0]:02}:{start[1]:02}-{end[0]:02}:{end[1]:02}"


def parse_time_zone(text: str) -> str:
    """Read the name of a time zone of the IANA database."""
    try:
        return ZoneInfo(text).key
    # What a name does that isn't one depends on how it fails as a path below the database.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnfitError(f"{shown(text)} isn't a known time zone", _zone_mend(text)) from None


def _zone_mend(text: str) -> str:
    wanted = text.replace(" ", "_").lower()
    names = {name.lower(): name for name in available_timezones()}
    ends_alike = {full.rsplit("/", 1)[-1]: full for full in names}
    near = get_close_matches(wanted, names, 1) or get_close_matches(wanted, ends_alike, 1)
    if not near:
        return "Write it like Europe/London."
    return f"Did you mean {names[ends_alike.get(near[0], near[0])]}?"
