"""The points of uptake, as docs/uptake.md shows them."""

from bot.domain.uptake import points
from tests import ROOT


def table() -> str:
    """Every piece of evidence with its points, as the page has it."""
    rows = [each for each in vars(points).values() if isinstance(each, points.Evidence)]
    lines = (f"| {each.says} | {each.circle:+.1f} | {each.crowd:+.1f} |" for each in rows)
    return "\n".join(("| evidence | small circle | crowd |", "| --- | --- | --- |", *lines))


def test_the_page_shows_the_points_as_they_are() -> None:
    """A change of points is a change of the page."""
    assert table() in (ROOT / "docs" / "uptake.md").read_text(encoding="utf-8")
