"""What a message looks like on Discord."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import discord

Links = Callable[[str], str | None]
"""The address of a message, by its id; None where there is none (any more)."""

NOBODY: Final = discord.AllowedMentions.none()
"""No message of ours pings anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A message: its text, which alerts read, what stands below it, and what can be pressed."""

    content: str
    embeds: tuple[discord.Embed, ...] = ()
    view: discord.ui.View | None = None

    def new(self) -> dict[str, Any]:
        """It as a new message: what `send` and its like take."""
        view = {} if self.view is None else {"view": self.view}
        return {
            "content": self.content,
            "embeds": list(self.embeds),
            "allowed_mentions": NOBODY,
            **view,
        }

    def instead(self) -> dict[str, Any]:
        """It in a message's place: what `edit` and its like take."""
        return {
            "content": self.content,
            "embeds": list(self.embeds),
            "allowed_mentions": NOBODY,
            "view": self.view,
        }
