"""How a question stands: touches are kept, replaced, taken away, and bounded."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import How, PickUp
from bot.domain.standing import TOUCHES_KEPT, UNTOUCHED, Standing, Touch
from bot.domain.uptake import marks, outcome
from bot.domain.weights import Weights
from bot.weights import load
from tests.domain.builders import MONDAY, question

CROWD = load("crowd")["outcome"]
LIKELY = st.floats(0, 1).map(lambda each: round(each, 3))
TOUCHES = st.builds(
    Touch,
    message=st.integers(1, 40).map(lambda each: f"m{each}"),
    after=st.integers(0, 60),
    direct=LIKELY,
    member=LIKELY,
    own=st.booleans(),
    marks=st.lists(st.sampled_from([marks.CALLS, marks.ASKS, marks.CALLS_ASKER])).map(tuple),
)


def stands(*touches: Touch) -> Standing:
    """A standing after these touches."""
    standing = UNTOUCHED
    for each in touches:
        standing = standing.touched(each)
    return standing


def chance(standing: Standing, weights: Weights = CROWD) -> float:
    """How surely a question that stands so was taken up."""
    return outcome.taken_up(question(), standing, weights)


def test_the_same_message_touches_once() -> None:
    """What is known later of a message replaces what was known of it."""
    standing = stands(
        Touch(message="m2", after=1, direct=0.2), Touch(message="m2", after=1, direct=0.7)
    )
    assert [each.direct for each in standing.touches] == [0.7]


def test_a_touch_can_be_taken_away() -> None:
    """A message that is gone did nothing."""
    standing = stands(Touch(message="m2", after=1, direct=0.2), Touch(message="m3", after=2))
    assert [each.message for each in standing.without("m2").touches] == ["m3"]
    assert standing.without("m9") is standing


@given(st.lists(TOUCHES, max_size=60, unique_by=lambda each: each.message), st.randoms())
def test_the_order_of_coming_doesnt_matter(touches: list[Touch], random: Random) -> None:
    """The same touches come to the same standing, whichever was heard of first."""
    mixed = random.sample(touches, len(touches))
    assert stands(*touches) == stands(*mixed)


@given(st.lists(TOUCHES, max_size=60))
def test_only_so_much_is_kept(touches: list[Touch]) -> None:
    """However much is said, a standing stays small, and its touches are in order."""
    kept = stands(*touches).touches
    assert len(kept) <= TOUCHES_KEPT
    assert [each.after for each in kept] == sorted(each.after for each in kept)


@given(st.lists(TOUCHES, max_size=20))
def test_the_chance_is_one(touches: list[Touch]) -> None:
    """Whatever touched a question, the chance lies in 0 to 1."""
    assert 0.0 <= chance(stands(*touches)) <= 1.0


def test_what_nothing_touched_was_not_taken_up() -> None:
    """Silence is no uptake."""
    assert chance(UNTOUCHED) == 0.0


@given(st.lists(TOUCHES, max_size=10))
def test_an_explicit_reply_is_decisive(touches: list[Touch]) -> None:
    """The platform's own reply outweighs every guess."""
    reply = Touch(message="r", after=9, direct=0.97, member=0.97, marks=(marks.REPLIES,))
    assert chance(stands(*touches, reply)) >= 0.97


def test_a_pick_up_that_the_standing_doesnt_know_counts_by_itself() -> None:
    """A follow posted through Heed is a follow, whatever was touched before."""
    posted = PickUp(message="p", author="moira", at=MONDAY, how=How.FOLLOW, weight=1.0)
    guess = PickUp(message="m2", author="tom", at=MONDAY, how=How.ANSWER, weight=0.9)
    standing = Standing(touches=(Touch(message="m2", after=1, direct=0.9),), chance=0.3)
    assert question(standing=standing, pick_ups=(guess,)).taken_up == pytest.approx(0.3)
    assert question(standing=standing, pick_ups=(guess, posted)).taken_up == 1.0


@given(st.lists(TOUCHES, max_size=10), LIKELY)
def test_who_begins_a_talk_is_taken_up_less_surely(touches: list[Touch], begins: float) -> None:
    """A question in the midst of a talk has somebody who listens already."""
    amid = stands(*touches)
    assert chance(replace(amid, begins=begins)) <= chance(amid)


FEW = st.lists(TOUCHES, max_size=TOUCHES_KEPT - 1, unique_by=lambda each: each.message)


@given(FEW, LIKELY, st.integers(0, 60))
def test_a_reply_by_name_never_lowers_the_chance(
    touches: list[Touch], likely: float, after: int
) -> None:
    """Whatever came before it: somebody who speaks to the asker can only have helped."""
    reply = Touch(
        message="new", after=after, direct=likely, member=likely, marks=(marks.CALLS_ASKER,)
    )
    before = stands(*touches)
    assert chance(before.touched(reply)) >= chance(before) - 1e-9


@given(FEW.filter(bool), LIKELY, st.integers(0, 60))
def test_a_brush_off_never_raises_the_chance(
    touches: list[Touch], likely: float, after: int
) -> None:
    """Letting a question drop by its asker's name is no answer."""
    dropped = Touch(message="new", after=after, drops=likely or 1.0, marks=(marks.CALLS_ASKER,))
    before = stands(*touches)
    assert chance(before.touched(dropped)) <= chance(before) + 1e-9
