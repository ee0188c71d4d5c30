"""Why a question still seems to wait: true, plain, without names; without its cue no reason."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.domain.question import Question, State
from bot.domain.standing import Standing, Touch
from bot.domain.uptake import circle_outcome
from bot.domain.uptake.circle_outcome import ASKS_AGAIN
from bot.domain.waiting import Sign, signs, told
from bot.weights import load
from tests.domain.builders import question
from tests.domain.talk import asked, talk
from training import material

ASKED = "maya: who decides about the lease in the end?"
FENCE = (
    "ade: the fence posts have come",
    "jo: paint is ordered",
    "ade: forty tins of it",
    "jo: the shed is open from nine",
    "ade: gloves are in the shed",
    "jo: and the hammers",
    "ade: see you all there on saturday",
)


def touched(*touches: Touch, **changes: object) -> Question:
    """A waiting question that these messages touched."""
    return replace(question(), standing=Standing(touches=touches), **changes)  # type: ignore[arg-type]


def chance(one: Question) -> float:
    """How surely its touches took it up, as the learned weights say."""
    return circle_outcome.taken_up(one.standing.touches, load("circle")["outcome"])


def test_what_passed_it_by_is_counted() -> None:
    """Messages about something else are told as that."""
    assert told(question(others=6)) == ("6 messages by others, none of them on this",)
    assert told(question(others=1)) == ("one message by somebody else, not on this",)
    assert told(question(others=0)) == ("nobody else has spoken since",)


def test_what_the_talk_moved_on_to_is_told() -> None:
    """The new subject is named, and nobody who brought it up."""
    moved = replace(question(others=2), moved_on_to="the clinic times")
    assert told(moved)[-1] == "the talk moved on to the clinic times"


@pytest.mark.parametrize("line", ["tom: let's park that", "tom: lol", "tom: noted"])
def test_without_the_line_that_put_it_aside_there_is_no_such_reason(line: str) -> None:
    """The reason goes with its cue, and the question hangs the less surely."""
    aside = asked(talk(ASKED, line, *FENCE))
    passed = asked(talk(ASKED, "tom: the paint has come too", *FENCE))
    assert Sign.PUT_ASIDE in signs(aside)
    assert Sign.PUT_ASIDE not in signs(passed)
    assert passed.taken_up > aside.taken_up


def test_without_asking_again_there_is_no_such_reason() -> None:
    """The reason goes with its cue, and the question hangs the less surely."""
    again = Touch(message="m3", after=3, own=True, marks=(ASKS_AGAIN,))
    answer = Touch(message="m2", after=1, direct=0.3)
    before, after = touched(answer, again), touched(answer, replace(again, marks=()))
    assert Sign.ASKED_AGAIN in signs(before)
    assert Sign.ASKED_AGAIN not in signs(after)
    assert chance(before) <= chance(after)


def test_what_was_taken_up_has_no_such_reasons() -> None:
    """A question that waits no more has nothing to tell of its waiting."""
    one = touched(Touch(message="m2", after=1, direct=0.3), state=State.FOLLOWED)
    assert signs(one) == ()


def hanging() -> Iterator[Question]:
    """The questions of some training meetings as they hung, played as they came."""
    for meeting in material.meetings()[::12]:
        lines = [f"{each.author}: {each.text}" for each in meeting.messages if not each.reaction]
        yield from (e for e in talk(*lines).questions.values() if e.state is State.HANGING)


def test_reasons_are_true_of_whole_meetings() -> None:
    """Take each sign's cue from a question's touches: the sign goes, the score moves its way."""
    seen = set()
    for one in hanging():
        touches = one.standing.touches
        before = chance(one)
        undropped = tuple(replace(each, drops=0.0) for each in touches)
        untouched = tuple(each if each.own else replace(each, direct=0.0) for each in touches)
        seen |= {*signs(one)}
        if Sign.PUT_ASIDE in signs(one):
            without = replace(one, standing=Standing(touches=undropped))
            assert Sign.PUT_ASIDE not in signs(without)
            assert chance(without) > before
        if Sign.TOUCHED in signs(one):
            without = replace(one, standing=Standing(touches=untouched))
            assert Sign.TOUCHED not in signs(without)
            assert chance(without) < before
        assert not any(name in " ".join(signs(one)) for name in (one.asker,))
    assert {Sign.PUT_ASIDE, Sign.TOUCHED} <= seen
