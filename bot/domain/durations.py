"""Stretches of time as people write them: `90s`, `5m`, `4h`, `2d`, `1h30m`, `5 minutes`."""

import re
from typing import Final

DAY: Final = 86_400
LONGEST: Final = 3_650 * DAY
"""Seconds that nobody means more than."""

_UNITS: Final = {"w": 7 * DAY, "d": DAY, "h": 3_600, "m": 60, "s": 1}
_PART: Final = re.compile(
    r"(\d{1,9}(?:\.\d{1,3})?)\s*"
    r"(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![^\W\d])\s*",
    re.IGNORECASE | re.ASCII,
)


def seconds_of(text: str) -> float | None:
    """So many seconds; None where the text is no duration. It may be longer than LONGEST."""
    seconds, position = 0.0, 0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            return None
        seconds += float(part[1]) * _UNITS[part[2][0].lower()]
        position = part.end()
    return seconds if text else None


def written(seconds: float) -> str:
    """Seconds with the largest units that fit: `1h30m`."""
    parts = []
    for unit in ("d", "h", "m"):
        count, seconds = divmod(seconds, _UNITS[unit])
        if count:
            parts.append(f"{count:.0f}{unit}")
    if seconds or not parts:
        parts.append(f"{seconds:.3f}".rstrip("0").rstrip(".") + "s")
    return "".join(parts)
