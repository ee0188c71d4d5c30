"""Things to press that still work after a restart: all they know stands in their custom ids.

The client registers `ITEMS` once (`add_dynamic_items`), and is told of each press by `on_press`.
Modals have no such items: `on_interaction` hears of each, and `presses.of` reads it.
"""

import re
from typing import Any, Protocol, Self

import discord
from discord import ui

from adapters.discord.address import TEMPLATE


class Pressable(Protocol):
    """The client, as far as it hears of presses."""

    async def on_press(self, interaction: "discord.Interaction[Any]") -> None:
        """Something of ours was pressed; `presses.of` says what is wanted."""


class Press(ui.DynamicItem[ui.Item[Any]], template=TEMPLATE):
    """A button or menu of ours."""

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: "discord.Interaction[Any]",
        item: ui.Item[Any],
        _match: re.Match[str],
        /,
    ) -> Self:
        """The same again, of what came with the message."""
        return cls(item)

    async def callback(self, interaction: "discord.Interaction[Any]") -> None:
        """Hand it to the client."""
        client: Pressable = interaction.client
        await client.on_press(interaction)


ITEMS = (Press,)
