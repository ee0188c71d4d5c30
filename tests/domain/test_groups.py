"""Who is in which group: by name, by id, and by the platform's own groups."""

from bot.domain.groups import by_member, owned
from bot.domain.room import Member
from tests.domain.builders import ready

LISTED = {"MOIRA": "Council", "@charity-team": "Charities", "@board": "Council", "tom": "Council"}


def test_people_are_found_by_id_or_by_name_in_any_case() -> None:
    """Names of nobody here are passed over."""
    assert by_member(ready(), {**LISTED, "Somebody": "Council"}, {}) == {
        "moira": "Council",
        "tom": "Council",
    }


def test_a_name_that_two_members_have_finds_neither() -> None:
    """Only an id tells them apart."""
    room = ready()
    room.members["m2"] = Member(id="m2", name="Moira")
    assert by_member(room, {"Moira": "Council"}, {}) == {}
    assert by_member(room, {"m2": "Council"}, {}) == {"m2": "Council"}


def test_the_platforms_own_groups_are_marked() -> None:
    """They go by their names, without the mark."""
    assert owned(LISTED) == {"charity-team", "board"}
    members = {"charity-team": frozenset({"ade", "maya"}), "board": frozenset({"jo"})}
    found = by_member(ready(), LISTED, members)
    assert (found["ade"], found["jo"]) == ("Charities", "Council")


def test_somebody_in_two_groups_is_in_neither_unless_they_are_listed() -> None:
    """What an admin says of a person counts for more than what the platform does."""
    members = {"charity-team": frozenset({"ade", "tom"}), "board": frozenset({"ade"})}
    assert by_member(ready(), LISTED, members) == {"moira": "Council", "tom": "Council"}
