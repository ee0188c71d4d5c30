"""Buttons that lead somewhere else: Discord opens them, and tells nobody of the press."""

import discord

from adapters.discord import render
from bot.domain.answers import board_page
from bot.domain.room import Room

LINK = "https://heed.example.org/board#ticket"
ROOM = Room(id="discord/1/2", title="#place")


async def test_a_link_to_a_board_is_a_button() -> None:
    """The address is in the button alone, so that nothing previews it."""
    face = render.page(ROOM.id, board_page(ROOM, LINK), lambda _: None)
    assert face.view is not None
    (button,) = face.view.children
    assert isinstance(button, discord.ui.Button)
    assert (button.url, button.custom_id) == (LINK, None)
    assert LINK not in face.content
    assert all(LINK not in str(each.to_dict()) for each in face.embeds)
