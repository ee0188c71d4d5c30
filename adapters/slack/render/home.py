"""App Home: greets, leads through setting up, and shows somebody their rooms."""

from collections.abc import Callable, Sequence
from typing import Final

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from adapters.slack.address import Address
from adapters.slack.render import blocks
from adapters.slack.render.face import Json, Links
from adapters.slack.render.text import joined
from bot.domain.pages import Line
from bot.runtime.ports import HomeRoom

_WELCOME: Final = "Welcome to Heed"
_ABOUT: Final = (
    "Heed notices questions that were left hanging in a meeting, and tells whoever convenes it, "
    "privately, so that they can return to them. It never answers in anyone's place."
)
_STEPS: Final = (
    "To begin:\n"
    "1. In a channel, type /invite @Heed. It reads nothing there yet.\n"
    "2. Somebody there presses I'll convene, and Heed posts a notice of what it does.\n"
    "3. Whoever convenes gets a practice nudge, to see how it works.\n"
    "4. Type /heed meeting start when you meet."
)
_ROOMS: Final = "Your rooms"
_WAITING: Final = "Waiting to be picked up"
_SETTINGS: Final = "Settings"
_MORE: Final = "There is more than fits here. Type /heed open in a room to see what waits there."
_FOR_ALL: Final = "Type /heed help in any of these rooms to see what you can ask for there."


def home(rooms: Sequence[HomeRoom], links: Callable[[str], Links]) -> Json:
    """Somebody's App Home; `links` gives a room's links."""
    shown = [blocks.header(_WELCOME), blocks.section(_ABOUT)]
    if rooms:
        shown += [blocks.header(_ROOMS)]
        for each in rooms:
            shown += _room(each, links(each.room))
        shown.append(blocks.context(_FOR_ALL))
    else:
        shown.append(blocks.section(_STEPS))
    return View(
        type="home", blocks=blocks.within(shown, blocks.VIEW, _MORE, blocks.VIEW_SIZE)
    ).to_dict()


def _room(room: HomeRoom, links: Links) -> list[Block]:
    return [
        blocks.divider(),
        blocks.section(room.title),
        *_standing(room),
        *_lines(_WAITING, room.waiting, links),
        *_lines(_SETTINGS, room.settings, links),
        *blocks.row(Address(room=room.room), 0, blocks.choices(room.choices)),
    ]


def _standing(room: HomeRoom) -> list[Block]:
    said = joined((room.state, room.role), " · ")
    return [blocks.context(said)] if said else []


def _lines(title: str, lines: Sequence[Line], links: Links) -> list[Block]:
    return [blocks.context(title), *blocks.listed(lines, links)] if lines else []
