"""Words without names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.unnamed import Unnamed

PEOPLE = {
    "u1": "Maya Okoye",
    "u2": "Will Smith-Jones",
    "u3": "jo",
    "u4": "田中さくら",
    "U05XZ": "U05XZ",
}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Maya, who decides?", "P1, who decides?"),
        ("thanks maya OKOYE's team", "thanks P1 P1's team"),
        ("I will ask Will", "I will ask P1"),
        ("smith and jones", "P1 and P1"),
        ("jo said so, Jo!", "P1 said so, P1!"),
        ("@U05XZ: look", "@P1: look"),
        ("田中さくらさん、どうですか", "P1さん、どうですか"),
        ("write to a.b@example.org or https://example.org/x?y=1", "write to (address) or (link)"),
        ("call +44 20 7946 0958 at 10:30", "call (number) at 10:30"),
        ("the mayor decides in 2026", "the mayor decides in 2026"),
    ],
)
def test_names_and_what_leads_to_people_are_replaced(said: str, shown: str) -> None:
    """And nothing else; a name that is also a word only where it is written like a name."""
    assert Unnamed(PEOPLE).text(said) == shown


def test_the_same_person_has_the_same_pseudonym() -> None:
    """In all texts, and as the author of one."""
    hidden = Unnamed(PEOPLE)
    assert [hidden.name_of("u2"), hidden.text("Maya and Will"), hidden.name_of("u1")] == [
        "P1",
        "P2 and P1",
        "P2",
    ]


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_distinctive_name_is_left_in_any_text(before: str, after: str) -> None:
    """Wherever it stands as a word of its own."""
    shown = Unnamed({"u1": "Zebedee Quux"}).text(f"{before} zebedee, QUUX {after}")
    assert "zebedee" not in shown.casefold().split()
    assert "zebedee," not in shown.casefold()
    assert "quux" not in shown.casefold().split()
