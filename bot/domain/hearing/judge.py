"""The judge of a sentence: does it ask, is it worth a follow, and of which kind is it."""

from collections.abc import Mapping
from typing import Final

from bot.domain.hearing.asking import HEARTFELT, Idle, Shape
from bot.domain.hearing.features import Features
from bot.domain.hearing.parsing import Sentence
from bot.domain.question import Kind
from bot.domain.weights import Weights, chance

ASKS: Final = "asks"
WORTH: Final = "worth"
_SAYS_SO: Final = 1.5
_RUNS_ON: Final = -1.3


class Judge:
    """Judges by learned weights: models `asks`, `worth`, and one for each kind (by its value)."""

    def __init__(self, models: Mapping[str, Weights]) -> None:
        self._asks = models[ASKS]
        self._worth = models[WORTH]
        self._kinds = tuple((kind, models[kind.value]) for kind in Kind)

    def asks(self, sentence: Sentence) -> float:
        """How likely it is that the sentence asks, in form or in substance (0 to 1)."""
        if sentence.mute:
            return 0.0
        return 1.0 if sentence.asked else self.seems(sentence)

    def seems(self, sentence: Sentence) -> float:
        """How likely it seems from its words alone (0 to 1), a question mark or not."""
        return chance(log_odds(self._asks, sentence.features) + leaning(sentence))

    def worth(self, sentence: Sentence) -> float:
        """How likely it is that a sentence is worth a follow, if it asks (0 to 1)."""
        if sentence.idle is Idle.COMMAND:
            return 0.0
        return chance(log_odds(self._worth, sentence.features))

    def kind(self, features: Features) -> Kind:
        """The likeliest kind of a contribution that asks."""
        return max(self._kinds, key=lambda each: log_odds(each[1], features))[0]


def leaning(sentence: Sentence) -> float:
    """What is added to the log-odds that a sentence asks, for what the material can't teach.

    Its talks don't say whether a statement voices a worry, so what says so in as many words counts
    more. In real talk questions are short and rare: of a long run without a mark many small hints
    make one too easily, while one that begins like a question is one. Measured on talks left out.
    """
    if Shape.STARTS in sentence.shapes:
        return _SAYS_SO
    voiced = 0.0 if HEARTFELT.isdisjoint(sentence.shapes) else _SAYS_SO
    return voiced + (_RUNS_ON if sentence.runs_on else 0.0)


def log_odds(model: Weights, features: Features) -> float:
    """What a model makes of the features."""
    of = model.of
    words = sum([of[each] for each in features.said if each in of])
    frame = sum([of[each] for each in features.frame if each in of])
    return model.bias + words * features.scale + frame
