"""What people see on Slack: within its limits, discreet, and as the snapshots show it.

To see what a change does, run these with `UPDATE_SNAPSHOTS=1` and read the difference.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import render
from adapters.slack.address import address_of
from adapters.slack.render import Face, Json
from bot.domain.drafts import Draft
from bot.domain.events import Action
from bot.domain.pages import Line, Page, Section
from bot.domain.room import Member, Purpose
from bot.domain.views import Button, CardView, Details, Move, Stem
from tests.adapters.slack import drawing
from tests.adapters.slack.faces import (
    ASKED,
    FOLLOW,
    HOME,
    OTHER,
    PAGE,
    PREVIEW,
    ROOM,
    card_about,
    cards,
    face_of,
    link,
    posts,
    views,
)
from tests.adapters.slack.limits import check_face, check_view

SNAPSHOTS = Path(__file__).parent / "snapshots"
FACES: Mapping[str, Face] = {**cards(), **posts()}
VIEWS: Mapping[str, Json] = views()


def drawn(name: str) -> str:
    """A face or view as text."""
    return drawing.face(FACES[name]) if name in FACES else drawing.view(VIEWS[name])


@pytest.mark.parametrize("name", [*FACES, *VIEWS])
def test_people_see_what_the_snapshot_shows(name: str) -> None:
    """Reviewed by a person whenever it changes."""
    snapshot = SNAPSHOTS / f"{name.replace(' ', '-')}.txt"
    seen = drawn(name) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOTS.mkdir(exist_ok=True)
        snapshot.write_text(seen, encoding="utf-8")
    assert seen == snapshot.read_text(encoding="utf-8")


def test_no_snapshot_is_left_over() -> None:
    """Each shows something that people still see."""
    assert {each.stem for each in SNAPSHOTS.iterdir()} == {
        name.replace(" ", "-") for name in [*FACES, *VIEWS]
    }


@pytest.mark.parametrize("face", FACES.values(), ids=FACES)
def test_messages_are_as_slack_takes_them(face: Face) -> None:
    """By its SDK's models and by its limits."""
    check_face(face)


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_modals_and_home_are_as_slack_takes_them(view: Json) -> None:
    """Likewise."""
    check_view(view)


# --- cards -----------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", Purpose)
def test_nothing_is_told_before_it_is_shown(purpose: Purpose) -> None:
    """No quote, no name, no kind: neither in the blocks nor in the text (rule 2)."""
    face = face_of(card_about(purpose, ASKED, shown=False))
    seen = face.text + json.dumps(face.blocks)
    assert not any(each in seen for each in ("honest", "Maya", "not_knowing", "courage"))


@pytest.mark.parametrize("purpose", [Purpose.NUDGE, Purpose.SPOKEN, Purpose.DIGEST])
def test_the_first_lines_stay_discreet_once_shown(purpose: Purpose) -> None:
    """Alerts read the text, and the blocks from the top: what is shown stands below them."""
    face = face_of(card_about(purpose, ASKED, OTHER), ASKED, OTHER)
    seen = face.text + json.dumps(face.blocks[:2])
    assert not any(each in seen for each in ("honest", "Maya", "Ade"))
    assert "honest" in json.dumps(face.blocks)


@pytest.mark.parametrize("name", [each for each in FACES if each.startswith("card")])
def test_three_buttons_are_in_sight_at_most(name: str) -> None:
    """In each row, on a phone too (rule 5)."""
    rows = [each["elements"] for each in FACES[name].blocks if each["type"] == "actions"]
    assert all(len(each) <= 3 for each in rows)


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("shown", [True, False])
def test_every_button_of_a_card_is_somewhere(purpose: Purpose, shown: bool) -> None:
    """In sight or in a menu, whatever the card is about."""
    buttons = tuple(Button(action=each, label=each.value) for each in Action)
    view = CardView(
        card="c",
        purpose=purpose,
        title="Something",
        lines=("Discreet.",),
        buttons=buttons[:3],
        menu=buttons[3:],
        target=ASKED.id,
        details=(_details(),) if shown else (),
    )
    face = render.card(ROOM, view, link)
    check_face(face)
    assert all(json.dumps(each.label)[1:-1] in json.dumps(face.blocks) for each in buttons)


def _details(**changes: Any) -> Details:  # noqa: ANN401 - any field by its name
    given: dict[str, Any] = {
        "question": ASKED.id,
        "message": ASKED.id,
        "quote": "Why?",
        "who": "Maya",
        "ago": "now",
        "why": ("Because.",),
        "stems": (Stem(move=Move.BUILD, text="A stem"),),
        **changes,
    }
    return Details(**given)


def test_a_press_leads_back_to_its_card() -> None:
    """Room, card and question stand with each row of buttons."""
    face = face_of(card_about(Purpose.DIGEST, ASKED, OTHER), ASKED, OTHER)
    found = [address_of(each["block_id"]) for each in face.blocks if "block_id" in each]
    assert {each.room for each in found} == {ROOM}
    assert {each.card for each in found} == {f"digest:{ASKED.id}:moira"}
    assert {ASKED.id, OTHER.id} <= {each.question for each in found}


def test_a_link_that_is_missing_leaves_no_dead_button() -> None:
    """Where the message can't be found, *Go to the message* isn't offered."""
    view = CardView(
        card="c",
        purpose=Purpose.NUDGE,
        title="Something",
        lines=("Discreet.",),
        buttons=(Button(action=Action.GO, label="Go"), Button(action=Action.SHOW, label="Show")),
        target=ASKED.id,
    )
    seen = drawing.face(render.card(ROOM, view, lambda _: None))
    assert "[Show]" in seen
    assert "[Go" not in seen


def test_later_is_asked_in_a_modal_only_where_its_times_dont_fit() -> None:
    """Before Show there is much to choose from; after it the times stand in the menu."""
    before = drawn("card nudge")
    assert "Remind me later…" in before
    assert "in 10 minutes" not in before
    assert "Remind me in 10 minutes" in drawn("card nudge shown")


def test_a_long_list_says_how_many_more_there_are() -> None:
    """Slack takes fifty blocks; the rest is to be had by a command."""
    view = CardView(
        card="c",
        purpose=Purpose.SPOKEN,
        title="Something",
        lines=("Discreet.",),
        details=tuple(_details(question=f"q{number}", quote="Why? " * 90) for number in range(30)),
    )
    face = render.card(ROOM, view, link)
    check_face(face)
    shown = sum("Why?" in json.dumps(each) for each in face.blocks)
    assert 3 <= shown < 30
    assert f"And {30 - shown} more. Type /heed open" in drawing.face(face)


# --- posts and answers -----------------------------------------------------------------------


def test_a_follow_names_whoever_sent_it_and_nobody_else() -> None:
    """The label comes first; the asker isn't named."""
    seen = drawn("follow")
    assert "(Moira, sent through Heed)" in seen
    assert "Maya" not in seen


def test_lines_lead_to_their_messages() -> None:
    """A summary without links to the messages is of little use."""
    assert f"• Who pays for the room? -> {link('1772442100.000100')} · Tom" in drawn("page")


def test_many_lines_are_spread_over_blocks() -> None:
    """None is lost as long as a message takes them; then it says that there is more."""
    lines = tuple(Line(text=f"Question {number}, {'word ' * 15}") for number in range(400))
    some = Page(title="All", sections=(Section(title="", lines=lines[:100]),))
    face = render.page(ROOM, some, link)
    check_face(face)
    assert all(f"Question {number}," in drawing.face(face) for number in range(100))
    full = render.page(ROOM, replace(some, sections=(Section(title="", lines=lines),)), link)
    check_face(full)
    assert drawing.face(full).endswith("(There is more than fits here.)")


def test_markup_in_a_line_stays_in_its_line() -> None:
    """Backticks that people wrote don't swallow the lines that follow."""
    lines = (Line(text="```", target=ASKED.id), Line(text="Why?\nHow?"))
    face = render.page(ROOM, Page(title="All", sections=(Section(title="", lines=lines),)), link)
    assert "`" not in json.dumps(face.blocks)
    assert "• Why? How?" in drawing.face(face)


def test_only_what_can_be_ticked_is_a_modal() -> None:
    """Everything else is answered as a message."""
    assert render.ticked(PREVIEW)
    assert not render.ticked(PAGE)


# --- modals and App Home ---------------------------------------------------------------------


def test_a_stem_that_was_chosen_fills_the_input() -> None:
    """Slack keeps what stood in a block of the same id, so each stem has its own."""
    first, third = VIEWS["modal follow"], VIEWS["modal follow another stem"]
    assert first["blocks"][-1]["block_id"] != third["blocks"][-1]["block_id"]
    assert (
        first["blocks"][-1]["element"]["initial_value"]
        != (third["blocks"][-1]["element"]["initial_value"])
    )


def test_what_couldnt_be_posted_stands_in_the_input() -> None:
    """Nobody has to write it twice."""
    assert "| Let's come back to who it is for." in drawn("modal follow unposted")


def test_members_to_hand_to_beyond_slacks_limit_are_picked_from_everybody() -> None:
    """The core looks whether they are in the room."""
    address = address_of(VIEWS["modal hand to"]["blocks"][0]["block_id"])
    many = [Member(id=f"U{number}", name=f"Person {number}") for number in range(101)]
    for hands, kind in ((many[:100], "static_select"), (many, "users_select")):
        view = render.hand_to_modal(address, hands)
        check_view(view)
        assert view["blocks"][0]["element"]["type"] == kind


def test_home_of_somebody_in_many_rooms_fits() -> None:
    """What is left out is said."""
    view = render.home(HOME * 30, lambda _: link)
    # The rooms of the sample have one address; those of a person never do.
    view["blocks"] = [
        {name: part for name, part in each.items() if name != "block_id"} | {"block_id": f"b{at}"}
        if "block_id" in each
        else each
        for at, each in enumerate(view["blocks"])
    ]
    check_view(view)
    assert "There is more than fits here." in drawing.view(view)


def test_home_leads_through_setting_up() -> None:
    """Where nothing is arranged yet, it says how to begin."""
    assert "/invite @Heed" in drawn("home at first")
    assert "/invite" not in drawn("home")


def test_a_follow_may_be_as_long_as_the_core_takes() -> None:
    """And the preview remembers all of it."""
    text = '\\"€😀' * 125
    address = address_of(VIEWS["modal later"]["blocks"][0]["block_id"])
    start = replace(_start(), words=text)
    check_view(render.follow_modal(address, start))
    view = render.follow_preview(address, start, text)
    check_view(view)
    assert text in drawing.view(view)
    check_face(render.follow(replace(FOLLOW, text=text)))


def _start() -> Draft:
    return Draft(question=ASKED.id, label="Moira, sent through Heed", stems=())
