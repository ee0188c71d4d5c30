"""Manner: what a message's own words say of its place in a crowd's talk, whatever they are about.

Some words open a talk ("hi all, anyone know …"), some go on with what their author just said ("and
then it …"), and to some nobody replies. It is looked at when a text is heard, since the text isn't
kept: what stays with the message is three small numbers. Which words count was learned
(training/links.py, docs/uptake.md).
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from bot.domain.weights import Weights

MODELS: Final = ("starts", "goes on", "is replied to")
STEPS: Final = 7
# Log-odds between the steps, by model: where the tenth, quarter … of the messages lie that the
# models were learned from.
_BETWEEN: Final = (
    (-4.0, -3.3, -2.7, -2.1, -1.3, 0.4),
    (-2.3, -1.6, -1.0, -0.6, -0.2, 0.5),
    (-0.9, -0.5, -0.1, 0.2, 0.6, 1.2),
)

_LOOKED_AT: Final = 300  # characters
_MOST: Final = 30  # words
_LENGTHS: Final = 6
_PER_LENGTH: Final = 3  # words
_CALL: Final = re.compile(r"@?[^\s:,]{2,20}[:,] ")
_LINK: Final = re.compile(r"\w{2,10}://\S+|www\.\S+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[?!.]")


def features(text: str) -> list[str]:
    """What is noticed in a message's words, but for whom it calls by name first; each once."""
    low = text[:_LOOKED_AT].strip().lower().replace("’", "'")
    call = _CALL.match(low)
    said = _LINK.sub(" link ", low[call.end() :] if call else low)
    words = ["0" if each.isdigit() else each for each in _WORD.findall(said)[:_MOST]]
    found = [f"length {min(len(words) // _PER_LENGTH, _LENGTHS)}", *words]
    found += [f"{one} {two}" for one, two in pairwise(words)]
    if words:
        found += [f"^ {words[0]}", f"{words[-1]} $"]
        found += [f"^ {words[0]} {words[1]}"] if len(words) > 1 else []
    return list(dict.fromkeys(found))


class Manner:
    """The learned weights, one model for each of MODELS."""

    def __init__(self, weights: Mapping[str, Weights]) -> None:
        self._models = tuple(
            (weights[name], between) for name, between in zip(MODELS, _BETWEEN, strict=True)
        )
        self._known = frozenset[str]().union(*(model.of for model, _ in self._models))

    def of(self, text: str) -> tuple[int, ...]:
        """For each of MODELS the step, 0 to STEPS - 1, that the words reach."""
        found = [each for each in features(text) if each in self._known]
        return tuple(bisect_right(between, model.sum(found)) for model, between in self._models)
