"""Hearing: is this message a question, of which kind, how sure, and why.

The seam: whatever implements `Hearing` can stand here (rules now, a learned model beside them).
"""

from dataclasses import dataclass
from typing import Protocol

from bot.domain.events import MessagePosted
from bot.domain.question import Kind, Wants
from bot.domain.room import RoomView
from bot.domain.turn import Turn

__all__ = ["Heard", "Hearing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One asking found in a message.

    `text` is the asking words alone, empty where they are remembered no longer; `words` are what it
    is about, as keyed hashes; `confidence` lies in 0 to 1. `tracked` is False for what is
    a question in form and never worth a nudge (greetings, logistics, rhetorical). `sensitive`:
    apparent self-harm, abuse, or a patient's identifying detail (rule 11). `cues` are reasons in
    words that a convener understands, as far as they decided; `wants` is all that would answer it.
    """

    kind: Kind
    confidence: float
    tracked: bool
    text: str
    words: tuple[tuple[int, float], ...] = ()
    cues: tuple[str, ...] = ()
    sensitive: bool = False
    wants: tuple[Wants, ...] = ()


class Hearing(Protocol):
    """Listens to one message at a time, in order."""

    def remember(self, message: MessagePosted, seq: int, room: RoomView) -> Turn:
        """The message as the room remembers it; `room` doesn't hold it yet."""

    def hear(self, message: MessagePosted) -> tuple[Heard, ...]:
        """The askings in the message (none for most), in the order they stand in it.

        This looks at the text alone: it is done once, and then the text isn't needed any more.
        """

    def place(self, heard: tuple[Heard, ...], turn: Turn, room: RoomView) -> tuple[Heard, ...]:
        """What was heard, as it counts where the message stands; `room` doesn't hold it yet.

        This may be done again, without the text, when something earlier arrives late.
        """
