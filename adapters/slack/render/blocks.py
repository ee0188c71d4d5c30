"""Blocks within Slack's limits. Every text in them is plain, escaped and cut to fit."""

import json
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InteractiveElement,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    PlainTextObject,
    SectionBlock,
)

from adapters.slack.address import Address, Do, block_id, option, press_id
from adapters.slack.render.face import Json, Links
from adapters.slack.render.text import fitted, joined, line
from bot.domain.characters import counted
from bot.domain.pages import Choice, Line
from bot.domain.views import Button

# By Slack's own rules, in characters and pieces.
HEADER: Final = 150
SECTION: Final = 3000
CONTEXT: Final = 2000
LABEL: Final = 75
PLACEHOLDER: Final = 150
TITLE: Final = 24
MESSAGE: Final = 50
VIEW: Final = 100
MENU: Final = 5
ROW: Final = 25
SELECT: Final = 100

MESSAGE_SIZE: Final = 12_000
"""Characters in a message's blocks together: Slack refuses messages of a little more."""
VIEW_SIZE: Final = 100_000
"""Likewise in a view's: Slack takes some more of them."""

ALERT: Final = 3000
"""How long the text of an alert may become: ours to choose, far below Slack's own limit."""

_ENDS: Final = (".", "?", "!", ":", "…")
_LISTED: Final = 400
_BACKTICKS: Final = str.maketrans("`", "'")


def plain(text: str, limit: int) -> PlainTextObject:
    """A text that is shown as it is."""
    return PlainTextObject(text=fitted(text, limit), emoji=False)


def header(text: str) -> Block:
    """A heading."""
    return HeaderBlock(text=plain(line(text), HEADER))


def section(text: str, limit: int = SECTION) -> Block:
    """A paragraph."""
    return SectionBlock(text=plain(text, limit))


def context(text: str, limit: int = CONTEXT) -> Block:
    """Smaller text."""
    return ContextBlock(elements=[plain(text, limit)])


def divider() -> Block:
    """A thin line."""
    return DividerBlock()


def row(address: Address, number: int, elements: Sequence[InteractiveElement]) -> list[Block]:
    """Things to press, one beside the other; no block where there is nothing."""
    if not elements:
        return []
    return [ActionsBlock(block_id=block_id(address, number), elements=list(elements[:ROW]))]


def button(of: Button, link: str | None = None) -> InteractiveElement:
    """A card's button. With a link it leads there, and Slack tells of the press all the same."""
    return ButtonElement(
        text=plain(of.label, LABEL), action_id=press_id(of.action), value=of.value or None, url=link
    )


def choices(of: Iterable[Choice]) -> list[InteractiveElement]:
    """A page's buttons."""
    return [
        ButtonElement(
            text=plain(each.label, LABEL),
            action_id=f"{Do.LINK if each.url else Do.WISH}#{number}",
            value=each.wish or None,
            url=each.url or None,
            style=each.style or None,
        )
        for number, each in enumerate(of)
    ]


def menu(address: Address, number: int, label: str, of: Sequence[Button]) -> Block:
    """A card's buttons, folded away beside a label; a single one stands there itself."""
    options = [_folded(each) for each in of]
    several = OverflowMenuElement(action_id=Do.MENU, options=options)
    return SectionBlock(
        text=plain(label, LABEL),
        block_id=block_id(address, number),
        accessory=several if len(of) > 1 else button(of[0]),
    )


def _folded(of: Button) -> Option:
    return Option(text=plain(of.label, LABEL), value=option(of.action, of.value))


def listed(lines: Iterable[Line], links: Links) -> list[Block]:
    """Lines with links to their messages, in as few blocks as they fit in."""
    blocks: list[Block] = []
    chunk = ""
    for each in lines:
        written = _linked(each, links(each.target) if each.target else None)
        if chunk and counted(chunk) + 1 + counted(written) > SECTION:
            blocks.append(_marked(chunk))
            chunk = ""
        chunk = joined((chunk, written), "\n")
    return [*blocks, _marked(chunk)] if chunk else blocks


def _linked(each: Line, link: str | None) -> str:
    text = fitted(line(each.text).translate(_BACKTICKS), _LISTED)
    shown = f"<{link}|{text}>" if link else text
    note = fitted(line(each.note).translate(_BACKTICKS), _LISTED) if each.note else ""
    return "• " + joined((shown, note), " · ")


def _marked(text: str) -> Block:
    """Text with our own links in it: `verbatim` keeps Slack from finding more in it."""
    return SectionBlock(text=MarkdownTextObject(text=text, verbatim=True))


def fit(blocks: Sequence[Block], limit: int, size: int = MESSAGE_SIZE) -> bool:
    """Whether these are at most so many blocks, and so many characters in all."""
    return len(blocks) <= limit and sum(map(_weight, blocks)) <= size


def within(blocks: Sequence[Block], limit: int, more: str, size: int = MESSAGE_SIZE) -> list[Block]:
    """As many of the blocks as fit; where some are left out, that is said in the last."""
    if fit(blocks, limit, size):
        return list(blocks)
    last = context(more)
    weights = accumulate(map(_weight, blocks), initial=_weight(last))
    room = sum(1 for each in weights if each <= size) - 1
    return [*blocks[: min(room, limit - 1)], last]


def _weight(block: Block) -> int:
    """The characters that a block takes when it is sent."""
    return len(json.dumps(block.to_dict(), ensure_ascii=False))


def drawn(blocks: Iterable[Block]) -> list[Json]:
    """Blocks as Slack takes them."""
    return [each.to_dict() for each in blocks]


def alert(title: str, *texts: str) -> str:
    """What stands for the blocks where there is no room for them."""
    ended = title if title.endswith(_ENDS) else f"{title}."
    return fitted(joined((ended, *texts)), ALERT)
