"""Whom a message names."""

import pytest

from bot.domain.names import SMALL_ROOM, Named, candidates, forms, named, one_letter_off
from bot.domain.room import Member, Room
from tests.domain.builders import MONDAY, meeting_room, question, ready
from tests.domain.talk import remembered, talk

PEOPLE = {
    "u1": "Maya Lind",
    "u2": "Oisín",
    "u3": "Will Grant",
    "u4": "linux_galore",
    "u5": "|quad-",
    "u6": "Anna",
    "u7": "Anneke",
    "u8": "😀 Río",
    "u9": "שרה",
}

CALLED = [
    ("maya: it opens at ten", ("u1",)),
    ("Maya, it opens at ten", ("u1",)),
    ("@maya it opens at ten", ("u1",)),
    ("thanks Maya", ("u1",)),
    ("over to you maya.", ("u1",)),
    ("Oisín send me the clause", ("u2",)),
    ("linux_galore: try the other disc", ("u4",)),
    ("|QuaD-: yes", ("u5",)),
    ("quad, yes", ("u5",)),
    ("linux: yes", ("u4",)),  # shortened
    ("linux_galroe: yes", ("u4",)),  # two letters swapped
    ("@lnux_galore yes", ("u4",)),  # one left out
    ("will: it opens at ten", ("u3",)),
    ("galore: yes", ("u4",)),  # a part
    ("galores, yes", ("u4",)),  # nearly a part
    ("שרה: כן", ("u9",)),
    ("Río, sí", ("u8",)),
]


@pytest.mark.parametrize(("text", "members"), CALLED)
def test_a_call_is_understood(text: str, members: tuple[str, ...]) -> None:
    """Marks, shortened and misspelt names, names in any script."""
    assert named(text, "u0", (), PEOPLE) == Named(members=members, calls=True)


TOLD_OF = [
    "maya has the code for the annexe",
    "maya said so on Tuesday",
    "yes maya is the one to ask",
    "Maya signed it last week",
]


@pytest.mark.parametrize("text", TOLD_OF)
def test_who_is_told_of_is_not_called(text: str) -> None:
    """A name at the start with a verb of the third person after it tells of somebody."""
    assert named(text, "u0", (), PEOPLE) == Named(members=("u1",), calls=False)


@pytest.mark.parametrize(
    "text", ["maya has anybody the code?", "maya, has the code come", "maya can you bring it"]
)
def test_who_is_asked_is_called(text: str) -> None:
    """A mark after the name, a question, or a person after the verb: it is said to them."""
    assert named(text, "u0", (), PEOPLE) == Named(members=("u1",), calls=True)


MENTIONED = [
    "I keep thinking about maya and the drum",
    "what Maya's group put in the paper was right",
    "the bus that Maya takes is late again",
]


@pytest.mark.parametrize("text", MENTIONED)
def test_a_mention_is_not_a_call(text: str) -> None:
    """A name in the middle of a sentence is spoken of, not to."""
    assert named(text, "u0", (), PEOPLE) == Named(members=("u1",), calls=False)


NOBODY = [
    "will it open at ten",
    "we will see",
    "so, it opens at ten",
    "an: it opens",  # too short to be a shortened name
    "ann: two people could be meant by this",
    "mayan temples",
    "http://maya.example",
    "",
    "🙂",
]


@pytest.mark.parametrize("text", NOBODY)
def test_a_word_is_not_a_name(text: str) -> None:
    """Everyday words, parts of words and doubtful short forms name nobody."""
    assert "u1" not in named(text, "u0", (), PEOPLE).members
    assert named(text, "u0", (), PEOPLE).calls is False


def test_nobody_names_themself() -> None:
    """An author who writes their own name calls nobody."""
    assert named("maya: that's me", "u1", (), PEOPLE) == Named()


def test_resolved_mentions_come_first() -> None:
    """What the platform resolved is a call, before any name in the text."""
    found = named("what maya said", "u0", ("u7",), PEOPLE)
    assert found == Named(members=("u7", "u1"), calls=True)


def test_a_name_that_two_people_share_names_neither() -> None:
    """Between two people of one name nobody can choose."""
    people = {"a": "Sam", "b": "Sam", "c": "Kim"}
    assert named("sam: yes. kim: no", "c", (), people).members == ()


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("galore", "galroe", True),
        ("galore", "galor", True),
        ("galore", "galores", True),
        ("galore", "galane", False),
        ("galore", "galore", False),
        ("anna", "anne", False),
        ("estebandido", "estebandito", True),
    ],
)
def test_names_one_letter_off(one: str, other: str, *, near: bool) -> None:
    """One letter changed, left out, added or swapped with its neighbour; long names only."""
    assert one_letter_off(one, other) is near
    assert one_letter_off(other, one) is near


def test_a_person_has_few_forms() -> None:
    """The whole name, its first part, and the id."""
    assert forms("U1", "Maya Lind") == ("mayalind", "maya", "u1")


def test_a_small_room_knows_its_silent_members() -> None:
    """Somebody who hasn't spoken can be called."""
    assert remembered("tom: jo, when do you open?", ready()).addressed == ("jo",)


def crowded() -> Room:
    """A room of more people than may be meant at once."""
    room = meeting_room()
    for number in range(SMALL_ROOM):
        name = f"visitor{number}x"
        room.members[name] = Member(id=name, name=name)
    return room


def test_in_a_crowd_only_the_recent_and_the_askers_are_meant() -> None:
    """Of hundreds of members those count who have spoken or asked something."""
    room = crowded()
    assert candidates(room) == {}
    room.questions["m0"] = question("m0", asker="visitor7x", asked_at=MONDAY)
    assert candidates(room) == {"visitor7x": "visitor7x"}
    assert remembered("tom: ask visitor7x about it", room).addressed == ("visitor7x",)
    assert remembered("tom: ask visitor8x about it", room).addressed == ()


def test_who_has_left_can_still_be_answered() -> None:
    """An asker whom the room no longer lists is known by what was said."""
    room = talk("zed: when is the fence due", "tom: zed, in May")
    del room.members["zed"]
    assert remembered("ola: zed: in June rather", room).addressed == ("zed",)


# --- short names -----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["tony you can only pin one", "!sound | tony", "|Tony| yes, look"])
def test_a_short_name_is_one_in_a_crowd_too(text: str) -> None:
    """However many people speak, four letters without a mark after them call somebody."""
    many = {f"p{number}": f"somebody{number}" for number in range(SMALL_ROOM + 1)}
    assert named(text, "u0", (), {**many, "u1": "tony"}) == Named(members=("u1",), calls=True)


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("What do you think, Will?", True),
        ("thanks Will", True),
        ("somebody has to ask Will about it", False),
    ],
)
def test_a_given_name_that_is_a_small_word_counts_by_its_capital(text: str, *, calls: bool) -> None:
    """Will, May and Mark are called and spoken of as anybody is."""
    assert named(text, "u0", (), PEOPLE) == Named(members=("u3",), calls=calls)
    assert named(text.replace("Will", "will"), "u0", (), PEOPLE) == Named()


def test_among_many_a_common_word_is_nobodys_name() -> None:
    """Somebody there is called "team": in a small room they are meant, in a large one seldom."""
    few = {"u1": "team", "u2": "ola"}
    many = {f"p{number}": f"somebody{number}" for number in range(SMALL_ROOM + 1)}
    assert named("thanks team", "u0", (), few).members == ("u1",)
    assert named("thanks team", "u0", (), {**many, **few}) == Named()
    assert named("team: thanks", "u0", (), {**many, **few}).members == ("u1",)


def test_who_bears_the_name_of_a_small_word_must_be_called_plainly() -> None:
    """A member called "the" isn't named by every sentence."""
    people = {"u1": "the"}
    assert named("the printer is out of ink", "u0", (), people) == Named()
    assert named("the: it is out of ink", "u0", (), people) == Named(members=("u1",), calls=True)
