"""Rule 9: it keeps little."""

import pytest
from hypothesis import given, settings

from bot.domain.commands import Retired
from bot.domain.events import Action, Event, MeetingStarted, MessagePosted
from bot.domain.room import REMEMBERED_TURNS
from bot.domain.settings import KeepText, RoomSettings
from bot.domain.turn import Turn
from tests.domain.builders import (
    DAY,
    MONDAY,
    ROOM,
    deleted,
    edited,
    meeting_room,
    posted,
    pressed,
    ready,
)
from tests.domain.playbook import nudge, playing, scripted_tracker, update
from tests.properties.life import Life
from tests.properties.talk import conversations
from tests.rules.seeing import cards_of

START = MeetingStarted(room=ROOM, at=MONDAY, meeting="t1")
NUDGE = "nudge:m1:moira"


@settings(deadline=None)
@given(conversations())
def test_of_message_text_only_tracked_questions_and_a_few_words_are_kept(
    events: list[Event],
) -> None:
    """Whole words of a message are in memory only if it asks, or if the talk moved on to it."""
    life = Life(ready()).live([START, *events])
    asking = {each.message for each in life.room.questions.values()}
    moved_to = {each.moved_on_in for each in life.room.questions.values()}
    held = repr(life.room)
    for event in events:
        if isinstance(event, MessagePosted) and event.id not in asking | moved_to:
            assert f"zebra{event.id}" not in held


def test_a_turn_has_no_place_for_text() -> None:
    """What is remembered of a message is features and keyed hashes."""
    texts = {"id", "author", "reply_to", "thread"}
    kinds = {name: str(each.type) for name, each in Turn.__dataclass_fields__.items()}
    assert {
        name for name, kind in kinds.items() if kind.startswith(("str", "<class 'str'"))
    } <= texts


def test_the_room_remembers_no_more_than_its_last_messages() -> None:
    """Sixty-four, and nothing of those before."""
    room = meeting_room()
    tracker = scripted_tracker()
    for number in range(200):
        tracker.handle(room, posted(f"m{number}", "tom", "clinic", number))
    assert len(room.turns) == REMEMBERED_TURNS == 64
    assert room.turns[0].id == "m136"


def test_thirty_days_is_the_default() -> None:
    """And the notice says it."""
    assert RoomSettings().retention_seconds == 30 * DAY


@settings(deadline=None)
@given(conversations())
def test_with_keep_text_none_no_words_leave_memory_either(events: list[Event]) -> None:
    """What retires to the store has no words in it."""
    room = ready(settings=RoomSettings(keep_text=KeepText.NONE))
    life = Life(room)
    for event in [START, *events]:
        for command in life.tracker.handle(room, event):
            if isinstance(command, Retired):
                assert "zebra" not in repr(command)
    assert "zebra" not in repr(room)


def test_an_edit_is_followed_on_delivered_cards() -> None:
    """The open card is shown anew, with the new words."""
    with playing(meeting_room()) as play:
        nudge(play, text="ask:challenge Who owns the zebra?")
        play >> pressed(NUDGE, "moira", Action.SHOW, 405) << update(NUDGE)
        play >> edited("m1", "ask:challenge Who owns the horse?", 410) << update(NUDGE)
        said = repr(cards_of(play.room, "moira"))
        assert "horse" in said
        assert "zebra" not in said


@pytest.mark.parametrize("shown", [True, False])
def test_a_deletion_reaches_delivered_cards(shown: bool) -> None:
    """Shown or not, the card loses its quote in place."""
    with playing(meeting_room()) as play:
        nudge(play, text="ask:challenge Who owns the zebra?")
        if shown:
            play >> pressed(NUDGE, "moira", Action.SHOW, 405) << update(NUDGE)
        play >> deleted("m1", 410) << update(NUDGE) << ...
        assert "zebra" not in repr(cards_of(play.room, "moira"))
        assert "zebra" not in repr(play.room)


def test_an_opted_out_members_message_is_neither_stored_nor_quoted() -> None:
    """It arrives unread; that it took the question up is all that is known."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:inquiry Where?", 0)
        play >> posted("m2", "jo", "", 10, unread=True, reply_to="m1")
        assert play.question().moved_on_to == ""
        assert [each.length for each in play.room.turns][-1] == 0
