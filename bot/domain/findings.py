"""What `check` finds, one thing a line, whoever looked."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters; only a problem fails the check."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: what it is, without its full stop, and the step that mends it."""

    level: Level
    what: str
    mend: str = ""
