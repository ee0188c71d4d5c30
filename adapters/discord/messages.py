"""Messages: what was said in a room, edited, deleted, and the emoji that were put on it."""

import re
from datetime import datetime
from typing import Final

import discord
from discord import MessageType

from adapters.discord import plain
from adapters.discord.calls import Asked, Whispered
from adapters.discord.ids import (
    Us,
    deleted_key,
    edited_key,
    epoch,
    reaction_key,
    said_key,
)
from adapters.discord.places import Spot, is_post, spot_of
from adapters.discord.words import named
from bot.domain.events import Event, MessageDeleted, MessageEdited, MessagePosted, Reacted

# Of the many types of messages those that carry words of somebody; the rest is Discord's own talk.
SAID: Final = frozenset(
    {
        MessageType.default,
        MessageType.reply,
        MessageType.chat_input_command,
        MessageType.context_menu_command,
    }
)
_CALLS_SOMEBODY: Final = re.compile(r"\s*<@(?:!|(&))?(\d{1,20})>[\s:,]*", re.ASCII)
# The colour of a hand, and the sign that asks for a picture instead of a letter.
_VARIANTS: Final = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")


def posted(message: discord.Message, us: Us) -> tuple[Event, ...]:
    """What a message tells its room; nothing where it isn't talk, or isn't in a room.

    It is told in the same words and under the same key when it is found in the history later.
    """
    spot = spot_of(message.channel)
    if spot is None or unheard(message, us) or said_to_us(message, us) is not None:
        return ()
    bot = is_bots(message)
    shown = plain.read(message, bot=bot, title=_title(message))
    said = MessagePosted(
        room=spot.room,
        at=epoch(message.id),
        key=said_key(message.id),
        id=str(message.id),
        author=str(message.author.id),
        text=shown.text,
        name=named(message.author.display_name),
        reply_to=_reply_to(message),
        thread=spot.thread,
        bot=bot,
        mentions=shown.mentions,
    )
    return (said,)


def edited(before: discord.Message | None, after: discord.Message, us: Us) -> tuple[Event, ...]:
    """What a changed message tells; `before` is None where it isn't known any more.

    An edit is one if a person reads other words than before. Discord tells in the same way of
    links that it shows more of, of pins and of threads that begin there.
    """
    spot = spot_of(after.channel)
    if spot is None or unheard(after, us):
        return ()
    if before is None:
        return edit_found(after, us)
    if _reads(before) == _reads(after):
        return ()
    at = _time(after.edited_at, after)
    return (_edit(spot, after, at),)


def edit_found(message: discord.Message, us: Us) -> tuple[Event, ...]:
    """The last edit of a message, where only the message as it is now is known."""
    spot = spot_of(message.channel)
    if spot is None or message.edited_at is None or unheard(message, us):
        return ()
    return (_edit(spot, message, _time(message.edited_at, message)),)


def retitled(starter: discord.Message, at: float, us: Us) -> tuple[Event, ...]:
    """A forum post is called something else, and its title is read with its first message."""
    spot = spot_of(starter.channel)
    if spot is None or unheard(starter, us) or not _title(starter):
        return ()
    text = _reads(starter)
    # Without a key: Discord doesn't say which time it was retitled, and told twice it is the same.
    return (MessageEdited(room=spot.room, at=at, id=str(starter.id), text=text),)


def deleted(message: int, spot: Spot, at: float) -> MessageDeleted:
    """A message is gone, by whomever, also one of ours. Discord doesn't say when: `at` is now."""
    return MessageDeleted(room=spot.room, at=at, key=deleted_key(message), id=str(message))


def reacted(
    raw: discord.RawReactionActionEvent, spot: Spot, at: float, us: Us
) -> tuple[Event, ...]:
    """Somebody put an emoji on a message, or took it off. Discord doesn't say when: `at` is now."""
    if raw.user_id == us.user:
        return ()
    removed = raw.event_type == "REACTION_REMOVE"
    which = str(raw.emoji.id or named(raw.emoji.name or ""))
    happened = Reacted(
        room=spot.room,
        at=at,
        key=reaction_key(raw.message_id, raw.user_id, which, removed=removed),
        author=str(raw.user_id),
        emoji=named(_VARIANTS.sub("", raw.emoji.name or "")) or which,
        to=str(raw.message_id),
        removed=removed,
    )
    return (happened,)


# --- what is wanted of Heed itself --------------------------------------------------------------


def called(message: discord.Message, us: Us) -> Asked | Whispered | None:
    """What a message wants of Heed itself, if anything.

    A mention in the middle of a message talks about Heed, and asks nothing of it. Between the two
    of them the mention may be left out.
    """
    if unheard(message, us) or is_bots(message):
        return None
    wish = said_to_us(message, us)
    if isinstance(message.channel, discord.DMChannel):
        return _whispered(message, message.content if wish is None else wish)
    spot = spot_of(message.channel)
    return None if wish is None or spot is None else _asked(message, spot.room, wish)


def _asked(message: discord.Message, room: str, wish: str) -> Asked:
    return Asked(
        room=room,
        member=str(message.author.id),
        text=plain.command(message, wish),
        channel=message.channel.id,
        message=message.id,
        at=epoch(message.id),
        key=said_key(message.id),
    )


def _whispered(message: discord.Message, wish: str) -> Whispered:
    return Whispered(
        member=str(message.author.id),
        text=plain.command(message, wish),
        channel=message.channel.id,
        message=message.id,
        at=epoch(message.id),
        key=said_key(message.id),
    )


def said_to_us(message: discord.Message, us: Us) -> str | None:
    """What follows `@Heed` in a message that begins so; None for any other.

    That is a command, which Heed answers, and no talk. A bot has a role of the same name, which
    people take for it where Discord offers them both.
    """
    found = _CALLS_SOMEBODY.match(message.content)
    if found is None or is_bots(message):
        return None
    ours = _our_role(message) if found[1] else us.user
    return message.content[found.end() :] if int(found[2]) == ours else None


def _our_role(message: discord.Message) -> int | None:
    role = message.guild.self_role if message.guild else None
    return role.id if role else None


# --- of a message -------------------------------------------------------------------------------


def unheard(message: discord.Message, us: Us) -> bool:
    """Whether it is Discord's own talk, ours, or something that not everybody in the room sees."""
    ours = message.author.id == us.user or message.application_id == us.app
    return ours or message.type not in SAID or message.flags.ephemeral


def is_bots(message: discord.Message) -> bool:
    """Whether no person speaks: a bot does, or a webhook."""
    return message.author.bot or message.webhook_id is not None


def _reads(message: discord.Message) -> str:
    return plain.read(message, bot=is_bots(message), title=_title(message)).text


def _title(message: discord.Message) -> str:
    """The title of the forum post that the message opens: people often ask in it."""
    channel = message.channel
    if isinstance(channel, discord.Thread) and channel.id == message.id and is_post(channel):
        return named(channel.name)
    return ""


def _reply_to(message: discord.Message) -> str | None:
    """What it replies to. Forwarded and followed messages refer to others in other ways."""
    reference = message.reference
    if message.type is not MessageType.reply or reference is None or not reference.message_id:
        return None
    return str(reference.message_id)


def _edit(spot: Spot, message: discord.Message, at: float) -> MessageEdited:
    return MessageEdited(
        room=spot.room,
        at=at,
        key=edited_key(message.id, at),
        id=str(message.id),
        text=_reads(message),
    )


def _time(edited_at: datetime | None, message: discord.Message) -> float:
    """When it was edited; a bot's answer that comes after "is thinking" isn't marked as edited."""
    return edited_at.timestamp() if edited_at else epoch(message.id)
