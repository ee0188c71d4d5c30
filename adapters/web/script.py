"""The bundled meetings: transcripts as `replay` reads them, with a title to choose them by.

The first line says `{"meeting": {"convener": …, "title": …, "about": …}}`. A message with
`after` belongs to a conversation that an earlier message opened: it is left out where that one
was. The convener's own follow is the message with which they reply to a question.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

MEETINGS: Final = Path(__file__).parent / "meetings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a script: a message, or (`emoji`) a reaction to one. `at` in seconds."""

    at: float
    author: str
    id: str = ""
    text: str = ""
    reply_to: str | None = None
    after: str | None = None
    emoji: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One meeting to be played; `slug` is its name in files and requests."""

    slug: str
    title: str
    about: str
    convener: str
    lines: tuple[Line, ...]

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who speaks in it, the convener first, then in the order of speaking."""
        return tuple(dict.fromkeys([self.convener, *(each.author for each in self.lines)]))

    @property
    def minutes(self) -> int:
        """How long it would last in life."""
        return round(self.lines[-1].at / 60)

    def is_follow(self, line: Line) -> bool:
        """Whether this is the convener's own follow, which waits for whoever sits in the chair."""
        return line.author == self.convener and line.reply_to is not None


def load(path: Path) -> Script:
    """Read one bundled meeting."""
    head, *rows = [json.loads(row) for row in path.read_text("utf-8").splitlines() if row]
    about = head["meeting"]
    return Script(
        slug=path.stem,
        title=about["title"],
        about=about["about"],
        convener=about["convener"],
        lines=tuple(_line(row) for row in rows),
    )


def _line(row: Mapping[str, Any]) -> Line:
    if "reaction" in row:
        return Line(at=row["ts"], author=row["author"], emoji=row["reaction"], to=row["to"])
    return Line(
        at=row["ts"],
        author=row["author"],
        id=row["id"],
        text=row["text"],
        reply_to=row.get("reply_to"),
        after=row.get("after"),
    )


def bundled() -> tuple[Script, ...]:
    """Give all bundled meetings, in the order of their files' names."""
    return tuple(load(path) for path in sorted(MEETINGS.glob("*.jsonl")))
