"""Meetings that are a message with a thread, as huddles are: their end, and their own chat."""

from dataclasses import replace

from bot.domain.events import MeetingEnded, MessagePosted
from tests.domain.builders import MONDAY, ROOM, ended, posted, ready, started
from tests.domain.playbook import Playbook, playing


def ended_named(meeting: str, at: float) -> MeetingEnded:
    """The end of that meeting and no other."""
    return MeetingEnded(room=ROOM, at=MONDAY + at, meeting=meeting)


def running(play: Playbook) -> str | None:
    """The running meeting."""
    return play.room.meeting.id if play.room.meeting else None


def replied(name: str, author: str, at: float, thread: str) -> MessagePosted:
    """A reply in a thread."""
    return replace(posted(name, author, "the clinic times", at), thread=thread)


def test_a_named_end_ends_that_meeting_alone() -> None:
    """Slack may tell of an earlier huddle's end while another meeting runs."""
    with playing(ready()) as play:
        play >> started("h1", 1) >> ended_named("h1", 2) >> started("h2", 3)
        play >> ended_named("h1", 4)
        assert running(play) == "h2"
        play >> ended_named("h2", 5)
        assert running(play) is None


def test_an_unnamed_end_ends_whichever_runs() -> None:
    """Somebody who says that the meeting is over means this one."""
    with playing(ready()) as play:
        play >> started("h1", 1) >> ended(2)
        assert running(play) is None


def test_an_end_that_overtakes_its_beginning_is_final() -> None:
    """Told the wrong way round, the meeting doesn't run for ever."""
    with playing(ready()) as play:
        play >> ended_named("h1", 60) >> started("h1", 1)
        assert running(play) is None
        play >> started("h2", 90)
        assert running(play) == "h2"


def test_an_old_end_told_again_takes_nothing_from_the_last_meeting() -> None:
    """The last meeting is still the last one, so that its beginning isn't taken for a new one."""
    with playing(ready()) as play:
        play >> started("h1", 1) >> ended_named("h1", 2)
        play >> started("h2", 3) >> ended_named("h2", 4)
        play >> ended_named("h1", 2) >> started("h2", 3)
        assert running(play) is None


def test_the_meetings_own_thread_is_the_rooms_talk() -> None:
    """What is said there passes a question of the room by; in any other thread it doesn't."""
    with playing(ready()) as play:
        play >> started("h1", 1)
        play >> posted("m1", "maya", "ask:challenge Who decides?", 2)
        play >> replied("m2", "tom", 3, "elsewhere")
        assert play.question("m1").others == 0
        play >> replied("m3", "tom", 4, "h1")
        assert play.question("m1").others == 1
        assert play.room.turns[-1].thread == "h1"
        play >> ended(5) >> started("h2", 6) >> replied("m4", "ade", 7, "h1")
        assert play.question("m1").others == 1
