"""How Heed says places and stretches of time, wherever it says anything."""

from typing import Final

from bot.domain.room import Room

MINUTE: Final = 60.0
# Seconds, what it is called, and up to how many of it one says before taking the next.
UNITS: Final = ((60, "minute", 90), (3600, "hour", 36), (86400, "day", float("inf")))


def place(room: Room) -> str:
    """What people call the room."""
    return room.title or "your room"


def minutes(seconds: float) -> str:
    """A stretch of time as a person says it, in whole minutes up to an hour and a half."""
    if seconds < MINUTE:
        return "less than a minute"
    size, word = next((size, word) for size, word, most in UNITS if seconds < most * size)
    count = round(seconds / size)
    return f"{count} {word}{'' if count == 1 else 's'}"


def stretch(seconds: float) -> str:
    """As `minutes`, to be said after "the": "the minute", "the 5 minutes"."""
    said = minutes(max(seconds, 60.0))
    return said.removeprefix("1 ")


def ago(seconds: float) -> str:
    """How long ago."""
    return f"{minutes(max(0.0, seconds))} ago"
