"""Why a sentence was heard, in a convener's words: only what the decision really rests on.

A reason is named where the sentence without the words that it stands on is heard less surely.
"""

from bot.domain.hearing.asking import without
from bot.domain.hearing.judge import Judge
from bot.domain.hearing.kinds import wants, without_want
from bot.domain.hearing.parsing import Sentence, parsed
from bot.domain.words import Said


def reasons(sentence: Sentence, judge: Judge) -> list[str]:
    """How the sentence asks and what would answer it, as far as that decided."""
    named = [
        *((shape.value, without(shape, sentence.plain)) for shape in sentence.shapes),
        *((want.value, without_want(want, sentence.plain)) for want in wants(sentence.plain)),
    ]
    # Several reasons often stand on the same words, and some on none that can be left out.
    surely = {left: heard(left, judge) for left in {sentence.plain, *(left for _, left in named)}}
    return [each for each, left in named if surely[left] < surely[sentence.plain]]


def heard(plain: str, judge: Judge) -> float:
    """How surely a squeezed sentence asks something worth a follow, said by itself (0 to 1)."""
    return max(
        (judge.asks(each) * judge.worth(each) for each in parsed(Said(own=plain))), default=0.0
    )
