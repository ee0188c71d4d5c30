"""What arrives up to a minute late is put right by its own time, and nothing is taken back."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.events import Event, MeetingStarted
from bot.domain.question import Question
from bot.domain.rewind import Rewind
from bot.domain.room import Room
from tests.domain.builders import MONDAY, ROOM, convener, ready
from tests.properties.life import Life, rule_tracker
from tests.properties.talk import conversations

delays = st.lists(st.sampled_from([0.0, 0.0, 0.0, 1.0, 7.0, 20.0, 59.0]), min_size=41, max_size=41)


def room() -> Room:
    """A room with two conveners and a deputy."""
    return ready("moira", "ola", convener("jo"))


@settings(deadline=None)
@given(conversations(), delays)
def test_late_arrivals_end_like_the_talk_in_order(talk: list[Event], late: list[float]) -> None:
    """But for what was given out in the meantime: that stays, once, and counts."""
    started = MeetingStarted(room=ROOM, at=MONDAY, meeting="t1")
    arrivals = sorted(
        ((event.at + by, event) for event, by in zip(talk, late, strict=False)),
        key=lambda each: each[0],
    )
    end = max(at for at, _ in arrivals) + 5000.0
    lived = Life(room(), tracker=Rewind(rule_tracker())).live([started])
    for at, event in arrivals:
        lived.until(at).feed(event)
    in_order = sorted((event for _, event in arrivals), key=lambda event: event.at)
    told = Life(room()).live([started, *in_order])
    lived.until(end)
    told.until(end)
    assert _talked(lived.room) == _talked(told.room)
    assert {card for _, card in lived.sent} == {each.id for each in lived.room.cards.values()}
    if sorted(lived.sent) == sorted(told.sent):
        assert replace(lived.room, now=0.0) == replace(told.room, now=0.0)


def _talked(of: Room) -> tuple[object, ...]:
    """The room apart from its nudges."""
    questions = [_unnudged(each) for each in of.questions.values()]
    return questions, of.turns, of.members, of.pace, of.seq


def _unnudged(question: Question) -> Question:
    return replace(question, chosen_at=None, held_by=None, waits=False)
