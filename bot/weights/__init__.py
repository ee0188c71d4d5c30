"""The weights that ship, one JSON file a training script writes (training/), and their reader."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

from bot.domain.weights import Weights


@cache
def load(name: str) -> Mapping[str, Weights]:
    """The models of one file, by their names: `{"models": {model: {"bias": …, "of": {…}}}}`.

    They are part of the program, so a file that is missing or spoilt is a broken installation:
    FileNotFoundError, ValueError, KeyError.
    """
    text = resources.files(__name__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    return {
        model: Weights(bias=float(each["bias"]), of=each["of"])
        for model, each in json.loads(text)["models"].items()
    }
