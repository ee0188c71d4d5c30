"""Around messages: reactions, who comes and goes, what becomes of a channel."""

from adapters.slack.envelope import Closed, MalformedError, Moved, Reaction, Renamed, read
from adapters.slack.names import NAME_AT_MOST
from adapters.slack.payload import Told, is_private, kind_of
from adapters.slack.words import clean
from bot.domain.events import (
    CaughtUp,
    Event,
    FellBehind,
    MeetingEnded,
    MemberJoined,
    MemberLeft,
    Reacted,
    RoomNamed,
)


def reacted(told: Told) -> list[Event]:
    """Somebody put an emoji on a message, or took it off."""
    row = read(Reaction, told.event, "a reaction")
    item = row.item
    if item.type != "message" or row.user == told.us.bot_user_id:
        return []
    if item.channel is None or item.ts is None:
        raise MalformedError("a reaction: it isn't said on which message")
    if is_private({"channel": item.channel}):
        return []
    return [
        Reacted(
            room=told.room(item.channel),
            at=told.at(row.event_ts),
            author=row.user,
            # The core knows emoji by Slack's names too; whatever the colour of a hand, it waves.
            emoji=clean(row.reaction.partition("::")[0], NAME_AT_MOST),
            to=item.ts,
            removed=kind_of(told.event) == "reaction_removed",
        )
    ]


def joined(told: Told) -> list[Event]:
    """Somebody came into the room; that Heed did is told elsewhere."""
    row = read(Moved, told.event, "somebody joining")
    if row.user == told.us.bot_user_id:
        return []
    name = told.names.user(row.user) or row.user
    bot = told.names.is_bot(row.user)
    at = told.at(row.event_ts)
    return [
        MemberJoined(room=told.room(row.channel), at=at, member=row.user, name=name, bot=bot),
    ]


def left(told: Told) -> list[Event]:
    """Somebody left the room; that Heed did is told elsewhere."""
    row = read(Moved, told.event, "somebody leaving")
    if row.user == told.us.bot_user_id:
        return []
    return [
        MemberLeft(room=told.room(row.channel), at=told.at(row.event_ts), member=row.user),
    ]


def renamed(told: Told) -> list[Event]:
    """The room is called something else."""
    row = read(Renamed, told.event, "a renamed channel")
    title = "#" + clean(row.channel.name, NAME_AT_MOST)
    return [RoomNamed(room=told.room(row.channel.id), at=told.at(row.event_ts), title=title)]


def archived(told: Told) -> list[Event]:
    """Nobody can say anything there: the meeting is over, and silence proves nothing."""
    row = read(Closed, told.event, "an archived channel")
    room, at = told.room(row.channel), told.at(row.event_ts)
    return [MeetingEnded(room=room, at=at), FellBehind(room=room, at=at, since=at)]


def unarchived(told: Told) -> list[Event]:
    """People can talk again."""
    row = read(Closed, told.event, "an unarchived channel")
    return [CaughtUp(room=told.room(row.channel), at=told.at(row.event_ts))]
