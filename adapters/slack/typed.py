"""From `/heed …` and the message shortcuts to what they ask for. Pure.

Whoever asks is taken from the payload's own fields. `at` is in epoch seconds; `key` is the same
when Slack tells of it again.
"""

from dataclasses import dataclass

from adapters.slack.ids import is_id, is_ts, room_id
from adapters.slack.interaction import BadPressError, Json, member_of, part, said_in, text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A command, as typed after `/heed`. `trigger` lets one open a modal for 3 seconds."""

    room: str
    member: str
    text: str
    key: str
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """A shortcut on a message: its room, its `ts`, and whoever chose it."""

    room: str
    member: str
    message: str
    key: str
    trigger: str


def typed(body: Json) -> Typed:
    """Read a slash command. Raises BadPressError."""
    trigger = text_of(body, "trigger_id")
    return Typed(
        room=room_id(_id(body, "team_id"), _id(body, "channel_id")),
        member=_id(body, "user_id"),
        text=said_in(body, "text"),
        key=f"command:{trigger}",
        trigger=trigger,
    )


def pointed(body: Json) -> Pointed:
    """Read a message shortcut. Raises BadPressError."""
    trigger = text_of(body, "trigger_id")
    message = part(body, "message").get("ts")
    if not is_ts(message):
        raise BadPressError("a message")
    return Pointed(
        room=room_id(_team(body), _id(part(body, "channel"), "id")),
        member=member_of(body),
        message=str(message),
        key=f"shortcut:{trigger}",
        trigger=trigger,
    )


def _team(body: Json) -> str:
    """Where a whole organisation installed Heed, the workspace is named with the person alone."""
    team = part(body, "team").get("id")
    return str(team) if is_id(team) else _id(part(body, "user"), "team_id")


def _id(of: Json, name: str) -> str:
    found = of.get(name)
    if not is_id(found):
        raise BadPressError(f"`{name}`")
    return str(found)
