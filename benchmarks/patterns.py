"""How long can a hostile text keep Heed busy? `python -m benchmarks.patterns [WORD…]`.

Every regular expression of Heed's (they are found by `tests/patterns/found.py`), and then every
part that works on texts (`tests/fuzz/parts.py`: hearing, markup, cleaning, cutting …), is given
texts of 25, 50 and 100 kB that are made to keep it busy: its own letters, its literals, near misses
of what it looks for, long white space, quotes and brackets, each repeated, with several beginnings
and ends. For each the worst text is printed, with its time at 100 kB and how that grew: an exponent
of 1 is time in proportion to the text, 2 its square. The processor's time counts, and the quickest
of several runs, as other work on the machine only ever adds; what seems steep is measured again.
Fails where time grows faster than the text; below 20 ms at 100 kB all passes, since growth can't be
told from the clock's noise there.
"""

import argparse
import json
import os
import platform
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from math import log
from time import process_time
from typing import Final

from tests.fuzz.parts import PARTS
from tests.patterns.found import Found, patterns
from tests.patterns.hostile import texts, texts_for_all

SIZES: Final = (25_000, 50_000, 100_000)  # characters
FIRST: Final = 3_000  # enough to see which texts are worth a longer look
LOOKED_AT: Final = 4  # so many texts, those that took longest
RUNS: Final = 3
AGAIN: Final = 4  # measurements of what seems steep: a loop in a loop is steep in all of them
STEEP: Final = 1.35  # an exponent; a loop in a loop has 2
SLOW: Final = 0.02  # seconds at 100 kB
TICK: Final = 1e-6  # seconds: less than that can't be told
PATIENCE: Final = 3.0  # seconds: a text that takes longer isn't made longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Worst:
    """The text that keeps a pattern busiest: for how many seconds at 100 kB, and how it grew."""

    where: str
    text: str
    seconds: float
    exponent: float

    @property
    def is_steep(self) -> bool:
        """Whether it grows faster than its text."""
        return self.exponent > STEEP and self.seconds > SLOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """Something that is to be kept busy: what it does with a text, and texts of some length."""

    where: str
    do: Callable[[str], object]
    texts: Callable[[int], Iterator[tuple[str, str]]]


def all_busy() -> Iterator[Busy]:
    """Every pattern, then every part."""
    for found in patterns():
        of_its_own = partial(texts, found.pattern)
        yield Busy(where=found.where, do=partial(_looked_for, found), texts=of_its_own)
    for name, part in PARTS.items():
        yield Busy(where=f"part: {name}", do=part, texts=texts_for_all)


def _looked_for(found: Found, text: str) -> None:
    if found.scans:
        deque(found.pattern.finditer(text), maxlen=0)
    else:
        found.pattern.match(text)
        found.pattern.fullmatch(text)


def worst(busy: Busy) -> Worst:
    """The worst of the texts that are made for it."""
    first = [(once(busy, text), what) for what, text in busy.texts(FIRST)]
    names = {what for _, what in sorted(first, reverse=True)[:LOOKED_AT]}
    return max((confirmed(busy, what) for what in sorted(names)), key=lambda each: each.seconds)


def confirmed(busy: Busy, what: str) -> Worst:
    """The time for one text; where that grew steeply, the mildest of several measurements."""
    result = measured(busy, what)
    for _ in range(AGAIN):
        if not result.is_steep:
            return result
        result = min(result, measured(busy, what), key=lambda each: each.exponent)
    return result


def measured(busy: Busy, what: str) -> Worst:
    """The time for one text at each size, up to where it takes too long."""
    times: list[tuple[int, float]] = []
    for size in SIZES:
        text = next(text for name, text in busy.texts(size) if name == what)
        times.append((size, max(quickest(busy, text), TICK)))
        if times[-1][1] > PATIENCE:
            break
    (small, before), (large, after) = times[0], times[-1]
    grown = log(after / before) / log(large / small) if large > small else 2.0
    return Worst(
        where=busy.where,
        text=what,
        seconds=after * (SIZES[-1] / large) ** grown,
        exponent=grown,
    )


def quickest(busy: Busy, text: str) -> float:
    """The quickest of several runs; one is enough where it takes long."""
    first = once(busy, text)
    if first > PATIENCE / 10:
        return first
    return min(first, *(once(busy, text) for _ in range(RUNS - 1)))


def once(busy: Busy, text: str) -> float:
    """The seconds of the processor's time that all of a text takes."""
    began = process_time()
    busy.do(text)
    return process_time() - began


def table(results: list[Worst]) -> Iterator[str]:
    """The results as lines for people, the slowest first."""
    yield f"{'ms at 100 kB':>12}  {'exponent':>8}  pattern or part, and its worst text"
    for each in sorted(results, key=lambda one: -one.seconds):
        mark = "  STEEP" if each.is_steep else ""
        yield f"{each.seconds * 1000:12.2f}  {each.exponent:8.2f}  {each.where}: {each.text}{mark}"


def main() -> int:
    """Measure all patterns, or those whose place has one of the given words in it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("words", nargs="*", help="only those with one of these in their place")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    args = parser.parse_args()
    wanted = [
        each
        for each in all_busy()
        if not args.words or any(word in each.where for word in args.words)
    ]
    results = [worst(each) for each in wanted]
    steep = [each for each in results if each.is_steep]
    machine = (
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, "
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    if args.json:
        told = {"machine": machine, "patterns": [asdict(each) for each in results]}
        print(json.dumps(told, indent=1))  # noqa: T201 - what it is for
    else:
        print("\n".join(table(results)))  # noqa: T201 - what it is for
        print(f"{machine}\n{len(results)} patterns and parts, {len(steep)} steep")  # noqa: T201 - what it is for
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
