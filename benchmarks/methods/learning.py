"""What the trained methods share: a threshold is chosen where F1 on the training's own is best."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from sklearn.metrics import precision_recall_curve
from sklearn.model_selection import GroupKFold, cross_val_predict

_FOLDS: Final = 8


def best_threshold(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """The score from which on a yes gives the best F1."""
    precision, recall, thresholds = precision_recall_curve(labels, scores)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return float(thresholds[int(np.argmax(f1[:-1]))])


def chosen_threshold(
    model: Any,  # noqa: ANN401 - scikit-learn ships no types
    rows: Any,  # noqa: ANN401 - likewise
    labels: Sequence[bool],
    worlds: Sequence[str],
) -> float:
    """The same, with whole worlds left out in turn."""
    folds = GroupKFold(min(_FOLDS, len(set(worlds))))
    scores = cross_val_predict(
        model, rows, labels, groups=worlds, cv=folds, method="predict_proba"
    )[:, 1]
    return best_threshold(labels, scores)
