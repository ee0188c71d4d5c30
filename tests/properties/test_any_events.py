"""Whatever happens, in whatever order: the core stands, and says nothing twice."""

import copy
from dataclasses import fields, is_dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.events import (
    Event,
    MeetingStarted,
    MessagePosted,
    Role,
    WakeUp,
)
from bot.domain.room import Room
from bot.domain.settings import RoomSettings
from bot.domain.wording import card_view, notice_view
from tests.domain.builders import MONDAY, ROOM, convener, ready
from tests.properties.life import Life
from tests.properties.talk import conversations, happenings

EXAMPLES = settings(deadline=None)


def room() -> Room:
    """A room with two conveners and a deputy, who get summaries too."""
    jo = convener("jo", role=Role.DEPUTY)
    return ready("moira", "ola", jo, settings=RoomSettings())


@EXAMPLES
@given(happenings())
def test_no_event_is_too_much(events: list[Event]) -> None:
    """Nonsense ids, strangers, wrong order: no error, no deadline in vain, no card sent twice."""
    life = Life(room()).live(events)
    for card in life.room.cards.values():
        card_view(life.room, card, life.room.now)
    notice_view(life.room)


@EXAMPLES
@given(happenings(), st.floats(0, 1e6))
def test_time_alone_comes_to_rest(events: list[Event], later: float) -> None:
    """After any events a room wakes a bounded number of times, each later than the one before."""
    life = Life(room()).live(events)
    last, woken = life.room.now, 0
    end = last + later
    while (due := life.room.wake_at) is not None and due <= end:
        assert due > last
        life.feed(WakeUp(room=life.room.id, at=due))
        last, woken = due, woken + 1
        assert woken < 200


@EXAMPLES
@given(happenings())
def test_an_event_delivered_twice_is_one_event(events: list[Event]) -> None:
    """At once again: the same room, and nothing is sent or posted a second time."""
    life = Life(room())
    for drawn in events:
        life.until(drawn.at)
        event = life.resolved(drawn)
        life.feed(event)
        before, sent = copy.deepcopy(life.room), (list(life.sent), set(life.posts))
        life.feed(event)
        assert life.room == before, event
        assert (life.sent, set(life.posts)) == sent


def copied(room_: Room) -> Room:
    """The room put together anew from copies of its parts, as a store would."""
    made = Room(id=room_.id)
    for each in fields(room_):
        value = getattr(room_, each.name)
        if isinstance(value, dict):
            value = {key: replace(part) for key, part in value.items()}
        elif is_dataclass(value) and not isinstance(value, type):
            value = replace(value)
        else:
            value = copy.deepcopy(value)
        setattr(made, each.name, value)
    return made


@EXAMPLES
@given(happenings(), st.integers(0, 40))
def test_a_room_copied_in_the_middle_goes_on_the_same(events: list[Event], cut: int) -> None:
    """Nothing that matters is held anywhere but in the room."""
    whole = Life(room()).live(events)
    first = Life(room()).live(events[:cut])
    second = Life(copied(first.room), nudged=first.nudged, places=first.places).live(events[cut:])
    assert second.room == whole.room
    assert first.sent + second.sent == whole.sent
    assert first.asked + second.asked == whole.asked


@EXAMPLES
@given(conversations(), st.lists(st.integers(0, 40), max_size=10))
def test_a_message_that_comes_again_later_changes_nothing(
    events: list[Event], repeated: list[int]
) -> None:
    """A platform's late retry of a message, even of one deleted since."""
    events = [MeetingStarted(room=ROOM, at=MONDAY, meeting="t1"), *events]
    once = Life(room()).live(events)
    again = list(events)
    for number in repeated:
        index = number % len(events)
        if isinstance(events[index], MessagePosted):
            last = again[-1]
            again.append(replace(events[index], at=last.at))
    twice = Life(room()).live(again)
    assert twice.room == once.room
    assert twice.sent == once.sent
