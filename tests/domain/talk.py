"""Short talks through the real hearing and uptake, for tests of their rules.

    talk("maya: who decides?", "tom: the board does")

A line is `name: words`; `name >m1: words` replies to a message, `name #m1: words` stands in its
thread. Lines are m1, m2 … and come 20 seconds apart.
"""

import re
from typing import Final

from bot.bootstrap.tracker import build_hearing, build_tracker
from bot.domain.events import MessagePosted
from bot.domain.hearing import Heard
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.turn import Turn
from tests.domain.builders import meeting_room, posted

APART: Final = 20.0
KEY: Final = b"a key for tests"
_LINE: Final = re.compile(r"(\w+)(?: >(\w+))?(?: #(\w+))?: (.*)", re.DOTALL)


def line(number: int, said: str, at: float, *, bots: tuple[str, ...] = ()) -> MessagePosted:
    """One line of a talk as an event."""
    found = _LINE.fullmatch(said)
    assert found is not None, said
    author, reply_to, thread, text = found.groups()
    return posted(
        f"m{number}",
        author,
        text,
        at,
        name=author.title(),
        reply_to=reply_to,
        thread=thread,
        bot=author in bots,
    )


def talk(*lines: str, apart: float = APART, bots: tuple[str, ...] = (), key: bytes = KEY) -> Room:
    """The room after a talk of these lines (moira convenes)."""
    room = meeting_room()
    tracker, _ = build_tracker(key)
    for number, said in enumerate(lines, start=1):
        tracker.handle(room, line(number, said, number * apart, bots=bots))
    return room


def asked(room: Room, name: str = "m1") -> Question:
    """A question that the talk asked."""
    return room.questions[name]


def takers(room: Room, name: str = "m1") -> list[str]:
    """The messages that took a question up, if it counts as taken up."""
    question = room.questions[name]
    return [] if question.waiting else [each.message for each in question.pick_ups]


def remembered(said: str, room: Room | None = None) -> Turn:
    """One line as the room remembers it."""
    place = room or meeting_room()
    return build_hearing(KEY).remember(line(1, said, 0.0), 1, place)


def heard(text: str, room: Room | None = None, *, author: str = "maya") -> tuple[Heard, ...]:
    """What is heard in a text, said by itself."""
    place = room or meeting_room()
    hearing = build_hearing(KEY)
    message = posted("m1", author, text, 0.0)
    turn = hearing.remember(message, 1, place)
    return hearing.place(hearing.hear(message), turn, place)


def only(text: str) -> Heard:
    """The one asking in a text."""
    (found,) = heard(text)
    return found
