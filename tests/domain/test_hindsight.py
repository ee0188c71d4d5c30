"""An edit is judged in its place: in the room as it was before the message."""

# ruff: noqa: ANN401 - the constructor here takes any field by its name

from typing import Any

import pytest

from bot.domain.hindsight import RoomAt
from bot.domain.question import How, PickUp, State
from bot.domain.turn import Turn
from tests.domain.builders import MONDAY, meeting_room, question

TURNS = [Turn(id=f"t{n}", at=MONDAY + n, seq=n, author="tom") for n in range(5)]
EARLY, OWN, LATE = (
    PickUp(message=f"t{n}", author="tom", at=MONDAY + n, how=How.ANSWER, weight=0.9)
    for n in (1, 2, 3)
)


def then(**asked: Any) -> RoomAt:
    """The room before message t2, with a question asked by t0."""
    room = meeting_room()
    room.turns.extend(TURNS)
    room.questions["m1"] = question(**{"seq": 0, **asked})
    room.questions["m4"] = question("m4", seq=2)
    return RoomAt(room, TURNS[2])


def test_the_message_and_what_came_after_it_is_not_there_yet() -> None:
    """Neither later messages nor later questions, nor its own."""
    before = then()
    assert [each.id for each in before.turns] == ["t0", "t1"]
    assert list(before.questions) == ["m1"]


@pytest.mark.parametrize(
    ("pick_ups", "state", "kept"),
    [
        ((OWN,), State.OPEN, ()),
        ((LATE,), State.OPEN, ()),
        ((EARLY, OWN, LATE), State.FOLLOWED, (EARLY,)),
        ((EARLY,), State.FOLLOWED, (EARLY,)),
    ],
)
def test_a_question_was_taken_up_only_by_what_came_before(
    pick_ups: tuple[PickUp, ...], state: State, kept: tuple[PickUp, ...]
) -> None:
    """What stood on the message itself, or on a later one, was still waiting."""
    asked = then(state=State.FOLLOWED, pick_ups=pick_ups).questions["m1"]
    assert (asked.state, asked.pick_ups) == (state, kept)


@pytest.mark.parametrize(
    ("taken", "state"), [("t2", State.OPEN), ("t4", State.OPEN), ("t1", State.TAKEN_AWAY)]
)
def test_a_question_was_taken_away_only_by_what_came_before(taken: str, state: State) -> None:
    """Likewise for what a convener will find out."""
    asked = then(state=State.TAKEN_AWAY, taken_away_in=taken).questions["m1"]
    assert asked.state is state


@pytest.mark.parametrize("state", [State.OPEN, State.HANGING, State.WITHDRAWN, State.SETTLED])
def test_every_other_state_stays(state: State) -> None:
    """Only what messages took up or away is looked at in their place."""
    assert then(state=state, pick_ups=(OWN,)).questions["m1"].state is state
