"""A page as text that a person can read in review."""

from bot.domain.pages import Line, Page


def lines_of(page: Page) -> list[str]:
    """Everything that stands on the page, line by line."""
    lines = [f"# {page.title}" + (" (public)" if page.public else "")]
    lines += page.lines
    for section in page.sections:
        lines.append(f"## {section.title}")
        for each in section.lines:
            lines += _lines(each)
    lines += [f"[{each.name}: {each.alt}]" for each in page.files]
    lines += [f"({each.label}: {each.url or each.wish})" for each in page.choices]
    return lines


def text_of(page: Page) -> str:
    """The same as one text."""
    return "\n".join(lines_of(page))


def _lines(line: Line) -> list[str]:
    box = f"[ {line.tick} ] " if line.tick else ""
    link = f" -> {line.target}" if line.target else ""
    return [f"- {box}{line.text}{link}", *([f"    {line.note}"] if line.note else [])]
