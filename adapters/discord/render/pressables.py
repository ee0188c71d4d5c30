"""Things to press, within Discord's limits, that still work after a restart."""

from collections.abc import Iterable
from typing import Any, Final

import discord
from discord import ui
from discord.utils import as_chunks

from adapters.discord.address import Address, Do, custom_id, pressed
from adapters.discord.components import Press
from adapters.discord.render.text import plain
from bot.domain.events import Action
from bot.domain.pages import Choice
from bot.domain.views import Button

# By Discord's own rules, in characters and pieces.
LABEL: Final = 80
OPTION: Final = 100
PLACEHOLDER: Final = 150
ROWS: Final = 5
IN_ROW: Final = 5
OPTIONS: Final = 25

Item = ui.Item[Any]
Row = list[Item]

_STYLES: Final = {
    "": discord.ButtonStyle.secondary,
    "primary": discord.ButtonStyle.primary,
    "danger": discord.ButtonStyle.danger,
}
_FIRST: Final = frozenset({Action.SHOW, Action.CONVENE})
"""What is pressed first on a card."""


def view(rows: Iterable[Row]) -> ui.View | None:
    """Rows one below the other, as many as there may be; None where there is nothing."""
    made = ui.View(timeout=None)
    for number, row in enumerate([each for each in rows if each][:ROWS]):
        for item in row:
            item.row = number
            made.add_item(item)
    return made if made.children else None


def button(do: Do, address: Address, label: str, more: str = "", style: str = "") -> Item:
    """A button."""
    return Press(
        ui.Button(
            label=plain(label, LABEL),
            custom_id=custom_id(do, address, more),
            style=_STYLES[style],
        )
    )


def on_card(address: Address, of: Button) -> Item:
    """A card's button."""
    style = "primary" if of.action in _FIRST else ""
    more = pressed(of.action, of.value)
    about = Address(room=address.room, card=address.card, question=of.question)
    return button(Do.PRESS, about, of.label, more, style)


def link(label: str, url: str) -> Item:
    """A button that leads somewhere; Discord tells nobody of its press."""
    return ui.Button(label=plain(label, LABEL), url=url)


def choices(room: str, of: Iterable[Choice]) -> list[Row]:
    """A page's buttons, in rows."""
    address = Address(room=room)
    buttons = [
        link(each.label, each.url)
        if each.url
        else button(Do.WISH, address, each.label, each.wish, each.style)
        for each in {(each.wish, each.url): each for each in of}.values()
    ]
    return [list(row) for row in as_chunks(buttons, IN_ROW)]


def option(label: str, value: str, more: str = "") -> discord.SelectOption:
    """Something to choose; `more` stands below it, smaller."""
    return discord.SelectOption(
        label=plain(label, OPTION),
        value=value,
        description=plain(more, OPTION) if more.strip() else None,
    )


def menu(
    custom: str, label: str, options: Iterable[discord.SelectOption], *, several: bool = False
) -> Item:
    """A menu; of options that bring back the same the first stands there."""
    offered = list({each.value: each for each in reversed(list(options))}.values())[::-1]
    offered = offered[:OPTIONS]
    return Press(
        ui.Select(
            custom_id=custom,
            placeholder=plain(label, PLACEHOLDER),
            options=offered,
            min_values=0 if several else 1,
            max_values=len(offered) if several else 1,
        )
    )
