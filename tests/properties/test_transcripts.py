"""Conversations as transcripts have them: nothing looks ahead, and nothing deleted is kept."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.events import (
    Event,
    MeetingEnded,
    MeetingStarted,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
)
from bot.domain.policy import try_again_at
from bot.domain.question import State
from bot.domain.room import Room
from bot.domain.settings import KeepText, RoomSettings
from bot.domain.wording import card_view
from tests.domain.builders import MONDAY, ROOM, due_at, ready
from tests.properties.life import Life
from tests.properties.talk import SAID, conversations

EXAMPLES = settings(deadline=None)
START = MeetingStarted(room=ROOM, at=MONDAY, meeting="t1")


@EXAMPLES
@given(conversations(), st.integers(0, 40))
def test_any_prefix_gives_the_same_nudges_up_to_its_end(events: list[Event], cut: int) -> None:
    """It never looks ahead: what comes later changes nothing that was sent before."""
    events = [START, *events]
    prefix = events[: cut + 1]
    end = prefix[-1].at
    whole = Life(ready()).live(events).nudges()
    part = Life(ready()).live(prefix).until(end).nudges()
    assert whole[: len(part)] == part
    assert {each for each in whole if each[0] < end} <= set(part)


@EXAMPLES
@given(conversations())
def test_no_question_is_nudged_about_twice(events: list[Event]) -> None:
    """Nor is any author, within one meeting."""
    life = Life(ready()).live([START, *events]).until(MONDAY + 1e6)
    cards = [name for _, name in life.nudges()]
    assert len(cards) == len(set(cards)) <= 3


@EXAMPLES
@given(conversations())
def test_what_was_picked_up_in_time_is_never_nudged_about(events: list[Event]) -> None:
    """At the moment when a nudge is sent, its question hangs."""
    life = Life(ready()).live([START, *events]).until(MONDAY + 1e6)
    assert set(life.about) <= {State.HANGING}


@EXAMPLES
@given(conversations(), st.floats(0, 1e5))
def test_whatever_is_due_has_happened(events: list[Event], later: float) -> None:
    """After any talk and any time no patience is overspent, and no deadline was passed by."""
    end = events[-1].at + later
    life = Life(ready()).live([START, *events]).until(end)
    for question in life.room.questions.values():
        if question.state is State.OPEN:
            assert due_at(life.room, question) > end
        elif question.state is State.HANGING and question.waits:
            again = try_again_at(life.room, question)
            assert again is None or again > end
    assert all(card.later_at is None for card in life.room.cards.values())


def kept(room: Room) -> str:
    """Everything that the room holds and shows."""
    views = [card_view(room, card, room.now) for card in room.cards.values()]
    return repr(room) + repr(views)


@EXAMPLES
@given(conversations())
def test_a_deleted_messages_words_are_nowhere(events: list[Event]) -> None:
    """Not in the room, not on a card, from the moment of its deletion on."""
    life = Life(ready("moira", "ola", settings=RoomSettings(show_at_once=True)))
    gone: set[str] = set()
    for event in [START, *events]:
        life.until(event.at)
        life.feed(event)
        if isinstance(event, MessageDeleted):
            gone.add(f"zebra{event.id}")
        everything = kept(life.room)
        assert not any(word in everything for word in gone)


@EXAMPLES
@given(conversations(), st.sampled_from(SAID))
def test_an_edited_messages_old_words_are_nowhere(events: list[Event], said: str) -> None:
    """What a message said before its edit isn't kept."""
    posts = [each for each in events if isinstance(each, MessagePosted)]
    assume(posts)
    life = Life(ready(settings=RoomSettings(show_at_once=True))).live([START, *events])
    for post in posts:
        life.feed(MessageEdited(room=ROOM, at=life.room.now, id=post.id, text=said))
        assert f"zebra{post.id}" not in kept(life.room)


@EXAMPLES
@given(conversations())
def test_where_no_text_may_be_kept_none_is(events: list[Event]) -> None:
    """With keep-text none, no word of any message is in the room or on a card."""
    none = RoomSettings(keep_text=KeepText.NONE, show_at_once=True)
    life = Life(ready(settings=none)).live([START, *events, MeetingEnded(room=ROOM, at=MONDAY)])
    assert "zebra" not in kept(life.room)


@EXAMPLES
@given(conversations())
def test_nobody_takes_up_their_own_question_and_bots_take_up_none(events: list[Event]) -> None:
    """A pick-up is by somebody else, later, and one of the messages of the talk."""
    life = Life(ready()).live([START, *events])
    posts = {each.id: each for each in events if isinstance(each, MessagePosted)}
    for question in life.room.questions.values():
        for pick_up in question.pick_ups:
            assert pick_up.author == posts[pick_up.message].author != question.asker
            assert pick_up.at >= posts[question.message].at
