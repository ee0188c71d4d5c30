"""What the app is made of, built elsewhere."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.domain.settings import RoomSettings
from bot.runtime.ports import Clock, Intake, Printing, Reception

Purge = Callable[[str], Awaitable[object]]
"""Erases a room, or a server with all its rooms; by its path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts.

    `settings` are those of a new room; `conveners` names or ids of who is asked to convene there.
    `voice`: whether a voice channel that fills begins a meeting.
    """

    intake: Intake
    reception: Reception
    printed: Printing
    purge: Purge
    clock: Clock
    settings: RoomSettings
    conveners: Sequence[str] = ()
    voice: bool = True
