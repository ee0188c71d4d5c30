"""A blank spaCy pipeline with a text categoriser; no model is downloaded."""

import random
from collections.abc import Sequence
from typing import Any, Final, Self

import spacy
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

from benchmarks.methods import examples
from benchmarks.methods.judging import Pair
from bot.evaluation.gold import GoldSet

_ASKS, _TELLS = "asks", "tells"
_ROUNDS: Final = 8
_TOGETHER: Final = 64
_SEED: Final = 7


class Textcat:
    """What asks is learned; what takes up is what points at the asker.

    A blank pipeline has no vectors by which two texts could be compared.
    """

    def __init__(self) -> None:
        self._nlp = spacy.blank("en")

    @classmethod
    def train(cls, meetings: Sequence[GoldSet], _chats: Sequence[GoldSet]) -> Self:
        """Learn what asks."""
        fix_random_seed(_SEED)
        made = cls()
        categories = made._nlp.add_pipe("textcat")
        for label in (_ASKS, _TELLS):
            categories.add_label(label)
        labelled = [
            Example.from_dict(
                made._nlp.make_doc(each.text),
                {"cats": {_ASKS: float(each.asks), _TELLS: float(not each.asks)}},
            )
            for each in examples.texts(meetings)
        ]
        optimizer = made._nlp.initialize(lambda: labelled)
        chance = random.Random(_SEED)  # noqa: S311 - an order, nothing secret
        for _ in range(_ROUNDS):
            chance.shuffle(labelled)
            for batch in minibatch(labelled, _TOGETHER):
                made._nlp.update(batch, sgd=optimizer, drop=0.2)
        return made

    def look(self, text: str) -> Any:  # noqa: ANN401 - spaCy's document
        """How surely it asks."""
        return self._nlp(text).cats[_ASKS]

    def asks(self, looked: float) -> bool:
        """Whether it asks rather than tells."""
        return looked >= 0.5  # noqa: PLR2004 - of two, the likelier

    def takes_up(self, pairs: Sequence[Pair[float]]) -> Sequence[bool]:
        """Which point at the asker."""
        return [each.points for each in pairs]
