"""One payload of the Events API: its event, and what is known around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.slack.envelope import Envelope, MalformedError, read
from adapters.slack.ids import LATEST, Us, epoch, room_id
from adapters.slack.names import NOBODY, Names

_PRIVATE: Final = frozenset({"im", "mpim", "app_home"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event, where it comes from, and what names and whose messages are known there.

    `sent` is when Slack sent it, in epoch seconds.
    """

    team: str
    key: str
    sent: int | None
    event: Mapping[str, Any]
    names: Names
    us: Us

    def room(self, channel: str) -> str:
        """The room that a channel is."""
        return room_id(self.team, channel)

    def at(self, event_ts: str | None) -> float:
        """When it happened: by the event itself, else when Slack sent it."""
        if event_ts is not None:
            return epoch(event_ts)
        if self.sent is None or not 0 <= self.sent <= LATEST:
            raise MalformedError("the event has no time")
        return float(self.sent)


def opened(payload: object, us: Us, names: Names = NOBODY) -> Told | None:
    """The payload's event, None for a payload that has none. Raises MalformedError."""
    if not isinstance(payload, Mapping) or payload.get("type") != "event_callback":
        return None
    envelope = read(Envelope, payload, "the payload")
    return Told(
        team=_team(envelope),
        key=envelope.event_id,
        sent=envelope.event_time,
        event=envelope.event,
        names=names,
        us=us,
    )


def team_of(payload: Mapping[str, Any]) -> str:
    """The workspace through which Heed got the payload. Raises MalformedError."""
    return _team(read(Envelope, payload, "the payload"))


def _team(envelope: Envelope) -> str:
    """In a channel shared between workspaces the event may be theirs, the authorization ours."""
    teams = (each.team_id for each in envelope.authorizations or ())
    team = next((each for each in teams if each), envelope.team_id)
    if team is None:
        raise MalformedError("the payload names no workspace")
    return team


def kind_of(event: Mapping[str, Any], field: str = "type") -> str:
    """What kind of event, or of message, it is. Raises MalformedError."""
    kind = event.get(field)
    if not isinstance(kind, str):
        raise MalformedError(f'the event: "{field}" is no text')
    return kind


def is_private(event: Mapping[str, Any]) -> bool:
    """Whether it was said in direct messages, of two or of several."""
    channel = event.get("channel")
    direct = isinstance(channel, str) and channel.startswith("D")
    return direct or channel_type(event) in _PRIVATE


def channel_type(event: Mapping[str, Any]) -> str:
    """What kind of channel it was said in; empty where that isn't told."""
    kind = event.get("channel_type")
    return kind if isinstance(kind, str) else ""


def subtype_of(message: Mapping[str, Any]) -> str | None:
    """What kind of message it is, None for the usual one. Raises MalformedError."""
    return None if message.get("subtype") is None else kind_of(message, "subtype")
