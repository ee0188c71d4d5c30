"""The same stored meeting gives the same summary everywhere, in both views.

It is stored once, and asked for by a convener and by a member. What a person would read of it on
each platform is put on one footing (its words in their order) and held to what stands in
snapshots/, which is for people to read. To see what a change does, run these with
`UPDATE_SNAPSHOTS=1` and read the difference.
"""

import html
import json
import os
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from adapters.board.model import Face, board
from adapters.board.pages import Pages
from adapters.discord import render as on_discord
from adapters.pictures import as_svg
from adapters.slack import render as on_slack
from adapters.web import render as in_demo_room
from bot.__main__ import main
from bot.cli.text import text_of
from bot.domain.events import Action, Pressed
from bot.domain.pages import Page
from bot.domain.room import Purpose
from bot.domain.views import CardView
from storage import open_store
from tests.adapters.discord import drawing as discord_drawing
from tests.adapters.slack import drawing as slack_drawing
from tests.runtime.house import ROOM, House

SNAPSHOTS: Final = Path(__file__).with_name("snapshots")
LINK: Final = "https://example.org/"
TALK: Final = (
    ("m1", "ana", "Who decides which surgeries we start with?", None),
    ("m2", "ben", "The board decides which surgeries we start with.", "m1"),
    ("m3", "dev", "If I'm honest, I don't understand what this group is for.", None),
    ("m4", "ana", "The clinic times are on the wall by the door.", None),
    ("m5", "ben", "The clinic times are on the wall by the door.", None),
    ("m6", "eve", "The clinic times are on the wall by the door.", None),
    ("m7", "ana", "The clinic times are on the wall by the door.", None),
    ("m8", "eve", "The van is booked for the leaflets.", None),
)
LATER: Final = 300.0


@dataclass
class Stored:
    """The meeting as it was stored, and what each is told of it when they ask."""

    house: House
    convener: Page
    member: Page

    def page(self, view: str) -> Page:
        """What one of them is told."""
        return self.convener if view == "convener" else self.member


@pytest.fixture
async def stored(tmp_path: Path) -> AsyncIterator[Stored]:
    """A meeting that Cora convenes, kept in a database."""
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'heed.db'}") as store:
        house = House(store)
        await house.begins()
        practice = await house.card_to("cora", Purpose.PRACTICE)
        await press(house, practice, Action.ALREADY_FOLLOWED)
        for name, who, text, answers in TALK:
            await house.say(name, who, text, answers)
        await house.passes(LATER)
        yield Stored(
            house=house,
            convener=await house.ask("cora", "summary"),
            member=await house.ask("eve", "summary"),
        )


async def press(house: House, card: str, action: Action) -> None:
    """Cora presses something."""
    event = Pressed(room=ROOM, at=house.clock.at, card=card, by="cora", action=action)
    await house.happens(event)


# --- on one footing --------------------------------------------------------------------------


def link(message: str) -> str | None:
    """Where a message is."""
    return f"{LINK}{message}"


def plain(text: str) -> list[str]:
    """Words alone: platforms mark up, escape and link in their own ways."""
    text = re.sub(rf"(the message )?-> {LINK}\w+", "", text)
    return re.findall(r"\w+", text.casefold())


def told(page: Page) -> list[str]:
    """The words of a page below its title, without what can be pressed."""
    lines = (text for each in page.sections for text in (each.title, *_of(each.lines)))
    return plain(" ".join((*page.lines, *lines)))


def _of(lines: tuple[object, ...]) -> list[str]:
    return [f"{getattr(each, 'text', '')} {getattr(each, 'note', '')}" for each in lines]


def pressed_words(page: Page) -> list[str]:
    """The words of its buttons."""
    return plain(" ".join(each.label for each in page.choices))


def slack(page: Page) -> list[str]:
    """As it is read on Slack."""
    drawn = slack_drawing.face(on_slack.page("slack/T1/C1", page, link))
    return plain(drawn.partition("-" * 60)[2])


def discord(page: Page) -> list[str]:
    """As it is read on Discord."""
    return plain(discord_drawing.face(on_discord.page("discord/1/2", page, link)))


def demo_room(page: Page) -> list[str]:
    """As the demo room's page has it."""
    given = in_demo_room.page(page)
    lines = [text for each in given["sections"] for text in (each["title"], *_json(each))]
    return plain(" ".join((given["title"], *given["lines"], *lines)))


def _json(section: dict[str, list[dict[str, str]]]) -> list[str]:
    return [f"{each['text']} {each['note']}" for each in section["lines"]]


def command_line(page: Page) -> list[str]:
    """As it is read in a terminal; messages go by their ids there."""
    return plain(re.sub(r" {2}\(m\d+\)", "", text_of(page)))


PLACES: Final[dict[str, Callable[[Page], list[str]]]] = {
    "Slack": slack,
    "Discord": discord,
    "the demo room": demo_room,
    "the command line": command_line,
}
VIEWS: Final = ("convener", "member")


# --- the contract ----------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
async def test_the_summary_is_as_it_was_reviewed(stored: Stored, view: str) -> None:
    """A snapshot for people to read."""
    file, text = SNAPSHOTS / f"summary-{view}.txt", text_of(stored.page(view)) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("place", PLACES)
async def test_every_platform_shows_the_same(stored: Stored, place: str, view: str) -> None:
    """Every word in its order, nothing left out, and nothing added but what can be pressed."""
    page = stored.page(view)
    words = plain(page.title) + told(page)
    shown = PLACES[place](page)
    assert shown in (words, words + pressed_words(page))


async def test_the_board_shows_what_a_convener_is_told(stored: Stored) -> None:
    """In the same words; presented to others it shows none of them."""
    house = stored.house
    room, asked = await house.room(), await house.companion.questions(ROOM)
    pages = Pages("", as_svg)
    own = pages.live(board(room, asked, house.clock.at, link, Face.OWN))
    text = " ".join(plain(html.unescape(re.sub(r"<[^>]+>", " ", own))))
    for section in stored.convener.sections:
        for each in section.lines:
            assert " ".join(plain(each.text)) in text
            assert " ".join(plain(each.note)) in text
    presented = pages.live(board(room, asked, house.clock.at, link, Face.PRESENTING))
    assert not [each for each in ("surgeries", "group is for", "Dev", "Ana") if each in presented]


async def test_the_card_at_the_end_says_the_same(stored: Stored) -> None:
    """What comes by itself is what would have been answered, on both platforms."""
    house = stored.house
    await house.ask("cora", "meeting end")
    await press(house, await house.card_to("cora", Purpose.SUMMARY), Action.SHOW)
    page = await house.ask("cora", "summary meeting")
    view = house.sender.deliveries[-1].view
    assert isinstance(view, CardView)
    on_it = slack_drawing.face(on_slack.card("slack/T1/C1", view, link)).partition("-" * 60)[2]
    there = discord_drawing.face(on_discord.card("discord/1/2", view, link))
    given = in_demo_room.card(view)["page"]
    assert given == {**in_demo_room.page(page), "title": given["title"]}
    words = " ".join(told(page))
    assert words in " ".join(plain(on_it))
    assert words in " ".join(plain(there))


@pytest.mark.parametrize("view", VIEWS)
async def test_a_transcript_of_it_gives_the_same(
    stored: Stored, view: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`replay` says of its lines what the live room said: live and replay are one."""
    path = tmp_path / "#place.jsonl"
    path.write_text("".join(_lines(stored.house)), encoding="utf-8")
    main(["replay", "--names", "--view", view, "--patience", "2 messages, 60s", str(path)])
    said = capsys.readouterr().out.strip()
    assert _untimed(said) == _untimed(text_of(stored.page(view)).casefold())


def _lines(house: House) -> list[str]:
    """What was said, as a transcript; its last line is when the summary was asked for."""
    first = house.clock.at - LATER - 5.0 * len(TALK)
    said = [
        {"id": name, "ts": first + 5.0 * number, "author": who, "text": text, "reply_to": answers}
        for number, (name, who, text, answers) in enumerate(TALK, start=1)
    ]
    return [json.dumps({k: v for k, v in each.items() if v}) + "\n" for each in said]


def _untimed(text: str) -> str:
    """Without how long ago, which follows the moment of asking."""
    return re.sub(r"(less than a minute|\d+ \w+) ago", "AGO", text.casefold())
