"""What arrives up to a minute late is put right by its own time, and nothing is taken back.

Neither a restart nor another replica makes a difference: what isn't remembered stands in the room's
journal.
"""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import window as windows
from bot.domain.events import (
    Event,
    MeetingStarted,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
)
from bot.domain.journal import wordless_room
from bot.domain.question import Question
from bot.domain.rewind import Rewind
from bot.domain.room import Room
from bot.domain.settings import RoomSettings
from tests.domain.builders import MONDAY, ROOM, convener, ready
from tests.domain.live import Live, Shelf
from tests.properties.life import Life, rule_tracker
from tests.properties.talk import conversations, happenings

MOST = 41
delays = st.lists(
    st.sampled_from([0.0, 0.0, 0.0, 1.0, 7.0, 20.0, 59.0]), min_size=MOST, max_size=MOST
)
lives = st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=MOST, max_size=MOST)

Arrivals = list[tuple[float, Event]]


def room() -> Room:
    """A room with three conveners, who get summaries too."""
    return ready("moira", "ola", convener("jo"), settings=RoomSettings())


@settings(deadline=None)
@given(conversations(), delays)
def test_late_arrivals_end_like_the_talk_in_order(talk: list[Event], late: list[float]) -> None:
    """But for what was given out in the meantime: that stays, once, and counts."""
    arrivals = _arrivals(talk, late)
    lived, told = _lived(arrivals, [Live(rule_tracker())], [0] * MOST), _told(arrivals)
    assert _talked(lived.room) == _talked(told.room)
    _hold_what_was_sent(lived, told)


@settings(deadline=None)
@given(conversations(), delays, lives)
def test_neither_a_restart_nor_another_replica_makes_a_difference(
    talk: list[Event], late: list[float], which: list[int]
) -> None:
    """Whichever process an event reaches, and whatever that has forgotten since the last one."""
    arrivals = _arrivals(talk, late)
    shelf = Shelf()
    replicas = [Live(rule_tracker(), shelf), Live(rule_tracker(), shelf)]
    lived, told = _lived(arrivals, replicas, which), _told(arrivals)
    if any(isinstance(event, MessageDeleted) for _, event in arrivals):
        # What was found in a deleted message is known no longer, though others built on it. Where
        # that decided how another question stands, what is late has no place (docs/reliability.md).
        said = _in_any_order if any(each.misled for each in replicas) else _said
        assert said(lived.room) == said(told.room)
        return
    assert _talked(wordless_room(lived.room)) == _talked(wordless_room(told.room))
    overtaken = _overtaken(arrivals)
    for name, question in lived.room.questions.items():
        if question.message not in overtaken:
            assert question.text == told.room.questions[name].text
    for room in (lived.room, told.room):
        room.questions = wordless_room(room).questions
    _hold_what_was_sent(lived, told)


@settings(deadline=None)
@given(happenings())
def test_a_journal_leads_to_the_room_whatever_happened(events: list[Event]) -> None:
    """Else it couldn't be used, and what comes late would be applied on arrival."""
    told = [each for each in events if not isinstance(each, MessageDeleted)]
    live = Live(rule_tracker())
    lived = Life(room(), tracker=live).live(told).room
    known = live.shelf.read()
    assert known is not None
    window = windows.begin(lived, whole=False)
    Rewind(rule_tracker()).extend(window, lived, known, live.shelf.left.values())
    assert len(window.moments) == sum(len(page.told) for page in known.pages) > 0


def _arrivals(talk: list[Event], late: list[float]) -> Arrivals:
    """Each event of the talk with the time at which it comes."""
    found = ((event.at + by, event) for event, by in zip(talk, late, strict=False))
    return sorted(found, key=lambda each: each[0])


def _lived(arrivals: Arrivals, replicas: list[Live], which: list[int]) -> Life:
    """The room as the replicas have it in the end: 0 and 1 are one's, 2 a restart of the first."""
    started = MeetingStarted(room=ROOM, at=MONDAY, meeting="t1")
    lived = Life(room(), tracker=replicas[0]).live([started])
    for (at, event), number in zip(arrivals, which, strict=False):
        if number >= len(replicas):
            replicas[0].forget()
        lived.tracker = replicas[number % len(replicas)]
        lived.until(at).feed(event)
    return lived.until(_end(arrivals))


def _told(arrivals: Arrivals) -> Life:
    """The same in the order of time."""
    started = MeetingStarted(room=ROOM, at=MONDAY, meeting="t1")
    in_order = sorted((event for _, event in arrivals), key=lambda event: event.at)
    return Life(room()).live([started, *in_order]).until(_end(arrivals))


def _end(arrivals: Arrivals) -> float:
    return max(at for at, _ in arrivals) + 5000.0


def _overtaken(arrivals: Arrivals) -> set[str]:
    """Messages that came after an edit of theirs: its words were nobody's to keep until then."""
    edited: set[str] = set()
    found: set[str] = set()
    for _, event in arrivals:
        if isinstance(event, MessageEdited):
            edited.add(event.id)
        elif isinstance(event, MessagePosted) and event.id in edited:
            found.add(event.id)
    return found


def _hold_what_was_sent(lived: Life, told: Life) -> None:
    """Each card was sent once, and where the same were sent, all else is the same."""
    assert {card for _, card in lived.sent} == {each.id for each in lived.room.cards.values()}
    if sorted(lived.sent) == sorted(told.sent):
        assert replace(lived.room, now=0.0) == replace(told.room, now=0.0)


def _talked(of: Room) -> tuple[object, ...]:
    """The room apart from its nudges."""
    questions = [_unnudged(each) for each in of.questions.values()]
    return questions, of.turns, of.members, of.pace, of.seq


def _said(of: Room) -> tuple[object, ...]:
    """What was said in the room, by whom, in which order."""
    turns = [(each.id, each.seq, each.author, each.deleted) for each in of.turns]
    return turns, [each.id for each in of.questions.values()], of.members, of.pace, of.seq


def _in_any_order(of: Room) -> tuple[object, ...]:
    """The same, wherever it was put."""
    turns = sorted((each.id, each.author, each.deleted) for each in of.turns)
    return turns, sorted(each.id for each in of.questions.values()), of.members, of.seq


def _unnudged(question: Question) -> Question:
    return replace(question, chosen_at=None, held_by=None, waits=False)
