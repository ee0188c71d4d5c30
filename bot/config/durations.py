"""How stretches of time are written: `90s`, `5m`, `4h`, `2d`.

Every parser takes stripped, non-empty text and raises UnfitError with words for the admin. Every
renderer writes a form that its parser reads back as the same value.
"""

from bot.config.problems import UnfitError, shown
from bot.domain.durations import DAY, LONGEST, seconds_of, written

MAX_RETENTION = 365 * DAY
"""The ceiling of retention in seconds, which can't be exceeded by accident (rule 9)."""


def parse_duration(text: str) -> float:
    """Read `90s`, `5m`, `4h`, `2d`, `1h30m`, `5 minutes` as seconds."""
    seconds = seconds_of(text)
    if seconds is None:
        raise UnfitError(f"{shown(text)} isn't a duration", _duration_mend(text))
    if seconds > LONGEST:
        raise UnfitError(f"{shown(text)} is longer than ten years")
    return seconds


def _duration_mend(text: str) -> str:
    if text.isdecimal():
        return f"Say the unit too: {text[:9]}s, {text[:9]}m, {text[:9]}h or {text[:9]}d."
    return "Write a number and its unit: 90s, 5m, 4h or 2d."


def render_duration(seconds: float) -> str:
    """Write seconds with the largest units that fit: `1h30m`."""
    return written(seconds)


def parse_pause(text: str) -> float:
    """Read a duration that may also be `none`, as seconds."""
    return 0.0 if text.lower() in {"none", "off", "0"} else parse_duration(text)


def parse_retention(text: str) -> float:
    """Read how long question text is kept, in seconds: more than none, at most a year."""
    seconds = parse_duration(text)
    if seconds > MAX_RETENTION:
        ceiling = render_duration(MAX_RETENTION)
        raise UnfitError(
            f"{shown(text)} is above the ceiling of {ceiling}", f"Write {ceiling} or less."
        )
    if seconds <= 0:
        raise UnfitError("nothing can be kept for no time", "Write 1d or more.")
    return seconds
