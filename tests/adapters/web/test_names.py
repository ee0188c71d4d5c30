"""Names and texts: cleaned of what can't be seen, never of what can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.names import (
    NAME_AT_MOST,
    TEXT_AT_MOST,
    UnfitError,
    clean_name,
    clean_text,
    free_name,
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\nLovelace", "Ada Lovelace"),
        ("سلمى", "سلمى"),
        ("שרה", "שרה"),
        ("🦊", "🦊"),
        ("👩🏽‍🚀 Zoë", "👩🏽‍🚀 Zoë"),
        ("Ada\u202egnirb", "Adagnirb"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("O\u0301sk", "Ósk"),
    ],
)
def test_a_name_is_one_visible_line(typed: str, shown: str) -> None:
    """Spaces are evened out and marks that turn the direction go; writing of every kind stays."""
    assert clean_name(typed) == shown


@pytest.mark.parametrize("typed", ["", "   ", "\n", "\u200b\u200d", "\u202e", "\x00\x01"])
def test_a_name_that_nobody_could_see_is_refused(typed: str) -> None:
    """There has to be something to call somebody by."""
    with pytest.raises(UnfitError, match="type a name"):
        clean_name(typed)


def test_a_name_has_its_limit() -> None:
    """Its last letter but one too many is refused with the limit in words."""
    assert clean_name("a" * NAME_AT_MOST) == "a" * NAME_AT_MOST
    with pytest.raises(UnfitError, match="at most 40"):
        clean_name("a" * (NAME_AT_MOST + 1))


@pytest.mark.parametrize(
    ("wanted", "taken", "given_"),
    [
        ("Ada", [], "Ada"),
        ("Ada", ["Ada"], "Ada 2"),
        ("ADA", ["Ada", "ada 2"], "ADA 3"),
        ("Ａda", ["Ada"], "Ａda 2"),
        ("a" * 40, ["a" * 40], "a" * 36 + " 2"),
    ],
)
def test_nobody_has_somebody_elses_name(wanted: str, taken: list[str], given_: str) -> None:
    """Names that look alike but for case or width count as the same."""
    assert free_name(wanted, taken) == given_


def test_a_text_keeps_its_lines() -> None:
    """Line breaks of every kind become one kind; what surrounds a text goes."""
    assert clean_text("  one\r\ntwo\u2028three\ttabbed \n") == "one\ntwo\nthree\ttabbed"


@pytest.mark.parametrize("typed", ["", " \n ", "\x00", "\ud800"])
def test_an_empty_text_is_refused(typed: str) -> None:
    """There has to be something to send."""
    with pytest.raises(UnfitError, match="nothing to send"):
        clean_text(typed)


def test_a_text_has_its_limit() -> None:
    """The error says the limit, and how long it was."""
    assert len(clean_text("a" * TEXT_AT_MOST)) == TEXT_AT_MOST
    with pytest.raises(UnfitError, match=r"4,000 characters; this one has 4,001"):
        clean_text("a" * (TEXT_AT_MOST + 1))


@given(st.text(max_size=200))
def test_whatever_is_kept_can_be_written_and_cleaned_again(typed: str) -> None:
    """A cleaned text is UTF-8, and cleaning it again changes nothing."""
    try:
        kept = clean_text(typed)
    except UnfitError:
        return
    assert kept.encode()
    assert clean_text(kept) == kept
