"""What the second listener may be asked, and the only answers that it can give.

Its answer is one of these words or none: whatever else it says is never read, kept or shown.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.domain.question import How, Kind


class About(StrEnum):
    """What it is asked about: a message that may ask something, or one that may take that up."""

    HEARING = "hearing"
    REPLY = "reply"


class Label(StrEnum):
    """An answer."""

    INQUIRY = "inquiry"
    NOT_KNOWING = "not_knowing"
    CHALLENGE = "challenge"
    CONCERN = "concern"
    NO_QUESTION = "no_question"
    ANSWER = "answer"
    FOLLOW = "follow"
    NEITHER = "neither"


ALLOWED: Final[Mapping[About, tuple[Label, ...]]] = MappingProxyType(
    {
        About.HEARING: (
            Label.INQUIRY,
            Label.NOT_KNOWING,
            Label.CHALLENGE,
            Label.CONCERN,
            Label.NO_QUESTION,
        ),
        About.REPLY: (Label.ANSWER, Label.FOLLOW, Label.NEITHER),
    }
)
KINDS: Final[Mapping[Label, Kind]] = MappingProxyType({Label(each.value): each for each in Kind})
HOWS: Final[Mapping[Label, How]] = MappingProxyType({Label(each.value): each for each in How})

_AROUND: Final = " \t\r\n.\"'`*"
_LONGEST: Final = 40  # characters that can still be one word with some marks around it


def label_of(said: str, about: About) -> Label | None:
    """The answer that this text is, if it is one of the allowed words and nothing else.

    Case, and full stops, quotes or stars around the word, don't matter.
    """
    if len(said) > _LONGEST:
        return None
    word = said.strip(_AROUND).casefold()
    return next((each for each in ALLOWED[about] if each.value == word), None)
