"""A whole message as a person reads it: plain text, and whom it mentions.

Of what people post the words count, and what stands in for them where there are none: a message
that they passed on, a sticker's name, what a picture shows or a file is called. What bots post is
read as it is shown: text, embeds, and the texts among components.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import discord

from adapters.discord import markdown
from adapters.discord.markdown import quoted
from adapters.discord.references import InCommand, References
from adapters.discord.words import LONGEST, clean

_DEEPEST: Final = 4
"""Components lie in rows, sections and containers; Discord nests them no deeper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A message's text, and the ids of the people it mentions, each once, in order."""

    text: str
    mentions: tuple[str, ...] = ()


class _Known:
    """The names that came with a message, and those that the cache has."""

    def __init__(self, message: discord.Message) -> None:
        self._people = {each.id: each.display_name for each in message.mentions}
        self._guild = message.guild

    def user(self, user: int) -> str | None:
        """What a person is called on the server."""
        if user in self._people:
            return self._people[user]
        member = self._guild.get_member(user) if self._guild else None
        return member.display_name if member else None

    def role(self, role: int) -> str | None:
        """A role's name."""
        found = self._guild.get_role(role) if self._guild else None
        return found.name if found else None

    def channel(self, channel: int) -> str | None:
        """A channel's or thread's name."""
        found = self._guild.get_channel_or_thread(channel) if self._guild else None
        return found.name if found else None


def read(message: discord.Message, *, bot: bool, title: str = "") -> Plain:
    """Read a message; `title` is that of the forum post which it opens, if it opens one."""
    refer = References(_Known(message))
    own = markdown.read(message.content[:LONGEST], refer)
    if bot:
        # The library sets this only where the payload says something of it.
        components = getattr(message, "components", ())
        own = _below(own, *_cards(message, refer), *_texts(components, refer))
    if message.poll is not None:
        own = _below(own, _poll(message.poll))
    if not own.strip():
        own = _instead(message)
    return Plain(text=clean(_below(title, own)).strip(), mentions=refer.mentions)


def command(message: discord.Message, text: str) -> str:
    """Some text of a message as a command is read: people by id, all else as people see it."""
    return clean(markdown.read(text[:LONGEST], InCommand(_Known(message)))).strip()


def _below(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _cards(message: discord.Message, refer: References) -> Iterator[str]:
    """What a bot embedded; embeds of other types are what Discord shows of links."""
    for card in message.embeds:
        if card.type == "rich":
            fields = (part for each in card.fields for part in (each.name, each.value))
            parts = (card.author.name, card.title, card.description, *fields)
            yield _below(*(markdown.read(part[:LONGEST], refer) for part in parts if part))


def _texts(components: Iterable[object], refer: References, depth: int = _DEEPEST) -> Iterator[str]:
    """The texts among a bot's components."""
    for each in components:
        match each:
            case discord.TextDisplay(content=text):
                yield markdown.read(text[:LONGEST], refer)
            case discord.SectionComponent() | discord.Container() if depth:
                yield from _texts(each.children, refer, depth - 1)


def _poll(poll: discord.Poll) -> str:
    """What a poll asks is answered by votes, which are no messages: it is set apart."""
    answers = (f"• {each.text}" for each in poll.answers)
    return quoted("\n".join(_one_line(each) for each in (poll.question, *answers)))


def _one_line(text: str) -> str:
    return " ".join(text.split())


# --- what stands in for words -----------------------------------------------------------------


def _instead(message: discord.Message) -> str:
    passed_on = [_passed_on(message, each) for each in message.message_snapshots]
    return _below(*passed_on, *_shown(message))


def _passed_on(message: discord.Message, shot: discord.MessageSnapshot) -> str:
    """Somebody else's message: whom it mentions isn't mentioned by who passes it on."""
    words = markdown.read(shot.content[:LONGEST], References(_Known(message)))
    text = words if words.strip() else _below(*_shown(shot))
    return quoted(text) if text else ""


def _shown(message: discord.Message | discord.MessageSnapshot) -> Iterator[str]:
    """What pictures show, by whoever posted them, or what files are called; stickers by name."""
    for file in message.attachments:
        yield _one_line(file.description or file.filename)
    for sticker in message.stickers:
        yield _one_line(sticker.name)
