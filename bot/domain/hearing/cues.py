"""What a message's words do in the talk besides asking: thank, joke, brush off, answer, follow."""

import re
from typing import Final

from bot.domain.hearing import lexicon_asker, lexicon_taking_up, lexicon_talk
from bot.domain.turn import Cue
from bot.domain.words import LOOKED_AT, Said

# Longer messages say more than their opening words: past these lengths a cue no longer rules them.
_SHORT: Final = 8
_OPENS_WITH: Final = 600  # characters

_ANYWHERE: Final = (
    (Cue.THANKS, lexicon_talk.THANKS),
    (Cue.JOKE, lexicon_talk.LAUGHS),
    (Cue.BRUSH_OFF, lexicon_talk.BRUSHES_OFF),
    (Cue.PRAISE, lexicon_talk.PRAISES),
    (Cue.FOLLOW, lexicon_taking_up.FOLLOWS),
    (Cue.LOOKS_BACK, lexicon_taking_up.LOOKS_BACK),
    (Cue.TAKE_AWAY, lexicon_taking_up.TAKES_AWAY),
    (Cue.WITHDRAW, lexicon_asker.WITHDRAWS),
    (Cue.SETTLED, lexicon_asker.SETTLES),
    (Cue.NEXT_ITEM, lexicon_talk.NEXT_ITEM),
    (Cue.FIGURE, lexicon_taking_up.FIGURE),
    (Cue.REASON, lexicon_taking_up.REASON),
    (Cue.COMMITS, lexicon_taking_up.COMMITS),
)
_OPENING: Final = (
    (Cue.ANSWER, lexicon_taking_up.ANSWERS),
    (Cue.YES_NO, lexicon_taking_up.YES_NO),
    (Cue.NEXT_ITEM, lexicon_talk.NEXT_OPENING),
)
_LETTER: Final = re.compile(r"[^\W_]")


def squeezed(text: str) -> str:
    """A text in lower case with plain apostrophes and single spaces, for looking phrases up."""
    return " ".join(text[:LOOKED_AT].lower().replace("’", "'").split())


def cues(said: Said, plain: str, length: int) -> set[Cue]:
    """The cues of a message: `plain` is its own talk squeezed, `length` its words."""
    plain = plain[:_OPENS_WITH]
    found = {cue for cue, pattern in _ANYWHERE if pattern.search(plain)}
    found.update(cue for cue, pattern in _OPENING if pattern.match(plain))
    if _acknowledges(plain, length):
        found.add(Cue.ACK)
    if length <= _SHORT and lexicon_talk.GREETING_ONLY.match(plain):
        found.add(Cue.GREETING)
    if said.code or said.link:
        found.add(Cue.CODE)
    if said.quote:
        found.add(Cue.QUOTE)
    return found


def _acknowledges(plain: str, length: int) -> bool:
    """Whether the message is a bare acknowledgement, or no word at all."""
    if length > _SHORT:
        return False
    return not _LETTER.search(plain) or lexicon_talk.ACKNOWLEDGES.match(plain) is not None
