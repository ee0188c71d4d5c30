"""A room's settings, as the core uses them: values only, no environment and no files."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MINUTES_A_DAY: Final = 24 * 60


class RoomMode(StrEnum):
    """When a room is listened to for live nudges."""

    MEETINGS_ONLY = "meetings only"
    ALWAYS_ON = "always on"


class KeepText(StrEnum):
    """How much message text may be kept at all."""

    QUESTIONS = "questions"
    NONE = "none"


class Turns(StrEnum):
    """How co-conveners are nudged."""

    TOGETHER = "together"
    IN_TURN = "in turn"


class Digest(StrEnum):
    """Whether conveners get a summary of the week."""

    OFF = "off"
    WEEKLY = "weekly"


class Inquiries(StrEnum):
    """How readily a plain inquiry counts as worth a nudge, from the readiest to the strictest."""

    MORE_READILY = "more readily"
    SLIGHTLY_MORE_READILY = "slightly more readily"
    AS_USUAL = "as usual"
    SLIGHTLY_MORE_STRICTLY = "slightly more strictly"
    MORE_STRICTLY = "more strictly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long before a question may count as hanging: whichever of the two comes first.

    `messages` are messages by people other than the asker; `seconds` are since it was asked.
    """

    messages: int = 6
    seconds: float = 300.0

    def __post_init__(self) -> None:
        if self.messages < 1 or self.seconds <= 0:
            raise ValueError("patience needs at least one message and more than zero seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many live nudges one convener gets at most (rule 4)."""

    per_meeting: int = 3
    per_day: int = 5

    def __post_init__(self) -> None:
        if self.per_meeting < 0 or self.per_day < 0:
            raise ValueError("a nudge budget can't be negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class DailySpan:
    """A stretch of every day, in minutes since local midnight; it may pass midnight."""

    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not all(0 <= each < MINUTES_A_DAY for each in (self.start_minute, self.end_minute)):
            raise ValueError("a time of day lies between 00:00 and 23:59")

    def holds(self, minute: int) -> bool:
        """Whether the minute of the day (0 to 1439) lies inside; the end is outside."""
        if self.start_minute <= self.end_minute:
            return self.start_minute <= minute < self.end_minute
        return minute >= self.start_minute or minute < self.end_minute


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSettings:
    """Everything about a room that an admin can set.

    `chosen` names what was set for this room itself (see `options`). `listener` is the second
    listener that could be asked, as people call it; empty where none is set up.
    """

    mode: RoomMode = RoomMode.MEETINGS_ONLY
    patience: Patience = field(default_factory=Patience)
    budget: Budget = field(default_factory=Budget)
    spacing_seconds: float = 120.0
    quiet_hours: DailySpan | None = field(
        default_factory=lambda: DailySpan(start_minute=22 * 60, end_minute=7 * 60)
    )
    working_hours: DailySpan = field(
        default_factory=lambda: DailySpan(start_minute=9 * 60, end_minute=17 * 60)
    )
    time_zone: str = "UTC"
    show_at_once: bool = False
    summary_card: bool = True
    digest: Digest = Digest.OFF
    keep_text: KeepText = KeepText.QUESTIONS
    turns: Turns = Turns.TOGETHER
    inquiries: Inquiries = Inquiries.AS_USUAL
    retention_seconds: float = 30 * 86400.0
    safeguarding: str = ""
    run_by: str = ""
    listener: str = ""
    chosen: tuple[str, ...] = ()
