"""Heed's ids of Discord's things, in both directions.

| here | made of |
| --- | --- |
| room | `discord/<server>/<channel>`; of a forum post or a private thread its own id |
| member | the user's id (a webhook's own id for what it says) |
| message | its id; a thread goes by its own id, which is that of the message it began with |
| card | `<channel of the direct messages>:<message>` |
| event | what happened to what: `m<id>` said, `e<id>:<time>` edited, `d<id>` deleted … |

All of Discord's ids are snowflakes, which hold the time at which they were made:
https://docs.discord.com/developers/reference#snowflakes
"""

import re
from dataclasses import dataclass
from typing import Final

PLATFORM: Final = "discord"
DISCORD_EPOCH: Final = 1_420_070_400_000
"""The beginning of 2015, in milliseconds: Discord counts from there."""

_ID: Final = re.compile(r"[1-9]\d{0,19}", re.ASCII)
_LARGEST: Final = 2**63 - 1
_TIME_BITS: Final = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a room is on Discord. `guild` is what people call a server."""

    guild: int
    channel: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Us:
    """Who Heed is: the user whom people mention, and the application that it belongs to."""

    user: int
    app: int


def is_id(text: object) -> bool:
    """Whether this can be an id of Discord's, written out."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None and int(text) <= _LARGEST


def server(guild: int) -> str:
    """The path beneath which all rooms of a server lie, as the store's purge takes it."""
    return f"{PLATFORM}/{guild}"


def room_id(guild: int, channel: int) -> str:
    """The room that a channel is."""
    return f"{PLATFORM}/{guild}/{channel}"


def place_of(room: str) -> Place:
    """Where a room is; raises ValueError for a room that isn't on Discord."""
    platform, _, rest = room.partition("/")
    guild, _, channel = rest.partition("/")
    if platform != PLATFORM or not is_id(guild) or not is_id(channel):
        raise ValueError("this is no room on Discord")
    return Place(guild=int(guild), channel=int(channel))


def card_ref(channel: int, message: int) -> str:
    """The reference of a card that was sent."""
    return f"{channel}:{message}"


def card_place(ref: str) -> tuple[int, int]:
    """The channel and the message of a card; raises ValueError for what is no reference of one."""
    channel, _, message = ref.partition(":")
    if not is_id(channel) or not is_id(message):
        raise ValueError("this is no card on Discord")
    return int(channel), int(message)


def epoch(snowflake: int) -> float:
    """When something was made, by its id, in epoch seconds."""
    return ((snowflake >> _TIME_BITS) + DISCORD_EPOCH) / 1000


def earliest(at: float) -> int:
    """The smallest id that something made at `at` (epoch seconds) can have; never below zero."""
    return max(0, int(at * 1000) - DISCORD_EPOCH) << _TIME_BITS


def said_key(message: int) -> str:
    """The key of a message, the same whether it is told of live or found in the history."""
    return f"m{message}"


def edited_key(message: int, at: float) -> str:
    """The key of an edit; `at` is when Discord says the message was edited, in epoch seconds."""
    return f"e{message}:{at:.3f}"


def deleted_key(message: int) -> str:
    """The key of a deletion: nothing is deleted twice."""
    return f"d{message}"


def reaction_key(message: int, user: int, emoji: str, *, removed: bool) -> str:
    """The key of a reaction. Put on again after it was taken off, it is the same to us."""
    return f"{'x' if removed else 'r'}{message}:{user}:{emoji}"
