"""A page as plain text, for people who read it in a terminal."""

from collections.abc import Iterator

from bot.domain.pages import Line, Page


def text_of(page: Page) -> str:
    """All that stands on the page; its choices, which can't be pressed here, are left out."""
    return "\n".join(_lines(page))


def _lines(page: Page) -> Iterator[str]:
    yield page.title
    yield from (f"  {each}" for each in page.lines)
    for section in page.sections:
        yield ""
        yield f"  {section.title}"
        for each in section.lines:
            yield from _line(each)


def _line(line: Line) -> Iterator[str]:
    where = f"  ({line.target})" if line.target else ""
    yield f"    {line.text}{where}"
    if line.note:
        yield f"        {line.note}"
