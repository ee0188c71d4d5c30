"""DiscordChatExporter's JSON: one channel, thread or direct message a file."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, ClassVar, Final

from pydantic import Field

from adapters.transcript.fields import Id, Row, Words, read_row
from adapters.transcript.jsonstream import members
from adapters.transcript.model import BadLineError, Opened
from adapters.transcript.source import Lines
from adapters.transcript.stamps import Stamps
from adapters.transcript.words import clean, first_said, listed
from bot.domain.events import Event, MemberJoined, MessagePosted, Reacted

# A document of this program begins with one of these.
BEGINS: Final = re.compile(r'\{\s*"(?:(?:guild|channel|dateRange)"\s*:\s*\{|messages"\s*:\s*\[)')
# Messages that carry words: plain ones, replies, and what apps say to a command or from a menu.
_SAID: Final = {"Default", "Reply", "20", "23"}

# As people see them; the exporter has done so itself, unless it was told to leave the markup.
_PERSON: Final = re.compile(r"<@!?(\d{1,20})>")
_EMOJI: Final = re.compile(r"<a?:(\w{1,100}):\d{1,20}>")


class _Person(Row):
    id: Id
    name: Words = ""
    nickname: Words | None = None
    isBot: bool = False  # noqa: N815 - the exporter's own spelling


class _Titled(Row):
    """An embed, a sticker or an attachment: whichever of these it has."""

    title: Words | None = None
    description: Words | None = None
    name: Words | None = None
    fileName: Words | None = None  # noqa: N815 - likewise


class _Emoji(Row):
    name: Words


class _Reactions(Row):
    emoji: _Emoji
    users: list[_Person] = Field(default_factory=list)


class _Reference(Row):
    messageId: Id | None = None  # noqa: N815 - likewise


class _Message(Row):
    needs: ClassVar[str] = 'A message needs "id", "timestamp" and "author".'
    id: Id
    timestamp: str
    author: _Person
    type: str = "Default"
    content: str = ""
    attachments: list[_Titled] = Field(default_factory=list)
    embeds: list[_Titled] = Field(default_factory=list)
    stickers: list[_Titled] = Field(default_factory=list)
    reactions: list[_Reactions] = Field(default_factory=list)
    mentions: list[_Person] = Field(default_factory=list)
    reference: _Reference = _Reference()


def read(lines: Lines, room: str) -> Opened:
    """Open an export: what stands before its messages is read now. The room is the channel."""
    found = members(lines)
    for key, value in found:
        if key == "channel" and isinstance(value, dict):
            room = first_said(str(value.get("name") or ""), room)
        if key == "messages":
            found = chain([(key, value)], found)
            break
    return Opened(room=room, events=_events(found, lines, room))


def _events(found: Iterator[tuple[str, Any]], lines: Lines, room: str) -> Iterator[Event]:
    stamps = Stamps(lines.notes)
    for key, value in found:
        if key != "messages":
            continue
        try:
            row = read_row(_Message, value)
            yield from _read_message(row, stamps.from_iso(row.timestamp), room)
        except BadLineError as bad:
            lines.notes.error(bad)


def _read_message(row: _Message, at: float, room: str) -> list[Event]:
    if row.type == "GuildMemberJoin":
        name, bot = _name(row.author), row.author.isBot
        return [MemberJoined(room=room, at=at, member=row.author.id, name=name, bot=bot)]
    if row.type not in _SAID:
        return []
    return [_posted(row, at, room), *_reacted(row, at, room)]


def _posted(row: _Message, at: float, room: str) -> MessagePosted:
    return MessagePosted(
        room=room,
        at=at,
        key=f"post:{row.id}",
        id=row.id,
        author=row.author.id,
        text=_text(row),
        name=_name(row.author),
        reply_to=row.reference.messageId if row.type == "Reply" else None,
        bot=row.author.isBot,
        mentions=tuple(dict.fromkeys(person.id for person in row.mentions)),
    )


def _reacted(row: _Message, at: float, room: str) -> list[Event]:
    return [
        Reacted(
            room=room,
            at=at,
            key=f"react:{person.id}:{reaction.emoji.name}:{row.id}",
            author=person.id,
            emoji=reaction.emoji.name,
            to=row.id,
        )
        for reaction in row.reactions
        for person in reaction.users
    ]


def _name(person: _Person) -> str:
    return first_said(person.nickname, person.name, person.id)


def _text(row: _Message) -> str:
    """Give a message's words, or what its embeds say, or what its pictures are called."""
    names = {person.id: _name(person) for person in row.mentions}
    text = _PERSON.sub(lambda found: "@" + names.get(found[1], found[1]), row.content)
    text = clean(_EMOJI.sub(r":\1:", text))
    if text.strip():
        return text
    said = [first_said(embed.title) + "\n" + first_said(embed.description) for embed in row.embeds]
    shown = [thing.name or thing.fileName or "" for thing in (*row.stickers, *row.attachments)]
    return "\n".join(said).strip() or listed(shown)
