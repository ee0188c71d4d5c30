"""What changed in a room's parts."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.room import Member
from storage.changes import Kept, changes

NOTHING: Kept[Member] = Kept(parts={}, ordinals={})
KEYS = st.sampled_from("abcdef")


def _member(name: str) -> Member:
    return Member(id=name, name=name)


def _kept(*names: str) -> Kept[Member]:
    return changes(NOTHING, {name: _member(name) for name in names}).kept


def test_only_what_is_new_or_replaced_is_written() -> None:
    """What is the same object is left alone."""
    before = _kept("a", "b", "c")
    after = dict(before.parts) | {"b": Member(id="b", name="B"), "d": _member("d")}
    found = changes(before, after)
    assert list(found.written) == ["b", "d"]
    assert found.removed == ()
    assert list(found.kept.ordinals.items()) == [("a", 1), ("b", 2), ("c", 3), ("d", 4)]


def test_what_is_no_longer_there_is_removed() -> None:
    """The others keep their places."""
    before = _kept("a", "b", "c")
    after = {name: part for name, part in before.parts.items() if name != "b"}
    found = changes(before, after)
    assert (dict(found.written), found.removed) == ({}, ("b",))
    assert found.kept.ordinals == {"a": 1, "c": 3}


def test_nothing_changed_writes_nothing() -> None:
    """Not even the ordinals are made anew."""
    before = _kept("a", "b")
    found = changes(before, dict(before.parts))
    assert (dict(found.written), found.removed) == ({}, ())
    assert found.kept.ordinals is before.ordinals


def test_another_order_is_written_anew() -> None:
    """A part that left and came back stands last, as in memory."""
    before = _kept("a", "b")
    after = dict(before.parts)
    after["a"] = after.pop("a")
    found = changes(before, after)
    assert list(found.written) == ["b", "a"]
    assert found.kept.ordinals == {"b": 3, "a": 4}


@given(st.lists(st.lists(KEYS, unique=True), max_size=8), st.data())
def test_rows_written_by_changes_always_read_back_in_order(
    steps: list[list[str]], data: st.DataObject
) -> None:
    """Whatever is added, replaced, removed and moved, a table that follows holds the same."""
    table: dict[str, tuple[int, Member]] = {}
    kept = NOTHING
    for names in steps:
        same = {name: kept.parts[name] for name in names if name in kept.parts}
        after = {
            name: same[name] if name in same and data.draw(st.booleans()) else _member(name)
            for name in names
        }
        found = changes(kept, after)
        for name in found.removed:
            del table[name]
        table |= {name: (found.kept.ordinals[name], part) for name, part in found.written.items()}
        kept = found.kept
        read = sorted((ordinal, name) for name, (ordinal, _) in table.items())
        assert [name for _, name in read] == list(after)
        assert {name: id(part) for name, (_, part) in table.items()} == {
            name: id(part) for name, part in after.items()
        }
        assert {name: ordinal for name, (ordinal, _) in table.items()} == kept.ordinals
