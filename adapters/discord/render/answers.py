"""Answers to what somebody asked for; where lines can be ticked, in menus below them."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import discord
from discord import ui
from discord.utils import as_chunks

from adapters.discord.address import Address, Do, custom_id
from adapters.discord.components import Press
from adapters.discord.render import pressables
from adapters.discord.render.face import Face, Links
from adapters.discord.render.paper import headed, linked, small
from adapters.discord.render.text import fitted, joined, line
from bot.domain.characters import counted
from bot.domain.pages import Line, Page

_MORE: Final = small("There is more than fits here.")
_TICK: Final = "Post these too"
_MESSAGE: Final = "the message"

_LISTED: Final = 400  # characters of a line, and of its note
_PIECE: Final = 2_900
"""Characters below one heading bar: two of them fit in a message."""
_PIECES: Final = 2


def page(room: str, answer: Page, links: Links) -> Face:
    """An answer as a message; `room` is where its choices are about."""
    menus = _ticks(room, answer)
    rows = pressables.choices(room, answer.choices)
    return Face(
        content=headed(answer.title, ()),
        embeds=below(answer, links),
        view=pressables.view([*menus, *rows]),
    )


def below(answer: Page, links: Links) -> tuple[discord.Embed, ...]:
    """What stands below an answer's title."""
    pieces = _pieces([*_lines(answer), *_sections(answer, links)])
    return tuple(discord.Embed(description=each) for each in pieces)


def word(text: str) -> Face:
    """A sentence as a message."""
    return Face(content=fitted(text, 2000))


def _lines(answer: Page) -> Iterator[str]:
    return (fitted(each, _PIECE) for each in answer.lines if each.strip())


def _sections(answer: Page, links: Links) -> Iterator[str]:
    for each in answer.sections:
        if each.title.strip():
            yield f"\n**{fitted(line(each.title), _LISTED)}**"
        yield from (_listed(one, links) for one in each.lines)


def _listed(each: Line, links: Links) -> str:
    """A line; the link to its message stands apart from what people wrote."""
    url = links(each.target) if each.target else None
    note = fitted(line(each.note), _LISTED) if each.note.strip() else ""
    go = linked(_MESSAGE, url) if url else ""
    return "• " + joined((fitted(line(each.text), _LISTED), note, go), " · ")


def _pieces(lines: Iterable[str]) -> list[str]:
    """Lines in as many pieces as there may be; where some are left out, that is said."""
    pieces = [""]
    for each in lines:
        longer = f"{pieces[-1]}\n{each}" if pieces[-1] else each.lstrip("\n")
        if counted(longer) <= _PIECE:
            pieces[-1] = longer
        elif len(pieces) < _PIECES:
            pieces.append(each.lstrip("\n"))
        else:
            return [*pieces[:-1], f"{pieces[-1]}\n{_MORE}"]
    return [each for each in pieces if each]


# --- ticking ---------------------------------------------------------------------------------


def _ticks(room: str, answer: Page) -> list[pressables.Row]:
    """Menus of the lines that may be ticked, as many as there is room for above the buttons."""
    lines = [each for section in answer.sections for each in section.lines if each.tick]
    rows = pressables.ROWS - (1 if answer.choices else 0)
    return [
        [
            pressables.menu(
                custom_id(Do.TICK, Address(room=room), str(number)),
                _TICK,
                (pressables.option(each.text, each.tick, each.note) for each in some),
                several=True,
            )
        ]
        for number, some in enumerate(as_chunks(lines, pressables.OPTIONS))
    ][:rows]


def ticked_again(message: discord.Message, menu: str, ticked: Iterable[str]) -> ui.View:
    """What can be pressed on a message, with these ticked in the menu of that custom id.

    What was ticked stands with the message, so that it is there when it is sent in.
    """
    chosen = set(ticked)
    view = ui.View(timeout=None)
    for item in ui.View.from_message(message, timeout=None).children:
        if isinstance(item, ui.Select) and item.custom_id == menu:
            for each in item.options:
                each.default = each.value in chosen
        view.add_item(_again(item))
    return view


def _again(item: ui.Item[Any]) -> ui.Item[Any]:
    return Press(item, row=item.row) if item.is_dispatchable() else item
