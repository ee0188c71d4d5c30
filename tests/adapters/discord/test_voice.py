"""Voice and stage channels that fill and empty."""

from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.voice import GRACE, Voices, people_in, touched
from bot.bootstrap.tracker import build_tracker
from bot.domain.events import Event, MeetingEnded, MeetingStarted, MessagePosted
from bot.domain.room import Room
from tests.adapters.discord.gateway import (
    AFK,
    GUILD,
    MAYA,
    NOW,
    ROTA,
    STAGE,
    TOM,
    VOICE,
    Gateway,
    Json,
    member,
)

ROOM = f"discord/{GUILD}/{VOICE}"
MEETING = f"voice:{NOW:.3f}"
BEGINS = MeetingStarted(room=ROOM, at=NOW, key=f"{MEETING}:begins", meeting=MEETING, spoken=True)


def ends(at: float, meeting: str = MEETING) -> MeetingEnded:
    """The meeting's end."""
    return MeetingEnded(room=ROOM, at=at, key=f"{meeting}:ends", meeting=meeting)


def begun(*, on: bool = True) -> Voices:
    """Two people are there."""
    voices = Voices(on=on)
    assert voices.counted(ROOM, 1, "", NOW - 5) == ()
    assert voices.counted(ROOM, 2, "", NOW) == ((BEGINS,) if on else ())
    return voices


def test_two_people_are_a_meeting() -> None:
    """One isn't; a third changes nothing."""
    assert begun().counted(ROOM, 3, MEETING, NOW + 1) == ()


def test_nobody_is_there_any_more() -> None:
    """The meeting ends at once, whether they left together or one by one."""
    assert begun().counted(ROOM, 0, MEETING, NOW + 30) == (ends(NOW + 30),)
    voices = begun()
    assert voices.counted(ROOM, 1, MEETING, NOW + 30) == ()
    assert voices.counted(ROOM, 0, MEETING, NOW + 40) == (ends(NOW + 40),)
    assert voices.counted(ROOM, 0, "", NOW + 50) == ()


def test_a_connection_may_break_for_a_while() -> None:
    """Within a minute the meeting goes on; the minute begins anew each time."""
    voices = begun()
    assert voices.counted(ROOM, 1, MEETING, NOW + 30) == ()
    assert voices.counted(ROOM, 2, MEETING, NOW + 30 + GRACE - 1) == ()
    assert voices.counted(ROOM, 1, MEETING, NOW + 100) == ()
    assert voices.overdue(ROOM, MEETING, NOW + 100 + GRACE - 1) == ()


def test_whoever_stays_alone_ends_it() -> None:
    """When the minute was over, told with whatever happens next."""
    voices = begun()
    assert voices.counted(ROOM, 1, MEETING, NOW + 30) == ()
    assert voices.overdue(ROOM, MEETING, NOW + 500) == (ends(NOW + 30 + GRACE),)
    assert voices.overdue(ROOM, "", NOW + 501) == ()


def test_somebody_who_comes_after_the_minute_begins_another() -> None:
    """What was before is over first."""
    voices = begun()
    voices.counted(ROOM, 1, MEETING, NOW + 30)
    ended, began = voices.counted(ROOM, 2, MEETING, NOW + 500)
    assert ended == ends(NOW + 30 + GRACE)
    assert isinstance(began, MeetingStarted)
    assert began.meeting != MEETING


def test_the_last_one_who_goes_after_the_minute_changes_nothing() -> None:
    """It ended when the minute was over, once."""
    voices = begun()
    voices.counted(ROOM, 1, MEETING, NOW + 30)
    assert voices.counted(ROOM, 0, MEETING, NOW + 500) == (ends(NOW + 30 + GRACE),)


def test_a_meeting_by_command_is_left_alone() -> None:
    """It goes on as it began, and isn't ended by people who leave."""
    voices = Voices()
    assert voices.counted(ROOM, 2, "by command", NOW) == ()
    assert voices.counted(ROOM, 1, "by command", NOW + 10) == ()
    assert voices.overdue(ROOM, "by command", NOW + 500) == ()
    assert voices.counted(ROOM, 0, "by command", NOW + 501) == ()


def test_a_meeting_that_was_ended_by_command_stays_over() -> None:
    """While they go on talking; the next crowd is a meeting again."""
    voices = begun()
    assert voices.counted(ROOM, 3, "", NOW + 10) == ()
    assert voices.counted(ROOM, 0, "", NOW + 20) == ()
    (again,) = voices.counted(ROOM, 2, "", NOW + 30)
    assert isinstance(again, MeetingStarted)


def test_it_can_be_switched_off() -> None:
    """Then nothing begins; what runs from before still ends."""
    voices = begun(on=False)
    assert voices.counted(ROOM, 0, "", NOW + 10) == ()
    assert voices.counted(ROOM, 0, MEETING, NOW + 10) == (ends(NOW + 10),)


def test_after_a_restart_what_runs_is_known_from_the_room() -> None:
    """Nothing doubles where they still talk; nothing stays where they are gone."""
    assert Voices().counted(ROOM, 2, MEETING, NOW + 10) == ()
    assert Voices().counted(ROOM, 0, MEETING, NOW + 10) == (ends(NOW + 10),)
    voices = Voices()
    assert voices.counted(ROOM, 1, MEETING, NOW + 10) == ()
    assert voices.overdue(ROOM, MEETING, NOW + 100) == (ends(NOW + 10 + GRACE),)


def test_a_room_that_is_gone_is_forgotten() -> None:
    """If it comes back, it begins from nothing."""
    voices = begun()
    voices.forget(ROOM)
    voices.forget(ROOM)
    assert len(voices.counted(ROOM, 2, "", NOW + 10)) == 1


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 90)), max_size=30))
def test_one_meeting_runs_at_a_time(counts: list[tuple[int, int]]) -> None:
    """As the core has it; whenever nobody was there, none runs; ends are never before begins."""
    voices, tracker, room, at = (
        Voices(),
        build_tracker()[0],
        Room(id=ROOM),
        NOW,
    )
    for people, after in counts:
        at += after
        running = room.meeting.id if room.meeting else ""
        for event in voices.counted(ROOM, people, running, at):
            assert isinstance(event, MeetingStarted) is (room.meeting is None)
            tracker.handle(room, event)
        assert room.meeting is None or people > 0
        assert room.meeting is not None or people < 2
        assert room.last_meeting is None or room.last_meeting.ended_at is not None


# --- of discord.py's own ------------------------------------------------------------------------


def moved(found: Gateway, who: int, where: int | None, **more: object) -> tuple[Any, ...]:
    """Somebody goes somewhere: the member, and where they were and are."""
    payload: Json = {
        "guild_id": str(GUILD),
        "channel_id": None if where is None else str(where),
        "user_id": str(who),
        "member": member(who),
        "session_id": f"s{who}",
        "deaf": False,
        "mute": False,
        "self_deaf": False,
        "self_mute": False,
        "self_video": False,
        "suppress": False,
        "request_to_speak_timestamp": None,
        **more,
    }
    return found.args("VOICE_STATE_UPDATE", payload, "voice_state_update")


def test_who_comes_and_goes() -> None:
    """Both channels where somebody moved; none where they only muted themselves."""
    found = Gateway()
    _, before, after = moved(found, MAYA, VOICE)
    assert [each.id for each in touched(before, after)] == [VOICE]
    _, before, after = moved(found, MAYA, VOICE, self_mute=True)
    assert touched(before, after) == ()
    _, before, after = moved(found, MAYA, STAGE)
    assert [each.id for each in touched(before, after)] == [VOICE, STAGE]
    _, before, after = moved(found, MAYA, AFK)
    assert [each.id for each in touched(before, after)] == [STAGE]
    _, before, after = moved(found, MAYA, None)
    assert touched(before, after) == ()


@pytest.mark.parametrize("where", [VOICE, STAGE])
def test_people_are_counted_and_bots_arent(where: int) -> None:
    """Somebody whom the cache hasn't counts as a person."""
    found = Gateway()
    assert people_in(found.channel(where)) == 0
    for each in (MAYA, TOM, ROTA):
        moved(found, each, where)
    assert people_in(found.channel(where)) == 2
    moved(found, MAYA, None)
    assert people_in(found.channel(where)) == 1
    assert isinstance(found.channel(where), discord.VoiceChannel | discord.StageChannel)


def test_what_is_said_after_the_minute_is_no_part_of_it() -> None:
    """The end is told first, with its own time."""
    voices, tracker = begun(), build_tracker()[0]
    room = Room(id=ROOM)
    tracker.handle(room, BEGINS)
    voices.counted(ROOM, 1, MEETING, NOW + 30)
    said = MessagePosted(room=ROOM, at=NOW + 300, id="1", author="11", text="Still here?")
    happened: list[Event] = [*voices.overdue(ROOM, MEETING, said.at), said]
    for event in happened:
        tracker.handle(room, event)
    assert room.meeting is None
    assert room.last_meeting is not None
    assert room.last_meeting.ended_at == NOW + 30 + GRACE
