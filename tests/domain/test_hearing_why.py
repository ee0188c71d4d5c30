"""The reasons that hearing names are what its decision rests on."""

from functools import cache

from bot.bootstrap.tracker import build_hearing
from bot.domain.events import MessagePosted
from bot.domain.hearing.asking import Shape, without
from bot.domain.hearing.cues import squeezed
from bot.domain.hearing.kinds import without_want
from bot.domain.question import Wants
from bot.domain.words import own_talk
from tests.domain.builders import posted
from tests.domain.test_hearing import TRACKED
from tests.domain.test_hearing_plain import TRACKED as PLAIN
from training import material

SHAPES = {each.value: each for each in Shape}
WANTS = {each.value: each for each in Wants}
HEARING = build_hearing(b"key")


@cache
def texts() -> tuple[str, ...]:
    """What was written for tests, and by others: lines that hearing didn't learn from first."""
    told = [text for text, _ in (*TRACKED, *PLAIN)]
    meetings = [each.text for meeting in material.meetings()[::4] for each in meeting.messages]
    return (*told, *meetings)


def message(text: str) -> MessagePosted:
    """It, as it comes from a platform."""
    return posted("m1", "maya", text, 0.0)


def sure(text: str) -> float:
    """How surely a whole message asks something worth a follow."""
    return max((each.confidence for each in HEARING.hear(message(text))), default=0.0)


def left(cue: str, text: str) -> str:
    """The message without the words of a reason."""
    plain = squeezed(text)
    return without(SHAPES[cue], plain) if cue in SHAPES else without_want(WANTS[cue], plain)


def test_without_the_words_of_a_reason_the_message_is_heard_less_surely() -> None:
    """The whole of it, heard again as it would come: true of 95 in 100 reasons at least."""
    fell = []
    for text in texts():
        own = own_talk(text).own
        found = HEARING.hear(message(own))
        if len(found) == 1 and found[0].tracked:
            named = [cue for cue in found[0].cues if cue in SHAPES or cue in WANTS]
            fell += [sure(left(cue, own)) < found[0].confidence for cue in named]
    assert len(fell) > 500
    assert sum(fell) >= 0.95 * len(fell)


def test_nearly_every_question_has_its_reason() -> None:
    """A convener is told something of nine tracked questions in ten at least."""
    tracked = [each for text in texts() for each in HEARING.hear(message(text)) if each.tracked]
    assert sum(bool(each.cues) for each in tracked) >= 0.9 * len(tracked)
