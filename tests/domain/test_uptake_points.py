"""The points of the evidence: a table that the documentation shows."""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.uptake import points
from bot.domain.uptake.points import AT_FIRST, Evidence, likelihood

PAGE: Final = Path(__file__).parents[2] / "docs" / "uptake.md"
TABLE: Final = [each for each in vars(points).values() if isinstance(each, Evidence)]


@pytest.mark.parametrize("each", TABLE, ids=lambda each: each.says)
def test_the_documented_table_is_the_codes(each: Evidence) -> None:
    """Every piece of evidence stands in docs/uptake.md with the points that the code gives it."""
    assert f"| {each.says} | {each.circle:+.1f} | {each.crowd:+.1f} |" in PAGE.read_text()


def test_no_two_pieces_say_the_same() -> None:
    """Each piece of evidence has words of its own."""
    assert len({each.says for each in TABLE}) == len(TABLE)


@pytest.mark.parametrize("crowd", [False, True])
def test_nothing_known_means_no_pick_up(*, crowd: bool) -> None:
    """A message of which nothing is known is far from taking a question up."""
    assert likelihood([], crowd=crowd) < 0.1


@given(st.lists(st.sampled_from([each for each in TABLE if each is not AT_FIRST])), st.booleans())
def test_a_likelihood_is_one(found: list[Evidence], crowd: bool) -> None:
    """Whatever is found, in any order, gives the same likelihood between 0 and 1."""
    sure = likelihood(found, crowd=crowd)
    assert 0 <= sure <= 1
    assert likelihood(found[::-1], crowd=crowd) == pytest.approx(sure)


@pytest.mark.parametrize("each", [points.REPLY, points.THREAD, points.CALLS_ASKER, points.SHARES])
def test_what_plainly_refers_speaks_for_it_everywhere(each: Evidence) -> None:
    """A reply, a thread, the asker's name and a shared word count in every kind of room."""
    assert each.circle > 0
    assert each.crowd > 0
