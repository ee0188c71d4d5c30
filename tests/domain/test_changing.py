"""Changed copies are what dataclasses make of the same value, and leave it as it was."""

import dataclasses

import pytest

from bot.domain.changing import replace
from bot.domain.question import Cause, State
from bot.domain.turn import Turn
from tests.domain.builders import MONDAY, question

TURN = Turn(id="m1", at=MONDAY, seq=1, author="maya", words=((7, 1.0),))


def test_a_copy_is_as_dataclasses_make_it() -> None:
    """Everything but the change is the same, and nothing of the original changes."""
    asked = question("q1")
    assert replace(asked, others=3) == dataclasses.replace(asked, others=3)
    assert replace(TURN, seq=9, addressed=("tom",)) == dataclasses.replace(
        TURN, seq=9, addressed=("tom",)
    )
    assert (asked, TURN.seq) == (question("q1"), 1)


def test_a_copy_without_a_change_is_equal_and_another() -> None:
    """A store tells by identity what was changed."""
    assert replace(TURN) == TURN
    assert replace(TURN) is not TURN


def test_a_copy_is_frozen_and_takes_steps() -> None:
    """It is a value of its kind in every respect."""
    hanging = replace(question("q1"), others=3).after(Cause.PATIENCE_SPENT)
    assert (hanging.state, hanging.others) == (State.HANGING, 3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        hanging.others = 4  # type: ignore[misc]  # that it can't is what is tested


def test_what_isnt_a_field_is_refused() -> None:
    """A misspelt change is a defect of ours, and says so."""
    with pytest.raises(TypeError, match="'sequence'"):
        replace(TURN, sequence=2)  # type: ignore[call-arg]  # that it can't is what is tested
