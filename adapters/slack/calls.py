"""What Slack tells that is no event of a room's own talk: somebody wants something of Heed.

Everything here is a plain value; who answers is the listeners' matter. `at` is in epoch seconds,
`key` as on the core's events.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message in a room that begins with `@Heed`: a command, as typed after `/heed`.

    People in `text` stand as `<@U…>`. `thread` is where it was asked, None outside threads.
    """

    room: str
    member: str
    text: str
    message: str
    thread: str | None
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Whispered:
    """A direct message to Heed: a command, as typed after `/heed`. `channel` is where to answer."""

    team: str
    member: str
    text: str
    channel: str
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcomed:
    """Heed was added to a channel; `by` is empty where Slack doesn't say who did it."""

    room: str
    by: str
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """Heed isn't in the channel any more, or the channel is gone: what is kept of it goes."""

    room: str
    at: float
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninstalled:
    """The workspace took Heed away, or its token: what is kept of all its rooms goes.

    `where` is the path of those rooms, such as `slack/T1`.
    """

    team: str
    where: str
    at: float
    key: str


Wanted = Asked | Whispered
"""What is to be answered."""

Call = Wanted | Welcomed | Removed | Uninstalled
