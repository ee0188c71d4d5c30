"""Reading a message: its own talk, its words, and the sentences in it that ask."""

from dataclasses import dataclass
from typing import Final

from bot.domain.hearing.asking import Asking, asking, sentences
from bot.domain.hearing.cues import cues, squeezed
from bot.domain.hearing.lexicon_talk import OWN_MATTER
from bot.domain.turn import Cue
from bot.domain.words import own_talk, tokens

HEARD_AT: Final = 0.5
_LABEL: Final = frozenset({Cue.NEXT_ITEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text says by itself, whoever wrote it and wherever it stands.

    `own` is its own talk, `plain` the same in lower case, `words` its words and `length` how many
    they are. `cues` is what it does in a talk, `label` those of them that it has for its "topic: "
    alone; `askings` are its asking sentences, in order.
    """

    own: str
    plain: str
    words: tuple[str, ...]
    cues: frozenset[Cue]
    label: frozenset[Cue]
    askings: tuple[Asking, ...]
    length: int


# What is known of words that mustn't be read: neither a bare nod nor anything that was said.
UNREAD: Final = Reading(
    own="", plain="", words=(), cues=frozenset(), label=frozenset(), askings=(), length=6
)


def read(text: str) -> Reading:
    """Read a text."""
    said = own_talk(text)
    words = tuple(tokens(said.own))
    plain = squeezed(said.own)
    askings = _askings(said.own)
    found = cues(said, plain, len(words))
    if askings:
        found.add(Cue.ASKS)
    label = _LABEL - found if OWN_MATTER.match(plain) else frozenset[Cue]()
    return Reading(
        own=said.own,
        plain=plain,
        words=words,
        cues=label | found,
        label=label,
        askings=askings,
        length=len(words),
    )


def _askings(own: str) -> tuple[Asking, ...]:
    """The sentences that ask, surely enough to be heard."""
    texts = sentences(own)
    plains = [squeezed(each) for each in texts]
    followers = [*plains[1:], ""][: len(plains)]
    found = (asking(*each) for each in zip(texts, plains, followers, strict=True))
    return tuple(each for each in found if each is not None and each.confidence >= HEARD_AT)
