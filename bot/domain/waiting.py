"""Why a question still seems to wait, in words that a convener understands (rule 8).

They are read from what later messages did for it, so that a deletion or an edit takes them back.
None names anybody, counts a miss or blames (rule 3).
"""

from enum import StrEnum
from typing import Final

from bot.domain.question import Question
from bot.domain.uptake.circle_outcome import ASKS_AGAIN

PUT_ASIDE_AT: Final = 0.5  # how surely a message must let it drop
TOUCHED_AT: Final = 0.2  # how directly a message must take it up to be worth a word


class Sign(StrEnum):
    """What later messages did for a question that waits still."""

    PUT_ASIDE = "may have been put aside"
    TOUCHED = "may have been touched on, not taken up"
    ASKED_AGAIN = "was asked again since"


def signs(question: Question) -> tuple[Sign, ...]:
    """What is to be told of the messages after a question; nothing where it was taken up."""
    if not question.waiting:
        return ()
    touches = question.standing.touches
    there = {
        Sign.PUT_ASIDE: any(each.drops >= PUT_ASIDE_AT for each in touches),
        Sign.TOUCHED: any(each.direct >= TOUCHED_AT and not each.own for each in touches),
        Sign.ASKED_AGAIN: any(ASKS_AGAIN in each.marks for each in touches),
    }
    return tuple(sign for sign, seen in there.items() if seen)


def told(question: Question) -> tuple[str, ...]:
    """Why it hangs, in a few words each: what came after it, and what the talk turned to."""
    found = signs(question)
    lines = [_passed(question.others, touched=bool({Sign.PUT_ASIDE, Sign.TOUCHED} & {*found}))]
    lines += [each.value for each in found]
    if question.moved_on_to:
        lines.append(f"the talk moved on to {question.moved_on_to}")
    return tuple(lines)


def _passed(others: int, *, touched: bool) -> str:
    """How many messages by others came since, and whether none of them was on this."""
    if others == 0:
        return "nobody else has spoken since"
    messages = "one message by somebody else" if others == 1 else f"{others} messages by others"
    if touched:
        return f"{messages} since"
    return f"{messages}, not on this" if others == 1 else f"{messages}, none of them on this"
