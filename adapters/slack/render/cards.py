"""A private card: discreet until it is shown, three buttons in sight, the rest in menus."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from slack_sdk.models.blocks import Block, InteractiveElement

from adapters.slack.address import Address
from adapters.slack.render import blocks
from adapters.slack.render.answers import below
from adapters.slack.render.face import Face, Links
from adapters.slack.render.text import joined, line, shortened
from bot.domain.events import Action
from bot.domain.room import Purpose
from bot.domain.views import IN_SIGHT, Button, CardView, Details

# Those that end the matter; everything else passes it on or puts it off.
_SETTLING: Final = frozenset(
    {
        Action.ALREADY_FOLLOWED,
        Action.PRIVATELY,
        Action.LET_IT_REST,
        Action.NOT_A_QUESTION,
        Action.ANSWERED_ALOUD,
    }
)
_SETTLE: Final = "Settle it quietly"
_OTHERWISE: Final = "Something else"
_STEMS: Final = "To say, to change, or to copy. None of them has to hold an answer."
_LEFT: Final = "And {left} more. Type /heed open in the room to see them all."
_MORE: Final = "There is more than fits here. Type /heed summary in the room to see it all."
_LATER: Final = Button(action=Action.LATER, label="Remind me later…")

_QUOTE: Final = 1000  # characters of one question, or of each where there are several
_QUOTE_OF_SEVERAL: Final = 300
_CHOICES: Final = 50  # a block's number, apart from those of buttons and menus
_FRAME: Final = 8  # blocks that stand around the details


def card(room: str, view: CardView, links: Links) -> Face:
    """A card as its recipient sees it; `links` lead to the messages that it is about."""
    address = Address(room=room, card=view.card)
    shown = [blocks.header(view.title), *_lines(view)]
    if not view.closed:
        shown += _all_details(address, view, links)
        shown += below(view.page, links) if view.page else []
        buttons = _buttons(address, view, links)
        shown = blocks.within(shown, blocks.MESSAGE - len(buttons), _MORE)
        shown += buttons
    return Face(text=blocks.alert(view.title, *view.lines), blocks=blocks.drawn(shown))


def _lines(view: CardView) -> list[Block]:
    return [blocks.section("\n".join(view.lines))] if view.lines else []


# --- what stands behind Show -----------------------------------------------------------------


def _all_details(address: Address, view: CardView, links: Links) -> list[Block]:
    """As many questions as one message takes; how many others there are is said below them."""
    limit = _QUOTE if len(view.details) == 1 else _QUOTE_OF_SEVERAL
    shown: list[Block] = []
    for number, each in enumerate(view.details):
        further = [blocks.divider(), *_details(address, each, links, limit)]
        if number and not blocks.fit([*shown, *further], blocks.MESSAGE - _FRAME):
            left = len(view.details) - number
            return [*shown, blocks.context(_LEFT.format(left=left))]
        shown += further
    return shown


def _details(address: Address, each: Details, links: Links, limit: int) -> list[Block]:
    shown: list[Block] = []
    if each.quote is not None:
        shown.append(blocks.section(f"“{shortened(each.quote, limit)}”"))
    if said := joined((each.who, each.ago), " · "):
        shown.append(blocks.context(said))
    if each.note:
        shown.append(blocks.section(each.note, limit))
    if each.why:
        shown.append(blocks.context("\n".join(each.why)))
    if each.stems:
        stems = "\n".join(line(stem.text) for stem in each.stems)
        shown += [blocks.context(_STEMS), blocks.section(stems)]
    about = replace(address, question=each.question)
    return [*shown, *blocks.row(about, 0, _pressable(each.buttons, links(each.message)))]


# --- buttons and menus -----------------------------------------------------------------------


def _buttons(address: Address, view: CardView, links: Links) -> list[Block]:
    """Those in sight, one beside the other, and below them a menu for each sort of the others."""
    link = links(view.target) if view.target else None
    practice = view.purpose is Purpose.PRACTICE
    in_sight = _pressable(view.buttons, link, needs_link=not practice)
    folded = _folded(view.menu)
    if len(folded) == 1 and len(in_sight) < IN_SIGHT:
        in_sight.append(blocks.button(folded[0]))  # a menu of one would only hide it
        folded = ()
    shown = [*_choices(address, view), *blocks.row(address, 0, in_sight)]
    for number, (label, theirs) in enumerate(_sorted(folded), start=1):
        shown.append(blocks.menu(address, number, label, theirs))
    return shown


def _choices(address: Address, view: CardView) -> list[Block]:
    """What can be asked for on the page that a card shows."""
    offered = blocks.choices(view.page.choices) if view.page else []
    return blocks.row(Address(room=address.room), _CHOICES, offered)


def _pressable(
    buttons: Sequence[Button], link: str | None, *, needs_link: bool = True
) -> list[InteractiveElement]:
    """Buttons as they can be pressed; *Go to the message* only where there is one to go to."""
    return [
        blocks.button(each, link if each.action is Action.GO else None)
        for each in buttons
        if each.action is not Action.GO or link or not needs_link
    ]


def _folded(menu: Sequence[Button]) -> tuple[Button, ...]:
    """What goes into menus: *later* becomes one, which asks when, where there is no room for it."""
    others = [each for each in menu if each.action not in _SETTLING]
    if len(others) <= blocks.MENU:
        return tuple(menu)
    first = next((each for each in menu if each.action is Action.LATER), None)
    return tuple(
        _LATER if each is first else each
        for each in menu
        if each.action is not Action.LATER or each is first
    )


def _sorted(folded: Sequence[Button]) -> list[tuple[str, Sequence[Button]]]:
    """Menus by what their buttons do, none longer than Slack allows."""
    settling = [each for each in folded if each.action in _SETTLING]
    others = [each for each in folded if each.action not in _SETTLING]
    return [
        (label, theirs[start : start + blocks.MENU])
        for label, theirs in ((_SETTLE, settling), (_OTHERWISE, others))
        for start in range(0, len(theirs), blocks.MENU)
    ]
