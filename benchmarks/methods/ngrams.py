"""A scikit-learn pipeline: n-grams of words and letters, weighed by logistic regression."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final, Self

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from benchmarks.methods import examples
from benchmarks.methods.judging import Pair
from benchmarks.methods.learning import best_threshold, chosen_threshold
from bot.evaluation.gold import GoldSet

_ROUNDS: Final = 1_000
Row = Any  # one row of a scipy.sparse matrix, which ships no types


@dataclass(slots=True, kw_only=True)
class Ngrams:
    """Two linear models over TF-IDF: of a text, and of a pair of them."""

    texts: Any
    asking: Any
    asks_from: float
    pairing: Any
    takes_up_from: float

    @classmethod
    def train(cls, meetings: Sequence[GoldSet], chats: Sequence[GoldSet]) -> Self:
        """Learn what asks from meetings, and what takes up from chat too."""
        labelled = examples.texts(meetings)
        asks, worlds = [each.asks for each in labelled], [each.world for each in labelled]
        # A mark is a word of its own here: it says much about asking.
        marks = r"\w+|[?!]"
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=marks)
        letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=3
        )
        both = FeatureUnion([("words", words), ("letters", letters)])
        rows = both.fit_transform([each.text for each in labelled])
        model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=_ROUNDS)
        asks_from = chosen_threshold(model, rows, asks, worlds)
        made = cls(
            texts=both,
            asking=model.fit(rows, asks),
            asks_from=asks_from,
            pairing=None,
            takes_up_from=0.5,
        )
        met = examples.pairs([*meetings, *chats], made)
        pairs, taken = _rows([each.pair for each in met]), [each.takes_up for each in met]
        made.pairing = LogisticRegression(class_weight="balanced", max_iter=_ROUNDS)
        made.pairing.fit(pairs, taken)
        made.takes_up_from = best_threshold(taken, made.pairing.predict_proba(pairs)[:, 1])
        return made

    def look(self, text: str) -> Row:
        """Its TF-IDF."""
        return self.texts.transform([text])

    def asks(self, looked: Row) -> bool:
        """Whether it is likely enough a question."""
        return bool(self.asking.predict_proba(looked)[0, 1] >= self.asks_from)

    def takes_up(self, pairs: Sequence[Pair[Row]]) -> Sequence[bool]:
        """Which are likely enough a pick-up."""
        likely = self.pairing.predict_proba(_rows(pairs))[:, 1]
        return [bool(each >= self.takes_up_from) for each in likely]


def _rows(pairs: Sequence[Pair[Row]]) -> Any:  # noqa: ANN401 - a scipy.sparse matrix
    """How close and how far apart the two are, and the words of the second."""
    figures = np.array([_figures(each) for each in pairs])
    words = sparse.vstack([each.said for each in pairs])
    return sparse.hstack([sparse.csr_matrix(figures), words]).tocsr()


def _figures(pair: Pair[Row]) -> list[float]:
    alike = (pair.asked @ pair.said.T).toarray()[0, 0] / 2.0  # of two parts, each of length one
    return [
        float(alike),
        float(pair.replied),
        float(pair.names_asker),
        float(pair.names_other),
        float(not (pair.names_asker or pair.names_other)),
        log(pair.after),
        float(pair.after == 1),
    ]
