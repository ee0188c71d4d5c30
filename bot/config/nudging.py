"""How patience and the budget of nudges are written.

Every parser takes stripped, non-empty text and raises UnfitError with words for the admin. Every
renderer writes a form that its parser reads back as the same value.
"""

import re

from bot.config.durations import parse_duration, render_duration
from bot.config.problems import UnfitError, shown
from bot.domain.settings import Budget, Patience

_MESSAGES = re.compile(r"(\d{1,4})\s*(?:messages?|msgs?)", re.IGNORECASE | re.ASCII)
_BUDGET_PART = re.compile(
    r"(\d{1,4})(?:\s*(?:nudges?\s*)?(?:/|a|an|each|per)\s*(meeting|day))?",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN = re.compile(r"[,;]|(?<=\s)(?:and|or)(?=\s)")


def parse_patience(text: str) -> Patience:
    """Read `6 messages, 5m`, or one of the two; the other keeps its default."""
    messages, seconds = Patience().messages, Patience().seconds
    for part in _parts(text):
        if counted := _MESSAGES.fullmatch(part):
            messages = int(counted[1])
        else:
            seconds = _patience_seconds(part)
    try:
        return Patience(messages=messages, seconds=seconds)
    except ValueError as error:
        raise UnfitError(str(error)) from error


def _patience_seconds(part: str) -> float:
    try:
        return parse_duration(part)
    except UnfitError as error:
        raise UnfitError(f"{shown(part)} is neither a number of messages nor a duration") from error


def render_patience(patience: Patience) -> str:
    """Write patience as `6 messages, 5m`."""
    noun = "message" if patience.messages == 1 else "messages"
    return f"{patience.messages} {noun}, {render_duration(patience.seconds)}"


def parse_budget(text: str) -> Budget:
    """Read `3 a meeting, 5 a day`, `3/meeting, 5/day`, or `3, 5` in that order."""
    given: dict[str, int] = {}
    for part, place in zip(_parts(text), ("meeting", "day"), strict=False):
        found = _BUDGET_PART.fullmatch(part)
        if found is None:
            raise UnfitError(f"{shown(part)} isn't a number of nudges a meeting or a day")
        given[(found[2] or place).lower()] = int(found[1])
    if len(given) != len(_parts(text)):
        raise UnfitError(f"{shown(text)} says more than one number a meeting and one a day")
    return Budget(
        per_meeting=given.get("meeting", Budget().per_meeting),
        per_day=given.get("day", Budget().per_day),
    )


def render_budget(budget: Budget) -> str:
    """Write a budget as `3 a meeting, 5 a day`."""
    return f"{budget.per_meeting} a meeting, {budget.per_day} a day"


def _parts(text: str) -> list[str]:
    """Part a list at commas, semicolons and `and`/`or`."""
    parts = [part for part in map(str.strip, _BETWEEN.split(text)) if part]
    if not parts:
        raise UnfitError(f"{shown(text)} says nothing")
    return parts
