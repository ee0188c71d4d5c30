"""Messages and modals as plain text, so that a person can read in review what somebody sees."""

import re
from typing import Any

import discord
from discord import ui

from adapters.discord.render import Face
from adapters.discord.render.text import unescaped

Json = dict[str, Any]

RULE = "-" * 60
BAR = "| "
_STYLES = {1: "*", 4: "!"}
_ANY = {5: "anybody", 8: "any channel"}


def face(of: Face) -> str:
    """A message: what alerts read, what stands below it, and what can be pressed."""
    rows = of.view.to_components() if of.view else []
    return "\n".join(
        (_read(of.content), RULE, *map(_embed, of.embeds), *map(_row, rows))
    ).removesuffix(f"\n{RULE}")


def modal(of: ui.Modal) -> str:
    """A modal."""
    sent = of.to_dict()
    return "\n".join((f"modal  title: {sent['title']}", RULE, *map(_label, sent["components"])))


def _embed(of: discord.Embed) -> str:
    shown = _read(of.description or "")
    return "\n".join(f"{BAR}{line}".rstrip() for line in shown.split("\n")) + "\n"


def _read(text: str) -> str:
    """As it is seen: small print in brackets, links with where they lead."""
    shown = re.sub(r"(?<!\\)\[([^\]]*)\]\(<([^>]*)>\)", r"\1 -> \2", text)
    shown = re.sub(r"^-# (.*)$", r"(\1)", shown, flags=re.MULTILINE)
    shown = re.sub(r"^```$", "'''", shown, flags=re.MULTILINE)
    return unescaped(re.sub(r"(?<!\\)\*\*(.*?)(?<!\\)\*\*", r"# \1", shown))


def _row(row: Json) -> str:
    return " ".join(map(_component, row["components"]))


def _component(of: Json) -> str:
    if of["type"] == 2:
        link = f" -> {of['url']}" if "url" in of else ""
        return f"[{_STYLES.get(of['style'], '')}{of['label']}{link}]"
    chosen = _ANY.get(of["type"]) or "".join(map(_option, of["options"]))
    several = " (several)" if of["max_values"] > 1 else ""
    return f"<{of['placeholder']}{several}: {chosen}>"


def _option(of: Json) -> str:
    ticked = "[x] " if of.get("default") else ""
    more = f" -- {of['description']}" if of.get("description") else ""
    return f"\n    {ticked}{of['label']}{more}"


def _label(of: Json) -> str:
    asked = of["component"]
    return "\n".join(
        (
            f"{of['label']}:",
            f"> {asked.get('value') or ''}".rstrip(),
            f"({of['description']})",
            f"({asked['max_length']} characters at most)",
        )
    )
