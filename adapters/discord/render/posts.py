"""What the whole room sees: the welcome, the greeting, the notice, a follow."""

from typing import Final

import discord
from discord import ui

from adapters.discord.address import Address, Do, custom_id
from adapters.discord.components import Press
from adapters.discord.ids import server
from adapters.discord.render import pressables
from adapters.discord.render.face import Face
from adapters.discord.render.paper import headed, small
from adapters.discord.render.text import fitted, line
from bot.domain.views import FollowView, NoticeView

_HELLO: Final = "Heed has joined"
_WHAT: Final = (
    "Heed notices questions that were left hanging, and tells whoever convenes privately, so that "
    "they can return to them. It never answers in anyone's place."
)
_READS_NOTHING: Final = "It reads nothing here yet. First somebody has to convene. Who will?"
_NOWHERE_YET: Final = (
    "It reads nothing on this server yet. First somebody who may manage channels chooses where it "
    "may listen; then somebody there has to convene."
)
_LABEL: Final = 200
_FOLLOW: Final = 1700
_CHANNELS: Final = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
    discord.ChannelType.forum,
]


def notice(view: NoticeView) -> Face:
    """The room's notice, for everybody to read whatever their settings: it is text alone."""
    return Face(content=headed(view.title, view.lines))


def follow(view: FollowView) -> Face:
    """A convener's words: who sent them through Heed stands above, and nobody else is named."""
    label = small(fitted(line(view.label), _LABEL))
    return Face(content=f"{label}\n{fitted(view.text, _FOLLOW)}")


def greeting(room: str, by: str = "") -> Face:
    """The first words in a room that asked Heed in; `by` is the name of whoever did, if known."""
    address = Address(room=room)
    return Face(
        content=headed(_HELLO, (_asked(by), _WHAT, _READS_NOTHING)),
        view=pressables.view(
            [
                [pressables.button(Do.CONVENE, address, "I'll convene", style="primary")],
                [_somebody(address)],
            ]
        ),
    )


def welcome(guild: int, by: str = "") -> Face:
    """The first words on a server: they ask in which channels Heed may listen."""
    return Face(
        content=headed(_HELLO, (_asked(by), _WHAT, _NOWHERE_YET)),
        view=pressables.view([[_channels(guild)]]),
    )


def _asked(by: str) -> str:
    return f"{line(by)} asked Heed in." if by.strip() else "Heed was asked in."


def _somebody(address: Address) -> pressables.Item:
    return Press(
        ui.UserSelect(
            custom_id=custom_id(Do.INVITE, address), placeholder="Ask somebody to convene"
        )
    )


def _channels(guild: int) -> pressables.Item:
    return Press(
        ui.ChannelSelect(
            custom_id=custom_id(Do.CHANNELS, Address(room=server(guild))),
            channel_types=_CHANNELS,
            placeholder="Where may Heed listen?",
            max_values=pressables.OPTIONS,
        )
    )
