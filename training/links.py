"""Teaches uptake in a crowd: `python -m training.links` writes its weights.

bot/weights/crowd.json has both stages, manner.json what is noticed of texts (training/manner.py).

    --data FOLDER …  real chat with gold reply links (docs/model-card.md)
    --without WORD  leave out the features whose names have that word, to see what they add
    --dry           only the figures; nothing is written

Two stages (docs/uptake.md). "links" says which earlier message each message replies to: a softmax
over log-odds. "outcome" says from all that touched a question whether it was taken up. Whole days
are left out in turn: each is played with links that were learned without it, the outcome is learned
from what was found so, and the figures are of days that both were learned without.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from bot.bootstrap.tracker import build_hearing
from bot.domain.commands import Retired
from bot.domain.hearing import Hearing
from bot.domain.question import Question, State
from bot.domain.room import RoomView
from bot.domain.standing import Standing
from bot.domain.tracker import Tracker
from bot.domain.turn import Turn
from bot.domain.uptake import Verdict, candidates, outcome
from bot.domain.uptake.candidates import NAMES, Earlier
from bot.domain.uptake.circle import CircleUptake
from bot.domain.uptake.learned import LearnedUptake
from bot.domain.weights import Weights
from bot.weights import load
from training import linear, manner
from training.chats import Chat, read

WEIGHTS: Final = Path(__file__).parent.parent / "bot" / "weights"
FOLDS: Final = 5
RIDGE: Final = 1.0
STRENGTH: Final = 0.3  # the smaller, the more the outcome's weights are held back
_ROUNDS: Final = 150
_SURE: Final = 1e-12
_NOTHING: Final = Weights(bias=0.0, of={})

Array = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


# --- links -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Pairs:
    """What each message might reply to: sets of features by number, and which of them are right."""

    sets: dict[int, int] = field(default_factory=dict)
    found: list[list[int]] = field(default_factory=list)
    right: list[list[bool]] = field(default_factory=list)
    days: list[str] = field(default_factory=list)


class Watching:
    """An uptake that judges nothing, and notes what each message might reply to."""

    def __init__(self, chat: Chat, pairs: Pairs) -> None:
        self._chat, self._pairs = chat, pairs

    def judge(self, turn: Turn, room: RoomView) -> Verdict:
        """Note the candidates, where one of them is known to be right."""
        gold = self._chat.gold.get(turn.id)
        if gold is not None:
            self._note(turn, room, gold.replies_to)
        return Verdict()

    def _note(self, turn: Turn, room: RoomView, replies_to: frozenset[str]) -> None:
        pairs = self._pairs
        found, right = [], []
        for earlier, features in candidates.candidates(turn, room):
            found.append(pairs.sets.setdefault(features, len(pairs.sets)))
            right.append(not replies_to if earlier is None else _message(earlier) in replies_to)
        if any(right):
            pairs.found.append(found)
            pairs.right.append(right)
            pairs.days.append(self._chat.name)

    def chance(self, question: Question, standing: Standing) -> float:  # noqa: ARG002 - of the seam
        """Nothing is known."""
        return 0.0

    def hanging_score(self, question: Question, room: RoomView) -> float:  # noqa: ARG002 - of the seam
        """Nothing is known."""
        return 0.0


def _message(earlier: Earlier) -> str:
    return earlier.message if isinstance(earlier, Question) else earlier.id


def watched(chats: Iterable[Chat], hearing: Hearing) -> Pairs:
    """Everything that the messages of these chats might reply to."""
    pairs = Pairs()
    for chat in chats:
        tracker, room = Tracker(hearing, Watching(chat, pairs)), chat.room()
        for event in chat.events:
            tracker.handle(room, event)
    return pairs


def learned_links(pairs: Pairs, table: Any, days: frozenset[str]) -> Weights:  # noqa: ANN401 - scipy ships no types
    """The log-odds of each feature in `table`, by the messages of these days."""
    rows = [number for number, day in enumerate(pairs.days) if day in days]
    sets = np.concatenate([pairs.found[row] for row in rows])
    right = np.concatenate([pairs.right[row] for row in rows]).astype(float)
    sizes = np.array([len(pairs.found[row]) for row in rows])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    message = np.repeat(np.arange(len(rows)), sizes)
    columns = table.T.tocsr()

    def loss(weights: Array) -> tuple[float, Array]:
        odds = (table @ weights)[sets]
        parts = np.exp(odds - np.maximum.reduceat(odds, starts)[message])
        parts /= np.add.reduceat(parts, starts)[message]
        likely = np.add.reduceat(parts * right, starts) + _SURE
        slope = columns @ np.bincount(
            sets, parts - parts * right / likely[message], minlength=len(pairs.sets)
        )
        held = RIDGE * weights
        return float(0.5 * held @ weights - np.log(likely).sum()), slope + held

    start = np.zeros(len(NAMES))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    return _weights(0.0, zip(NAMES, found.x, strict=True))


def tabled(pairs: Pairs, without: Sequence[str]) -> Any:  # noqa: ANN401 - scipy ships no types
    """The sets as rows of features, but for those that are left out."""
    kept = sum(1 << bit for bit, name in enumerate(NAMES) if not any(w in name for w in without))
    columns: list[int] = []
    ends = [0]
    for features in pairs.sets:
        left = features & kept
        while left:
            lowest = left & -left
            columns.append(lowest.bit_length() - 1)
            left ^= lowest
        ends.append(len(columns))
    shape = (len(pairs.sets), len(NAMES))
    return sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)


def _weights(bias: float, found: Iterable[tuple[str, float]]) -> Weights:
    rounded = ((name, round(float(value), linear.DIGITS)) for name, value in found)
    return Weights(
        bias=round(float(bias), linear.DIGITS), of={name: value for name, value in rounded if value}
    )


# --- outcome ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question at the end of its day; None where it wasn't tracked."""

    day: str
    hanging: bool
    question: Question | None


class Waiting(LearnedUptake):
    """Lets every question wait, so that all that touches it is seen."""

    def chance(self, question: Question, standing: Standing) -> float:  # noqa: ARG002 - of the seam
        """Nothing was taken up yet."""
        return 0.0


def played(chat: Chat, hearing: Hearing, weights: Weights) -> list[Asked]:
    """A day's questions as they stand at its end, by these links."""
    uptake = Waiting({"links": weights, "outcome": _NOTHING}, CircleUptake(load("circle")))
    tracker, room = Tracker(hearing, uptake), chat.room()
    asked: dict[str, Question] = {}
    for event in chat.events:
        left = [each for each in tracker.handle(room, event) if isinstance(each, Retired)]
        asked |= {each.question.id: each.question for each in left if each.question.tracked}
    asked |= {name: each for name, each in room.questions.items() if each.tracked}
    return [
        Asked(day=chat.name, hanging=not gold.taken_up, question=asked.get(name))
        for name, gold in chat.gold.items()
        if gold.asks and gold.taken_up is not None and not _withdrawn(asked.get(name))
    ]


def _withdrawn(question: Question | None) -> bool:
    return question is not None and question.state is State.WITHDRAWN


def learned_outcome(found: Sequence[Asked], without: Sequence[str]) -> Weights:
    """What makes it likely that a question was taken up."""
    known = [each for each in found if each.question is not None]
    names, rows = _rows(known, without)
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + _SURE
    scaled = (rows - middle) / spread
    signs = np.array([-1.0 if each.hanging else 1.0 for each in known])

    def loss(weights: Array) -> tuple[float, Array]:
        slopes, odds = weights[1:], signs * (scaled @ weights[1:] + weights[0])
        pull = -signs / (1.0 + np.exp(odds))
        held = slopes / STRENGTH
        value = np.logaddexp(0.0, -odds).sum() + 0.5 * held @ slopes
        return float(value), np.concatenate(([pull.sum()], scaled.T @ pull + held))

    least = [0.0 if name in outcome.SPEAK_FOR_IT else None for name in names]
    best = minimize(
        loss,
        np.zeros(1 + len(names)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None), *((each, None) for each in least)],
        options={"maxiter": _ROUNDS},
    )
    slopes = best.x[1:] / spread
    return _weights(best.x[0] - slopes @ middle, zip(names, slopes, strict=True))


def _rows(found: Sequence[Asked], without: Sequence[str]) -> tuple[list[str], Array]:
    asked = [each.question for each in found if each.question is not None]
    features = [outcome.features(each, each.standing) for each in asked]
    names = [name for name in features[0] if not any(word in name for word in without)]
    return names, np.array([[each[name] for name in names] for each in features])


def hanging(found: Sequence[Asked], weights: Weights) -> Array:
    """How likely each question was left hanging; one that wasn't tracked is never said to be."""
    taken = (
        1.0 if each is None else outcome.taken_up(each, each.standing, weights)
        for each in (asked.question for asked in found)
    )
    return 1.0 - np.array(list(taken))


def f1(said: Flags, found: Sequence[Asked]) -> tuple[float, float, float]:
    """F1, precision and recall of what was said to hang."""
    right = np.array([each.hanging for each in found])
    both = float((said & right).sum())
    precision, recall = both / max(said.sum(), 1), both / max(right.sum(), 1)
    return 2 * both / max(said.sum() + right.sum(), 1), precision, recall


def threshold(chances: Array, found: Sequence[Asked]) -> float:
    """From which chance on a question is best said to hang."""
    return max(np.arange(0.2, 0.8, 0.01), key=lambda each: f1(chances >= each, found)[0])


# --- all of it -------------------------------------------------------------------------------


def train(
    chats: Sequence[Chat], hearing: Hearing, without: Sequence[str] = ()
) -> tuple[dict[str, Weights], dict[str, float]]:
    """The two stages, and the figures of days that were left out.

    The chats show the manner of each message by weights that were learned without their day.
    """
    pairs = watched(chats, hearing)
    table = tabled(pairs, without)
    days = [chat.name for chat in chats]
    folds = [frozenset(days[number::FOLDS]) for number in range(min(FOLDS, len(days)))]
    found: list[Asked] = []
    for fold in folds:
        weights = learned_links(pairs, table, frozenset(days) - fold)
        for chat in chats:
            if chat.name in fold:
                found += played(chat, hearing, weights)
    chances = np.zeros(len(found))
    for fold in folds:
        mine = np.array([each.day in fold for each in found])
        rest = [each for each in found if each.day not in fold]
        chances[mine] = hanging(
            [each for each in found if each.day in fold], learned_outcome(rest, without)
        )
    at = threshold(chances, found)
    best, precision, recall = f1(chances >= at, found)
    figures = {"hanging F1": best, "precision": precision, "recall": recall}
    models = {
        "links": learned_links(pairs, table, frozenset(days)),
        "outcome": _centred(learned_outcome(found, without), at),
    }
    return models, figures | {"threshold": at, "questions": len(found)}


def _centred(weights: Weights, at: float) -> Weights:
    """The same, with even odds where a question is best said to hang: one threshold for all."""
    shift = float(np.log(at / (1.0 - at)))
    return Weights(bias=round(weights.bias + shift, linear.DIGITS), of=weights.of)


def main() -> None:
    """Learn from the folders that are named, print the figures, write the weights."""
    parser = argparse.ArgumentParser(description="Teaches uptake in a crowd.")
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--without", nargs="*", default=(), metavar="WORD")
    parser.add_argument("--dry", action="store_true")
    given = parser.parse_args()
    hearing = build_hearing()
    chats = list(read(given.data, hearing))
    models, figures = train(manner.crossed(chats), hearing, given.without)
    for name, value in figures.items():
        sys.stdout.write(f"{name}: {value:.3f}\n")
    if not given.dry:
        texts = manner.learned(chats)
        linear.write(WEIGHTS / "crowd.json", models)
        linear.write(WEIGHTS / "manner.json", texts)


if __name__ == "__main__":
    main()
