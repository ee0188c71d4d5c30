"""What a message looks like on Discord."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

import discord

Links = Callable[[str], str | None]
"""The address of a message, by its id; None where there is none (any more)."""

NOBODY: Final = discord.AllowedMentions.none()
"""No message of ours pings anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file below a message; `alt` is read to whoever doesn't see it."""

    name: str
    alt: str
    data: bytes = field(repr=False)

    def file(self) -> discord.File:
        """It as the library sends it, once."""
        return discord.File(BytesIO(self.data), self.name, description=self.alt[:_ALT])


_ALT: Final = 1024  # characters of an alternative text, by Discord's limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A message: its text, which alerts read, what stands below it, and what can be pressed."""

    content: str
    embeds: tuple[discord.Embed, ...] = ()
    view: discord.ui.View | None = None
    files: tuple[Attached, ...] = ()

    def new(self) -> dict[str, Any]:
        """It as a new message: what `send` and its like take."""
        view = {} if self.view is None else {"view": self.view}
        files = {"files": [each.file() for each in self.files]} if self.files else {}
        return {
            "content": self.content,
            "embeds": list(self.embeds),
            "allowed_mentions": NOBODY,
            **view,
            **files,
        }

    def instead(self) -> dict[str, Any]:
        """It in a message's place: what `edit` and its like take."""
        return {
            "content": self.content,
            "embeds": list(self.embeds),
            "allowed_mentions": NOBODY,
            "view": self.view,
            "attachments": [each.file() for each in self.files],
        }
