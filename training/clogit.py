"""A softmax over candidates with "none of them" at nothing, fitted where some answers are unknown.

For each message there are candidates, some of which it is known to take up, or known not to. What
isn't known counts neither way: what is made likely is everything together that may be right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize

Array = np.ndarray[Any, np.dtype[np.float64]]
Numbers = np.ndarray[Any, np.dtype[np.int64]]

YES, NO, UNKNOWN = 1, 0, -1
_MOST: Final = 30.0  # log-odds
_ROUNDS: Final = 300
_BOUNDS: Final = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Candidates as rows: what was seen of each, of which message it is, and what is known of it.

    `message` numbers the messages from 0 without gaps; `known` has YES, NO or UNKNOWN.
    """

    seen: Any  # a scipy sparse matrix, for which there are no types
    message: Numbers
    known: Numbers
    weight: Array


def fit(choices: Choices, ridge: float, signs: Sequence[int] | None = None) -> tuple[Array, float]:
    """The log-odds of each column, and the bias; `ridge` holds them back.

    `signs` says of each column whether it may only speak for (1), only against (-1), or both (0).
    """
    messages = int(choices.message.max()) + 1
    chosen = np.zeros(messages, bool)
    np.logical_or.at(chosen, choices.message, choices.known == YES)
    right = np.where(chosen[choices.message], choices.known == YES, choices.known == UNKNOWN)
    columns = choices.seen.T.tocsr()

    def loss(weights: Array) -> tuple[float, Array]:
        odds = np.exp(np.clip(choices.seen @ weights[:-1] + weights[-1], -_MOST, _MOST))
        whole = 1.0 + np.bincount(choices.message, odds, messages)
        may_be = np.where(chosen, 0.0, 1.0) + np.bincount(choices.message, odds * right, messages)
        lost = (choices.weight * (np.log(whole) - np.log(may_be))).sum()
        slope = choices.weight[choices.message] * (
            odds / whole[choices.message] - odds * right / may_be[choices.message]
        )
        held = ridge * weights[:-1]
        return lost + 0.5 * held @ weights[:-1], np.append(columns @ slope + held, slope.sum())

    start = np.zeros(choices.seen.shape[1] + 1)
    bounds = None if signs is None else [_BOUNDS[each] for each in (*signs, 0)]
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": _ROUNDS}
    )
    return found.x[:-1], float(found.x[-1])
