"""Heed's ids of Slack's things, in both directions.

| here | made of |
| --- | --- |
| room | `slack/<team>/<channel>` |
| member | the user's id (a bot's own id for what bots say) |
| message | its `ts`; a thread goes by the `ts` of its first message |
| card | `<channel of the direct messages>:<ts>` |
| event | Slack's `event_id`, and `#2`, `#3` … for what else one payload tells |
"""

import re
from dataclasses import dataclass
from typing import Final

PLATFORM: Final = "slack"
LATEST: Final = 253_402_300_799.0
"""The end of the year 9999, in epoch seconds: what is later is no time."""

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_TS: Final = re.compile(r"\d{1,12}(?:\.\d{1,9})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a room is on Slack."""

    team: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Us:
    """Who Heed is in one workspace; what isn't known yet is empty.

    `bot_user_id` is the user whom people mention (`U…`), `bot_id` what its messages are signed
    with (`B…`), `app_id` the app's own (`A…`).
    """

    bot_user_id: str
    bot_id: str = ""
    app_id: str = ""


def is_id(text: object) -> bool:
    """Whether this can be an id of Slack's."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def workspace(team: str) -> str:
    """The path beneath which all rooms of a workspace lie, as the store's purge takes it."""
    return f"{PLATFORM}/{team}"


def room_id(team: str, channel: str) -> str:
    """The room that a channel is."""
    return f"{PLATFORM}/{team}/{channel}"


def place_of(room: str) -> Place:
    """Where a room is; raises ValueError for a room that isn't on Slack."""
    platform, _, rest = room.partition("/")
    team, _, channel = rest.partition("/")
    if platform != PLATFORM or not is_id(team) or not is_id(channel):
        raise ValueError("this is no room on Slack")
    return Place(team=team, channel=channel)


def card_ref(channel: str, ts: str) -> str:
    """The reference of a card that was sent."""
    return f"{channel}:{ts}"


def card_place(ref: str) -> tuple[str, str]:
    """The channel and the `ts` of a card; raises ValueError for what is no reference of one."""
    channel, _, ts = ref.partition(":")
    if not is_id(channel) or not is_ts(ts):
        raise ValueError("this is no card on Slack")
    return channel, ts


def is_ts(text: object) -> bool:
    """Whether this can be a `ts`: epoch seconds, written out, that make a message's id."""
    return isinstance(text, str) and _TS.fullmatch(text) is not None and float(text) <= LATEST


def epoch(ts: str) -> float:
    """The epoch seconds of a `ts`; raises ValueError for what is none."""
    if not is_ts(ts):
        raise ValueError("this is no time on Slack")
    return float(ts)


def event_key(event_id: str, number: int = 1) -> str:
    """The key of the first, second … core event that one payload tells."""
    return event_id if number == 1 else f"{event_id}#{number}"


def action_key(message_ts: str, action_ts: str, user: str) -> str:
    """The key of a press: unique for ever, and the same when Slack tells of it again."""
    return f"action:{message_ts}:{action_ts}:{user}"
