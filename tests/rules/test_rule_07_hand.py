"""Rule 7: a hand for others."""

from bot.domain.commands import Reply
from bot.domain.question import State
from tests.domain.builders import ended, heard_too, let_go, meeting_room, posted, started, wake
from tests.domain.playbook import ask, let_hang, nudge, playing, reserve, tell, update
from tests.rules.seeing import cards_of, summary_of

NUDGE = "nudge:m1:moira"


def test_letting_ones_own_go_is_private_and_withdraws_it() -> None:
    """The convener's card only says that it was taken back."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> let_go("maya", "m1", 500) << update(NUDGE) << tell("maya")
        assert play.state() is State.WITHDRAWN
        (view,) = cards_of(play.room, "moira")
        assert "Maya" not in repr(view)


def test_only_ones_own_can_be_let_go() -> None:
    """Not even a convener withdraws somebody else's question."""
    with playing(meeting_room()) as play:
        ask(play)
        for somebody in ("tom", "moira"):
            play >> let_go(somebody, "m1", 100) << tell(somebody)
        assert play.state() is State.OPEN


def test_a_wish_to_hear_it_too_brings_the_nudge_sooner() -> None:
    """It hangs at once where it would still have waited."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("x1", "tom", "clinic", 10)
        play >> posted("x2", "tom", "clinic", 11)
        play >> wake(46)
        play >> heard_too("jo", "m1", 47) << tell("jo") << reserve(NUDGE)
        play << ...


def test_nobody_sees_who_pressed() -> None:
    """Neither the convener, nor the asker, nor a report; only the presser is answered."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> heard_too("jo", "m1", 20)
        assert [each.to for each in play._came if isinstance(each, Reply)] == ["jo"]
        play << ...
        let_hang(play, "m2", by="ola", at=30) << ...
        for view in cards_of(play.room, "moira"):
            assert "Jo" not in repr(view)
            assert "jo" not in repr(view).replace("join", "")
        assert "jo" not in repr(summary_of(play.room)).lower()


def test_it_works_twice_a_meeting_for_one_person() -> None:
    """And anew in the next meeting."""
    with playing(meeting_room()) as play:
        for number in range(3):
            ask(play, f"m{number}", by=f"p{number}", at=number * 10.0)
            play >> heard_too("jo", f"m{number}", number * 10.0 + 7) << tell("jo")
        weights = [len(play.question(f"m{number}").heard_too) for number in range(3)]
        assert weights == [1, 1, 0]
        play >> ended(100) << ...
        play >> started("next", 200) << ...
        play >> heard_too("jo", "m2", 210) << tell("jo", "Thank you")
        assert len(play.question("m2").heard_too) == 1
