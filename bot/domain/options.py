"""What can be set for one room: names, where values come from, what an admin's ceiling allows.

A room starts with the values that Heed was set up with. What was set for the room itself is noted
in `RoomSettings.chosen`, so that it outlasts a change of the others.
"""

from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from bot.domain.durations import written
from bot.domain.settings import KeepText, RoomSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that can be set. `field` is its place in RoomSettings.

    `variable` is the setting that rooms start with; empty where there is none.
    """

    name: str
    field: str
    means: str
    variable: str = ""


OPTIONS: Final = (
    Option(
        name="mode",
        field="mode",
        variable="HEED_ROOM_MODE",
        means="when it listens (meetings only, or always on)",
    ),
    Option(
        name="patience",
        field="patience",
        variable="HEED_PATIENCE",
        means="how long before a question may count as left hanging",
    ),
    Option(
        name="budget",
        field="budget",
        variable="HEED_NUDGE_BUDGET",
        means="how many nudges one convener gets at most",
    ),
    Option(
        name="spacing",
        field="spacing_seconds",
        variable="HEED_NUDGE_SPACING",
        means="the shortest time between two nudges",
    ),
    Option(
        name="turns",
        field="turns",
        means="how co-conveners are nudged (together, or in turn)",
    ),
    Option(
        name="inquiries",
        field="inquiries",
        means="how readily plain questions bring a nudge (conveners' presses may move it)",
    ),
    Option(
        name="quiet-hours",
        field="quiet_hours",
        variable="HEED_QUIET_HOURS",
        means="when conveners aren't disturbed",
    ),
    Option(
        name="working-hours",
        field="working_hours",
        variable="HEED_WORKING_HOURS",
        means="when a digest may come",
    ),
    Option(
        name="time-zone",
        field="time_zone",
        variable="HEED_TIME_ZONE",
        means="whose clock those hours follow",
    ),
    Option(
        name="show-at-once",
        field="show_at_once",
        variable="HEED_SHOW_AT_ONCE",
        means="whether a nudge shows the question at once (true, or false)",
    ),
    Option(
        name="summary-card",
        field="summary_card",
        means="whether conveners get a summary when a meeting ends (on, or off)",
    ),
    Option(
        name="digest",
        field="digest",
        means="whether conveners get a summary of the week, on Mondays (off, or weekly)",
    ),
    Option(
        name="keep-text",
        field="keep_text",
        variable="HEED_KEEP_TEXT",
        means="what is kept of people's words (questions, or none)",
    ),
    Option(
        name="retention",
        field="retention_seconds",
        variable="HEED_RETENTION",
        means="how long questions are kept",
    ),
)
BY_NAME: Final = {each.name: each for each in OPTIONS}


class UnfitValueError(ValueError):
    """A value that doesn't fit. `what` says why, without its full stop; `mend` is a sentence."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


class Writing(Protocol):
    """How values are written, by the same rules as in the admin's .env."""

    def read(self, option: Option, text: str) -> Any:  # noqa: ANN401 - each option has its own type
        """The value that the text means. Raises UnfitValueError."""

    def write(self, option: Option, value: Any) -> str:  # noqa: ANN401 - each option has its own type
        """The value in a form that `read` understands."""

    def example(self, option: Option) -> str:
        """A value as it could be written."""


def with_value(standing: RoomSettings, option: Option, value: object) -> RoomSettings:
    """The room's settings with this one set for the room itself."""
    names = {*standing.chosen, option.name}
    return _with(standing, option, value, names)


def with_reset(standing: RoomSettings, option: Option, start: RoomSettings) -> RoomSettings:
    """The room's settings with this one as Heed was set up."""
    names = {*standing.chosen} - {option.name}
    return _with(standing, option, getattr(start, option.field), names)


def _with(standing: RoomSettings, option: Option, value: object, names: set[str]) -> RoomSettings:
    chosen = tuple(each.name for each in OPTIONS if each.name in names)
    changes: dict[str, Any] = {option.field: value, "chosen": chosen}
    return replace(standing, **changes)


def renewed(standing: RoomSettings, start: RoomSettings) -> RoomSettings:
    """What a room's settings are once Heed starts with `start`: what was set for it stays.

    Only as far as the admin's ceiling allows.
    """
    kept = start
    for name in standing.chosen:
        option = BY_NAME.get(name)
        if option is None:
            continue
        wanted = with_value(kept, option, getattr(standing, option.field))
        if not beyond(wanted, start):
            kept = wanted
    return kept


def beyond(wanted: RoomSettings, start: RoomSettings) -> str:
    """What the admin's ceiling doesn't allow of these settings, as a sentence; else nothing."""
    if wanted.retention_seconds > start.retention_seconds:
        return f"Heed is set up to keep nothing for longer than {written(start.retention_seconds)}."
    if start.keep_text is KeepText.NONE and wanted.keep_text is not KeepText.NONE:
        return "Heed is set up to keep nobody's words."
    return ""
