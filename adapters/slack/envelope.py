"""What payloads of the Events API are made of, as far as Heed reads them.

Types are held to what Slack documents; whatever isn't named here is passed over:
https://docs.slack.dev/reference/events
"""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from adapters.slack.ids import is_id, is_ts

_Row = TypeVar("_Row", bound="Row")


class MalformedError(Exception):
    """A payload that isn't as Slack documents it; says where, never what somebody wrote."""


def _checked_id(text: str) -> str:
    if not is_id(text):
        raise ValueError("is no id")
    return text


def _checked_ts(text: str) -> str:
    if not is_ts(text):
        raise ValueError("is no time")
    return text


Id = Annotated[str, AfterValidator(_checked_id)]
Ts = Annotated[str, AfterValidator(_checked_ts)]


class Row(BaseModel):
    """One object of a payload; `null` counts as absent."""

    model_config = ConfigDict(strict=True, frozen=True)


class Authorization(Row):
    """An installation that may see the event."""

    team_id: Id | None = None


class Envelope(Row):
    """What is around every event."""

    type: str = "event_callback"
    team_id: Id | None = None
    event_id: Id
    event_time: int | None = None
    authorizations: list[Authorization] | None = None
    event: dict[str, Any]


class Profile(Row):
    """How a message itself names its author."""

    display_name: str | None = None
    real_name: str | None = None
    name: str | None = None


class Huddle(Row):
    """The call of a huddle. `date_end` is in epoch seconds, 0 or absent while it goes on."""

    has_ended: bool | None = None
    date_end: int | None = None


class Body(Row):
    """A message, on its own or within the event that changed it."""

    ts: Ts
    subtype: str | None = None
    user: Id | None = None
    bot_id: Id | None = None
    app_id: Id | None = None
    username: str | None = None
    text: str | None = None
    thread_ts: Ts | None = None
    user_profile: Profile | None = None
    bot_profile: Profile | None = None
    is_ephemeral: bool | None = None
    hidden: bool | None = None
    room: Huddle | None = None


class Said(Body):
    """An event that is a message."""

    channel: Id


class Changed(Row):
    """An event that changed a message; it has two times, its own and the message's."""

    channel: Id
    ts: Ts
    message: dict[str, Any]
    previous_message: dict[str, Any] | None = None


class Deleted(Row):
    """An event that took a message away."""

    channel: Id
    ts: Ts
    deleted_ts: Ts


class Item(Row):
    """What a reaction was put on."""

    type: str = "message"
    channel: Id | None = None
    ts: Ts | None = None


class Reaction(Row):
    """A reaction that was put on or taken off."""

    user: Id
    reaction: str
    item: Item
    event_ts: Ts | None = None


class Moved(Row):
    """Somebody came into a channel, or went."""

    user: Id
    channel: Id
    inviter: Id | None = None
    event_ts: Ts | None = None


class Channel(Row):
    """A channel that is called something else now."""

    id: Id
    name: str


class Renamed(Row):
    """An event with a channel's new name."""

    channel: Channel
    event_ts: Ts | None = None


class Closed(Row):
    """An event about a whole channel: archived, deleted, or left by Heed."""

    channel: Id
    event_ts: Ts | None = None


class Tokens(Row):
    """Whose tokens were taken away."""

    bot: list[str] | None = None


class Revoked(Row):
    """An event about Heed's own access."""

    tokens: Tokens | None = None
    event_ts: Ts | None = None


def read(row_type: type[_Row], value: object, what: str) -> _Row:
    """The value as a row; `what` names it in the error. Raises MalformedError."""
    if not isinstance(value, Mapping):
        raise MalformedError(f"{what} is no JSON object")
    try:
        return row_type.model_validate({k: v for k, v in value.items() if v is not None})
    except ValidationError as error:
        raise MalformedError(f"{what}: {_flaw(error)}") from None


def _flaw(error: ValidationError) -> str:
    """The first flaw, without the input or its context: both may quote what somebody said."""
    flaw = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(part) for part in flaw["loc"])
    return f'"{field}" is of the wrong kind ({flaw["type"]})'
