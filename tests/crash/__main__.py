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
from pathlib import Path
from typing import Final

from benchmarks.postgres import postgres
from tests.crash.platform import Trouble
from tests.crash.trial import Verdict, trial

LIFE: Final = 0.6  # real seconds, on average
DATABASES: Final = ("sqlite", "postgresql")
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


def tell(database: str, verdict: Verdict, seconds: float) -> None:
    """Print one trial's figures, and whatever differs."""
    figures = ", ".join(f"{name.replace('_', ' ')} {getattr(verdict, name)}" for name in _FIGURES)
    sys.stdout.write(f"{database}: {figures} ({seconds:.0f} s)\n")
    for each in verdict.differences:
        sys.stdout.write(f"  {each}\n")
    if not verdict.differences:
        sys.stdout.write("  state equals an undisturbed run's\n")
    sys.stdout.flush()


def main() -> int:
    """Run the trials; 0 if nothing was lost, doubled or different."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60, help="on each database (default 60)")
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    sys.stdout.write(
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, "
        f"{platform.machine()}, seed {args.seed}\n"
    )
    passed = True
    for database in args.database or DATABASES:
        with two(database) as (killed, calm):
            began = time.perf_counter()
            verdict = asyncio.run(
                trial(killed, calm, Trouble(kills=args.kills, life=LIFE), seed=args.seed)
            )
            tell(database, verdict, time.perf_counter() - began)
            passed &= verdict.passed
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
