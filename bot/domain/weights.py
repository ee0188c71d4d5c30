"""What was learned: for each model a number by the name of each feature (docs/model-card.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One linear model: log-odds. A feature that it doesn't know counts nothing."""

    bias: float
    of: Mapping[str, float]

    def sum(self, features: Iterable[str]) -> float:
        """The log-odds of what has these features."""
        of = self.of
        return self.bias + sum([of[each] for each in features if each in of])


def chance(log_odds: float) -> float:
    """Log-odds as a probability, 0 to 1; any finite number is taken."""
    if log_odds >= 0.0:
        return 1.0 / (1.0 + exp(-log_odds))
    odds = exp(log_odds)
    return odds / (1.0 + odds)


def bounded_odds(likely: float, edge: float) -> float:
    """A probability as log-odds, held back by `edge` from both ends: nothing is quite sure."""
    return log((likely + edge) / (1.0 + edge - likely))
