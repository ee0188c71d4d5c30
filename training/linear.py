"""Logistic regression over named features, and the file in which what it learned is kept."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from bot.domain.weights import Weights

DIGITS: Final = 3
_ROUNDS: Final = 400
# L1 keeps the features that L2 then weighs: a few thousand of them do as well as all.
_CHOOSING: Final = 4.0
_SPREAD: Final = 3  # worlds in which a feature must occur
_SEEN: Final = 4  # examples with it

Values = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Examples by feature, for the features worth learning (`names`)."""

    names: tuple[str, ...]
    rows: Any  # a scipy.sparse.csr_matrix, which ships no types


def spread(found: Iterable[tuple[str, Iterable[str]]]) -> tuple[str, ...]:
    """The features that several worlds share, of examples given as (world, features).

    What a single world says is what it is about, or how one hand writes.
    """
    worlds: dict[str, set[str]] = defaultdict(set)
    seen: Counter[str] = Counter()
    for world, features in found:
        for each in features:
            worlds[each].add(world)
            seen[each] += 1
    return tuple(
        sorted(each for each in seen if seen[each] >= _SEEN and len(worlds[each]) >= _SPREAD)
    )


def table(names: Sequence[str], examples: Iterable[Values]) -> Table:
    """The examples as rows, with their values of these features."""
    place = {name: number for number, name in enumerate(names)}
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for each in examples:
        known = sorted((place[name], value) for name, value in each.items() if name in place)
        columns += [column for column, _ in known]
        values += [value for _, value in known]
        ends.append(len(columns))
    shape = (len(ends) - 1, len(place))
    return Table(names=tuple(names), rows=sparse.csr_matrix((values, columns, ends), shape=shape))


def fit(data: Table, right: Sequence[bool], counts: Sequence[float], *, strength: float) -> Weights:
    """The weights that tell the right examples from the others.

    `counts` is how much each example counts; the smaller `strength`, the fewer features are used
    (first L1 chooses them, then L2 weighs what it chose). The same input gives the same weights.
    """
    chosen = np.flatnonzero(_fitted(data.rows, right, counts, "l1", _CHOOSING * strength).coef_[0])
    if not len(chosen):
        chosen = np.arange(min(1, len(data.names)))
    model = _fitted(data.rows[:, chosen], right, counts, "l2", strength)
    found = zip(chosen, model.coef_[0], strict=True)
    rounded = ((data.names[column], round(float(value), DIGITS)) for column, value in found)
    return Weights(
        bias=round(float(model.intercept_[0]), DIGITS),
        of={name: value for name, value in rounded if value},
    )


def _fitted(
    rows: Any,  # noqa: ANN401 - scipy ships no types
    right: Sequence[bool],
    counts: Sequence[float],
    penalty: str,
    strength: float,
) -> Any:  # noqa: ANN401 - sklearn ships no types
    # liblinear goes through the features in a random order, so that order is given.
    model = LogisticRegression(
        C=strength,
        l1_ratio=1.0 if penalty == "l1" else 0.0,
        solver="liblinear",
        max_iter=_ROUNDS,
        random_state=1,
    )
    return model.fit(rows, np.asarray(right), sample_weight=np.asarray(counts))


def write(path: Path, models: Mapping[str, Weights]) -> None:
    """Write models down for `bot.weights`: sorted, one feature a line."""
    shown = {
        name: {"bias": each.bias, "of": dict(sorted(each.of.items()))}
        for name, each in sorted(models.items())
    }
    text = json.dumps({"models": shown}, indent=0, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
