"""From what Slack tells to the core's events, and to what somebody wants of Heed. Pure."""

from collections.abc import Mapping

from adapters.slack.calls import Call
from adapters.slack.ids import Us
from adapters.slack.names import Names
from bot.domain.events import Event


class MalformedError(Exception):
    """A payload that isn't as Slack documents it; says where, never what somebody wrote."""


def heard(payload: Mapping[str, object], names: Names, us: Us) -> tuple[Event, ...]:
    """The core events that a payload of the Events API tells, in order; mostly one, often none.

    Raises MalformedError.
    """
    raise NotImplementedError


def called(payload: Mapping[str, object], us: Us) -> Call | None:
    """What a payload of the Events API wants of Heed itself, if anything. Raises MalformedError."""
    raise NotImplementedError


def team_of(payload: Mapping[str, object]) -> str:
    """The workspace through which Heed got the payload. Raises MalformedError."""
    raise NotImplementedError
