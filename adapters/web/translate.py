"""From what happens in the demo room, and what people ask for there, to the core's events. Pure."""

from collections.abc import Callable, Mapping

from adapters.web.model import Happening, What
from adapters.web.requests import Do
from bot.domain.events import (
    ConvenerAccepted,
    ConvenerInvited,
    ConvenerSteppedDown,
    Event,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Paused,
    Reacted,
    Resumed,
)


def heard(room: str, number: int, told: Happening) -> Event:
    """The event that tells Heed of one happening; its number is the platform's id of it."""
    return _HEARD[told.what](room, str(number), told)


def _came(room: str, key: str, told: Happening) -> Event:
    return MemberJoined(room=room, at=told.at, key=key, member=told.person, name=told.name)


def _went(room: str, key: str, told: Happening) -> Event:
    return MemberLeft(room=room, at=told.at, key=key, member=told.person)


def _posted(room: str, key: str, told: Happening) -> Event:
    return MessagePosted(
        room=room,
        at=told.at,
        key=key,
        id=told.message,
        author=told.person,
        name=told.name,
        text=told.text,
        reply_to=told.reply_to,
        bot=told.bot,
    )


def _edited(room: str, key: str, told: Happening) -> Event:
    return MessageEdited(room=room, at=told.at, key=key, id=told.message, text=told.text)


def _deleted(room: str, key: str, told: Happening) -> Event:
    return MessageDeleted(room=room, at=told.at, key=key, id=told.message)


def _reacted(room: str, key: str, told: Happening) -> Event:
    return Reacted(
        room=room,
        at=told.at,
        key=key,
        author=told.person,
        emoji=told.emoji,
        to=told.message,
        removed=told.removed,
    )


_HEARD: Mapping[What, Callable[[str, str, Happening], Event]] = {
    What.CAME: _came,
    What.WENT: _went,
    What.POSTED: _posted,
    What.EDITED: _edited,
    What.DELETED: _deleted,
    What.REACTED: _reacted,
}


def ordered(room: str, at: float, by: str, do: Do) -> tuple[Event, ...]:
    """The events of something that somebody asked for with a button of the page."""
    match do:
        case Do.CONVENE:
            return (
                ConvenerInvited(room=room, at=at, member=by, by=by),
                ConvenerAccepted(room=room, at=at, member=by),
            )
        case Do.STEP_DOWN:
            return (ConvenerSteppedDown(room=room, at=at, member=by),)
        case Do.START_MEETING:
            return (MeetingStarted(room=room, at=at, meeting=f"{at:.3f}"),)
        case Do.END_MEETING:
            return (MeetingEnded(room=room, at=at),)
        case Do.PAUSE:
            return (Paused(room=room, at=at, by=by),)
        case Do.RESUME:
            return (Resumed(room=room, at=at, by=by),)
