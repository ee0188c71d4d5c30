"""What the app is made of, built elsewhere."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from adapters.slack.directory import Directory
from adapters.slack.permalinks import Permalinks
from adapters.slack.workspaces import Clients
from bot.domain.settings import RoomSettings
from bot.runtime.ports import Clock, Intake, Printing, Reception

Purge = Callable[[str], Awaitable[object]]
"""Erases a room, or a workspace with all its rooms and what it gave at its install; by its path."""

First = Callable[[str, str], Awaitable[bool]]
"""Notes a key down with a room, durably; whether nobody did before, in whichever process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts.

    `settings` are those of a new room; `conveners` names or ids of who is asked to convene there.
    Without a `signing_secret` the app may be reached by Socket Mode alone.
    """

    intake: Intake
    reception: Reception
    printed: Printing
    purge: Purge
    first: First
    workspaces: Clients
    directory: Directory
    permalinks: Permalinks
    clock: Clock
    settings: RoomSettings
    conveners: Sequence[str] = ()
    signing_secret: str = field(default="", repr=False)
