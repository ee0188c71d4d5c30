"""The life of a question is the table, and nothing else."""

import itertools

import pytest

from bot.domain.question import (
    TRANSITIONS,
    URGENCY,
    Cause,
    How,
    IllegalTransitionError,
    PickUp,
    State,
)
from tests.domain import diagram
from tests.domain.builders import MONDAY, question

LISTED = [(state, cause, to) for state, steps in TRANSITIONS.items() for cause, to in steps.items()]
UNLISTED = [
    (state, cause)
    for state, cause in itertools.product(State, Cause)
    if cause not in TRANSITIONS[state]
]


@pytest.mark.parametrize(("state", "cause", "to"), LISTED)
def test_a_listed_step_is_taken(state: State, cause: Cause, to: State) -> None:
    """Each step of the table leads where the table says, and changes nothing else."""
    before = question(state=state)
    after = before.after(cause)
    assert before.can(cause)
    assert after == question(state=to)


@pytest.mark.parametrize(("state", "cause"), UNLISTED)
def test_a_step_that_is_not_listed_raises(state: State, cause: Cause) -> None:
    """A step outside the table is a defect, and says which one."""
    asked = question(state=state)
    assert not asked.can(cause)
    with pytest.raises(
        IllegalTransitionError, match=f"{state.value} has no step for {cause.value}"
    ):
        asked.after(cause)


def test_every_state_stands_in_the_table_and_can_be_reached() -> None:
    """No state is left out of the table, and each but the first is led to."""
    assert set(TRANSITIONS) == set(State) == set(URGENCY)
    assert {to for _, _, to in LISTED} == set(State)


def test_only_a_deletion_ends_what_a_person_has_ended() -> None:
    """What was settled stays so, and what was withdrawn unless its message asks again."""
    gone = {Cause.DELETED: State.GONE}
    assert TRANSITIONS[State.SETTLED] == gone
    assert TRANSITIONS[State.WITHDRAWN] == gone | {Cause.ASKED_AGAIN: State.OPEN}
    assert TRANSITIONS[State.GONE] == {}


def test_guesses_add_up_without_ever_being_certain() -> None:
    """Two weak pick-ups are surer than one, and less sure than a certain one."""
    guess = PickUp(message="m2", author="tom", at=MONDAY, how=How.ANSWER, weight=0.4)
    one, two = question(pick_ups=(guess,)), question(pick_ups=(guess, guess))
    assert question().taken_up == 0.0
    assert one.taken_up == pytest.approx(0.4)
    assert two.taken_up == pytest.approx(0.64)


def test_words_that_took_it_away_do_not_bring_it_back() -> None:
    """What was taken away is brought back only by something said later."""
    away = PickUp(message="m2", author="moira", at=MONDAY, how=How.FOLLOW, weight=1.0)
    answer = PickUp(message="m9", author="moira", at=MONDAY, how=How.ANSWER, weight=0.9)
    assert question(taken_away_in="m2", pick_ups=(away,)).brought_back == 0.0
    assert question(taken_away_in="m2", pick_ups=(away, answer)).brought_back == pytest.approx(0.9)


def test_the_page_shows_the_table() -> None:
    """docs/question-life.md is made from the table (python -m tests.domain.diagram)."""
    assert diagram.PAGE.read_text(encoding="utf-8") == diagram.page()
