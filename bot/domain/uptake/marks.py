"""Marks: what counts about a message that touches a question, besides how surely it does."""

from typing import Final

from bot.domain.question import Question
from bot.domain.turn import Cue, Turn

ASKS: Final = "asks"
CALLS: Final = "calls"
CALLS_ASKER: Final = "calls the asker"
ASKED: Final = "was asked"
REPLIES: Final = "replies"


def of(turn: Turn, question: Question) -> tuple[str, ...]:
    """The marks of a message as it touches a question."""
    calls = Cue.CALLS in turn.cues
    found = (
        (ASKS, Cue.ASKS in turn.cues),
        (CALLS, calls),
        (CALLS_ASKER, calls and turn.addressed[:1] == (question.asker,)),
        (ASKED, turn.author in question.addressed),
        (REPLIES, question.message in (turn.reply_to, turn.thread)),
    )
    return tuple(name for name, there in found if there)
