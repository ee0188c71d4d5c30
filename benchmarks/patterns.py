"""How long can a hostile text keep a pattern busy? `python -m benchmarks.patterns`.

Every regular expression of Heed's (they are found by `tests/patterns/found.py`) is given texts of
25, 50 and 100 kB that are made to keep it busy: its own letters, its literals, near misses of what
it looks for, long white space, quotes and brackets, each repeated, with several beginnings and
ends. For each pattern the worst text is printed, with its time at 100 kB and how that grew: an
exponent of 1 is time in proportion to the text, 2 its square. The processor's time counts, and the
quickest of several runs, as other work on the machine only ever adds; what seems steep is measured
again. Fails where a pattern's time grows faster than its text; below 20 ms at 100 kB a pattern
passes, since its growth can't be told from the clock's noise.
"""

import argparse
import json
import os
import platform
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from math import log
from time import process_time
from typing import Final

from tests.patterns.found import Found, patterns
from tests.patterns.hostile import texts

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


def worst(found: Found) -> Worst:
    """The worst of the texts that are made for this pattern."""
    first = [(once(found, text), what) for what, text in texts(found.pattern, FIRST)]
    names = {what for _, what in sorted(first, reverse=True)[:LOOKED_AT]}
    return max((confirmed(found, what) for what in sorted(names)), key=lambda each: each.seconds)


def confirmed(found: Found, what: str) -> Worst:
    """The time for one text; where that grew steeply, the mildest of several measurements."""
    result = measured(found, what)
    for _ in range(AGAIN):
        if not result.is_steep:
            return result
        result = min(result, measured(found, what), key=lambda each: each.exponent)
    return result


def measured(found: Found, what: str) -> Worst:
    """The time for one text at each size, up to where it takes too long."""
    times: list[tuple[int, float]] = []
    for size in SIZES:
        text = next(text for name, text in texts(found.pattern, size) if name == what)
        times.append((size, max(quickest(found, text), TICK)))
        if times[-1][1] > PATIENCE:
            break
    (small, before), (large, after) = times[0], times[-1]
    grown = log(after / before) / log(large / small) if large > small else 2.0
    return Worst(
        where=found.where,
        text=what,
        seconds=after * (SIZES[-1] / large) ** grown,
        exponent=grown,
    )


def quickest(found: Found, text: str) -> float:
    """The quickest of several runs; one is enough where it takes long."""
    first = once(found, text)
    if first > PATIENCE / 10:
        return first
    return min(first, *(once(found, text) for _ in range(RUNS - 1)))


def once(found: Found, text: str) -> float:
    """The seconds that the pattern takes for all of a text."""
    began = process_time()
    if found.scans:
        deque(found.pattern.finditer(text), maxlen=0)
    else:
        found.pattern.match(text)
        found.pattern.fullmatch(text)
    return process_time() - began


def table(results: list[Worst]) -> Iterator[str]:
    """The results as lines for people, the slowest first."""
    yield f"{'ms at 100 kB':>12}  {'exponent':>8}  pattern, and its worst text"
    for each in sorted(results, key=lambda one: -one.seconds):
        mark = "  STEEP" if each.is_steep else ""
        yield f"{each.seconds * 1000:12.2f}  {each.exponent:8.2f}  {each.where}: {each.text}{mark}"


def main() -> int:
    """Measure all patterns, or those whose place has one of the given words in it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("words", nargs="*", help="only patterns with one of these in their place")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    args = parser.parse_args()
    wanted = [
        each
        for each in patterns()
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
        print(f"{machine}\n{len(results)} patterns, {len(steep)} steep")  # noqa: T201 - what it is for
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
