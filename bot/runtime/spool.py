"""A spool for results: what a replay found waits on disk, not in memory, until its room ends."""

import sqlite3
from collections.abc import Iterator
from typing import Self

# "" is SQLite's name for a private database that spills to a temporary file and goes with it.
_PRIVATE = ""
_MAKE = """
CREATE TABLE found (
    message TEXT PRIMARY KEY, asked_at REAL, seq INTEGER, urgency INTEGER, section TEXT, body TEXT
) WITHOUT ROWID
"""
# Of several questions in one message the most urgent one speaks; a later word on it replaces it.
_PUT = """
INSERT INTO found VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (message) DO UPDATE SET
    urgency = excluded.urgency, section = excluded.section, body = excluded.body
WHERE excluded.urgency <= found.urgency
"""


class Spool:
    """Bodies by message, handed out in the order asked. Close it, or use it as a context."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(_PRIVATE)
        self._database.execute(_MAKE)

    def put(  # noqa: PLR0913 - one row, named at the call
        self,
        *,
        message: str,
        asked_at: float,
        seq: int,
        urgency: int,
        section: str,
        body: str,
    ) -> None:
        """Keep a body; the lower `urgency` wins where a message has several."""
        self._database.execute(_PUT, (message, asked_at, seq, urgency, section, body))

    def bodies(self, section: str | None = None) -> Iterator[str]:
        """Yield the bodies (of one section) in the order asked."""
        wanted = "" if section is None else "WHERE section = ? "
        found = self._database.execute(
            f"SELECT body FROM found {wanted}ORDER BY asked_at, seq",  # noqa: S608 - no user text
            () if section is None else (section,),
        )
        for (body,) in found:
            yield body

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
