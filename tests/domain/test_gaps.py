"""A platform that wasn't heard: nobody is nudged about what may have been answered meanwhile."""

from bot.domain.events import ConvenerAccepted, NoticeFailed
from bot.domain.question import State
from bot.domain.room import Purpose
from bot.domain.settings import RoomMode, RoomSettings
from tests.domain.builders import (
    HOUR,
    MONDAY,
    ROOM,
    caught_up,
    fell_behind,
    meeting_room,
    posted,
    ready,
    wake,
)
from tests.domain.playbook import (
    HANGS_AFTER,
    ask,
    nudge,
    playing,
    post_notice,
    reserve,
    send,
)


def test_while_a_room_is_behind_time_decides_nothing() -> None:
    """The question's patience is long spent, but its answer may be among what is missing."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> fell_behind(10, 60)
        assert play.room.wake_at is None
        play >> wake(HANGS_AFTER)
        assert play.state() is State.OPEN


def test_an_answer_that_was_fetched_afterwards_counts() -> None:
    """What was missed comes with its own time, and then the room has caught up."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> fell_behind(10, 60)
        play >> posted("m9", "ola", "answers:m1", 30)
        play >> caught_up(HANGS_AFTER)
        assert play.state() is State.FOLLOWED


def test_a_gap_that_was_filled_gives_no_more_time() -> None:
    """Everything was heard in the end: the question hangs at once."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> fell_behind(10, 60)
        play >> caught_up(HANGS_AFTER) << reserve("nudge:m1:moira")
        assert play.state() is State.HANGING


def test_a_gap_that_could_not_be_filled_is_told_once_and_patience_begins_anew() -> None:
    """Privately, in plain words; the open question gets the benefit of the doubt."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> fell_behind(10, 60)
        play >> caught_up(600, (10, 590)) << send(f"missed:{MONDAY + 10:.0f}:moira")
        view = play.view(f"missed:{MONDAY + 10:.0f}:moira")
        assert view.title == "Heed missed a part of #partners"
        assert view.lines[0].startswith("It was cut off from 02 March, 09:00 to 09:09 ")
        assert not view.buttons
        assert play.state() is State.OPEN
        assert play.room.wake_at is not None
        assert play.room.wake_at >= MONDAY + 590 + 45
        play >> wake(620)
        assert play.state() is State.OPEN
        play >> wake(590 + 3 * HANGS_AFTER) << reserve("nudge:m1:moira")


def test_a_nudge_that_was_held_back_waits_for_the_new_patience_too() -> None:
    """It hung before the gap, but it may have been answered in it."""
    with playing(meeting_room(settings=RoomSettings(spacing_seconds=900.0))) as play:
        nudge(play)
        ask(play, "m2", by="jo", at=HANGS_AFTER + 1)
        play >> wake(HANGS_AFTER * 2 + 1)
        assert play.question("m2").waits
        play >> fell_behind(900, 910)
        play >> caught_up(1500, (900, 1490)) << ...
        assert play.question("m2").waits
        play >> wake(1490 + 3 * HANGS_AFTER) << reserve("nudge:m2:moira")


def test_a_gap_at_night_is_told_in_the_morning() -> None:
    """Quiet hours hold for this, too, and several gaps are told as one."""
    settings = RoomSettings(mode=RoomMode.ALWAYS_ON)
    with playing(ready(settings=settings)) as play:
        night = 14 * HOUR
        play >> caught_up(night, (night - 600, night - 300))
        play >> caught_up(night + 900, (night + 300, night + 600))
        morning = 22 * HOUR
        assert play.room.wake_at == MONDAY + morning
        play >> wake(morning) << send(f"missed:{MONDAY + night - 600:.0f}:moira")
        play >> wake(morning + 60)


def test_a_gap_while_nothing_was_listened_for_is_nobodys_concern() -> None:
    """Between meetings no question would have been noticed."""
    with playing(ready()) as play:
        play >> caught_up(600, (10, 590))
        assert not play.room.cards


def test_a_notice_that_could_not_be_posted_is_told_and_tried_again() -> None:
    """Without it nothing is read, and whoever convenes must know."""
    room = ready()
    room.notice_wanted, room.notice_posted = room.notice_wanted, ""
    wanted = room.notice_wanted
    with playing(room) as play:
        play >> NoticeFailed(room=ROOM, at=MONDAY, notice=wanted) << send("unheard:notice:moira")
        assert play.card("unheard:notice:moira").purpose is Purpose.UNHEARD
        again = ConvenerAccepted(room=ROOM, at=MONDAY + 60, member="moira")
        play >> again << post_notice()
        play >> NoticeFailed(room=ROOM, at=MONDAY + 90, notice=wanted)
        play >> NoticeFailed(room=ROOM, at=MONDAY + 90, notice="an older one")
