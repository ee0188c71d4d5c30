"""What was measured on: a line for the head of every table, and how far samples spread."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")


def described(*distributions: str) -> dict[str, object]:
    """The day, this machine, its load now, and the versions of Python and of these packages."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores{_processor()}",
        "load": round(os.getloadavg()[0], 2),
        "versions": {
            "Python": platform.python_version(),
            **{each: version(each) for each in distributions},
        },
    }


def heading(about: dict[str, object]) -> str:
    """The same as a line."""
    versions = about["versions"]
    assert isinstance(versions, dict)  # noqa: S101 - `described` made it
    named = ", ".join(f"{name} {number}" for name, number in versions.items())
    return f"{about['date']}; {about['machine']}; load {about['load']}; {named}"


def _processor() -> str:
    """What the processor calls itself, where the system tells (Linux)."""
    if not _CPUINFO.exists():
        return ""
    named = (line.partition(":")[2] for line in _CPUINFO.open() if line.startswith("model name"))
    name = next(named, "").strip()
    return f" ({name})" if name else ""


def share(samples: Sequence[float], part: float) -> float:
    """The value that so large a part (0 to 1) of the samples doesn't exceed; 0.0 of none."""
    ranked = sorted(samples)
    return ranked[min(int(part * len(ranked)), len(ranked) - 1)] if ranked else 0.0
