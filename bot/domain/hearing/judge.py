"""The judge of a sentence: does it ask, is it worth a follow, and of which kind is it."""

from collections.abc import Mapping
from typing import Final

from bot.domain.hearing.asking import Idle
from bot.domain.hearing.features import Features
from bot.domain.hearing.parsing import Sentence
from bot.domain.question import Kind
from bot.domain.weights import Weights, chance

ASKS: Final = "asks"
WORTH: Final = "worth"


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
        return chance(log_odds(self._asks, sentence.features))

    def worth(self, sentence: Sentence) -> float:
        """How likely it is that a sentence is worth a follow, if it asks (0 to 1)."""
        if sentence.idle is Idle.COMMAND:
            return 0.0
        return chance(log_odds(self._worth, sentence.features))

    def kind(self, features: Features) -> Kind:
        """The likeliest kind of a contribution that asks."""
        return max(self._kinds, key=lambda each: log_odds(each[1], features))[0]


def log_odds(model: Weights, features: Features) -> float:
    """What a model makes of the features."""
    of = model.of
    words = sum([of[each] for each in features.said if each in of])
    frame = sum([of[each] for each in features.frame if each in of])
    return model.bias + words * features.scale + frame
