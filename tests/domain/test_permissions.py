"""Who may ask for what, cell by cell."""

from typing import Final

import pytest

from bot.domain.events import Role
from bot.domain.permissions import MAY, Deed, Standing, deed_of, may, standings
from bot.domain.room import Room
from bot.domain.wishes import parse
from tests.domain import rights, sights
from tests.domain.builders import convener, meeting_room, ready

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
