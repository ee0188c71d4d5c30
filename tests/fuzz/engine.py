"""Runs one property for a while, in a process of its own: `python -m tests.fuzz.engine NAME …`.

Where atheris is installed it leads the inputs by the code that they reach, and stops an input that
takes too long; elsewhere they are drawn by chance. Either way the bytes are choices from which the
input is made, so that it is never far from what the property is about. Lines that begin with
`fuzz:` say how many were tried so far.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any, Final

OURS: Final = ["bot", "adapters", "storage"]
TAKES_AT_MOST: Final = 30  # seconds for one input: longer is a hang
MEMORY_AT_MOST: Final = 2048  # MB
LONGEST: Final = 1200  # bytes of choices
_TOLD: Final = "fuzz:"


def main() -> int:
    """Try inputs until the time is over, or one fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("property", help="module:function")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--kept", type=Path, required=True, help="where inputs are kept")
    parser.add_argument("--input", type=Path, help="try this one alone")
    args = parser.parse_args()
    guided = _guide()
    with guided.instrument_imports(include=OURS) if guided else nullcontext():
        run = Run(_found(args.property))
    if args.input is not None:
        run(args.input.read_bytes())
    elif guided is None:
        run.by_chance(args.seconds, args.kept)
    else:
        run.led(guided, args.seconds, args.kept)
    run.tell()
    return 0


def _guide() -> Any:  # noqa: ANN401 - a module without types, or nothing
    try:
        return import_module("atheris")
    except ImportError:
        return None


def _found(name: str) -> Callable[[bytes], None]:
    """The property, as something that takes the bytes of its choices."""
    module, _, function = name.partition(":")
    import_module("tests.fuzz.holding").time_all()
    made = import_module("tests.fuzz.inputs").Choices
    held = getattr(import_module(module), function).hypothesis.inner_test
    return lambda choices: held(made(choices))


class Run:
    """One property's inputs, and how many were tried."""

    def __init__(self, hold: Callable[[bytes], None]) -> None:
        self._hold = hold
        self._began = time.monotonic()
        self.tried = 0

    def __call__(self, choices: bytes) -> None:
        """Try one; raises what the property raises."""
        self.tried += 1
        if self.tried % 1000 == 0:
            self.tell()
        self._hold(choices)

    def led(self, guided: Any, seconds: int, kept: Path) -> None:  # noqa: ANN401 - as above
        """Let the fuzzer choose; it ends the process itself."""
        corpus = kept / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        flags = {
            "max_total_time": seconds,
            "max_len": LONGEST,
            "len_control": 0,
            "timeout": TAKES_AT_MOST,
            "rss_limit_mb": MEMORY_AT_MOST,
            "artifact_prefix": f"{kept}/",
        }
        guided.Setup(
            [sys.argv[0], *(f"-{name}={value}" for name, value in flags.items()), str(corpus)],
            self,
        )
        guided.Fuzz()

    def by_chance(self, seconds: int, kept: Path) -> None:
        """Draw inputs until the time is over; one that fails is written down."""
        chance = random.Random(seconds)  # noqa: S311 - the same inputs for each run
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            choices = chance.randbytes(chance.randrange(LONGEST))
            try:
                self(choices)
            except BaseException:
                kept.mkdir(parents=True, exist_ok=True)
                (kept / "crash-by-chance").write_bytes(choices)
                raise

    def tell(self) -> None:
        """Say how far it has come, for whoever started it."""
        taken = round(time.monotonic() - self._began, 1)
        told = {"tried": self.tried, "seconds": taken}
        print(f"{_TOLD}{json.dumps(told)}", flush=True)  # noqa: T201 - what it is for


if __name__ == "__main__":
    sys.exit(main())
