"""What Discord tells that is no event of a room's own talk: somebody wants something of Heed.

Everything here is a plain value; who answers is the listeners' matter. `at` is in epoch seconds,
`key` is unique for ever.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message in a room that begins with `@Heed`: a command, as typed after `/heed`.

    People in `text` stand as `<@id>`. `channel` is where it was asked and may be answered: the
    room's own, or a thread's.
    """

    room: str
    member: str
    text: str
    channel: int
    message: int
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whispered:
    """A direct message to Heed: a command, as typed after `/heed`. `channel` is where to answer."""

    member: str
    text: str
    channel: int
    message: int
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A forum post was opened, which is a room of its own if its forum is listened to.

    `forum` is the room that the forum's settings and conveners are kept under; `by` opened it.
    """

    room: str
    forum: str
    title: str
    by: str
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """The channel, post or private thread is gone: what is kept of it goes."""

    room: str
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAway:
    """Heed isn't on the server any more: what is kept of all its rooms goes.

    `where` is the path of those rooms, such as `discord/1`.
    """

    where: str
    at: float
    key: str


Call = Asked | Whispered | Opened | Removed | TakenAway
