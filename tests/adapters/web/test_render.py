"""From the core's views to what a page gets as JSON."""

import json
from dataclasses import replace

import pytest

from adapters.web import render
from bot.domain.events import Action
from bot.domain.pages import Line, Page, Section
from bot.domain.room import Convener, Meeting, Purpose, Room
from bot.domain.settings import Patience
from bot.domain.views import Button, CardView, Details, Move, Stem

DETAILS = Details(
    question="m1",
    message="m1",
    quote="<b>Who decides?</b>",
    who="Ada",
    ago="2 minutes ago",
    why=("It asks.",),
    stems=(Stem(move=Move.REFLECT, text="I'd like to go back …"),),
    note="Read it yourself.",
    buttons=(Button(action=Action.GO, label="Go", question="m1"),),
)
CARD = CardView(
    card="nudge:m1:c",
    purpose=Purpose.NUDGE,
    title="Something",
    lines=("Only you.",),
    details=(DETAILS,),
    buttons=(Button(action=Action.SHOW, label="Show"),),
    menu=(Button(action=Action.LATER, label="In an hour", value="3600"),),
    target="m1",
)


def test_a_card_is_given_as_it_is() -> None:
    """Every field of the view is in the JSON, under its own name."""
    body = render.card(CARD)
    assert json.loads(json.dumps(body)) == {
        "card": "nudge:m1:c",
        "purpose": "nudge",
        "title": "Something",
        "lines": ["Only you."],
        "details": [
            {
                "question": "m1",
                "message": "m1",
                "quote": "<b>Who decides?</b>",
                "who": "Ada",
                "ago": "2 minutes ago",
                "why": ["It asks."],
                "stems": [{"move": "reflect", "text": "I'd like to go back …"}],
                "note": "Read it yourself.",
                "buttons": [
                    {"action": "go to the message", "label": "Go", "value": "", "question": "m1"}
                ],
            }
        ],
        "page": None,
        "buttons": [{"action": "show", "label": "Show", "value": "", "question": ""}],
        "menu": [{"action": "later", "label": "In an hour", "value": "3600", "question": ""}],
        "target": "m1",
        "closed": False,
    }


def test_what_isnt_shown_isnt_there() -> None:
    """A card that was not opened carries no word of the question."""
    assert render.card(replace(CARD, details=()))["details"] == []


def test_a_page_is_given_in_its_order() -> None:
    """Sections and lines stand as the view has them; what a platform would press isn't there."""
    line = Line(text="“Who?”", target="m1", note="Ada, 5 minutes ago")
    view = Page(title="T", lines=("S",), sections=(Section(title="Still waiting", lines=(line,)),))
    assert render.page(view) == {
        "title": "T",
        "lines": ["S"],
        "sections": [
            {
                "title": "Still waiting",
                "lines": [{"text": "“Who?”", "note": "Ada, 5 minutes ago", "target": "m1"}],
            }
        ],
    }


def test_everybody_sees_what_the_notice_says_and_no_more() -> None:
    """Who was only asked to convene isn't told, nor whether somebody tried the practice card."""
    room = Room(id="web/demo", meeting=Meeting(id="1", started_at=1.0, paused=True))
    room.conveners["a"] = Convener(member="a", accepted=True)
    room.conveners["b"] = Convener(member="b")
    assert render.state(room) == {
        "conveners": ["a"],
        "meeting": "1",
        "paused": True,
        "patience": "6 messages by others or 5 minutes",
    }


@pytest.mark.parametrize(
    ("allowed", "said"),
    [
        (Patience(messages=3, seconds=60.0), "3 messages by others or 1 minute"),
        (Patience(messages=1, seconds=7200.0), "1 message by others or 2 hours"),
    ],
)
def test_patience_is_said_in_words(allowed: Patience, said: str) -> None:
    """As a person would say it."""
    assert render.patience(allowed) == said
