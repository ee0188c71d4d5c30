"""A private card: discreet until it is shown, three buttons in sight, the rest in menus.

Alerts read the message's text, and that stays discreet for good; what is shown stands below it.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import discord
from discord.utils import as_chunks

from adapters.discord.address import Address, Do, custom_id, pressed
from adapters.discord.render import pressables
from adapters.discord.render.answers import below
from adapters.discord.render.face import Face, Links
from adapters.discord.render.paper import EMBEDS, SIZE, headed, linked, paper, quoted, small
from adapters.discord.render.pressables import Item, Row
from adapters.discord.render.text import copied, fitted, joined, line
from bot.domain.characters import counted
from bot.domain.events import Action
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
_ONE_OF_THEM: Final = "Choose one of them"
_STEMS: Final = "To say, to change, or to copy. None of them has to hold an answer."
_LEFT: Final = "And {left} more. Type /heed open in the room to see them all."
_GO: Final = "Go to the message"
_SHARED: Final = "It is for one of you, who alone can open it: Show says whether that is you."
_FOR_ONE: Final = "It is for one of you, who alone can answer."

_QUOTE: Final = 1000  # characters of one question, or of each where there are several
_QUOTE_OF_SEVERAL: Final = 300
_NOTE: Final = 800
_LINE: Final = 250
_SAID: Final = 200
_FOR_THE_REST: Final = 100  # characters for saying how many more there are


def card(room: str, view: CardView, links: Links) -> Face:
    """A card as its recipient sees it; `links` lead to the messages that it is about."""
    content = headed(view.title, view.lines)
    if view.closed:
        return Face(content=content)
    address = Address(room=room, card=view.card)
    shown = [*_shown(view, links), *(below(view.page, links) if view.page else ())]
    return Face(
        content=content,
        embeds=tuple(shown),
        view=pressables.view(_rows(address, view, links)),
    )


def shared_card(room: str, view: CardView) -> Face:
    """The same for the conveners' channel, where others read along: nothing can be seen in it.

    *Show* is answered to its recipient alone.
    """
    if view.closed:
        return Face(content=headed(view.title, view.lines))
    address = Address(room=room, card=view.card)
    if view.details or view.page or any(each.action in _LEADING for each in view.buttons):
        offered: tuple[Button, ...] = (_SHOW,)
        lines: tuple[str, ...] = (_SHARED,)
    else:
        offered = view.buttons
        lines = (*view.lines, _FOR_ONE) if offered else view.lines
    return Face(
        content=headed(view.title, lines),
        view=pressables.view([[pressables.on_card(address, each) for each in offered]]),
    )


_SHOW: Final = Button(action=Action.SHOW, label="Show")
_LEADING: Final = frozenset({Action.SHOW, Action.GO})


# --- what stands behind Show -----------------------------------------------------------------


def _shown(view: CardView, links: Links) -> list[discord.Embed]:
    """As many questions as one message takes; how many others there are is said below them."""
    alone = len(view.details) == 1
    shown: list[discord.Embed] = []
    size = 0
    for number, each in enumerate(view.details, start=1):
        text = _alone(each) if alone else _one_of_several(each, number, links)
        size += counted(text)
        if shown and (size > SIZE - _FOR_THE_REST or len(shown) == EMBEDS - 1):
            left = len(view.details) - len(shown)
            return [*shown, discord.Embed(description=small(_LEFT.format(left=left)))]
        shown.append(discord.Embed(description=text))
    return shown


def _alone(each: Details) -> str:
    return paper([*_said(each, _QUOTE), *_more(each)])


def _one_of_several(each: Details, number: int, links: Links) -> str:
    url = links(each.message)
    go = [linked(_GO, url)] if url else []
    return paper([small(str(number)), *_said(each, _QUOTE_OF_SEVERAL), *_more(each), *go])


def _said(each: Details, limit: int) -> list[str]:
    """The words, who said them and when."""
    quote = [] if each.quote is None else [quoted(f"“{each.quote}”", limit)]
    said = joined((line(each.who), line(each.ago)), " · ")
    return [*quote, *([small(fitted(said, _SAID))] if said else [])]


def _more(each: Details) -> list[str]:
    """What to know of it, why it was noticed, and how a follow might begin."""
    note = [fitted(each.note, _NOTE)] if each.note.strip() else []
    why = [small(fitted(line(reason), _LINE)) for reason in each.why if reason.strip()]
    stems = [copied(stem.text, _LINE) for stem in each.stems]
    return [*note, *why, *([small(_STEMS), *stems] if stems else [])]


# --- buttons and menus -----------------------------------------------------------------------


def _rows(address: Address, view: CardView, links: Links) -> list[Row]:
    """Those in sight beside each other, then menus: of single questions, and by what they do."""
    offered = view.buttons + (view.details[0].buttons if len(view.details) == 1 else ())
    in_sight = _pressable(address, view, offered, links)
    menu = list(view.menu)
    if len(menu) == 1 and len(in_sight) < IN_SIGHT:
        in_sight.append(pressables.on_card(address, menu.pop()))  # a menu would only hide it
    asked = pressables.choices(address.room, view.page.choices) if view.page else []
    return [*asked, in_sight[:IN_SIGHT], *_menus_of_each(address, view), *_menus(address, menu)]


def _pressable(
    address: Address, view: CardView, offered: Iterable[Button], links: Links
) -> list[Item]:
    """Buttons as they can be pressed; *Go to the message* only where there is one to go to."""
    details = view.details[0].message if len(view.details) == 1 else ""
    target = view.target or details
    url = links(target) if target else None
    shown: list[Item] = []
    for each in {(each.action, each.value): each for each in offered}.values():
        if each.action is Action.GO and target:
            shown += [pressables.link(each.label, url)] if url else []
        else:
            shown.append(pressables.on_card(address, each))
    return shown


def _menus_of_each(address: Address, view: CardView) -> list[Row]:
    """What can be done with each of several questions; links stand with them."""
    options = [
        pressables.option(
            f"{number}. {button.label}",
            pressed(button.action, button.value, button.question or each.question),
            each.quote or joined((each.who, each.ago), " · "),
        )
        for number, each in enumerate(view.details, start=1)
        if len(view.details) > 1
        for button in each.buttons
        if button.action is not Action.GO
    ]
    return [
        [pressables.menu(custom_id(Do.MENU, address, f"{at}"), _ONE_OF_THEM, some)]
        for at, some in enumerate(as_chunks(options, pressables.OPTIONS))
    ][:2]


def _menus(address: Address, menu: Sequence[Button]) -> list[Row]:
    """Menus by what their buttons do."""
    settling = [each for each in menu if each.action in _SETTLING]
    others = [each for each in menu if each.action not in _SETTLING]
    return [
        [pressables.menu(custom_id(Do.MENU, address, name), label, map(_option, theirs))]
        for name, label, theirs in (("s", _SETTLE, settling), ("o", _OTHERWISE, others))
        if theirs
    ]


def _option(of: Button) -> discord.SelectOption:
    return pressables.option(of.label, pressed(of.action, of.value, of.question))
