"""Who may ask for what, cell by cell."""

from typing import Final

import pytest

from bot.domain.events import Action, ConvenerSteppedDown, OptedOut, Role
from bot.domain.permissions import MAY, Deed, Standing, deed_of, may, standings
from bot.domain.room import Purpose, Room
from bot.domain.wishes import parse
from tests.domain import rights, sights, touches
from tests.domain.builders import MONDAY, convener, meeting_room, ready
from tests.domain.builders import ROOM as HERE
from tests.properties.life import rule_tracker

# As product rules say it, spelt out here once more: o outsider, m member, d deputy, c convener,
# a admin.
CELLS: Final = {
    Deed.HELP: "omdca",
    Deed.OWN_DATA: "omdca",
    Deed.SUMMARY: "mdca",
    Deed.WHOLE_SUMMARY: "c",
    Deed.POST: "c",
    Deed.OPEN: "c",
    Deed.STATS: "c",
    Deed.BOARD: "c",
    Deed.EXPORT: "c",
    Deed.SEE_MEETING: "mdca",
    Deed.MEETING: "c",
    Deed.PAUSE_MEETING: "mdca",
    Deed.PAUSE_ROOM: "c",
    Deed.RESUME: "c",
    Deed.SEE_CONVENERS: "mdca",
    Deed.OFFER: "mdca",
    Deed.ASK: "ca",
    Deed.REMOVE: "a",
    Deed.STEP_DOWN: "dc",
    Deed.SEE_SETTINGS: "a",
    Deed.SETTINGS: "a",
    Deed.SEE_LISTENER: "ca",
    Deed.LISTENER: "c",
}
LETTERS: Final = dict(zip("omdca", Standing, strict=True))


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("letter", LETTERS)
def test_each_cell_is_as_the_rules_say(deed: Deed, letter: str) -> None:
    """Neither more nor less."""
    assert (deed in MAY[LETTERS[letter]]) is (letter in CELLS[deed])


# What is shown of a question, spelt out once more: m a member, p posted, t posted once ticked,
# c a convener, s counted in figures.
FATES: Final = {
    "followed": "mptcs",
    "left hanging, or only just asked": "tcs",
    "taken away": "tcs",
    "withdrawn by its asker": "c",
    "ended by a convener as already followed": "tc",
    "ended by a convener otherwise": "t",
    "about harm, or a patient's identity": "",
    "a question in form only": "",
    "deleted": "",
}
PIECES: Final = {
    "its words": "mptc",
    "a link to it": "mptc",
    "how soon, and how, it was taken up": "mc",
    "who asked": "c",
    "who took it up": "c",
    "its kind": "c",
}
EYES: Final = dict(zip("mptcs", (*sights.EYES, sights.STATS), strict=True))


@pytest.mark.parametrize("fate", sights.FATES)
@pytest.mark.parametrize("letter", EYES)
def test_each_fate_is_shown_as_the_rules_say(fate: str, letter: str) -> None:
    """Whether a question stands there at all; what was ticked while it hung outlasts a press."""
    assert sights.fate_cells(fate)[EYES[letter]] is (letter in FATES[fate])


@pytest.mark.parametrize("piece", sights.PIECES)
@pytest.mark.parametrize("letter", "mptc")
def test_each_piece_is_shown_as_the_rules_say(piece: str, letter: str) -> None:
    """Nothing links a person to what they asked but for conveners."""
    assert sights.piece_cells(piece)[EYES[letter]] is (letter in PIECES[piece])


# Who may press what on a card, spelt out once more: r its recipient, o opted out though they are,
# s though they stepped down.
PRESSES: Final = {
    Purpose.NUDGE: {
        Action.SHOW: "ro",
        Action.GO: "ro",
        Action.POST: "ro",
        Action.ALREADY_FOLLOWED: "ro",
        Action.PRIVATELY: "ro",
        Action.LET_IT_REST: "ro",
        Action.NOT_A_QUESTION: "ro",
        Action.HAND_TO: "ro",
        Action.LATER: "ro",
        Action.STEP_DOWN: "ro",
    },
    Purpose.PRACTICE: {
        Action.SHOW: "ro",
        Action.GO: "ro",
        Action.ALREADY_FOLLOWED: "ro",
        Action.STEP_DOWN: "ro",
    },
    Purpose.SPOKEN: {
        Action.SHOW: "ro",
        Action.GO: "ro",
        Action.ANSWERED_ALOUD: "ro",
        Action.SAY_IT_ALOUD: "ro",
        Action.STEP_DOWN: "ro",
    },
    Purpose.RETURNED: {
        Action.SHOW: "ro",
        Action.GO: "ro",
        Action.POST: "ro",
        Action.ALREADY_FOLLOWED: "ro",
        Action.PRIVATELY: "ro",
        Action.LET_IT_REST: "ro",
        Action.NOT_A_QUESTION: "ro",
        Action.HAND_TO: "ro",
        Action.STEP_DOWN: "ro",
    },
    Purpose.CARRIED: {
        Action.SHOW: "ro",
        Action.GO: "ro",
        Action.ALREADY_FOLLOWED: "ro",
        Action.LET_IT_REST: "ro",
        Action.STEP_DOWN: "ro",
    },
    Purpose.DIGEST: {
        Action.SHOW: "ro",
        Action.GO: "ro",
        Action.ALREADY_FOLLOWED: "ro",
        Action.LET_IT_REST: "ro",
        Action.STEP_DOWN: "ro",
    },
    Purpose.HANDED: {Action.SHOW: "ros", Action.GO: "ros", Action.LET_IT_REST: "ros"},
    Purpose.INVITED: {Action.CONVENE: "ro", Action.NO_THANK_YOU: "ro"},
    Purpose.SUMMARY: {Action.SHOW: "ro", Action.STEP_DOWN: "ro"},
    Purpose.WEEKLY: {Action.SHOW: "ro", Action.STEP_DOWN: "ro"},
}
PRESSERS: Final = {
    touches.RECIPIENT: "r",
    touches.OPTED_OUT: "o",
    touches.STEPPED_DOWN: "s",
}


def test_each_card_offers_what_stands_here() -> None:
    """A button that is added is in the table below, or this says so."""
    assert touches.offered() == {purpose: set(each) for purpose, each in PRESSES.items()}


@pytest.mark.parametrize("who", touches.PRESSERS)
@pytest.mark.parametrize(
    ("purpose", "action"), [(purpose, action) for purpose in PRESSES for action in PRESSES[purpose]]
)
def test_each_press_does_something_for_whom_it_should(
    purpose: Purpose, action: Action, who: str
) -> None:
    """For the card's recipient, while it is theirs, and for nobody else."""
    allowed = PRESSERS.get(who, "-") in PRESSES[purpose][action]
    assert touches.does(purpose, action, who) is allowed


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("action", Action)
def test_no_press_that_was_made_up_does_anything_for_others(
    purpose: Purpose, action: Action
) -> None:
    """Whatever is offered on the card or not: it isn't theirs."""
    assert not any(touches.does(purpose, action, who) for who in touches.OTHERS)


@pytest.mark.parametrize(
    ("what", "whose"),
    [
        ("Let mine go", {"its author"}),
        ("I'd like this heard too", {"member", "deputy", "convener"}),
    ],
)
@pytest.mark.parametrize("who", touches.PEOPLE)
def test_what_stands_on_a_message_is_for_its_author_or_for_all_others(
    what: str, whose: set[str], who: str
) -> None:
    """Nobody lets another's question go, and nobody adds weight to their own."""
    assert touches.on_a_message(what, who) is (who in whose)


def test_whoever_stepped_down_or_opted_out_is_what_they_are_otherwise() -> None:
    """A former convener is a member; opting out takes nobody's part from them."""
    room = ready(convener("moira"), convener("ola"))
    rule_tracker().handle(room, ConvenerSteppedDown(room=HERE, at=MONDAY, member="moira"))
    rule_tracker().handle(room, OptedOut(room=HERE, at=MONDAY, member="ola"))
    rule_tracker().handle(room, OptedOut(room=HERE, at=MONDAY, member="tom"))
    assert standings(room, "moira", admin=False, present=True) == {M}
    assert standings(room, "ola", admin=False, present=True) == {M, Standing.CONVENER}
    assert standings(room, "tom", admin=False, present=True) == {M}


def test_the_page_shows_the_table() -> None:
    """docs/permissions.md is made from the table (python -m tests.domain.rights)."""
    assert rights.PAGE.read_text(encoding="utf-8") == rights.page()


ROOM: Final = ready(
    convener("moira"),
    convener("jo", role=Role.DEPUTY),
    convener("ola", accepted=False, practised=False),
)
M: Final = Standing.MEMBER


@pytest.mark.parametrize(
    ("member", "admin", "present", "expected"),
    [
        ("tom", False, True, {M}),
        ("tom", True, True, {M, Standing.ADMIN}),
        ("moira", False, True, {M, Standing.CONVENER}),
        ("moira", True, True, {M, Standing.CONVENER, Standing.ADMIN}),
        ("jo", False, True, {M, Standing.DEPUTY}),
        ("ola", False, True, {M}),
        ("stranger", False, True, {M}),
        ("tom", True, False, {Standing.OUTSIDER}),
        ("moira", True, False, {Standing.OUTSIDER}),
    ],
)
def test_what_somebody_is_to_the_room(
    member: str, *, admin: bool, present: bool, expected: set[Standing]
) -> None:
    """Who isn't in it is an outsider, whatever else they are; who only was asked is a member."""
    assert standings(ROOM, member, admin=admin, present=present) == expected


def test_whoever_is_several_things_may_do_what_any_of_them_may() -> None:
    """An admin who convenes has both columns."""
    both = frozenset({M, Standing.CONVENER, Standing.ADMIN})
    assert may(both, Deed.OPEN)
    assert may(both, Deed.SETTINGS)
    assert not may(frozenset({M, Standing.ADMIN}), Deed.OPEN)
    assert not may(frozenset({M, Standing.CONVENER}), Deed.SETTINGS)


QUIET: Final = ready()
RUNNING: Final = meeting_room()
NEW: Final = Room(id="new")
ASKED: Final = ready(convener("moira"), convener("tom", accepted=False))


@pytest.mark.parametrize(
    ("text", "room", "people", "deed"),
    [
        ("help", QUIET, (), Deed.HELP),
        ("nonsense", QUIET, (), Deed.HELP),
        ("my-data", QUIET, (), Deed.OWN_DATA),
        ("forget-me", QUIET, (), Deed.OWN_DATA),
        ("opt-out", QUIET, (), Deed.OWN_DATA),
        ("opt-in", QUIET, (), Deed.OWN_DATA),
        ("summary", QUIET, (), Deed.SUMMARY),
        ("summary post", QUIET, (), Deed.POST),
        ("open", QUIET, (), Deed.OPEN),
        ("stats", QUIET, (), Deed.STATS),
        ("board", QUIET, (), Deed.BOARD),
        ("export", QUIET, (), Deed.EXPORT),
        ("export meeting png", QUIET, (), Deed.EXPORT),
        ("meeting", QUIET, (), Deed.SEE_MEETING),
        ("meeting start", QUIET, (), Deed.MEETING),
        ("meeting end", RUNNING, (), Deed.MEETING),
        ("pause", RUNNING, (), Deed.PAUSE_MEETING),
        ("pause", QUIET, (), Deed.PAUSE_ROOM),
        ("resume", QUIET, (), Deed.RESUME),
        ("step-down", QUIET, (), Deed.STEP_DOWN),
        ("settings", QUIET, (), Deed.SEE_SETTINGS),
        ("settings patience", QUIET, (), Deed.SEE_SETTINGS),
        ("settings patience 5m", QUIET, (), Deed.SETTINGS),
        ("settings reset patience", QUIET, (), Deed.SETTINGS),
        ("settings listener", QUIET, (), Deed.SEE_LISTENER),
        ("settings listener on", QUIET, (), Deed.LISTENER),
        ("settings listener on yes", QUIET, (), Deed.LISTENER),
        ("settings listener off", QUIET, (), Deed.LISTENER),
        ("settings reset listener", QUIET, (), Deed.LISTENER),
        ("convener", QUIET, (), Deed.SEE_CONVENERS),
        ("convener @ade", QUIET, ("ade",), Deed.ASK),
        ("convener @ade @tom", NEW, ("ade", "tom"), Deed.ASK),
        ("convener @ade remove", QUIET, ("ade",), Deed.REMOVE),
        ("convener me remove", QUIET, ("tom",), Deed.STEP_DOWN),
        ("convener me", NEW, ("tom",), Deed.OFFER),
        ("convener me", ASKED, ("tom",), Deed.OFFER),
        ("convener me", QUIET, ("tom",), Deed.ASK),
        ("convener me deputy", NEW, ("tom",), Deed.ASK),
    ],
)
def test_what_a_wish_of_toms_amounts_to(
    text: str, room: Room, people: tuple[str, ...], deed: Deed
) -> None:
    """As the room is: a pause of a meeting is another thing than one of the room."""
    assert deed_of(parse(text), room, by="tom", people=people) is deed
