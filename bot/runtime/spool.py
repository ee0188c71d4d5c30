"""A spool for results: what a replay found waits on disk, not in memory, until its room ends."""

import sqlite3
from collections.abc import Iterator
from typing import Self

# "" is SQLite's name for a private database that spills to a temporary file and goes with it.
_PRIVATE = ""
_MAKE = """
CREATE TABLE found (
    message TEXT PRIMARY KEY, asked_at REAL, seq INTEGER, urgency INTEGER, body TEXT
) WITHOUT ROWID
"""
# Of several questions in one message the most urgent one speaks; a later word on it replaces it.
_PUT = """
INSERT INTO found VALUES (?, ?, ?, ?, ?) ON CONFLICT (message) DO UPDATE SET
    urgency = excluded.urgency, body = excluded.body
WHERE excluded.urgency <= found.urgency
"""


class Spool:
    """Bodies by message, handed out in the order asked. Close it, or use it as a context."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(_PRIVATE)
        self._database.execute(_MAKE)

    def put(self, *, message: str, asked_at: float, seq: int, urgency: int, body: str) -> None:
        """Keep a body; the lower `urgency` wins where a message has several."""
        self._database.execute(_PUT, (message, asked_at, seq, urgency, body))

    def bodies(self) -> Iterator[str]:
        """Yield the bodies in the order asked."""
        found = self._database.execute("SELECT body FROM found ORDER BY asked_at, seq")
        for (body,) in found:
            yield body

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
