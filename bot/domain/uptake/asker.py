"""What the asker says next: takes it back."""

from typing import Final

from bot.domain.question import Question
from bot.domain.turn import Cue, Turn

WITHDRAWN_WITHIN: Final = 12  # messages
_SURELY: Final = 0.8


def taken_back(turn: Turn, questions: list[Question]) -> tuple[str, ...]:
    """The question that the asker takes back, if any: their latest that still waits."""
    if Cue.WITHDRAW in turn.cues and Cue.ASKS not in turn.cues:
        for question in questions:
            if question.taken_up < _SURELY and turn.seq - question.run_seq <= WITHDRAWN_WITHIN:
                return (question.id,)
    return ()
