"""Messages as they are remembered once they were heard: what was found in them, not their text.

With these, what happened in a room can be told again (bot/domain/rewind.py), after a restart too.
"""

from dataclasses import dataclass

from bot.domain.events import Event
from bot.domain.hearing import Heard
from bot.domain.turn import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Event):
    """A message was posted. `turn` has no place in the talk yet (its `seq` is 0).

    `heard` is what it asks, before that is placed in the talk; `name` its author's display name,
    if one came with it. `topic` is what a talk would have moved on to with it, in a few words:
    None for nothing, empty where the words are known no longer.
    """

    turn: Turn
    name: str = ""
    heard: tuple[Heard, ...] = ()
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded(Event):
    """A message says something else now.

    Of `turn` only the id and what was found in the new words count.
    """

    turn: Turn
    heard: tuple[Heard, ...] = ()
    topic: str | None = None
