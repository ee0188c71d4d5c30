"""`python -m tests.soak`: ten minutes of a busy workspace, and its totals (docs/reliability.md)."""

import argparse
import asyncio
import json
import logging
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import structlog

from tests.soak.talk import Plan
from tests.soak.trial import soak
from tests.soak.troubles import DATABASES, database, long
from tests.soak.verdict import Verdict, judge


def tell(text: str) -> None:
    """One line, with the time."""
    sys.stdout.write(f"{datetime.now(UTC):%H:%M:%S} {text}\n")
    sys.stdout.flush()


def report(which: str, plan: Plan, verdict: Verdict) -> None:
    """Print the totals as a table and as JSON, and whatever shouldn't be."""
    out = sys.stdout.write
    out(f"\n{which}, {plan.rooms} rooms, {plan.seconds:.0f} s, seed {plan.seed}\n")
    for name, figure in verdict.figures.items():
        out(f"  {name:<45} {figure}\n")
    for each in verdict.faults:
        out(f"  ! {each}\n")
    out("nothing lost, nothing doubled\n" if verdict.passed else f"{len(verdict.faults)} faults\n")
    out(json.dumps({"database": which, **verdict.figures, "faults": verdict.faults}) + "\n")


def run(which: str, plan: Plan, keep: Path | None) -> bool:
    """One soak on that database; whether it passed comes back."""
    with tempfile.TemporaryDirectory(prefix="heed-soak-") as made:
        folder = keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        with database(which, folder) as (url, away):
            soaked = asyncio.run(soak(folder, url, away, plan, long(plan.seconds), tell))
        verdict = judge(soaked)
        report(which, plan, verdict)
        return verdict.passed


def main() -> int:
    """Soak; 0 if nothing was lost, doubled, slow to stop, or growing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--rooms", type=int, default=500)
    parser.add_argument("--rate", type=float, default=50.0, help="messages a second (default 50)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    parser.add_argument("--folder", type=Path, help="keep the database and Heed's log there")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sys.stdout.write(
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n"
    )
    plan = Plan(
        rooms=args.rooms,
        rate=args.rate,
        seconds=args.seconds,
        patience="30 messages, 100s",
        due=90.0,
        late=40.0,
        seed=args.seed,
    )
    return 0 if run(args.database, plan, args.folder) else 1


if __name__ == "__main__":
    sys.exit(main())
