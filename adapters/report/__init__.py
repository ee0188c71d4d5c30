"""A report: what was asked and followed in some rooms, as one HTML file that needs nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question: its number in the picture, its words, and what became of it."""

    number: int
    quote: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A room: its summary, its timeline (`picture`, an `<svg>` of ours) and its questions.

    `alt` says in words what the picture shows. `headings` have the questions below each.
    """

    room: str
    title: str
    summary: str
    picture: str
    alt: str
    headings: Sequence[tuple[str, Sequence[Item]]]


def as_html(parts: Sequence[Part], sheet: str, note: str) -> str:
    """The report. `sheet` colours the pictures, `note` says how people are called in it.

    No script stands in it, and nothing is fetched: its own policy forbids both.
    """
    pages = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (_HERE / "report.css").read_text(encoding="utf-8")
    return pages.get_template("report.html").render(
        parts=[(part, Markup(part.picture)) for part in parts],  # noqa: S704 - painted by us, escaped there
        style=Markup(style + sheet),  # noqa: S704 - our own, both
        note=note,
    )
