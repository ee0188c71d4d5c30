"""Blocks of messages as a person reads them: the rich text that people write, the cards of bots.

Whatever Slack may add is read where it has words in a known place, and passed over otherwise;
nothing in here raises, whatever the blocks are made of.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from adapters.slack import mrkdwn
from adapters.slack.mrkdwn import FENCE, quoted
from adapters.slack.references import References, decoded

_ONE_LINE: Final = 400  # characters of code that the core knows as code without a fence
_CODE_POINTS: Final = 16
_LAST_CODE_POINT: Final = 0x10FFFF
_INDENTS: Final = 8
_DATED: Final = 253_402_300_799  # the end of the year 9999
# Where elements of kinds that aren't known here may keep their words.
_WORDY: Final = ("text", "label", "title", "fallback", "name", "url")

Piece = Mapping[str, Any]


def read(blocks: object, refer: References) -> str:
    """All blocks, one below the other; those without words are left out."""
    return _lines(_block(each, refer) for each in pieces(blocks))


def pieces(value: object) -> Iterator[Piece]:
    """The JSON objects in a list; nothing for what is no list."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))


def words(piece: Piece, *keys: str) -> str:
    """The first of these fields that holds a text, or nothing."""
    return next((found for key in keys if isinstance(found := piece.get(key), str) and found), "")


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(stripped for part in parts if (stripped := part.strip("\n")))


def _block(block: Piece, refer: References) -> str:
    reader = _BLOCKS.get(words(block, "type"))
    return reader(block, refer) if reader else ""


# --- what bots make ---------------------------------------------------------------------------


def text_object(value: object, refer: References) -> str:
    """A text object: mrkdwn, or plain text, which comes with entities all the same."""
    if isinstance(value, str):
        return mrkdwn.read(value, refer)
    if not isinstance(value, dict):
        return ""
    text = words(value, "text")
    return mrkdwn.read(text, refer) if value.get("type") == "mrkdwn" else decoded(text)


def _section(block: Piece, refer: References) -> str:
    fields = [text_object(each, refer) for each in pieces(block.get("fields"))]
    return _lines([text_object(block.get("text"), refer), *fields])


def _context(block: Piece, refer: References) -> str:
    parts = (text_object(each, refer) for each in pieces(block.get("elements")))
    return " ".join(part for part in parts if part)


def _titled(block: Piece, refer: References) -> str:
    return text_object(block.get("title"), refer) or decoded(words(block, "title", "alt_text"))


def _markdown(block: Piece, _refer: References) -> str:
    return words(block, "text")


def _table(block: Piece, refer: References) -> str:
    rows = block.get("rows")
    cells = (pieces(row) for row in rows) if isinstance(rows, list) else ()
    return _lines(" | ".join(_cell(cell, refer) for cell in row) for row in cells)


def _cell(cell: Piece, refer: References) -> str:
    return _rich(cell, refer) if cell.get("type") == "rich_text" else words(cell, "text")


# --- what people write ------------------------------------------------------------------------


def _rich(block: Piece, refer: References) -> str:
    return _lines(_rich_part(each, refer) for each in pieces(block.get("elements")))


def _rich_part(part: Piece, refer: References) -> str:
    match words(part, "type"):
        case "rich_text_list":
            text = _list(part, refer)
        case "rich_text_preformatted":
            return fenced(_inline(part, refer, marked=False))
        case "rich_text_quote":
            return quoted(_inline(part, refer).strip("\n"))
        case _:
            text = _inline(part, refer)
    return quoted(text.strip("\n")) if part.get("border") else text


def _list(part: Piece, refer: References) -> str:
    ordered = part.get("style") == "ordered"
    indent = "  " * min(_whole(part.get("indent")), _INDENTS)
    first = _whole(part.get("offset")) + 1
    items = enumerate(pieces(part.get("elements")), first)
    return _lines(
        f"{indent}{f'{n}.' if ordered else '•'} {_inline(item, refer)}" for n, item in items
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < _DATED else 0


def _inline(part: Piece, refer: References, *, marked: bool = True) -> str:
    """The elements of a line; `marked` says whether code in it is marked as such."""
    elements = pieces(part.get("elements"))
    runs = itertools.groupby(elements, key=lambda each: marked and _is_code(each))
    return "".join(_run(run, refer, code=code) for code, run in runs)


def _is_code(element: Piece) -> bool:
    style = element.get("style")
    return isinstance(style, dict) and style.get("code") is True


def _run(run: Iterable[Piece], refer: References, *, code: bool) -> str:
    text = "".join(_element(each, refer) for each in run)
    if not code or not text.strip():
        return text
    if "\n" in text or len(text) > _ONE_LINE:
        return fenced(text)
    # A backtick within would end it; people rarely mean one.
    inside = text.replace("`", "'")
    return f"`{inside}`"


def fenced(text: str) -> str:
    """A block of code; a fence within would end it."""
    inside = text.strip("\n").replace(FENCE, "'''")
    return f"{FENCE}\n{inside}\n{FENCE}"


def _element(element: Piece, refer: References) -> str:
    reader = _ELEMENTS.get(words(element, "type"))
    return reader(element, refer) if reader else words(element, *_WORDY)


def _emoji(element: Piece, _refer: References) -> str:
    """The emoji itself, or `:name:` for a workspace's own."""
    name = words(element, "name").partition("::")[0]
    return _characters(words(element, "unicode")) or (f":{name}:" if name else "")


def _characters(points: str) -> str:
    """The characters of `1f44d-1f3fd`; nothing for what isn't so written."""
    try:
        numbers = [int(each, 16) for each in points.split("-")[:_CODE_POINTS]]
    except ValueError:
        return ""
    return "".join(map(chr, numbers)) if all(0 < n <= _LAST_CODE_POINT for n in numbers) else ""


def _date(element: Piece, _refer: References) -> str:
    """What the sender's side wrote for readers who can't be shown their own time, or the day."""
    if fallback := words(element, "fallback"):
        return fallback
    day = datetime.fromtimestamp(_whole(element.get("timestamp")), UTC)
    return day.strftime("%Y-%m-%d")


_ELEMENTS: Final[Mapping[str, Callable[[Piece, References], str]]] = {
    "text": lambda element, _: words(element, "text"),
    "link": lambda element, _: words(element, "text", "url").removeprefix("mailto:"),
    "emoji": _emoji,
    "user": lambda element, refer: refer.user(words(element, "user_id")),
    "channel": lambda element, refer: refer.channel(words(element, "channel_id")),
    "usergroup": lambda element, refer: refer.group(words(element, "usergroup_id")),
    "broadcast": lambda element, _: f"@{words(element, 'range')}",
    "date": _date,
    "color": lambda element, _: words(element, "value"),
}

_BLOCKS: Final[Mapping[str, Callable[[Piece, References], str]]] = {
    "rich_text": _rich,
    "section": _section,
    "header": _section,
    "context": _context,
    "markdown": _markdown,
    "image": _titled,
    "video": _titled,
    "table": _table,
}
