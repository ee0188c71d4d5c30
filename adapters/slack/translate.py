"""From what Slack tells to the core's events, and to what somebody wants of Heed. Pure.

What Heed hears, and why: docs/slack-hearing.md. The shapes: https://docs.slack.dev/reference/events
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from adapters.slack import calling, channels, messages
from adapters.slack.calls import Call
from adapters.slack.envelope import MalformedError
from adapters.slack.ids import Us, event_key
from adapters.slack.names import Names
from adapters.slack.payload import Told, kind_of, opened, team_of
from bot.domain.events import Event

__all__ = ["MalformedError", "called", "heard", "team_of"]


def heard(payload: Mapping[str, Any], names: Names, us: Us) -> tuple[Event, ...]:
    """The core events that a payload of the Events API tells, in order; mostly one, often none.

    Slack also tells of channels that Heed isn't in (when they are renamed, say): whoever takes the
    events in passes over rooms that aren't known. Raises MalformedError.
    """
    told = opened(payload, us, names)
    if told is None:
        return ()
    reader = _HEARD.get(kind_of(told.event))
    events = reader(told) if reader else []
    return tuple(
        replace(event, key=event_key(told.key, number)) for number, event in enumerate(events, 1)
    )


def called(payload: Mapping[str, Any], us: Us) -> Call | None:
    """What a payload of the Events API wants of Heed itself, if anything. Raises MalformedError."""
    told = opened(payload, us)
    return calling.called(told) if told else None


_HEARD: Final[Mapping[str, Callable[[Told], list[Event]]]] = {
    "message": messages.heard,
    "reaction_added": channels.reacted,
    "reaction_removed": channels.reacted,
    "member_joined_channel": channels.joined,
    "member_left_channel": channels.left,
    "channel_rename": channels.renamed,
    "group_rename": channels.renamed,
    "channel_archive": channels.archived,
    "group_archive": channels.archived,
    "channel_unarchive": channels.unarchived,
    "group_unarchive": channels.unarchived,
}
