"""Where the tracker's time goes, by stage: what runs is looked at now and then, as a clock ticks.

Nothing is wrapped or counted, so that what is measured runs as it always does. The clock is the
processor's own time of this process, and each tick finds one stack of calls: the innermost part of
the tracker on it says which stage it was. Of n ticks a share p is right to about sqrt(p / n).
"""

import signal
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

import bot

EVERY: Final = 0.001  # seconds; systems tick less often than that
_ROOT: Final = Path(bot.__file__).parent / "domain"
_STAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "reading words": (
        "hearing", "words.py", "names.py", "phrases.py", "listening.py", "uptake/acts.py",
        "uptake/manner.py",
    ),
    "links in a crowd": (
        "uptake/candidates.py", "uptake/link_features.py", "uptake/links.py", "uptake/threads.py",
        "uptake/learned.py", "uptake/scene.py", "uptake/marks.py",
    ),
    "links in a small circle": (
        "uptake/circle.py", "uptake/circle_evidence.py", "uptake/asker.py", "uptake/replying.py",
    ),
    "outcome": (
        "uptake/outcome.py", "uptake/circle_outcome.py", "takeup.py", "standing.py", "question.py",
    ),
    "patience and deadlines": (
        "patience.py", "deadlines.py", "nudging.py", "policy.py", "noticing.py", "cards.py",
        "lists.py", "gaps.py", "recap.py", "posting.py",
    ),
    "rest": ("tracker.py",),
}  # fmt: skip
STAGES: Final = tuple(_STAGES)
_BY_FILE: Final = {str(_ROOT / part): stage for stage, parts in _STAGES.items() for part in parts}
_HEARING: Final = str(_ROOT / "hearing")


def _stage(file: str) -> str | None:
    return _BY_FILE.get(_HEARING if file.startswith(_HEARING) else file)


@contextmanager
def watched() -> Iterator[Counter[str]]:
    """Ticks by stage while this is open; those outside of the tracker count as the rest."""
    ticks: Counter[str] = Counter()

    def tick(_signal: int, frame: FrameType | None) -> None:
        while frame is not None:
            stage = _stage(frame.f_code.co_filename)
            if stage is not None:
                ticks[stage] += 1
                return
            frame = frame.f_back
        ticks["rest"] += 1

    before = signal.signal(signal.SIGPROF, tick)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        yield ticks
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)
