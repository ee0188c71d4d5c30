"""Rule 1: nothing is read before the room was asked in, noticed, and a convener accepted."""

from dataclasses import replace

import pytest

from bot.domain import policy
from bot.domain.events import ConvenerAccepted, ConvenerInvited, MemberJoined, NoticePosted
from bot.domain.room import Room
from bot.domain.settings import RoomSettings
from bot.domain.wording import notice_view
from tests.domain.builders import (
    DAY,
    MONDAY,
    ROOM,
    ended,
    left,
    paused,
    posted,
    ready,
    resumed,
    settings,
    started,
)
from tests.domain.playbook import Playbook, playing, tell


def asked(play: Playbook, at: float) -> bool:
    """Whether a question asked now is noticed, or any of the message remembered."""
    name = f"q{at}"
    play >> posted(name, "maya", "ask:inquiry Where is the zebra?", at) << ...
    return name in play.room.questions or any(each.id == name for each in play.room.turns)


def test_each_step_is_needed_before_anything_is_read() -> None:
    """Asked in, meeting, invited, accepted: only when the notice stands too is anything read."""
    with playing(Room(id=ROOM)) as play:
        steps = (
            MemberJoined(room=ROOM, at=MONDAY, member="moira", name="Moira"),
            started("mtg", 1),
            ConvenerInvited(room=ROOM, at=MONDAY + 2, member="moira"),
            ConvenerAccepted(room=ROOM, at=MONDAY + 3, member="moira"),
        )
        for number, step in enumerate(steps):
            play >> step << ...
            assert not asked(play, 10 + number)
        play >> NoticePosted(room=ROOM, at=MONDAY + 20, notice=play.room.notice_wanted)
        assert asked(play, 30)
        assert "zebra" not in repr([each for each in play.room.turns if each.id != "q30"])


def test_it_stops_with_the_last_convener_and_starts_with_a_new_notice_alone() -> None:
    """Nobody convenes: nothing is read, and the next convener's notice must stand first."""
    with playing(ready()) as play:
        play >> started("mtg", 0)
        play >> left("moira", 1) << ...
        assert not asked(play, 2)
        play >> NoticePosted(room=ROOM, at=MONDAY + 3, notice=play.room.notice_wanted)
        play >> ConvenerInvited(room=ROOM, at=MONDAY + 4, member="ola") << ...
        play >> ConvenerAccepted(room=ROOM, at=MONDAY + 5, member="ola") << ...
        assert not asked(play, 6)
        play >> NoticePosted(room=ROOM, at=MONDAY + 7, notice=play.room.notice_wanted)
        assert asked(play, 8)


def test_anybody_may_pause_a_meeting_and_then_nothing_is_read() -> None:
    """Until a convener resumes, or the meeting is over."""
    with playing(ready()) as play:
        play >> started("mtg", 0)
        play >> paused("tom", 1) << tell("tom", "nothing is read")
        assert not asked(play, 2)
        play >> resumed("moira", 3) << tell("moira")
        assert asked(play, 4)
        play >> paused("tom", 5) << ...
        play >> ended(6)
        play >> started("next", 7)
        assert asked(play, 8)


@pytest.mark.parametrize(
    "words", ["Convening: Moira", "Run by the office", "30 days", "opt out", "pause", "erase"]
)
def test_the_notice_says_what_it_must(words: str) -> None:
    """Who convenes, who runs it, what is kept and how long, how to leave and to pause."""
    room = ready(settings=RoomSettings(run_by="the office"))
    assert words in " ".join(notice_view(room).lines)


@pytest.mark.parametrize("words", ["/heed pause", "/heed opt-out", "/heed my-data", "/heed forget"])
def test_the_notice_says_how(words: str) -> None:
    """What to type; where there is nothing to type, where to look."""
    assert words in " ".join(notice_view(ready()).lines)
    demo = ready()
    demo.id = "web/demo"
    said = " ".join(notice_view(demo).lines)
    assert words not in said
    assert "in the menu at their name" in said


def test_the_notice_is_renewed_whenever_what_it_says_changes() -> None:
    """Every difference in its words has a name of its own, so it is posted again."""
    seen: dict[str, object] = {}
    for run_by in ("", "the office"):
        for kept in (7 * DAY, 30 * DAY):
            chosen = replace(RoomSettings(), run_by=run_by, retention_seconds=kept)
            with playing(ready()) as play:
                play >> settings(chosen, 1) << ...
                seen[play.room.notice_wanted] = notice_view(play.room)
    assert len(seen) == len(set(map(repr, seen.values()))) == 4


def test_a_convener_is_a_current_member() -> None:
    """Who left doesn't convene, whatever they once accepted."""
    room = ready()
    with playing(room) as play:
        play >> left("moira", 1) << ...
        assert not policy.accepted(room)
