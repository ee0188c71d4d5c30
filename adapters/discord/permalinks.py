"""Permalinks: where a message is to be found."""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from adapters.discord.ids import Place, is_id, place_of
from adapters.discord.render.face import Links
from bot.domain.pages import Page
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.views import CardView

_CHANNELS: Final = "https://discord.com/channels"


class Known(Protocol):
    """What is known of rooms. Either may raise StorageError."""

    async def look(self, room: str) -> Room | None:
        """The room; None where it isn't known."""

    async def questions(self, room: str, since: float = 0.0) -> Sequence[Question]:
        """The room's questions, those that left its memory too."""


class Permalinks:
    """A message of a thread has to be looked for there: where its question was asked is known."""

    def __init__(self, known: Known) -> None:
        self._known = known

    async def find(self, room: str, messages: Iterable[str]) -> Links:
        """Links to these messages of a room; None for what is no message."""
        wanted = {each for each in messages if is_id(each)}
        if not wanted:
            return _nowhere
        threads = await self._threads(room, wanted)
        place = place_of(room)
        return {each: link(place, each, threads.get(each)) for each in wanted}.get

    async def _threads(self, room: str, wanted: set[str]) -> dict[str, str | None]:
        """The threads that the questions in these messages were asked in."""
        now = await self._known.look(room)
        asked = list(now.questions.values()) if now else []
        if wanted - {each.message for each in asked}:
            asked += await self._known.questions(room)
        return {each.message: each.thread for each in asked if each.message in wanted}


def link(place: Place, message: str, thread: str | None = None) -> str:
    """Where a message stands, in a room's channel or in a thread of it."""
    return f"{_CHANNELS}/{place.guild}/{thread or place.channel}/{message}"


def on_card(view: CardView) -> list[str]:
    """The messages that a card links to."""
    targets = [view.target] if view.target else []
    told = on_page(view.page) if view.page else []
    return targets + [each.message for each in view.details if each.message] + told


def on_page(page: Page) -> list[str]:
    """The messages that a page links to."""
    return [line.target for section in page.sections for line in section.lines if line.target]


def _nowhere(_message: str) -> None:
    return None
