"""Presses: what somebody asks for, read from Slack's payload; what isn't ours is named."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import render
from adapters.slack.address import (
    Address,
    BadAddressError,
    Memory,
    Modal,
    address_of,
    block_id,
    memory_of,
    metadata,
)
from adapters.slack.asked import (
    Convening,
    Malformed,
    Nothing,
    Opened,
    Previewed,
    StemChosen,
    Wished,
)
from adapters.slack.presses import read
from bot.domain.events import Action, Pressed
from bot.domain.room import Purpose
from bot.domain.views import Button, CardView
from tests.adapters.answers import FORGET
from tests.adapters.slack.faces import ASKED, PREVIEW, ROOM, link, views

Json = dict[str, Any]

NOW = 1_772_442_060.0
CARD = f"nudge:{ASKED.id}:moira"
VIEWS = views()


def acted(block: Json, element: Json, **more: object) -> Json:
    """What Slack tells of a press on a message."""
    said = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": "1772442050.000200",
        **({"value": element["value"]} if "value" in element else {}),
        **more,
    }
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "container": {"type": "message", "message_ts": "1772442001.000100", "channel_id": "D1"},
        "trigger_id": "123.456.abc",
        "actions": [said],
    }


def submitted(view: Json, *filled_in: Json) -> Json:
    """What Slack tells of a modal that was sent in; the fields in the order of its inputs."""
    inputs = [each for each in view["blocks"] if each["type"] == "input"]
    values = {
        each["block_id"]: {each["element"]["action_id"]: state}
        for each, state in zip(inputs, filled_in, strict=True)
    }
    sent = {
        "id": "V1",
        "type": "modal",
        "hash": "1.a",
        "callback_id": view["callback_id"],
        "private_metadata": view["private_metadata"],
        "state": {"values": values},
    }
    return {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1"}, "view": sent}


def pressed_on(view: CardView, label: str) -> Json:
    """A press on one of a card's buttons, in sight or in a menu."""
    for block in render.card(ROOM, view, link).blocks:
        for element in (*block.get("elements", ()), block.get("accessory", {})):
            if element.get("text", {}).get("text") == label and "action_id" in element:
                return acted(block, element)
            for option in element.get("options", ()):
                if option["text"]["text"] == label:
                    return acted(block, element, selected_option=option)
    raise AssertionError(f"there is no {label} on the card")


def card(*buttons: Button, menu: tuple[Button, ...] = ()) -> CardView:
    """A card with these."""
    return CardView(
        card=CARD,
        purpose=Purpose.NUDGE,
        title="Something",
        lines=(),
        buttons=buttons,
        menu=menu,
        target=ASKED.id,
    )


# --- cards -----------------------------------------------------------------------------------

STRAIGHT = [each for each in Action if each not in {Action.POST, Action.HAND_TO, Action.LATER}]


@pytest.mark.parametrize("action", STRAIGHT)
@pytest.mark.parametrize("folded", [False, True])
def test_a_press_goes_to_the_core(action: Action, folded: bool) -> None:
    """From a button or a menu alike, with its time and a key that stays the same."""
    wanted = Button(action=action, label="It")
    others = tuple(Button(action=Action.LATER, label=f"{each}", value="60") for each in range(4))
    view = card(menu=(wanted, *others)) if folded else card(wanted)
    assert read(pressed_on(view, "It"), NOW) == Pressed(
        room=ROOM,
        at=1772442050.0002,
        key="action:1772442001.000100:1772442050.000200:U1",
        card=CARD,
        by="U1",
        action=action,
    )


def test_what_is_missing_is_asked_for_first() -> None:
    """Posting, handing on, and *later* without a time open a modal; *later* with one doesn't."""
    for action, modal in (
        (Action.POST, Modal.FOLLOW),
        (Action.HAND_TO, Modal.HAND_TO),
        (Action.LATER, Modal.LATER),
    ):
        asked = read(pressed_on(card(Button(action=action, label="It")), "It"), NOW)
        assert asked == Opened(
            modal=modal, address=Address(room=ROOM, card=CARD), by="U1", trigger="123.456.abc"
        )
    later = card(Button(action=Action.LATER, label="It", value="600"))
    press = read(pressed_on(later, "It"), NOW)
    assert isinstance(press, Pressed)
    assert (press.action, press.value) == (Action.LATER, "600")


def test_whoever_pressed_is_taken_from_slack_alone() -> None:
    """Whatever stands in what we sent."""
    body = pressed_on(card(Button(action=Action.SHOW, label="Show")), "Show")
    body["user"]["id"] = "U2"
    press = read(body, NOW)
    assert isinstance(press, Pressed)
    assert press.by == "U2"


def test_a_press_told_twice_has_one_key_and_another_press_another() -> None:
    """So that the store applies each once."""
    body = pressed_on(card(Button(action=Action.SHOW, label="Show")), "Show")
    once, twice = read(body, NOW), read(json.loads(json.dumps(body)), NOW + 60)
    body["actions"][0]["action_ts"] = "1772442051.000200"
    other = read(body, NOW)
    assert isinstance(once, Pressed)
    assert isinstance(other, Pressed)
    assert once == twice
    assert once.key != other.key


# --- modals on a card ------------------------------------------------------------------------


def test_another_stem_is_chosen() -> None:
    """The view that is to be shown with it is named."""
    block = VIEWS["modal follow"]["blocks"][1]
    body = acted(block, block["elements"][0], selected_option=block["elements"][0]["options"][2])
    body["view"] = {"id": "V1", "hash": "1.a"}
    address = Address(room=ROOM, card=CARD)
    assert read(body, NOW) == StemChosen(address=address, by="U1", stem=2, view="V1", hash="1.a")


def test_words_are_seen_before_they_are_posted() -> None:
    """In one line, as the core takes them."""
    view = VIEWS["modal follow"]
    body = submitted(view, {"type": "plain_text_input", "value": " Let's\n go back. "})
    assert read(body, NOW) == Previewed(
        address=Address(room=ROOM, card=CARD),
        by="U1",
        text="Let's go back.",
        block=view["blocks"][-1]["block_id"],
    )
    empty = read(submitted(view, {"type": "plain_text_input", "value": None}), NOW)
    assert isinstance(empty, Previewed)
    assert empty.text == ""


def test_what_was_seen_is_posted() -> None:
    """Word for word; sent in twice, it has one key."""
    body = submitted(VIEWS["modal preview"])
    post = read(body, NOW)
    assert isinstance(post, Pressed)
    assert (post.room, post.card, post.by, post.at) == (ROOM, CARD, "U1", NOW)
    assert (post.action, post.value) == (Action.POST, "Let's come back to who it is for.")
    again = read(body, NOW + 5)
    assert isinstance(again, Pressed)
    assert again.key == post.key
    assert "come back" not in post.key


@pytest.mark.parametrize(
    "state",
    [
        {"type": "static_select", "selected_option": {"value": "U2"}},
        {"type": "users_select", "selected_user": "U2"},
    ],
)
def test_a_question_is_handed_to_whoever_was_picked(state: Json) -> None:
    """From either picker."""
    press = read(submitted(VIEWS["modal hand to"], state), NOW)
    assert isinstance(press, Pressed)
    assert (press.action, press.value) == (Action.HAND_TO, "U2")


def test_somebody_else_picked_in_the_same_modal_is_another_press() -> None:
    """The first pick may have been refused."""
    keys = set()
    for member in ("U2", "U3", "U2"):
        state = {"type": "users_select", "selected_user": member}
        press = read(submitted(VIEWS["modal hand to"], state), NOW)
        assert isinstance(press, Pressed)
        keys.add(press.key)
    assert len(keys) == 2


def test_a_card_is_put_off() -> None:
    """For as many seconds as were chosen."""
    state = {"type": "radio_buttons", "selected_option": {"value": "3600"}}
    press = read(submitted(VIEWS["modal later"], state), NOW)
    assert isinstance(press, Pressed)
    assert (press.action, press.value) == (Action.LATER, "3600")


# --- answers ---------------------------------------------------------------------------------


def test_a_choice_is_as_if_it_had_been_typed() -> None:
    """In the room that the answer was about."""
    (row,) = [each for each in render.page(ROOM, FORGET, link).blocks if each["type"] == "actions"]
    wish = read(acted(row, row["elements"][0]), NOW)
    assert isinstance(wish, Wished)
    assert (wish.room, wish.by, wish.text) == (ROOM, "U1", "forget-me yes")
    assert wish.trigger == "123.456.abc"


def test_what_was_ticked_comes_with_the_wish() -> None:
    """By the questions' ids; nothing ticked is an answer too."""
    view = render.page_modal(ROOM, PREVIEW, link)
    ticked = {"type": "checkboxes", "selected_options": [{"value": ASKED.id}]}
    none: Json = {"type": "checkboxes", "selected_options": []}
    wish = read(submitted(view, ticked, none), NOW)
    assert isinstance(wish, Wished)
    assert (wish.text, wish.ticked) == ("summary post yes", (ASKED.id,))
    nothing = read(submitted(view, none, none), NOW)
    assert isinstance(nothing, Wished)
    assert nothing.ticked == ()
    assert nothing.key != wish.key


def test_who_convenes_is_chosen_on_the_greeting() -> None:
    """Oneself, or somebody else."""
    (row,) = [each for each in render.greeting(ROOM).blocks if each["type"] == "actions"]
    me, other = row["elements"]
    for body, member in ((acted(row, me), "U1"), (acted(row, other, selected_user="U2"), "U2")):
        asked = read(body, NOW)
        assert isinstance(asked, Convening)
        assert (asked.room, asked.by, asked.member) == (ROOM, "U1", member)


def test_some_presses_want_nothing() -> None:
    """A modal was closed, or one that only says something was sent in."""
    assert read({"type": "view_closed"}, NOW) == Nothing()
    assert read(submitted(render.word_modal("Good.")), NOW) == Nothing()


# --- what isn't ours -------------------------------------------------------------------------

SHOW = pressed_on(card(Button(action=Action.SHOW, label="Show")), "Show")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ({"type": "shortcut"}, "a payload that isn't a press"),
        ({"actions": []}, "a press without an action"),
        ({"actions": None}, "a press without an action"),
        ({"user": {}}, "a press without a user"),
        ({"user": {"id": "<@U1>"}}, "a press without a user"),
        ({"actions": [{**SHOW["actions"][0], "block_id": "b1"}]}, "something that we didn't write"),
        ({"actions": [{**SHOW["actions"][0], "block_id": "[1]"}]}, "a block that isn't ours"),
        ({"actions": [{**SHOW["actions"][0], "action_id": "x"}]}, "a button that isn't ours"),
        (
            {"actions": [{**SHOW["actions"][0], "action_id": "heed.menu"}]},
            "a press without `value`",
        ),
    ],
)
def test_what_isnt_ours_is_named(spoil: Json, why: str) -> None:
    """With a reason fit for a log."""
    assert read({**SHOW, **spoil}, NOW) == Malformed(why=why)


def test_a_modal_that_isnt_ours_is_named() -> None:
    """By whatever is wrong with it."""
    body = submitted(VIEWS["modal hand to"], {"type": "users_select", "selected_user": None})
    assert read(body, NOW) == Malformed(why="a press without a member to hand it to")
    body["view"]["callback_id"] = "x"
    assert read(body, NOW) == Malformed(why="a modal that isn't ours")
    body["view"]["private_metadata"] = "{}"
    assert read(body, NOW) == Malformed(why="a modal that isn't ours")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
BODIES = (
    SHOW,
    submitted(VIEWS["modal preview"]),
    submitted(VIEWS["modal hand to"], {"type": "users_select", "selected_user": "U2"}),
    submitted(
        render.page_modal(ROOM, PREVIEW, link),
        {"type": "checkboxes", "selected_options": [{"value": "1"}]},
        {"type": "checkboxes", "selected_options": []},
    ),
)


def _paths(of: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(of, dict):
        inner = list(of.items())
    elif isinstance(of, list):
        inner = list(enumerate(of))
    return [path, *(each for name, part in inner for each in _paths(part, (*path, name)))]


@given(st.data())
def test_whatever_is_spoilt_nothing_is_raised(data: st.DataObject) -> None:
    """Any part of a payload may be anything."""
    body = json.loads(json.dumps(data.draw(st.sampled_from(BODIES))))
    path = data.draw(st.sampled_from([each for each in _paths(body) if each]))
    part = body
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = data.draw(anything)
    asked = read(body, NOW)
    assert isinstance(asked, Pressed | Previewed | Wished | Nothing | Malformed)


# --- addresses -------------------------------------------------------------------------------


# What Heed sends out has none of the characters that could be kept nowhere.
shown = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40)


@given(shown, shown, shown, st.integers(0, 200))
def test_an_address_comes_back_as_it_went_out(
    room: str, card: str, question: str, number: int
) -> None:
    """Whatever the ids are made of."""
    address = Address(room=room, card=card, question=question)
    assert address_of(block_id(address, number)) == address
    memory = Memory(room=room, card=card, question=question, text=room)
    assert memory_of(metadata(memory)) == memory


def test_an_address_that_slack_wouldnt_keep_is_a_defect() -> None:
    """It is found where it is made, not by the person who presses."""
    with pytest.raises(ValueError, match="255 at most"):
        block_id(Address(room="r" * 300), 0)
    with pytest.raises(ValueError, match="3000 at most"):
        metadata(Memory(room="r", text="x" * 3000))


@pytest.mark.parametrize("kept", [None, 3, "", "{", "[]", '{"room": 1}', Mapping])
def test_what_we_didnt_write_has_no_address(kept: object) -> None:
    """Neither as a block's id nor as what a modal remembers."""
    with pytest.raises(BadAddressError):
        address_of(kept)
    with pytest.raises(BadAddressError):
        memory_of(kept)
