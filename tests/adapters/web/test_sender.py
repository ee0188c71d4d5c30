"""The demo's sender: everything is there at most once, and what is there is found."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.web.chat import Chat
from adapters.web.sender import WebSender
from bot.domain.pages import Page
from bot.domain.room import Purpose
from bot.domain.views import CardView
from bot.runtime.ports import Nonce
from storage.database import connect, upgrade
from storage.demo import DemoShelf
from tests.runtime.fakes import FakeClock

ROOM = "web/demo"
CARD = CardView(card="nudge:m1:ruth", purpose=Purpose.NUDGE, title="Something", lines=())
NONCE = Nonce(name="page")


@pytest.fixture
async def sender(tmp_path: Path) -> AsyncIterator[WebSender]:
    """A sender for a new room."""
    url = f"sqlite:///{tmp_path}/heed.db"
    await upgrade(url)
    engine = connect(url)
    yield WebSender(Chat(DemoShelf(engine), ROOM, FakeClock()))
    await engine.dispose()


async def test_a_card_is_found_once_it_is_there(sender: WebSender) -> None:
    """By its own name, and not before."""
    nonce = Nonce(name="send")
    assert await sender.find_card(ROOM, "ruth", CARD.card, nonce) is None
    ref = await sender.send_card(ROOM, "ruth", CARD, nonce)
    assert await sender.find_card(ROOM, "ruth", CARD.card, nonce) == ref


async def test_a_page_is_found_once_it_is_there(sender: WebSender) -> None:
    """By its nonce, and not before."""
    assert await sender.find_page(ROOM, NONCE) is None
    ref = await sender.post_page(ROOM, Page(title="Summary"), NONCE)
    assert await sender.find_page(ROOM, NONCE) == ref
