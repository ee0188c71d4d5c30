"""Listening: a message's text is looked at once, here, and what is found in it goes on without it.

Of the words themselves only those stay that may be kept: a tracked question's, and the few that say
what a talk moved on to (rule 9). In a room that isn't read nothing is looked at (rule 1).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.domain import names, policy
from bot.domain.events import MessageEdited, MessagePosted
from bot.domain.hearing import Heard, Hearing
from bot.domain.hearing.sensitive import is_sensitive
from bot.domain.hindsight import RoomAt
from bot.domain.phrases import subject
from bot.domain.remembered import Reworded, Said
from bot.domain.room import Room, RoomView
from bot.domain.settings import KeepText
from bot.domain.turn import Cue, Turn

QUOTE_AT_MOST: Final = 1000  # characters of the asking words

# What such messages say is no subject that a talk could have moved on to.
_NO_SUBJECT: Final = frozenset(
    {Cue.ACK, Cue.THANKS, Cue.JOKE, Cue.GREETING, Cue.CODE, Cue.QUOTE, Cue.BRUSH_OFF, Cue.PRAISE}
)


def said(hearing: Hearing, room: Room, event: MessagePosted) -> Said:
    """A message as it is remembered."""
    turn, heard, topic = _found(hearing, room, event, room)
    return Said(
        room=event.room,
        at=event.at,
        key=event.key,
        turn=turn,
        name=event.name,
        heard=heard,
        topic=topic,
    )


def reworded(hearing: Hearing, room: Room, event: MessageEdited) -> Reworded:
    """An edit as it is remembered. Its message may not have come yet: then nobody is its author."""
    before = next((each for each in room.turns if each.id == event.id), None)
    if before is None:
        posted = MessagePosted(
            room=event.room, at=event.at, id=event.id, author="", text=event.text
        )
        turn, heard, topic = _found(hearing, room, posted, room)
    else:
        posted = _posted_anew(before, event)
        turn, heard, topic = _found(hearing, room, posted, RoomAt(room, before))
    return Reworded(
        room=event.room, at=event.at, key=event.key, turn=turn, heard=heard, topic=topic
    )


def in_place_of(before: Turn, fresh: Turn) -> Turn:
    """The message with what was found in its new words. Nobody calls themself."""
    addressed = tuple(each for each in fresh.addressed if each != before.author)
    nobody = fresh.addressed and not addressed
    return replace(
        before,
        length=fresh.length,
        words=fresh.words,
        addressed=addressed,
        cues=fresh.cues - {Cue.CALLS} if nobody else fresh.cues,
        takes_up=fresh.takes_up,
        manner=fresh.manner,
    )


def _posted_anew(before: Turn, event: MessageEdited) -> MessagePosted:
    """The edited message as if it had been posted in these words."""
    return MessagePosted(
        room=event.room,
        at=before.at,
        id=event.id,
        author=before.author,
        text=event.text,
        reply_to=before.reply_to,
        thread=before.thread,
        broadcast=before.broadcast,
        bot=before.bot,
        unread=before.unread or before.deleted,
    )


def _found(
    hearing: Hearing, room: Room, message: MessagePosted, then: RoomView
) -> tuple[Turn, tuple[Heard, ...], str | None]:
    """What is found in a message: as a turn, what it asks, and what it is about."""
    if not policy.reads(room):
        message = replace(message, unread=True)
    if message.unread:
        message = replace(message, text="")
    turn = hearing.remember(message, 0, then)
    heard = tuple(_kept(room, each) for each in hearing.hear(message))
    return turn, heard, _topic(room, turn, message.text)


def _kept(room: Room, heard: Heard) -> Heard:
    """What was heard, with its words only where they may be kept."""
    asks = room.settings.keep_text is KeepText.QUESTIONS
    keep = asks and heard.tracked and not heard.sensitive
    return replace(heard, text=heard.text[:QUOTE_AT_MOST] if keep else "")


def _topic(room: Room, turn: Turn, text: str) -> str | None:
    """What the talk turned to, in a few words; None where nothing may be kept or told."""
    if room.settings.keep_text is KeepText.NONE or turn.unread or turn.cues & _NO_SUBJECT:
        return None
    found = subject(text, _names(room))
    return None if not found or is_sensitive(text) else found


def _names(room: Room) -> Iterator[str]:
    """What the people are called who may be meant here, looked up once somebody asks."""
    yield from names.candidates(room).values()
