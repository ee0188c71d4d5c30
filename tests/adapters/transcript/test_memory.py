"""Files of any length are read in bounded memory."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters.transcript import open_transcripts

MESSAGES = 100_000
MEGABYTE = 1024 * 1024


def jsonl() -> Iterator[str]:
    """A long meeting, one message a line."""
    for n in range(MESSAGES):
        row = {
            "id": f"m{n}",
            "ts": n,
            "author": f"a{n % 50}",
            "name": f"A {n % 50}",
            "text": "hi " * 9,
        }
        yield json.dumps(row) + "\n"


def discord() -> Iterator[str]:
    """The same as an export, on a single line."""
    yield '{"guild": {"id": "1"}, "channel": {"name": "long"}, "messages": ['
    for n in range(MESSAGES // 10):
        author = {"id": str(n % 50), "name": f"A {n % 50}"}
        moment = f"2025-06-{16 + n // 86400:02}T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}Z"
        row = {"id": f"m{n}", "timestamp": moment, "author": author, "content": "hi " * 9}
        yield json.dumps(row) + ("]}" if n == MESSAGES // 10 - 1 else ",")


def captions() -> Iterator[str]:
    """A talk without a full stop."""
    yield "WEBVTT\n\n"
    for n in range(MESSAGES // 10):
        clock = f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}"
        yield f"{clock}.000 --> {clock}.900\n<v Ana>and so on and on</v>\n\n"


@pytest.mark.parametrize("lines", [jsonl, discord, captions])
def test_memory_stays_bounded(tmp_path: Path, lines: Callable[[], Iterator[str]]) -> None:
    """What is held doesn't grow with the file."""
    path = tmp_path / "long"
    with path.open("w", encoding="utf-8") as out:
        out.writelines(lines())
    said: list[object] = []
    rooms = open_transcripts(path, on_warning=said.append, on_problem=said.append)
    tracemalloc.start()
    try:
        count = sum(1 for room in rooms for _ in room.events)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert said == []
    assert count > 500
    assert peak < 4 * MEGABYTE
