"""How fast `replay` is, and whether its memory is bounded: `python -m benchmarks.replay`.

Replays 1,000, 10,000 and 100,000 made-up messages, each in a process of its own, beside a bare
loop that reads the same file and looks for a question mark. Prints the rate, the ratio to the bare
loop, and the peak memory of each process.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.talk import messages

_BARE = (
    "import json, sys\n"
    "print(sum(json.loads(line)['text'].endswith('?') for line in open(sys.argv[1])))"
)


def run(command: list[str]) -> tuple[float, float]:
    """Run a command to its end; its seconds and its peak memory in MB. Raises if it fails."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[1:4]} failed")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def measure(count: int, repeats: int) -> dict[str, float]:
    """Medians over `repeats` runs with `count` messages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talk.jsonl"
        path.write_text("\n".join(messages(count)) + "\n")
        ours = [
            run([sys.executable, "-m", "bot", "replay", "--json", str(path)])
            for _ in range(repeats)
        ]
        bare = [run([sys.executable, "-c", _BARE, str(path)]) for _ in range(repeats)]
    seconds = median(each[0] for each in ours)
    return {
        "messages": count,
        "seconds": round(seconds, 2),
        "messages_a_second": round(count / seconds),
        "times_the_bare_loop": round(seconds / median(each[0] for each in bare), 1),
        "peak_mb": round(median(each[1] for each in ours), 1),
    }


def main() -> None:
    """Measure and print a table, then the same as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    rows = [measure(count, args.repeats) for count in args.counts]
    out = sys.stdout.write
    out(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores\n")
    out("  ".join(rows[0]) + "\n")
    for row in rows:
        out("  ".join(f"{row[name]:>{len(name)}}" for name in row) + "\n")
    out(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main()
