"""Threads: a message's part in the talk about each question, handed on from what it replies to."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.room import Room
from bot.domain.standing import THREADS_KEPT, Thread
from bot.domain.turn import Cue, Turn
from bot.domain.uptake import threads
from tests.domain.builders import MONDAY, meeting_room, question

REPLY = Turn(id="m5", at=MONDAY, seq=5, author="tom")


def room_with(*names: str) -> Room:
    """A room in which maya asked these questions."""
    room = meeting_room()
    for name in names:
        room.questions[name] = question(name)
    return room


def said(name: str, *parts: Thread, author: str = "ola") -> Turn:
    """A message with its parts."""
    return Turn(id=name, at=MONDAY, seq=2, author=author, threads=parts)


def test_a_reply_to_a_question_takes_it_up() -> None:
    """What links to the asking message reaches the question itself."""
    asked = Turn(id="m1", at=MONDAY, seq=1, author="maya")
    part = threads.carried([(asked, 0.7)], room_with("m1"))["m1"]
    assert (part.member, part.voices) == (0.7, 0.7)
    touch = threads.touch(REPLY, part, question())
    assert (touch.direct, touch.member, touch.own) == (0.7, 0.7, False)


def test_a_reply_to_a_reply_belongs_to_the_talk_without_taking_it_up() -> None:
    """Only a reply to the asker's own wording is direct."""
    earlier = said("m2", Thread(question="m1", member=0.8))
    part = threads.carried([(earlier, 0.5)], room_with("m1"))["m1"]
    assert (part.member, part.voices) == (0.4, 0.0)


def test_the_askers_next_line_stands_for_the_question() -> None:
    """The last line of a question asked in several stands for all; nobody else's line does."""
    part = Thread(question="m1", member=0.9, voices=0.9)
    room = room_with("m1")
    assert threads.remembered(replace(REPLY, author="maya"), {"m1": part}, room) == (part,)
    assert threads.remembered(REPLY, {"m1": part}, room) == (Thread(question="m1", member=0.9),)


def test_faint_parts_are_forgotten() -> None:
    """What hardly belongs to a talk isn't carried on."""
    earlier = said("m2", Thread(question="m1", member=0.1))
    assert threads.carried([(earlier, 0.1)], room_with("m1")) == {}


def test_a_brush_off_takes_nothing_up() -> None:
    """What puts a question off touches it only as letting it drop."""
    parked = replace(REPLY, cues=frozenset({Cue.BRUSH_OFF}), length=3)
    touch = threads.touch(parked, Thread(question="m1", member=0.9, voices=0.9), question())
    assert (touch.direct, touch.member, touch.drops) == (0.0, 0.0, 0.9)


PARTS = st.builds(
    Thread,
    question=st.sampled_from([f"m{each}" for each in range(9)]),
    member=st.floats(0, 1),
    voices=st.floats(0, 1),
)


@given(st.lists(st.lists(PARTS, max_size=4, unique_by=lambda each: each.question), max_size=6))
def test_a_part_is_a_chance_and_few_are_kept(found: list[list[Thread]]) -> None:
    """However links share out, no part exceeds 1, and a message remembers a few of them."""
    room = room_with(*(f"m{each}" for each in range(9)))
    links = [(said(f"x{n}", *parts), 1.0 / len(found)) for n, parts in enumerate(found)]
    parts = threads.carried(links, room)
    assert all(0.0 <= each.member <= 1.0 >= each.voices for each in parts.values())
    assert len(threads.remembered(REPLY, parts, room)) <= THREADS_KEPT
    assert threads.carried(links[::-1], room).keys() == parts.keys()
