"""Does a sentence ask, in which shape, how surely, and is it worth anybody's follow."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.hearing import lexicon_asking, lexicon_idle, lexicon_kinds, lexicon_talk

MOST_SENTENCES: Final = 24
LONGEST: Final = 500
_SENTENCE: Final = re.compile(r"(?:[^.!?…\n]|[.!](?=\w))+[.!?…]*")
_ITEM: Final = " \t•◦▪"  # what stands before the items of a list
# A full stop that stands apart is a transcriber's: they would have put a mark where one is due.
_TRANSCRIBED: Final = (" .", " ==", " |")
_LOGISTICS_ARE_SHORT: Final = 16
_GREETINGS_ARE_SHORT: Final = 12
_CHOICES_ARE_SHORT: Final = 16


class Shape(StrEnum):
    """How a sentence asks, in words that a convener understands."""

    MARK = "ends with a question mark"
    STARTS = "is put as a question"
    INSIDE = "has a question in it"
    INDIRECT = "asks in a roundabout way"
    CHOICE = "asks which it is to be"
    NOT_KNOWING = "says they don't follow it"
    CONCERN = "voices a worry"
    CHALLENGE = "asks what, or whom, it is for"


# How sure each shape makes it that the sentence asks; tuned on whole worlds left out in turn.
CONFIDENCE: Final = {
    Shape.MARK: 0.85,
    Shape.STARTS: 0.75,
    Shape.NOT_KNOWING: 0.8,
    Shape.CONCERN: 0.8,
    Shape.INDIRECT: 0.65,
    Shape.CHOICE: 0.65,
    Shape.INSIDE: 0.6,
    Shape.CHALLENGE: 0.45,
}


class Idle(StrEnum):
    """Why a question in form is not worth a follow."""

    GREETING = "is a greeting"
    LOGISTICS = "is about running the meeting"
    RHETORICAL = "expects no answer"
    TAG = "only seeks a nod"
    SURPRISE = "is an exclamation"
    JEST = "is said in jest"
    POLL = "asks for a show of hands"
    COMMAND = "is meant for a bot"
    REPORTED = "passes on what was written elsewhere"
    ANSWERED = "is answered in the same breath"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One asking sentence: its words, how it asks, and why it is idle, if it is."""

    text: str
    plain: str
    shapes: tuple[Shape, ...]
    confidence: float
    idle: Idle | None = None


def sentences(own: str) -> list[str]:
    """The sentences of a message's own talk, at most MOST_SENTENCES, each at most LONGEST long."""
    found: list[str] = []
    for each in _SENTENCE.finditer(own):
        if text := each[0][:LONGEST].strip().lstrip(_ITEM):
            found.append(text)
            if len(found) == MOST_SENTENCES:
                break
    return found


def asking(text: str, plain: str, after: str) -> Asking | None:
    """How a sentence asks, or None; `plain` is the sentence squeezed, `after` the next one."""
    if lexicon_asking.NOD.match(plain):
        return None
    shapes = shapes_of(plain)
    if not shapes or (Shape.MARK not in shapes and plain.endswith(_TRANSCRIBED)):
        return None
    idle = _idle(plain, shapes, after)
    return Asking(
        text=text,
        plain=plain,
        shapes=shapes,
        confidence=max(CONFIDENCE[shape] for shape in shapes),
        idle=idle,
    )


_SEARCHED: Final = (
    (Shape.INDIRECT, lexicon_asking.ASKS_INDIRECTLY),
    (Shape.NOT_KNOWING, lexicon_kinds.NOT_KNOWING),
    (Shape.CONCERN, lexicon_kinds.CONCERN),
    (Shape.CHALLENGE, lexicon_kinds.CHALLENGE),
    (Shape.INSIDE, lexicon_asking.ASKS_INSIDE),
)


def shapes_of(plain: str) -> tuple[Shape, ...]:
    """Every way in which a sentence asks."""
    found = [Shape.MARK] if "?" in plain else []
    if lexicon_asking.STARTS_ASKING.match(plain):
        found.append(Shape.STARTS)
    found.extend(shape for shape, pattern in _SEARCHED if pattern.search(plain))
    if plain.count(" ") < _CHOICES_ARE_SHORT and lexicon_asking.THIS_OR_THAT.search(plain):
        found.append(Shape.CHOICE)
    return tuple(found)


_HEARTFELT: Final = frozenset({Shape.NOT_KNOWING, Shape.CONCERN})


def _idle(plain: str, shapes: tuple[Shape, ...], after: str) -> Idle | None:
    """Why the sentence is idle, or None; what is said in earnest never is."""
    if lexicon_idle.COMMAND.match(plain):
        return Idle.COMMAND
    if not _HEARTFELT.isdisjoint(shapes):
        return None
    return _idle_by_phrase(plain, plain.count(" ") + 1) or _idle_by_form(plain, shapes, after)


def _idle_by_phrase(plain: str, words: int) -> Idle | None:
    """Greetings, the running of the meeting, rhetoric, and what others wrote."""
    if words <= _GREETINGS_ARE_SHORT and lexicon_idle.GREETS.match(plain):
        return Idle.GREETING
    if lexicon_idle.RHETORICAL.search(plain):
        return Idle.RHETORICAL
    if lexicon_idle.REPORTED.search(plain):
        return Idle.REPORTED
    if words <= _LOGISTICS_ARE_SHORT and lexicon_idle.LOGISTIC.search(plain):
        return Idle.LOGISTICS
    return None


def _idle_by_form(plain: str, shapes: tuple[Shape, ...], after: str) -> Idle | None:
    """Polls, jokes, what answers itself, exclamations and tags."""
    if (
        lexicon_idle.POLL.search(plain)
        or lexicon_idle.POLL.match(after)
        or lexicon_idle.EMOJI_CHOICE.search(plain)
    ):
        return Idle.POLL
    if lexicon_talk.LAUGHS.search(plain):
        return Idle.JEST
    if lexicon_idle.SELF_CORRECTS.search(plain) or lexicon_idle.ANSWERS_ITSELF.match(after):
        return Idle.ANSWERED
    if Shape.STARTS in shapes or Shape.INSIDE in shapes:
        return None
    if lexicon_idle.SURPRISE.match(plain):
        return Idle.SURPRISE
    return Idle.TAG if lexicon_idle.TAG.search(plain) else None
