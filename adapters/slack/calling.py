"""What is wanted of Heed itself: commands in a message, and that it was added or taken away."""

from collections.abc import Callable, Mapping
from typing import Final

from adapters.slack import mrkdwn
from adapters.slack.calls import Asked, Call, Removed, Uninstalled, Welcomed, Whispered
from adapters.slack.envelope import Closed, Moved, Revoked, Said, read
from adapters.slack.ids import epoch, workspace
from adapters.slack.messages import SAID, said_to_us, unheard
from adapters.slack.names import SLACKBOT
from adapters.slack.payload import Told, channel_type, is_private, kind_of, subtype_of


def called(told: Told) -> Call | None:
    """What the event wants of Heed, if anything. Raises MalformedError."""
    reader = _CALLED.get(kind_of(told.event))
    return reader(told) if reader else None


def _asked(told: Told) -> Call | None:
    """A mention in the middle of a message talks about Heed, and asks nothing of it."""
    said = read(Said, told.event, "a mention")
    wish = said_to_us(said, told.us)
    if wish is None or said.user is None or unheard(said, told.us):
        return None
    return Asked(
        room=told.room(said.channel),
        member=said.user,
        text=mrkdwn.command(wish),
        message=said.ts,
        thread=None if said.thread_ts == said.ts else said.thread_ts,
        at=epoch(said.ts),
        key=told.key,
    )


def _whispered(told: Told) -> Call | None:
    """Between the two of them the mention may be left out."""
    if not is_private(told.event) or channel_type(told.event) not in {"", "im"}:
        return None
    if subtype_of(told.event) not in SAID:
        return None
    said = read(Said, told.event, "a direct message")
    if said.user in {None, SLACKBOT} or said.bot_id is not None or unheard(said, told.us):
        return None
    wish = said_to_us(said, told.us)
    return Whispered(
        team=told.team,
        member=said.user or "",
        text=mrkdwn.command((said.text or "") if wish is None else wish),
        channel=said.channel,
        at=epoch(said.ts),
        key=told.key,
    )


def _welcomed(told: Told) -> Call | None:
    row = read(Moved, told.event, "somebody joining")
    if row.user != told.us.bot_user_id:
        return None
    at = told.at(row.event_ts)
    return Welcomed(room=told.room(row.channel), by=row.inviter or "", at=at, key=told.key)


def _sent_away(told: Told) -> Call | None:
    row = read(Moved, told.event, "somebody leaving")
    if row.user != told.us.bot_user_id:
        return None
    return Removed(room=told.room(row.channel), at=told.at(row.event_ts), key=told.key)


def _removed(told: Told) -> Call | None:
    row = read(Closed, told.event, "a channel that is gone")
    return Removed(room=told.room(row.channel), at=told.at(row.event_ts), key=told.key)


def _uninstalled(told: Told) -> Call | None:
    """People's own tokens aren't what Heed works with: that one is taken changes nothing."""
    row = read(Revoked, told.event, "an uninstalled app")
    if kind_of(told.event) == "tokens_revoked" and not (row.tokens and row.tokens.bot):
        return None
    where = workspace(told.team)
    return Uninstalled(team=told.team, where=where, at=told.at(row.event_ts), key=told.key)


_CALLED: Final[Mapping[str, Callable[[Told], Call | None]]] = {
    "app_mention": _asked,
    "message": _whispered,
    "member_joined_channel": _welcomed,
    "member_left_channel": _sent_away,
    "channel_left": _removed,
    "group_left": _removed,
    "channel_deleted": _removed,
    "group_deleted": _removed,
    "app_uninstalled": _uninstalled,
    "tokens_revoked": _uninstalled,
}
