"""Reading a message: its own talk, its words, and the sentences in it that ask."""

from dataclasses import dataclass
from typing import Final

from bot.domain.hearing.cues import cues, squeezed
from bot.domain.hearing.judge import Judge
from bot.domain.hearing.lexicon_talk import OWN_MATTER
from bot.domain.hearing.parsing import Sentence, parsed
from bot.domain.turn import Cue
from bot.domain.words import own_talk, tokens

_LABEL: Final = frozenset({Cue.NEXT_ITEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One asking sentence: `asks` and `worth` are how likely it asks, and is worth a follow."""

    sentence: Sentence
    asks: float
    worth: float

    @property
    def confidence(self) -> float:
        """How likely it is that somebody had better follow it (0 to 1)."""
        return self.asks * self.worth


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text says by itself, whoever wrote it and wherever it stands.

    `own` is its own talk, `words` its words and `length` how many they are. `cues` is what it does
    in a talk, `label` those of them that it has for its "topic: " alone; `sentences` are all that
    it says, `askings` those that ask, in order.
    """

    own: str
    words: tuple[str, ...]
    cues: frozenset[Cue]
    label: frozenset[Cue]
    sentences: tuple[Sentence, ...]
    askings: tuple[Asking, ...]
    length: int


# What is known of words that mustn't be read: neither a bare nod nor anything that was said.
UNREAD: Final = Reading(
    own="",
    words=(),
    cues=frozenset(),
    label=frozenset(),
    sentences=(),
    askings=(),
    length=6,
)


def read(text: str, judge: Judge) -> Reading:
    """Read a text."""
    said = own_talk(text)
    words = tuple(tokens(said.own))
    plain = squeezed(said.own)
    sentences = tuple(parsed(said))
    askings = tuple(_askings(sentences, judge))
    found = cues(said, plain, len(words))
    if askings:
        found.add(Cue.ASKS)
    label = _LABEL - found if OWN_MATTER.match(plain) else frozenset[Cue]()
    return Reading(
        own=said.own,
        words=words,
        cues=label | found,
        label=label,
        sentences=sentences,
        askings=askings,
        length=len(words),
    )


def _askings(sentences: tuple[Sentence, ...], judge: Judge) -> list[Asking]:
    """The sentences that ask, surely enough to be heard."""
    found = []
    for each in sentences:
        asks = judge.asks(each)
        if asks >= HEARD_AT:
            found.append(Asking(sentence=each, asks=asks, worth=judge.worth(each)))
    return found


# Between precision and recall in speech without marks, where a question is one line in twenty.
HEARD_AT: Final = 0.6
