"""From what people press on Discord to what they ask for."""

from collections.abc import Mapping
from typing import Any

import pytest

from adapters.discord import presses, render
from adapters.discord.address import WORDS, Address, Do, custom_id, pressed
from adapters.discord.presses import (
    Changing,
    Chosen,
    Convening,
    Malformed,
    Named,
    NotOurs,
    Opened,
    Previewed,
    Read,
    Seen,
    StemChosen,
    Ticked,
    Wished,
)
from adapters.discord.render import Face
from bot.domain.events import Action, Pressed
from bot.domain.room import Purpose
from tests.adapters.answers import FORGET
from tests.adapters.discord.faces import (
    ASKED,
    GUILD,
    MOIRA,
    OTHER,
    PREVIEW,
    ROOM,
    card_about,
    face_of,
    link,
    nudge_with_draft,
)
from tests.adapters.discord.limits import components

AT = 1_770_000_000.0
KEY = "i1180000000000000999"
NUDGE = card_about(Purpose.NUDGE, ASKED)
ADDRESS = Address(room=ROOM, card=NUDGE.id)
NO_WORDS = Seen()


def read(name: str, values: list[str] | None = None, seen: Seen = NO_WORDS, **more: object) -> Read:
    """What Moira asks for by pressing something of that custom id."""
    chosen = {} if values is None else {"values": values}
    data = {"custom_id": name, "component_type": 2, **chosen, **more}
    return presses.read(data, by=MOIRA, at=AT, key=KEY, seen=seen)


def press_of(action: Action, value: str = "", question: str = "") -> Pressed:
    """Moira's press, as the core takes it."""
    return Pressed(
        room=ROOM,
        at=AT,
        key=KEY,
        card=NUDGE.id,
        by=MOIRA,
        action=action,
        value=value,
        question=question,
    )


def found(face: Face, label: str) -> Mapping[str, Any]:
    """What can be pressed of that label; a menu by its placeholder."""
    return next(
        each for each in components(face) if label in {each.get("label"), each.get("placeholder")}
    )


def option(menu: Mapping[str, Any], label: str) -> str:
    """What an option brings back."""
    return next(str(each["value"]) for each in menu["options"] if each["label"] == label)


# --- cards -----------------------------------------------------------------------------------


def test_a_button_is_its_cards_press() -> None:
    """Where it belongs comes back from the button, who pressed from Discord."""
    face = face_of(card_about(Purpose.NUDGE, ASKED, shown=False))
    assert read(found(face, "Show")["custom_id"]) == press_of(Action.SHOW)


def test_a_menus_choice_is_its_cards_press() -> None:
    """With what goes with it."""
    menu = found(face_of(NUDGE), "Something else")
    chosen = option(menu, "Remind me in an hour")
    assert read(menu["custom_id"], [chosen]) == press_of(Action.LATER, "3600")


def test_one_of_several_questions_is_meant() -> None:
    """On a card that lists them."""
    digest = card_about(Purpose.DIGEST, ASKED, OTHER)
    menu = found(face_of(digest, ASKED, OTHER), "Choose one of them")
    press = read(menu["custom_id"], [option(menu, "2. Let it rest")])
    assert isinstance(press, Pressed)
    assert (press.action, press.question) == (Action.LET_IT_REST, OTHER.id)
    assert press.card == digest.id


@pytest.mark.parametrize(
    ("label", "do"), [("Post through Heed…", Do.FOLLOW), ("Hand to…", Do.HAND_TO)]
)
def test_what_needs_more_is_asked_first(label: str, do: Do) -> None:
    """A follow's words, or somebody to hand it to; from a menu or from a button."""
    menu = found(face_of(card_about(Purpose.NUDGE, ASKED, shown=False)), "Something else")
    wanted = Opened(do=do, address=ADDRESS, by=MOIRA)
    assert read(menu["custom_id"], [option(menu, label)]) == wanted


def test_somebody_to_hand_it_to_is_chosen() -> None:
    """By their id, from whichever kind of menu."""
    face = render.hand_to(ADDRESS, (), on_server=True)
    assert face.view is None
    name = custom_id(Do.MEMBER, ADDRESS)
    assert read(name, ["1180000000000000102"]) == press_of(Action.HAND_TO, "1180000000000000102")
    assert isinstance(read(name, ["moira"]), Malformed)
    assert isinstance(read(name, []), Malformed)


# --- a follow --------------------------------------------------------------------------------


def sent_in(name: str, text: object, kind: str = "component") -> Read:
    """A modal with one input, in a label or in a row."""
    asked = {"type": 4, "custom_id": WORDS, "value": text}
    rows = [{"type": 18, kind: asked if kind == "component" else [asked]}]
    return read(name, components=rows)


@pytest.mark.parametrize("kind", ["component", "components"])
def test_a_written_follow_is_seen_first(kind: str) -> None:
    """In one line, whatever holds the input."""
    name = render.follow_modal(ADDRESS, nudge_with_draft()[2]).custom_id
    wanted = Previewed(address=ADDRESS, by=MOIRA, text="Let's go back to it.")
    assert sent_in(name, " Let's go\n back to it. ", kind) == wanted
    assert sent_in(name, None, kind) == Previewed(address=ADDRESS, by=MOIRA, text="")


def test_a_name_to_hand_it_to_is_sent_in() -> None:
    """It becomes a press once it is known who is meant."""
    named = sent_in(render.hand_to_modal(ADDRESS).custom_id, "Tom ")
    assert named == Named(address=ADDRESS, by=MOIRA, name="Tom", at=AT, key=KEY)
    assert isinstance(named, Named)
    assert named.handed("102") == press_of(Action.HAND_TO, "102")


def test_a_previews_words_are_posted_or_changed() -> None:
    """They are read from the preview itself, so that nothing has to be remembered."""
    face = render.follow_preview(ADDRESS, nudge_with_draft()[2], "Let's *not* @everyone.")
    seen = Seen(words="Let's *not* @everyone.")
    assert read(found(face, "Post it")["custom_id"], seen=seen) == press_of(Action.POST, seen.words)
    wanted = Changing(address=ADDRESS, by=MOIRA, text=seen.words)
    assert read(found(face, "Change it")["custom_id"], seen=seen) == wanted


def test_another_stem_is_chosen_by_its_number() -> None:
    """On the preview."""
    face = render.follow_preview(ADDRESS, nudge_with_draft()[2], "So.")
    name = found(face, "Begin with other words")["custom_id"]
    assert read(name, ["2"]) == StemChosen(address=ADDRESS, by=MOIRA, stem=2)
    assert isinstance(read(name, ["two"]), Malformed)


# --- answers, the greeting, the welcome ------------------------------------------------------


def test_a_choice_is_a_command_with_what_was_ticked() -> None:
    """As if it had been typed after /heed."""
    page = render.page(ROOM, PREVIEW, link)
    assert read(found(page, "Post it")["custom_id"], seen=Seen(ticked=(OTHER.id,))) == Wished(
        room=ROOM, by=MOIRA, text="summary post yes", at=AT, key=KEY, ticked=(OTHER.id,)
    )
    sure = render.page(ROOM, FORGET, link)
    asked = read(found(sure, "Yes, forget me")["custom_id"])
    assert isinstance(asked, Wished)
    assert asked.text == "forget-me yes"


def test_lines_are_ticked() -> None:
    """And unticked again."""
    name = found(render.page(ROOM, PREVIEW, link), "Post these too")["custom_id"]
    assert read(name, [OTHER.id]) == Ticked(menu=name, ticked=(OTHER.id,))
    assert read(name, []) == Ticked(menu=name, ticked=())


def test_somebody_convenes() -> None:
    """Whoever pressed, or whom they chose."""
    greeting = render.greeting(ROOM, "Ruth")
    themself = read(found(greeting, "I'll convene")["custom_id"])
    assert themself == Convening(room=ROOM, by=MOIRA, member=MOIRA, at=AT, key=KEY)
    other = read(found(greeting, "Ask somebody to convene")["custom_id"], ["102"])
    assert other == Convening(room=ROOM, by=MOIRA, member="102", at=AT, key=KEY)


def test_channels_are_chosen() -> None:
    """On the welcome."""
    name = found(render.welcome(GUILD), "Where may Heed listen?")["custom_id"]
    assert read(name, ["102", "103"]) == Chosen(
        where=f"discord/{GUILD}", by=MOIRA, channels=(102, 103), at=AT, key=KEY
    )
    assert isinstance(read(name, []), Malformed)
    assert isinstance(read(name, ["a"]), Malformed)


# --- what is none ----------------------------------------------------------------------------

SHOW = custom_id(Do.PRESS, ADDRESS, pressed(Action.SHOW))


@pytest.mark.parametrize("data", [{}, {"custom_id": "vote"}, {"custom_id": 7}, {"name": "heed"}])
def test_what_isnt_ours_is_left_alone(data: Mapping[str, Any]) -> None:
    """Commands, and whatever a developer adds beside us."""
    assert presses.read(data, by=MOIRA, at=AT, key=KEY) == NotOurs()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (SHOW[:-1], None),
        ("h2:abcd:x", None),
        (custom_id(Do.PRESS, ADDRESS, "?"), None),
        (custom_id(Do.MENU, ADDRESS, "s"), None),
        (custom_id(Do.MENU, ADDRESS, "s"), ["s", "g"]),
        (custom_id(Do.MENU, ADDRESS, "s"), ["?"]),
        (custom_id(Do.INVITE, ADDRESS), ["@moira"]),
        (custom_id(Do.FOLLOW, ADDRESS), None),
    ],
)
def test_what_is_damaged_says_so(name: str, values: list[str] | None) -> None:
    """For a log, without anything that somebody wrote."""
    assert isinstance(read(name, values), Malformed)
