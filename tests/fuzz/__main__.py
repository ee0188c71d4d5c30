"""Looks for bad input that does harm: `python -m tests.fuzz [WORD…] --seconds N`.

Each property of this folder is given inputs for so many seconds, in a process of its own, one after
the other. With words, only properties whose names have one of them in it. Prints how many inputs
were tried, how much code they reached at first and in the end (where atheris is installed:
`make fuzz` sees to it), and what fails, with how to try that input again. What was found to reach
new code is kept in `.fuzz/`, and is where the next run begins.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final

HERE: Final = Path(__file__).parent
KEPT: Final = HERE.parents[1] / ".fuzz"
STARTS_IN: Final = 120  # seconds that a process may take beside its inputs
_TOLD: Final = re.compile(r"^fuzz:(.*)$", re.MULTILINE)
_REACHED: Final = re.compile(r"\bcov: (\d+)")
_TRIED: Final = re.compile(r"^#(\d+)\t?\s*DONE|^Done (\d+) runs", re.MULTILINE)
_KEPT_AS: Final = re.compile(r"Test unit written to (\S+)")
_SHOWN: Final = 1800  # characters of what a failing process said


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one property's inputs. `reached` is code, as the fuzzer counts it."""

    name: str
    tried: int
    seconds: float
    reached: tuple[int, int] | None
    failed: bool
    said: str
    input: str = ""


def properties() -> dict[str, str]:
    """Every property by a short name: `module:function`."""
    found: dict[str, str] = {}
    for each in iter_modules([str(HERE)]):
        if each.name.startswith("test_"):
            module = import_module(f"{__package__}.{each.name}")
            for name, value in vars(module).items():
                if name.startswith("test_") and hasattr(value, "hypothesis"):
                    short = f"{each.name.removeprefix('test_')}.{name.removeprefix('test_')}"
                    found[short] = f"{module.__name__}:{name}"
    return dict(sorted(found.items()))


def tried(name: str, property_: str, seconds: int, again: Path | None) -> Outcome:
    """Run one property's inputs, or one input alone."""
    kept = KEPT / name
    kept.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", f"{__package__}.engine", property_]
    command += ["--seconds", str(seconds), "--kept", str(kept)]
    command += ["--input", str(again)] if again else []
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds + STARTS_IN,
            check=False,
        )
        code, said = done.returncode, done.stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired as error:
        code, said = 1, (error.stdout or b"").decode("utf-8", "replace") + "\nit didn't end"
    return _outcome(name, code, said)


def _outcome(name: str, code: int, said: str) -> Outcome:
    told = [json.loads(each) for each in _TOLD.findall(said)]
    last: dict[str, Any] = told[-1] if told else {"tried": 0, "seconds": 0.0}
    counted = [int(one or other) for one, other in _TRIED.findall(said)]
    reached = [int(each) for each in _REACHED.findall(said)]
    where = _KEPT_AS.search(said)
    return Outcome(
        name=name,
        tried=max([last["tried"], *counted]),
        seconds=last["seconds"],
        reached=(reached[0], reached[-1]) if reached else None,
        failed=code != 0,
        said=said,
        input=where[1] if where else "",
    )


def lines(outcome: Outcome) -> Iterator[str]:
    """What came of it, for people."""
    reached = "" if outcome.reached is None else f"{outcome.reached[0]} → {outcome.reached[1]}"
    state = "FAILED" if outcome.failed else "held"
    yield f"{outcome.tried:>10,}  {reached:>14}  {state:6}  {outcome.name}"
    if outcome.failed:
        yield outcome.said[-_SHOWN:]
        if outcome.input:
            yield f"again: python -m tests.fuzz {outcome.name} --input {outcome.input}"


def main() -> int:
    """Run the properties that are named, or all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", nargs="*", help="only properties with one of these in their name")
    parser.add_argument("--seconds", type=int, default=60, help="for each property")
    parser.add_argument("--input", type=Path, help="try this input alone, with one property")
    args = parser.parse_args()
    wanted = {
        name: where
        for name, where in properties().items()
        if not args.words or any(word in name for word in args.words)
    }
    print(f"{'inputs':>10}  {'code reached':>14}          property")  # noqa: T201 - what it is for
    outcomes: list[Outcome] = []
    for name, where in wanted.items():
        outcomes.append(tried(name, where, args.seconds, args.input))
        print("\n".join(lines(outcomes[-1])), flush=True)  # noqa: T201 - what it is for
    failed = sum(each.failed for each in outcomes)
    print(  # noqa: T201 - what it is for
        f"{sum(each.tried for each in outcomes):>10,}  inputs, {failed} properties failed; "
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    return 1 if failed or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main())
