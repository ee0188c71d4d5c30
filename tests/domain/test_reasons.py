"""Reasons name the deciding words: where they may be kept, and nowhere else."""

from dataclasses import replace

import pytest

from bot.bootstrap.tracker import build_tracker
from bot.domain.events import RoomSet
from bot.domain.reasons import worded
from bot.domain.room import Room
from bot.domain.settings import KeepText, RoomSettings
from storage.codec import pack
from tests.domain.builders import ROOM, meeting_room, posted

WORRY = "I'm worried about the stairs in option two"
REASON = "voices a worry"
NONE = RoomSettings(keep_text=KeepText.NONE)
ABUSE = "I'm worried, her husband hits her when he comes home"


def room_after(text: str, settings: RoomSettings | None = None, **given: bool) -> Room:
    """The room after this one message."""
    room = meeting_room(settings=settings)
    build_tracker(b"key")[0].handle(room, posted("m1", "maya", text, 0.0, **given))
    return room


def told(room: Room) -> tuple[str, ...]:
    """Every reason of every question, as it is told."""
    return tuple(said for each in room.questions.values() for said in worded(each).values())


def test_a_reason_names_its_words() -> None:
    """As they were written."""
    assert f"{REASON}: “I'm worried”" in told(room_after(WORRY))


@pytest.mark.parametrize(
    ("text", "settings"), [(WORRY, NONE), (ABUSE, None)], ids=["nothing is kept", "sensitive"]
)
def test_where_no_text_is_kept_no_reason_has_words(
    text: str, settings: RoomSettings | None
) -> None:
    """The reason itself still stands."""
    found = told(room_after(text, settings))
    assert REASON in found
    assert "worried" not in " ".join(found)


def test_an_unread_message_gives_no_reason() -> None:
    """Whoever opted out is neither heard nor quoted."""
    assert told(room_after(WORRY, unread=True)) == ()


def test_what_is_stored_as_a_reason_never_holds_a_word_of_the_message() -> None:
    """Also where its text is kept, which is sealed and erased by itself."""
    (question,) = room_after(WORRY).questions.values()
    assert question.text == WORRY
    assert b"worried" not in pack(replace(question, text=None))


def test_when_text_is_kept_no_longer_its_reasons_lose_their_words() -> None:
    """At once, with the text."""
    room = room_after(WORRY)
    build_tracker(b"key")[0].handle(room, RoomSet(room=ROOM, at=1.0, settings=NONE))
    assert told(room) == tuple(question_cues(room))


def question_cues(room: Room) -> list[str]:
    """The reasons as they are remembered."""
    return [cue for each in room.questions.values() for cue in each.cues]
