"""What people see on Discord: within its limits, discreet, and as the snapshots show it.

To see what a change does, run these with `UPDATE_SNAPSHOTS=1` and read the difference.
"""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from discord import ui

from adapters.discord import render
from adapters.discord.address import Address, Do, action_of, read
from adapters.discord.render import Face
from bot.domain.events import Action
from bot.domain.pages import Line, Page, Section
from bot.domain.room import Member, Purpose
from bot.domain.views import Button, CardView, Details, Move, Stem
from tests.adapters.discord import drawing
from tests.adapters.discord.faces import (
    ASKED,
    FOLLOW,
    OTHER,
    ROOM,
    card_about,
    cards,
    face_of,
    forms,
    link,
    nudge_with_draft,
    posts,
    view_of,
)
from tests.adapters.discord.limits import check_face, check_modal, components

SNAPSHOTS = Path(__file__).parent / "snapshots"
CARDS = cards()
FORMS = forms()
FACES: Mapping[str, Face] = {
    **CARDS,
    **posts(),
    **{name: each for name, each in FORMS.items() if isinstance(each, Face)},
}
MODALS: Mapping[str, ui.Modal] = {
    name: each for name, each in FORMS.items() if isinstance(each, ui.Modal)
}


def drawn(name: str) -> str:
    """A message or modal as text."""
    return drawing.face(FACES[name]) if name in FACES else drawing.modal(MODALS[name])


@pytest.mark.parametrize("name", [*FACES, *MODALS])
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
        name.replace(" ", "-") for name in [*FACES, *MODALS]
    }


@pytest.mark.parametrize("face", FACES.values(), ids=FACES)
def test_messages_are_as_discord_takes_them(face: Face) -> None:
    """By its library and by its limits."""
    check_face(face)


@pytest.mark.parametrize("modal", MODALS.values(), ids=MODALS)
def test_modals_are_as_discord_takes_them(modal: ui.Modal) -> None:
    """Likewise."""
    check_modal(modal)


# --- cards -----------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", Purpose)
def test_nothing_is_told_before_it_is_shown(purpose: Purpose) -> None:
    """No quote, no name, no kind, and nothing below the text (rule 2)."""
    face = face_of(card_about(purpose, ASKED, shown=False))
    seen = drawing.face(face)
    assert not face.embeds
    assert not any(each in seen for each in ("honest", "Maya", "not_knowing", "courage"))


@pytest.mark.parametrize("purpose", [Purpose.NUDGE, Purpose.SPOKEN, Purpose.DIGEST])
def test_the_text_stays_discreet_once_shown(purpose: Purpose) -> None:
    """Alerts read it; what is shown stands below it."""
    face = face_of(card_about(purpose, ASKED, OTHER), ASKED, OTHER)
    assert not any(each in face.content for each in ("honest", "Maya", "Ade"))
    assert any("honest" in (each.description or "") for each in face.embeds)


@pytest.mark.parametrize("face", CARDS.values(), ids=CARDS)
def test_three_buttons_are_in_sight_at_most(face: Face) -> None:
    """On a phone too (rule 5)."""
    assert sum(each["type"] == 2 for each in components(face)) <= 3


@pytest.mark.parametrize("face", CARDS.values(), ids=CARDS)
def test_a_closed_card_has_nothing_to_press(face: Face) -> None:
    """It says its last word, and that is all."""
    closed = "settled" in face.content.casefold()
    assert not closed or (face.view is None and not face.embeds)


@pytest.mark.parametrize("shown", [True, False])
def test_every_button_of_a_card_is_somewhere(shown: bool) -> None:
    """In sight or in a menu, whatever the card is about."""
    buttons = tuple(Button(action=each, label=each.value) for each in Action)
    view = CardView(
        card="c",
        purpose=Purpose.NUDGE,
        title="Something",
        lines=("Discreet.",),
        buttons=buttons[:3],
        menu=buttons[3:],
        target=ASKED.id,
        details=(_details(),) if shown else (),
    )
    face = render.card(ROOM, view, link)
    check_face(face)
    seen = drawing.face(face)
    assert all(each.label in seen for each in buttons)


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


def test_a_question_of_which_nothing_may_be_said_is_shown_all_the_same() -> None:
    """Its buttons are there; Discord refuses a piece without any text."""
    nothing = _details(quote=None, who="", ago=" ", why=(), stems=())
    view = CardView(
        card="c", purpose=Purpose.NUDGE, title="Something", lines=(), details=(nothing,)
    )
    face = render.card(ROOM, view, link)
    check_face(face)
    assert drawing.face(face).count("–") == 1


def test_a_press_leads_back_to_its_card() -> None:
    """Room and card stand with everything that can be pressed; questions with their options."""
    face = face_of(card_about(Purpose.DIGEST, ASKED, OTHER), ASKED, OTHER)
    pressable = [each for each in components(face) if "custom_id" in each]
    found = [read(each["custom_id"]).address for each in pressable]
    assert {each.room for each in found} == {ROOM}
    assert {each.card for each in found} == {f"digest:{ASKED.id}:1180000000000000101"}
    options = [option for each in pressable for option in each.get("options", [])]
    assert {ASKED.id, OTHER.id} <= {action_of(each["value"])[2] for each in options}


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
    assert "[*Show]" in seen
    assert "[Go" not in seen


def test_the_practice_nudges_link_can_be_pressed() -> None:
    """There is no message to go to, and still it is tried."""
    pressed = components(CARDS["card practice"])
    assert action_of(read(next(pressed)["custom_id"]).more)[0] is Action.GO


def test_a_long_list_says_how_many_more_there_are() -> None:
    """A message takes so many; the rest is to be had by a command."""
    view = CardView(
        card="c",
        purpose=Purpose.SPOKEN,
        title="Something",
        lines=("Discreet.",),
        details=tuple(_details(question=f"q{number}", quote="Why? " * 90) for number in range(30)),
    )
    face = render.card(ROOM, view, link)
    check_face(face)
    shown = sum("Why?" in (each.description or "") for each in face.embeds)
    assert 3 <= shown < 30
    assert f"And {30 - shown} more. Type /heed open" in drawing.face(face)


@pytest.mark.parametrize("purpose", Purpose)
def test_others_see_nothing_of_a_card_in_the_conveners_channel(purpose: Purpose) -> None:
    """Neither words nor a link: it is opened for its recipient alone."""
    view = view_of(card_about(purpose, ASKED, OTHER), ASKED, OTHER)
    face = render.shared_card(ROOM, view)
    check_face(face)
    seen = drawing.face(face)
    assert not any(each in seen for each in ("honest", "Maya", "Ade", "https://"))


# --- posts and answers -----------------------------------------------------------------------


def test_a_follow_names_whoever_sent_it_and_nobody_else() -> None:
    """The label comes first; the asker isn't named."""
    seen = drawn("follow")
    assert seen.startswith("(Moira, sent through Heed)")
    assert "Maya" not in seen


def test_lines_lead_to_their_messages() -> None:
    """A summary without links to the messages is of little use."""
    where = link("1180000000000001000")
    assert f"• Who pays for the room? · Tom · the message -> {where}" in drawn("page")


def test_many_lines_are_spread_over_pieces() -> None:
    """None is lost as long as a message takes them; then it says that there is more."""
    lines = tuple(Line(text=f"Question {number}, {'word ' * 4}") for number in range(400))
    some = Page(title="All", sections=(Section(title="", lines=lines[:100]),))
    face = render.page(ROOM, some, link)
    check_face(face)
    assert all(f"Question {number}," in drawing.face(face) for number in range(100))
    full = render.page(ROOM, replace(some, sections=(Section(title="", lines=lines),)), link)
    check_face(full)
    assert drawing.face(full).rstrip().endswith("(There is more than fits here.)")


def test_what_was_ticked_stands_with_the_menu() -> None:
    """Below the lines, with a button to send it in."""
    (menu, send) = components(FACES["page to tick"])
    assert [each["value"] for each in menu["options"]] == [ASKED.id, OTHER.id]
    assert (menu["min_values"], menu["max_values"]) == (0, 2)
    assert read(menu["custom_id"]).do is Do.TICK
    assert read(send["custom_id"]).more == "summary post yes"


# --- forms -----------------------------------------------------------------------------------


def test_what_couldnt_be_posted_stands_in_the_input() -> None:
    """Nobody has to write it twice."""
    assert "> Let's come back to who it is for." in drawn("form follow unposted")


def test_a_follow_needs_no_typing() -> None:
    """It begins with a stem; the preview offers the others."""
    _, _, start = nudge_with_draft()
    assert f"> {start.stems[0].text}" in drawn("form follow")
    assert render.stem_of(start, 1) == start.stems[1].text
    assert render.stem_of(start, 9) == ""
    assert all(f"-- {each.text[:20]}" in drawn("form preview") for each in start.stems)


def test_members_to_hand_to_beyond_the_menus_are_asked_for_by_name() -> None:
    """In direct messages; on a server Discord lists them itself."""
    many = [Member(id=str(10**17 + n), name=f"Person {n}") for n in range(101)]
    assert render.hands_fit(many[:100])
    assert not render.hands_fit(many)
    face = render.hand_to(Address(room=ROOM, card="c"), many[:100])
    check_face(face)
    assert sum(len(each["options"]) for each in components(face)) == 100


def test_whoever_is_named_is_found() -> None:
    """However it is written; of two who are called the same, neither."""
    maya, tom = Member(id="1", name="Maya  O'Neill"), Member(id="2", name="tom")
    assert render.named((maya, tom), "@maya o'neill") == maya
    assert render.named((maya, tom), "Ade") is None
    assert render.named((tom, replace(tom, id="3")), "Tom") is None


def test_a_follow_may_be_as_long_as_the_core_takes() -> None:
    """Whatever it is made of, the preview and the post hold all of it."""
    text = '\\"€😀*_`[' * 50
    _, _, start = nudge_with_draft()
    address = Address(room=ROOM, card="c")
    check_modal(render.follow_modal(address, start, text))
    face = render.follow_preview(address, start, text)
    check_face(face)
    assert text in drawing.face(face)
    posted = render.follow(replace(FOLLOW, text=text))
    check_face(posted)
    assert text in drawing.face(posted)
