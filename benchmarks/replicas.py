"""How much several replicas take in on one PostgreSQL: `python -m benchmarks.replicas`.

For 1, 2 and 4 replicas, each a process of its own, on a new database each time: a sender gives the
talk of many rooms, each event to the next replica in turn, and waits for its acknowledgement
before the room's next one. Prints the events a second, how busy the machine was meanwhile, and how
much of that the replicas themselves were. Linux only: it reads /proc.
"""

import argparse
import asyncio
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.postgres import Postgres, postgres
from tests.crash.meetings import START, Talk
from tests.crash.platform import NONE
from tests.replicas.fleet import Fleet

PATIENT = 60.0  # seconds: sending again what only takes its time would measure that
_TICKS = os.sysconf("SC_CLK_TCK")


def machine_busy() -> float:
    """Processor seconds that this machine has spent on anything."""
    user, nice, system, _idle, _wait, *more = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + sum(more)) / _TICKS


def process_busy(pid: int) -> float:
    """Processor seconds that a process has spent."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


async def measure(server: Postgres, replicas: int, rooms: int, rounds: int) -> dict[str, float]:
    """One run with so many replicas."""
    url = server.make().render_as_string(hide_password=False)
    talks = [Talk(f"crash/room{number}", f"cora{number}", 7) for number in range(rooms)]
    async with Fleet(url, START, NONE, 7, replicas=replicas) as fleet:
        fleet.sends_again = PATIENT
        await fleet.give_each([each.opening() for each in talks])
        await fleet.give_each([each.starts(0) for each in talks])
        before, pids = fleet.events, fleet.pids
        began, busy, own = time.perf_counter(), machine_busy(), sum(map(process_busy, pids))
        for number in range(rounds):
            await fleet.give_each([each.talk(number) for each in talks])
        seconds = time.perf_counter() - began
        taken, spent = fleet.events - before, sum(map(process_busy, pids)) - own
        cores = (machine_busy() - busy) / seconds
    return {
        "replicas": replicas,
        "events": taken,
        "seconds": round(seconds, 2),
        "events_a_second": round(taken / seconds),
        "cores_busy": round(cores, 2),
        "cores_of_replicas": round(spent / seconds, 2),
        "ms_of_replica_an_event": round(1000 * spent / taken, 2),
    }


def main() -> None:
    """Measure and print a table, then the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--rooms", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with postgres() as server:
        rows = [
            asyncio.run(measure(server, each, args.rooms, args.rounds)) for each in args.replicas
        ]
    out = sys.stdout.write
    out(
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, "
        f"{platform.machine()}, {os.cpu_count()} cores, {args.rooms} rooms\n"
    )
    out("  ".join(rows[0]) + "\n")
    for row in rows:
        out("  ".join(f"{row[name]:>{len(name)}}" for name in row) + "\n")
    out(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main()
