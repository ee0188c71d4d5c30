"""The sentences of a message, and the phrases in them that ask or that ask for nothing."""

import re
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


def sentences(own: str) -> list[str]:
    """The sentences of a message's own talk, at most MOST_SENTENCES, each at most LONGEST long."""
    found: list[str] = []
    for each in _SENTENCE.finditer(own):
        if text := each[0][:LONGEST].strip().lstrip(_ITEM):
            found.append(text)
            if len(found) == MOST_SENTENCES:
                break
    return found


def nods(plain: str) -> bool:
    """Whether a sentence is a listener's part of a talk and no question, whatever its mark."""
    return lexicon_asking.NOD.match(plain) is not None


def transcribed(own: str) -> bool:
    """Whether somebody wrote this down from speech, and put marks where they heard questions."""
    return own.rstrip().endswith(_TRANSCRIBED)


_SEARCHED: Final = (
    (Shape.INDIRECT, lexicon_asking.ASKS_INDIRECTLY),
    (Shape.NOT_KNOWING, lexicon_kinds.NOT_KNOWING),
    (Shape.CONCERN, lexicon_kinds.CONCERN),
    (Shape.CHALLENGE, lexicon_kinds.CHALLENGE),
    (Shape.INSIDE, lexicon_asking.ASKS_INSIDE),
)


def without(shape: Shape, plain: str) -> str:
    """A squeezed sentence without the words by which it asks in this shape."""
    if shape is Shape.MARK:
        return plain.replace("?", "")
    pattern = _PATTERNS[shape]
    return " ".join(pattern.sub(" ", plain).split())


def deciding(shape: Shape, text: str) -> str:
    """The first words by which a text asks in this shape, as they are written; empty if none do.

    Any shape but a question mark. White space and apostrophes are made plain, words whole.
    """
    for each in sentences(text):
        shown = " ".join(each.replace("’", "'").split())
        plain = shown.lower()
        if found := _PATTERNS[shape].search(plain):
            # A few letters grow when they are put in lower case: then places don't agree.
            said = shown if len(shown) == len(plain) else plain
            start = said.rfind(" ", 0, found.start() + 1) + 1
            return " ".join(said[start : found.end()].split()[:_QUOTED_AT_MOST]).strip(_AROUND)
    return ""


_QUOTED_AT_MOST: Final = 7  # words
_AROUND: Final = " .,:;!?\"'“”()"


_PATTERNS: Final = {
    Shape.STARTS: lexicon_asking.STARTS_ASKING,
    Shape.CHOICE: lexicon_asking.THIS_OR_THAT,
    **dict(_SEARCHED),
}


def shapes_of(plain: str) -> tuple[Shape, ...]:
    """Every way in which a sentence asks."""
    found = [Shape.MARK] if "?" in plain else []
    if lexicon_asking.STARTS_ASKING.match(plain):
        found.append(Shape.STARTS)
    found.extend(shape for shape, pattern in _SEARCHED if pattern.search(plain))
    if plain.count(" ") < _CHOICES_ARE_SHORT and lexicon_asking.THIS_OR_THAT.search(plain):
        found.append(Shape.CHOICE)
    return tuple(found)


HEARTFELT: Final = frozenset({Shape.NOT_KNOWING, Shape.CONCERN})


def idle(plain: str, shapes: tuple[Shape, ...], after: str) -> Idle | None:
    """Why the sentence seems idle, or None; what is said in earnest never is.

    `plain` is the sentence squeezed, `shapes` are how it asks, `after` is the next one squeezed.
    """
    if lexicon_idle.COMMAND.match(plain):
        return Idle.COMMAND
    if not HEARTFELT.isdisjoint(shapes):
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
