"""Texts as Discord lays them out: headings, quotes, small print, lists; each within its limits."""

from collections.abc import Iterable
from typing import Final

from adapters.discord.render.text import NOTHING, escaped, fitted, joined, line
from bot.domain.characters import counted

# By Discord's own rules, in characters and pieces.
CONTENT: Final = 2000
DESCRIPTION: Final = 4096
EMBEDS: Final = 10
SIZE: Final = 6000
"""Characters in all of a message's embeds together."""

TITLE: Final = 256


def headed(title: str, lines: Iterable[str]) -> str:
    """A heading and what stands below it, as a message's text."""
    head = f"**{fitted(line(title), TITLE)}**"
    below = joined(lines, "\n")
    return f"{head}\n{fitted(below, CONTENT - counted(head) - 1)}" if below else head


def quoted(text: str, limit: int) -> str:
    """Somebody's words, set apart, in at most so many characters and not much more."""
    return "\n".join(f"> {each}" for each in fitted(text, limit).split("\n"))


def small(text: str) -> str:
    """Small print; `text` is escaped already, or ours."""
    return f"-# {text}"


def linked(label: str, url: str) -> str:
    """A word of ours that leads somewhere. What people wrote never stands in it."""
    return f"[{escaped(label)}](<{url}>)"


def paper(parts: Iterable[str], limit: int = DESCRIPTION) -> str:
    """Parts one below the other, as many as fit; never empty, which Discord would refuse."""
    shown = ""
    for each in parts:
        more = f"{shown}\n{each}" if shown else each
        if counted(more) > limit:
            break
        shown = more
    return shown or NOTHING
