"""`python -m tests.crash`: the longer crash test, with its figures (docs/reliability.md)."""

import argparse
import asyncio
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Final

from benchmarks.postgres import postgres
from tests.crash.platform import Trouble
from tests.crash.trial import Verdict, trial

LIFE: Final = 0.6  # real seconds, on average
DATABASES: Final = ("sqlite", "postgresql")
SEEDS: Final = (7, 11, 14)  # of the talk and the mishaps; when it is killed is another chance
_FIGURES: Final = ("kills", "events", "late", "nudges_due", "lost", "doubled", "sent_again")


@contextmanager
def two(database: str) -> Iterator[tuple[str, str]]:
    """The addresses of two empty databases of that kind."""
    if database == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            at = f"sqlite:///{Path(folder)}"
            yield f"{at}/killed.db", f"{at}/calm.db"
        return
    with postgres() as server:
        first, second = (server.make().render_as_string(hide_password=False) for _ in range(2))
        yield first, second


def tell(which: str, verdict: Verdict, seconds: float) -> None:
    """Print one trial's figures, and whatever differs."""
    figures = ", ".join(f"{name.replace('_', ' ')} {getattr(verdict, name)}" for name in _FIGURES)
    sys.stdout.write(f"{which}: {figures} ({seconds:.0f} s)\n")
    for each in verdict.differences:
        sys.stdout.write(f"  {each}\n")
    if not verdict.differences:
        sys.stdout.write("  state equals an undisturbed run's\n")
    sys.stdout.flush()


def main() -> int:
    """Run the trials; 0 if nothing was lost, doubled or different."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60, help="in each trial (default 60)")
    parser.add_argument("--meetings", type=int, default=6, help="in each room at least (default 6)")
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument(
        "--seed", type=int, action="append", help=f"one trial for each (default {SEEDS})"
    )
    args = parser.parse_args()
    sys.stdout.write(
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}\n"
    )
    passed = True
    for database, seed in product(args.database or DATABASES, args.seed or SEEDS):
        with two(database) as (killed, calm):
            began = time.perf_counter()
            trouble = Trouble(kills=args.kills, life=LIFE)
            held = trial(killed, calm, trouble, meetings=args.meetings, seed=seed)
            verdict = asyncio.run(held)
            tell(f"{database}, seed {seed}", verdict, time.perf_counter() - began)
            passed &= verdict.passed
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
