"""The convener's report: what was asked, followed, and still waits; never what was pressed."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.question import Ending, How, PickUp, Question, State
from bot.domain.report import report_view
from tests.domain.builders import MONDAY, question

ANSWER = PickUp(message="m9", author="tom", at=MONDAY + 300, how=How.ANSWER, weight=0.9)
GUESS = PickUp(message="m8", author="ade", at=MONDAY + 60, how=How.FOLLOW, weight=0.1)


def report(*asked: Question) -> dict[str, list[str]]:
    """The questions under each heading, with their details."""
    made = report_view("A meeting", asked, str.title)
    return {
        heading: [f"{line.question}: {line.detail}".strip(": ") for line in lines]
        for heading, lines in made.sections
    }


def summary(*asked: Question) -> str:
    """The first line."""
    return report_view("A meeting", asked, str.title).summary


def test_questions_stand_under_what_became_of_them() -> None:
    """Waiting ones first, each with how and how soon."""
    assert report(
        question("m1", state=State.HANGING, moved_on_to="the clinic times"),
        question("m2", state=State.OPEN),
        question("m3", state=State.FOLLOWED, pick_ups=(ANSWER,)),
        question("m4", state=State.TAKEN_AWAY, taken_away_by="moira"),
        question("m5", state=State.WITHDRAWN),
    ) == {
        "Still waiting": ["m1: the talk moved on to the clinic times", "m2"],
        "Followed": ["m3: answered by Tom after 5 minutes"],
        "Taken away": ["m4: Moira will come back to it"],
        "Withdrawn": ["m5"],
    }


def test_a_pick_up_is_said_of_whom_it_is_sure() -> None:
    """An earlier guess isn't named as the one who answered."""
    asked = question(state=State.FOLLOWED, pick_ups=(GUESS, ANSWER))
    assert report(asked) == {"Followed": ["m1: answered by Tom after 5 minutes"]}
    guesses = (GUESS, replace(GUESS, author="jo", weight=0.4))
    assert report(replace(asked, pick_ups=guesses)) == {
        "Followed": ["m1: followed by Jo after 1 minute"]
    }


@pytest.mark.parametrize("ending", Ending)
def test_what_was_pressed_stands_in_no_report(ending: Ending) -> None:
    """Rule 3: of what a convener ended, only *already followed* is there, as followed."""
    made = report_view("x", [question(state=State.SETTLED, ending=ending)], str.title)
    if ending is Ending.ALREADY_FOLLOWED:
        ((heading, (line,)),) = made.sections
        assert (heading, line.state, line.detail) == ("Followed", "followed", "")
    else:
        assert made.sections == ()
    assert ending.value not in repr(made)


@pytest.mark.parametrize(
    "change", [{"tracked": False}, {"sensitive": True}, {"spoken": True}, {"state": State.GONE}]
)
def test_some_stand_in_no_list(change: dict[str, Any]) -> None:
    """What isn't worth it, what is sensitive, what may have been answered aloud, what is gone."""
    assert report(replace(question(state=State.HANGING), **change)) == {}
    assert summary(replace(question(), **change)) == "No questions were noticed."


def test_of_several_questions_in_one_message_the_most_urgent_speaks() -> None:
    """A hanging one before a followed one; a tracked one before any other."""
    followed = question("m1", state=State.FOLLOWED, pick_ups=(ANSWER,))
    assert list(report(followed, question("m1#2", state=State.HANGING))) == ["Still waiting"]
    both = report(question("m1", state=State.HANGING), question("m1#2", state=State.HANGING))
    assert both == {"Still waiting": ["m1"]}
    idle = question("m1#2", state=State.HANGING, tracked=False)
    assert list(report(followed, idle)) == ["Followed"]


def test_the_summary_counts() -> None:
    """In one line, without a word of misses."""
    waiting = [question(f"m{n}", state=State.HANGING) for n in range(2)]
    followed = question("m7", state=State.FOLLOWED, pick_ups=(ANSWER,))
    away = question("m8", state=State.TAKEN_AWAY, taken_away_by="moira")
    assert summary(*waiting, followed, away) == (
        "4 questions noticed, 2 picked up, 2 still waiting."
    )
    assert summary(followed) == "1 question noticed, 1 picked up, 0 still waiting."
    assert summary() == "No questions were noticed."
