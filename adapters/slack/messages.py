"""Messages: what was said in a room, edited, deleted; and huddles, which are messages too."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from adapters.slack import plain
from adapters.slack.envelope import (
    Body,
    Changed,
    Deleted,
    Huddle,
    MalformedError,
    Profile,
    Said,
    read,
)
from adapters.slack.ids import Us, epoch
from adapters.slack.names import NAME_AT_MOST, Names
from adapters.slack.payload import Told, is_private, subtype_of
from adapters.slack.words import clean
from bot.domain.events import (
    Event,
    MeetingEnded,
    MeetingStarted,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
)

# Of the many kinds of messages those that carry words of somebody; the rest is Slack's own talk.
SAID: Final = frozenset(
    {None, "me_message", "thread_broadcast", "file_share", "bot_message", "slackbot_response"}
)
_CALLS_SOMEBODY: Final = re.compile(r"\s*<@([A-Za-z0-9_-]+)(?:\|[^<>\n]*)?>[\s:,]*", re.ASCII)


def heard(told: Told) -> list[Event]:
    """What a message tells. Raises MalformedError."""
    if is_private(told.event):
        return []
    reader = _MESSAGES.get(subtype_of(told.event))
    return reader(told) if reader else []


def _posted(told: Told) -> list[Event]:
    said = read(Said, told.event, "a message")
    if unheard(said, told.us) or said_to_us(said, told.us) is not None:
        return []
    author, bot = _author(said, told.names)
    shown = plain.read(told.event, told.names, bot=bot)
    return [
        MessagePosted(
            room=told.room(said.channel),
            at=epoch(said.ts),
            id=said.ts,
            author=author,
            text=shown.text,
            name=_name(said, told.names),
            thread=None if said.thread_ts == said.ts else said.thread_ts,
            broadcast=said.subtype == "thread_broadcast",
            bot=bot,
            mentions=shown.mentions,
        )
    ]


def unheard(said: Body, us: Us) -> bool:
    """Whether it is our own, or something that not everybody in the room sees."""
    return _is_ours(said, us) or said.is_ephemeral is True or said.hidden is True


def _is_ours(said: Body, us: Us) -> bool:
    ours = ((said.user, us.bot_user_id), (said.bot_id, us.bot_id), (said.app_id, us.app_id))
    return any(one == other for one, other in ours if one)


def said_to_us(said: Body, us: Us) -> str | None:
    """What follows `@Heed` in a message that begins so; None for any other.

    That is a command, which Heed answers, and no talk.
    """
    text = said.text or ""
    found = _CALLS_SOMEBODY.match(text)
    if found is None or found[1] != us.bot_user_id or said.bot_id is not None:
        return None
    return text[found.end() :]


def _author(said: Body, names: Names) -> tuple[str, bool]:
    """Who said it, and whether that is a bot.

    What an app posts goes by the app's own id, even where it did so in a person's name: those
    aren't the person's words.
    """
    author = said.bot_id or said.user
    if author is None:
        raise MalformedError("a message: nobody is given as the author")
    bot = said.bot_id is not None or said.subtype == "bot_message" or names.is_bot(author)
    return author, bot


def _name(said: Body, names: Names) -> str:
    """What Slack shows as the author's name; empty where nobody says."""
    if said.bot_id is not None:
        return _first(said.username, *_given(said.bot_profile)) or names.user(said.bot_id) or ""
    known = names.user(said.user) if said.user else None
    return known or _first(*_given(said.user_profile), said.username)


def _given(profile: Profile | None) -> tuple[str | None, ...]:
    return (profile.display_name, profile.real_name, profile.name) if profile else ()


def _first(*names: str | None) -> str:
    return next(
        (found for name in names if name and (found := clean(name, NAME_AT_MOST).strip())), ""
    )


def _changed(told: Told) -> list[Event]:
    """Something about a message changed: its words, a huddle's end, or only what is shown of it."""
    changed = read(Changed, told.event, "a changed message")
    subtype = subtype_of(changed.message)
    if subtype not in SAID | {"tombstone", "huddle_thread"}:
        return []
    body = read(Body, changed.message, "a changed message")
    room, at = told.room(changed.channel), epoch(changed.ts)
    if subtype == "tombstone":
        return [MessageDeleted(room=room, at=at, id=body.ts)]
    if subtype == "huddle_thread":
        return _huddle_changed(room, at, body)
    if unheard(body, told.us):
        return []
    return _edited(told, room, at, body, changed)


def _edited(told: Told, room: str, at: float, body: Body, changed: Changed) -> list[Event]:
    """An edit is one if a person reads other words than before.

    Slack tells in the same way of links that it shows more of, of new replies, of a language that
    it noticed.
    """
    _, bot = _author(body, told.names)
    before, after = changed.previous_message, changed.message
    text = plain.read(after, told.names, bot=bot).text
    if before is None:
        same = after.get("edited") is None
    else:
        same = plain.read(before, told.names, bot=bot).text == text
    return [] if same else [MessageEdited(room=room, at=at, id=body.ts, text=text)]


def _deleted(told: Told) -> list[Event]:
    gone = read(Deleted, told.event, "a deleted message")
    return [MessageDeleted(room=told.room(gone.channel), at=epoch(gone.ts), id=gone.deleted_ts)]


# --- huddles ----------------------------------------------------------------------------------


def _huddle(told: Told) -> list[Event]:
    """A huddle began: a spoken meeting, named by its message, whose thread is the huddle's chat."""
    said = read(Said, told.event, "a huddle")
    if _ended(said.room):
        return []
    at = epoch(said.ts)
    return [MeetingStarted(room=told.room(said.channel), at=at, meeting=said.ts, spoken=True)]


def _huddle_changed(room: str, at: float, body: Body) -> list[Event]:
    if not _ended(body.room):
        return []
    return [MeetingEnded(room=room, at=_end(body, at), meeting=body.ts)]


def _end(body: Body, at: float) -> float:
    """When it ended: Slack may tell of it again, whenever something else about it changes."""
    said = body.room.date_end if body.room and body.room.date_end else at
    return float(min(max(said, epoch(body.ts)), at))


def _ended(huddle: Huddle | None) -> bool:
    return huddle is not None and (huddle.has_ended is True or bool(huddle.date_end))


_MESSAGES: Final[Mapping[str | None, Callable[[Told], list[Event]]]] = {
    **dict.fromkeys(SAID, _posted),
    "huddle_thread": _huddle,
    "message_changed": _changed,
    "message_deleted": _deleted,
}
