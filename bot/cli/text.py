"""A page as plain text, for people who read it in a terminal."""

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.pages import Line, Page

# What moves a terminal's cursor or sets its title, or turns the direction of what stands after it.
_UNSHOWN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def text_of(page: Page) -> str:
    """All that stands on the page; its choices, which can't be pressed here, are left out."""
    return "\n".join(_UNSHOWN.sub("", each) for each in _lines(page))


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
