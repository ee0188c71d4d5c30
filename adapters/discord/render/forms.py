"""On a card: writing a follow and seeing it before it is posted, and handing a question on."""

from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import ui
from discord.utils import as_chunks

from adapters.discord.address import WORDS, Address, Do, custom_id
from adapters.discord.components import Press
from adapters.discord.render import pressables
from adapters.discord.render.face import Face
from adapters.discord.render.paper import headed, small
from adapters.discord.render.text import clean, fitted, line, plain
from bot.domain.drafts import Draft
from bot.domain.room import Member
from bot.domain.views import Move

NOTHING_LEFT: Final = "There is nothing to post about any more. Nothing was posted."
NOTHING_WRITTEN: Final = "There was nothing to post. Write a line, then see it before it is posted."
NOBODY: Final = "There is nobody else here whom it could be handed to."
NOT_FOUND: Final = "Nobody in the room is called that. Please try their name as it stands there."

_MOVES: Final = {
    Move.REFLECT: "Reflect it back",
    Move.BUILD: "Build on it",
    Move.HONOUR: "Honour it",
}
_PREVIEW: Final = "This is what the room will see, as a reply to the question"
_POSTED: Final = "A few words do, without an answer. You'll see it before it is posted."
_OTHER_WORDS: Final = "Begin with other words"
_WHO: Final = "Who could pick it up?"
_TOLD: Final = "They get a link and some words to begin with, and nobody else is told."
_CHOOSE: Final = "Choose somebody in the room"

# By Discord's own rules, in characters.
_TITLE: Final = 45
_LABEL: Final = 45
_HINT: Final = 100

_NAME: Final = 100
_LONGEST: Final = 2000
_LIFE: Final = 900.0  # real seconds that the library remembers an open modal; nothing hangs on it
_MENUS: Final = 4


def follow_modal(address: Address, draft: Draft, words: str = "", stem: int = 0) -> ui.Modal:
    """Where a follow is written.

    It begins with `words`, else with what couldn't be posted before, else with a stem.
    """
    began = clean(words or draft.words or _stem(draft, stem))[: draft.at_most]
    asked = ui.TextInput[Any](
        style=discord.TextStyle.paragraph,
        custom_id=WORDS,
        default=began or None,
        max_length=draft.at_most,
    )
    return _modal(Do.FOLLOW, address, "Post through Heed", "Your words", _POSTED, asked)


def follow_preview(address: Address, draft: Draft, text: str) -> Face:
    """The words as the room will see them, for their author alone; pressing *Post it* posts them.

    The words stand in it alone: presses read them there.
    """
    stems = [
        pressables.option(_MOVES[each.move], str(number), line(each.text))
        for number, each in enumerate(draft.stems)
    ]
    menu = [pressables.menu(custom_id(Do.STEM, address), _OTHER_WORDS, stems)] if stems else []
    return Face(
        content=f"{headed(_PREVIEW, ())}\n{small(fitted(line(draft.label), _NAME))}",
        embeds=(discord.Embed(description=fitted(text, _LONGEST)),),
        view=pressables.view(
            [
                [
                    pressables.button(Do.POST_IT, address, "Post it", style="primary"),
                    pressables.button(Do.CHANGE_IT, address, "Change it"),
                ],
                menu,
            ]
        ),
    )


def stem_of(draft: Draft, number: int) -> str:
    """The words that a chosen stem stands for; empty where there is none of that number."""
    return line(_stem(draft, number))


# --- handing on ------------------------------------------------------------------------------


def hands_fit(hands: Sequence[Member]) -> bool:
    """Whether everybody whom a question may be handed to fits in menus."""
    return len(hands) <= _MENUS * pressables.OPTIONS


def hand_to(address: Address, hands: Sequence[Member], *, on_server: bool = False) -> Face:
    """Whom to hand it to. `on_server`: it is asked there, where Discord itself lists its people.

    In direct messages it lists only those who take part, so there the room's members stand in
    menus. Where they don't fit (`hands_fit`), `hand_to_modal` asks for a name.
    """
    if not hands:
        return Face(content=NOBODY)
    rows = [[_anybody(address)]] if on_server else _members(address, hands)
    return Face(content=headed(_WHO, (_TOLD,)), view=pressables.view(rows))


def hand_to_modal(address: Address) -> ui.Modal:
    """The same where there are too many to choose from: by name."""
    asked = ui.TextInput[Any](custom_id=WORDS, max_length=_NAME)
    hint = "Their name in the room. They get a link, and nobody else is told."
    return _modal(Do.HAND_TO, address, "Hand to…", _WHO, hint, asked)


def named(hands: Sequence[Member], name: str) -> Member | None:
    """Whoever is called that; None where nobody is, or several are."""
    wanted = line(name).removeprefix("@").casefold()
    found = [each for each in hands if line(each.name).casefold() == wanted]
    return found[0] if len(found) == 1 else None


def _anybody(address: Address) -> pressables.Item:
    return Press(ui.UserSelect(custom_id=custom_id(Do.MEMBER, address), placeholder=_CHOOSE))


def _members(address: Address, hands: Sequence[Member]) -> list[pressables.Row]:
    """The members in menus, each labelled with whom it begins and ends with."""
    some = list(as_chunks(hands, pressables.OPTIONS))
    return [
        [
            pressables.menu(
                custom_id(Do.MEMBER, address, str(number)),
                _CHOOSE if len(some) == 1 else f"{theirs[0].name} … {theirs[-1].name}",
                (pressables.option(each.name, each.id) for each in theirs),
            )
        ]
        for number, theirs in enumerate(some)
    ]


def _modal(  # noqa: PLR0913, PLR0917 - all that a modal of ours has
    do: Do, address: Address, title: str, label: str, hint: str, asked: ui.TextInput[Any]
) -> ui.Modal:
    modal = ui.Modal(title=plain(title, _TITLE), custom_id=custom_id(do, address), timeout=_LIFE)
    modal.add_item(
        ui.Label(text=plain(label, _LABEL), description=plain(hint, _HINT), component=asked)
    )
    return modal


def _stem(draft: Draft, number: int) -> str:
    return draft.stems[number].text if number < len(draft.stems) else ""
