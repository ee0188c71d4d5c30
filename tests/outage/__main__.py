"""`python -m tests.outage`: the database is away for 30 seconds under load, in four ways."""

import argparse
import asyncio
import logging
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import structlog

from benchmarks.postgres import postgres
from tests.outage.away import Away, full, locked, small_disk, small_file, stopped
from tests.outage.trial import trial

WAYS = ("postgresql stopped", "sqlite locked", "file full", "disk full")


def run(way: str, seconds: float) -> bool:
    """One trial in that way; prints what it found, and whether it passed comes back."""
    match way:
        case "postgresql stopped":
            with postgres() as server:
                url = server.make().render_as_string(hide_password=False)
                return tell(way, url, stopped(server), seconds)
        case "sqlite locked":
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "heed.db"
                return tell(way, f"sqlite:///{file}?timeout=1", locked(file), seconds)
        case "file full":
            with tempfile.TemporaryDirectory() as folder, small_file() as away:
                return tell(way, f"sqlite:///{folder}/heed.db", away, seconds)
        case _:
            with small_disk() as disk:
                return tell(way, f"sqlite:///{disk}/heed.db", full(disk), seconds)


def tell(way: str, url: str, away: Away, seconds: float) -> bool:
    """Run and print."""
    verdict = asyncio.run(trial(url, away, seconds))
    figures = ", ".join(
        f"{name.replace('_', ' ')} {each}" for name, each in asdict(verdict).items()
    )
    sys.stdout.write(f"{way} for {seconds:.0f} s: {figures}\n")
    sys.stdout.flush()
    return verdict.passed


def main() -> int:
    """Run the trials; 0 if nothing was lost or doubled, and readiness told the truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--way", choices=WAYS, action="append")
    parser.add_argument("--log", action="store_true", help="show what the log says meanwhile")
    args = parser.parse_args()
    level = logging.WARNING if args.log else logging.CRITICAL
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level))
    passed = [run(way, args.seconds) for way in args.way or WAYS]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
