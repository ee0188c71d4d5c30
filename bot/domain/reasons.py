"""The reasons why a question was noticed, with its own words where those are kept (rules 8 and 9).

Reasons are remembered in words of ours alone. The deciding words of the message are looked up in
the question's text each time, so where no text is kept there are none, and none outlives it.
"""

from typing import Final

from bot.domain.hearing.asking import Shape, deciding
from bot.domain.question import Question

# What only has the form of a question needs no quoting.
_SAYING: Final = (Shape.INDIRECT, Shape.NOT_KNOWING, Shape.CONCERN, Shape.CHALLENGE)
_QUOTED: Final = {each.value: each for each in _SAYING}


def worded(question: Question) -> dict[str, str]:
    """Each reason as it is told, by the reason itself: `voices a worry: “I'm uneasy”`."""
    return {cue: _told(cue, question.text) for cue in question.cues}


def _told(cue: str, text: str | None) -> str:
    shape = _QUOTED.get(cue)
    words = deciding(shape, text) if shape and text else ""
    return f"{cue}: “{words}”" if words else cue
