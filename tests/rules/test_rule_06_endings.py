"""Rule 6: honourable endings."""

import copy

import pytest

from bot.domain import policy
from bot.domain.commands import PostFollow, PostNotice
from bot.domain.events import Action
from bot.domain.question import State
from bot.domain.room import Purpose
from tests.domain.builders import ended, meeting_room, posted, pressed, started
from tests.domain.playbook import ask, nudge, playing, scripted_tracker, send, update

NUDGE = "nudge:m1:moira"
ENDINGS = [Action.ALREADY_FOLLOWED, Action.PRIVATELY, Action.LET_IT_REST, Action.NOT_A_QUESTION]


@pytest.mark.parametrize("action", ENDINGS)
def test_each_is_silent_and_final(action: Action) -> None:
    """Nothing shows in the room, nobody else is told why, and it never comes back."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", action, 420)
        assert not [each for each in play._came if isinstance(each, PostFollow | PostNotice)]
        play << ...
        assert play.state() is State.SETTLED
        play >> ended(1800)
        for number in range(3):
            play >> started(f"t{number}", 3600 * (number + 1))
            play >> ended(3600 * (number + 1) + 60)


@pytest.mark.parametrize("action", ENDINGS)
def test_none_teaches_heed_to_listen_less(action: Action) -> None:
    """The same talk afterwards gives the same questions, as surely, and the same nudge."""
    heard = []
    for ending in (action, None):
        with playing(meeting_room(), scripted_tracker()) as play:
            nudge(play)
            if ending:
                play >> pressed(NUDGE, "moira", ending, 420) << ...
            worth = copy.deepcopy(policy.WORTH)
            nudge(play, "m2", by="jo", at=600, text="ask:not_knowing I've lost the thread.")
            assert worth == policy.WORTH
            heard.append(play.question("m2"))
    assert heard[0] == heard[1]


def test_a_claimed_follow_that_does_not_come_returns_once() -> None:
    """At the meeting's end, to whoever claimed it, and not again."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.GO, 420) << update(NUDGE)
        play >> ended(1800) << update(NUDGE) << send("returned:m1@1772443800:moira")
        play >> started("next", 3600) << send("carried:next:moira")
        play >> pressed("carried:next:moira", "moira", Action.GO, 3700) << ...
        play >> ended(7200)
        returned = [c for c in play.room.cards.values() if c.purpose is Purpose.RETURNED]
        assert len(returned) == 1


def test_what_the_convener_will_find_out_is_carried_as_taken_away() -> None:
    """It isn't hanging, isn't nudged about, and is followed when it comes back."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m9", "moira", "takes:m1", 20)
        assert play.state() is State.TAKEN_AWAY
        play >> ended(1800)
        play >> started("next", 3600)
        play >> posted("m10", "moira", "answers:m1", 3700)
        assert play.state() is State.FOLLOWED
