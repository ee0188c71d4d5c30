"""The summary at a meeting's end, delivered for good: through a store, an outbox and a restart."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.events import (
    Action,
    MessageDeleted,
    MessageEdited,
    OptedOut,
    Pressed,
    RoomSet,
)
from bot.domain.room import Purpose
from bot.domain.settings import KeepText
from bot.domain.views import CardView
from bot.runtime.ports import RetryLaterError
from storage import open_store
from tests.domain.pagetext import text_of
from tests.runtime.house import ROOM, House

FOLLOWED = "Who decides which surgeries we start with?"
DROPPED = "I don't understand what this group is for"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A meeting with two questions, of which Cora has tried her practice nudge."""
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'heed.db'}") as store:
        house = House(store)
        await house.begins()
        await press(house, await house.card_to("cora", Purpose.PRACTICE), Action.ALREADY_FOLLOWED)
        await house.talk()
        yield house


async def press(house: House, card: str, action: Action) -> None:
    """Cora presses something on a card of hers."""
    await house.happens(Pressed(room=ROOM, at=house.clock.at, card=card, by="cora", action=action))


def faces(house: House) -> list[tuple[str, CardView]]:
    """To whom summaries went, and each face of them."""
    return [
        (each.nonce, each.view)
        for each in house.sender.deliveries
        if isinstance(each.view, CardView) and each.view.purpose is Purpose.SUMMARY
    ]


def words(house: House) -> str:
    """What its recipient reads there now."""
    _, view = faces(house)[-1]
    return "" if view.page is None else text_of(view.page)


async def ended(house: House) -> None:
    """The meeting ends, and Cora opens what she gets."""
    await house.ask("cora", "meeting end")
    await press(house, await house.card_to("cora", Purpose.SUMMARY), Action.SHOW)


async def test_it_is_delivered_once_and_says_what_the_summary_says(house: House) -> None:
    """Discreet first; opened, it is the convener's summary of that meeting."""
    await house.ask("cora", "meeting end", key="end")
    await house.ask("cora", "meeting end", key="end")
    ((_, first),) = faces(house)
    assert first.page is None
    await press(house, await house.card_to("cora", Purpose.SUMMARY), Action.SHOW)
    asked = await house.ask("cora", "summary meeting")
    _, view = faces(house)[-1]
    assert view.page is not None
    assert view.page.sections == asked.sections
    assert FOLLOWED in words(house)
    assert DROPPED in words(house)


async def test_a_delivery_that_fails_for_now_is_made_once(house: House) -> None:
    """It waits in the outbox, as every card does."""
    house.sender.trouble.append(RetryLaterError("slow down", 5.0))
    await house.ask("cora", "meeting end")
    assert not faces(house)
    await house.passes(10.0)
    assert len(faces(house)) == 1


async def test_what_is_edited_or_deleted_is_so_on_the_card(house: House) -> None:
    """An edited message's question says what it says now; a deleted one is gone."""
    await ended(house)
    at = house.clock.at
    edited = "Who decides which practices we start with?"
    await house.happens(MessageEdited(room=ROOM, at=at, id="m1", text=edited))
    assert FOLLOWED not in words(house)
    await house.happens(MessageDeleted(room=ROOM, at=at, id="m3"))
    assert DROPPED not in words(house)


async def test_it_tells_of_what_only_the_store_remembers(house: House) -> None:
    """In a long meeting the first questions leave the room's memory, and are told all the same."""
    for number in range(100, 180):
        await house.say(f"m{number}", "ben", "The clinic times are on the wall by the door.")
    assert "m1" not in (await house.room()).questions
    await ended(house)
    assert FOLLOWED in words(house)
    await house.happens(MessageDeleted(room=ROOM, at=house.clock.at, id="m1"))
    assert FOLLOWED not in words(house)


async def test_whoever_opts_out_is_quoted_no_more(house: House) -> None:
    """On the card that was delivered."""
    await ended(house)
    await house.happens(OptedOut(room=ROOM, at=house.clock.at, member="dev"))
    assert DROPPED not in words(house)
    assert FOLLOWED in words(house)


async def test_without_kept_words_it_links_alone(house: House) -> None:
    """HEED_KEEP_TEXT=none reaches what was delivered."""
    await ended(house)
    none = replace((await house.room()).settings, keep_text=KeepText.NONE)
    await house.happens(RoomSet(room=ROOM, at=house.clock.at, settings=none))
    assert "“" not in words(house)
    assert "A question at 09:00" in words(house)


async def test_it_is_put_away_by_time(house: House) -> None:
    """Six days later its words go from the card; a week later nothing knows of it."""
    await ended(house)
    await house.passes(6 * 86400.0)
    assert faces(house)[-1][1].closed
    assert words(house) == ""
    await house.passes(86400.0)
    purposes = {each.purpose for each in (await house.room()).cards.values()}
    assert Purpose.SUMMARY not in purposes


async def test_nobody_else_gets_one(house: House) -> None:
    """Cora alone convenes."""
    await ended(house)
    assert {each.to for each in (await house.room()).cards.values()} == {"cora"}
