"""The last words of rooms whose convener agreed to the second listener: in memory alone, and few.

Nothing of it is ever stored or logged. It is gone with the process, with a pause, with the
agreement, and with whoever is forgotten or opts out; a deleted message is gone from it at once.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.events import (
    Event,
    Forgotten,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    OptedOut,
)
from bot.domain.hearing.sensitive import is_sensitive
from bot.domain.listener import may_be_asked
from bot.domain.room import Room

AT_MOST: Final = 12  # messages of a room
WITHIN: Final = 1800.0  # seconds
LETTERS: Final = 500  # of one message
ROOMS: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A message's words. `at` is in epoch seconds."""

    message: str
    author: str
    at: float
    text: str


class Overheard:
    """What was said lately, room by room."""

    def __init__(self) -> None:
        self._rooms: OrderedDict[str, dict[str, Words]] = OrderedDict()

    def hear(self, room: Room, event: Event) -> None:
        """Take in what an event says, before the core hears it; `room` is as it was before it."""
        if isinstance(event, Forgotten | OptedOut):
            self.drop(room.id)
        elif isinstance(event, MessageDeleted):
            self._take_out(room.id, event.id)
        elif isinstance(event, MessageEdited):
            self._reword(room.id, event)
        elif isinstance(event, MessagePosted) and _may_be_kept(room, event):
            words = Words(
                message=event.id, author=event.author, at=event.at, text=event.text[:LETTERS]
            )
            self._put(room.id, words)

    def settle(self, room: Room) -> None:
        """The core has heard it: what may not be here any more goes."""
        if room.id not in self._rooms:
            return
        if not may_be_asked(room):
            self.drop(room.id)
            return
        for question in room.questions.values():
            if question.sensitive:
                self._take_out(room.id, question.message)

    def drop(self, room: str) -> None:
        """Hold nothing of a room."""
        self._rooms.pop(room, None)

    def until(self, room: str, message: str, now: float) -> Sequence[Words]:
        """What was said lately up to this message, oldest first; nothing where it isn't held."""
        held = self._rooms.get(room, {})
        last = held.get(message)
        if last is None:
            return ()
        return [each for each in held.values() if now - WITHIN <= each.at <= last.at]

    # --- holding -----------------------------------------------------------------------------

    def _put(self, room: str, words: Words) -> None:
        held = self._rooms.setdefault(room, {})
        held[words.message] = words
        # What comes late takes its place in the talk.
        in_order = sorted(held.values(), key=lambda each: each.at)[-AT_MOST:]
        self._rooms[room] = {each.message: each for each in in_order}
        self._rooms.move_to_end(room)
        self._forget(words.at)

    def _forget(self, now: float) -> None:
        """Rooms that have fallen silent are forgotten, those longest silent first."""
        while self._rooms:
            name, held = next(iter(self._rooms.items()))
            if len(self._rooms) <= ROOMS and any(now - WITHIN <= e.at for e in held.values()):
                return
            del self._rooms[name]

    def _reword(self, room: str, event: MessageEdited) -> None:
        held = self._rooms.get(room, {})
        words = held.get(event.id)
        if words is None:
            return
        if is_sensitive(event.text) or not event.text.strip():
            self._take_out(room, event.id)
        else:
            held[event.id] = replace(words, text=event.text[:LETTERS])

    def _take_out(self, room: str, message: str) -> None:
        self._rooms.get(room, {}).pop(message, None)


def _may_be_kept(room: Room, event: MessagePosted) -> bool:
    """Whether a message may be shown to the second listener at all (rules 9, 10 and 11)."""
    given = room.agreement
    if given is None or event.at < given.at or not may_be_asked(room):
        return False
    said = bool(event.text.strip()) and not event.unread and not event.bot
    return said and not is_sensitive(event.text)
