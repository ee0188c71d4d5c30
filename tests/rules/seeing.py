"""What people other than the convener can see, and what a card shows before it is opened."""

from dataclasses import replace

from bot.domain.chronicle import Span
from bot.domain.pages import Page
from bot.domain.room import Card, Room
from bot.domain.summary import convener_page
from bot.domain.views import CardView
from bot.domain.wording import card_view
from tests.domain.builders import MONDAY


def discreet(view: CardView) -> str:
    """The first lines of a card: all that an alert could show."""
    return " ".join((view.title, *view.lines, *(each.label for each in view.buttons)))


def cards_of(room: Room, member: str, *, shown: bool = True) -> list[CardView]:
    """Every card of somebody, opened or not."""
    return [
        card_view(room, _opened(card, shown=shown), room.now)
        for card in room.cards.values()
        if card.to == member and card.sent
    ]


def _opened(card: Card, *, shown: bool) -> Card:
    return replace(card, shown=shown)


def summary_of(room: Room) -> Page:
    """All that was asked in the room, as its conveners may see it."""
    asked = room.questions.values()
    return convener_page(room, asked, Span(since=MONDAY), room.now)
