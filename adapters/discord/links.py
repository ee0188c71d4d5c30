"""Where a message of a room can be opened."""

from collections.abc import Sequence
from typing import Final

from adapters.discord.ids import is_id, place_of
from adapters.discord.render import Links
from bot.domain.question import Question
from bot.domain.room import Room

_WEB: Final = "https://discord.com/channels"


def link(guild: int, channel: int, message: str) -> str:
    """The address of a message; of one in a thread, the thread is the channel."""
    return f"{_WEB}/{guild}/{channel}/{message}"


def links_in(room: Room, asked: Sequence[Question]) -> Links:
    """Finds the addresses of a room's messages: in which thread each is, the room remembers."""
    place = place_of(room.id)
    threads = {each.message: each.thread for each in asked}
    threads |= {each.id: each.thread for each in room.turns}

    def find(message: str) -> str | None:
        thread = threads.get(message)
        channel = int(thread) if thread and is_id(thread) else place.channel
        return link(place.guild, channel, message) if is_id(message) else None

    return find
