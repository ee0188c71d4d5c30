"""What a message does as a reply: it fits the question, or only lets it drop."""

from typing import Final

from bot.domain.question import Question, Wants
from bot.domain.turn import Cue, Turn

SAYS_MORE: Final = 26  # words: a message as long as that does more than let something drop
FITTING: Final = {
    Wants.YES_NO: Cue.YES_NO,
    Wants.AMOUNT: Cue.FIGURE,
    Wants.WHEN: Cue.FIGURE,
    Wants.WHY: Cue.REASON,
}
"""The kind of answer that is asked for, where its words show that."""

_DROPPING: Final = frozenset({Cue.BRUSH_OFF, Cue.JOKE, Cue.ACK, Cue.PRAISE, Cue.THANKS})
_TAKING_UP: Final = frozenset({Cue.COMMITS, Cue.LOOKS_BACK, Cue.FOLLOW, Cue.TAKE_AWAY, Cue.REASON})


def fits(turn: Turn, question: Question) -> bool:
    """Whether a message is the kind of answer that the question asks for."""
    return any(FITTING.get(want) in turn.cues for want in question.wants)


def drops(turn: Turn) -> bool:
    """Whether a message only jokes, praises, thanks, acknowledges or puts off."""
    if _DROPPING.isdisjoint(turn.cues) or turn.length >= SAYS_MORE:
        return False
    return _TAKING_UP.isdisjoint(turn.cues)
