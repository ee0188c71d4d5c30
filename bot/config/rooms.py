"""How a room's own settings are written: by the same parsers and renderers as those in the .env."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.config import durations, hours, nudging, words
from bot.config.problems import UnfitError
from bot.domain.options import Option, UnfitValueError
from bot.domain.settings import Digest, Inquiries, KeepText, RoomMode, Turns


@dataclass(frozen=True, slots=True)
class _Form:
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    example: str


def _choice(kind: type[StrEnum], example: str) -> _Form:
    return _Form(lambda text: kind(words.parse_choice(text, tuple(kind))), str, example)


_FORMS = {
    "mode": _choice(RoomMode, "always on"),
    "patience": _Form(nudging.parse_patience, nudging.render_patience, "6 messages, 5m"),
    "budget": _Form(nudging.parse_budget, nudging.render_budget, "3 a meeting, 5 a day"),
    "spacing": _Form(durations.parse_pause, durations.render_duration, "2m"),
    "turns": _choice(Turns, "in turn"),
    "inquiries": _choice(Inquiries, "as usual"),
    "quiet-hours": _Form(hours.parse_optional_span, hours.render_span, "22:00-07:00"),
    "working-hours": _Form(hours.parse_span, hours.render_span, "09:00-17:00"),
    "time-zone": _Form(hours.parse_time_zone, str, "Europe/London"),
    "show-at-once": _Form(words.parse_switch, words.render_switch, "false"),
    "summary-card": _Form(words.parse_switch, words.render_switch, "false"),
    "digest": _choice(Digest, "weekly"),
    "keep-text": _choice(KeepText, "none"),
    "retention": _Form(durations.parse_retention, durations.render_duration, "14d"),
}


class RoomWriting:
    """Implements Writing for all that can be set for a room."""

    def read(self, option: Option, text: str) -> Any:  # noqa: ANN401 - each option has its own type
        """The value that the text means. Raises UnfitValueError."""
        try:
            return _FORMS[option.name].read(text)
        except UnfitError as error:
            mend = error.mend or f"Write it like this: {self.example(option)}."
            raise UnfitValueError(error.what, mend) from error

    def write(self, option: Option, value: Any) -> str:  # noqa: ANN401 - each option has its own type
        """The value in a form that `read` understands."""
        return _FORMS[option.name].write(value)

    def example(self, option: Option) -> str:
        """A value as it could be written."""
        return _FORMS[option.name].example
