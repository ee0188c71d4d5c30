"""Buttons, menus and modals: each is read, taken to the companion, and answered in place.

A modal can only be opened as the first answer to a press, so what it shows is found out before
anything else is said. What was typed or ticked stands in the messages themselves: nothing has to
be remembered, and everything works after a restart.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import discord
import structlog

from adapters.discord import presses, render
from adapters.discord.address import Address, Do
from adapters.discord.answering import Answering, acknowledged
from adapters.discord.client import HeedClient
from adapters.discord.desk import NOT_HERE, Asking, Desk, sorry
from adapters.discord.faults import DISCORD_SAID_NO, note
from adapters.discord.presses import (
    Changing,
    Chosen,
    Convening,
    Malformed,
    Named,
    NotOurs,
    Opened,
    Previewed,
    Read,
    StemChosen,
    Ticked,
    Wished,
)
from adapters.discord.render import Face
from adapters.discord.welcome import Welcome
from bot.domain.drafts import Draft, draft, hands
from bot.domain.events import Action, Pressed

Interaction = discord.Interaction[Any]
Answer = Callable[[Interaction, Any], Awaitable[None]]

_ENDS: Final = {Action.POST: "It is on its way.", Action.HAND_TO: "They are asked, privately."}
"""What ends with these presses, and what is said then where the core says nothing."""

_NOTHING_LEFT: Final = render.word(render.NOTHING_LEFT)

log = structlog.get_logger()


class Presses:
    """Whoever pressed is told in private what came of it, if there is anything to tell."""

    def __init__(self, desk: Desk, answering: Answering, welcome: Welcome) -> None:
        self._desk = desk
        self._answering = answering
        self._welcome = welcome
        self._does: Mapping[type[Read], Answer] = {
            Pressed: self._press,
            Opened: self._open,
            Previewed: self._preview,
            StemChosen: self._stem,
            Changing: self._change,
            Named: self._named,
            Wished: self._wished,
            Ticked: self._ticked,
            Convening: self._convening,
            Chosen: self._chosen,
        }

    def register(self, client: HeedClient) -> None:
        """Listen to whatever of ours is pressed or sent in."""
        client.hear_presses(self.pressed)
        client.hear("interaction", self._interacted)

    async def _interacted(self, interaction: Interaction) -> None:
        """Modals alone: the library hands on none that it didn't open itself since it started."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self.pressed(interaction)

    async def pressed(self, interaction: Interaction) -> None:
        """Do what was asked for."""
        read = presses.of(interaction)
        try:
            await self._do(interaction, read)
        except DISCORD_SAID_NO as error:
            note("discord.not_answered", error)

    async def _do(self, interaction: Interaction, read: Read) -> None:
        if isinstance(read, NotOurs):
            return
        if isinstance(read, Malformed):
            log.warning("discord.malformed", why=read.why)
            await acknowledged(interaction.response.defer())
            return
        await self._does[type(read)](interaction, read)

    # --- cards -------------------------------------------------------------------------------

    async def _press(self, interaction: Interaction, press: Pressed) -> None:
        if not await acknowledged(interaction.response.defer()):
            return
        try:
            told = await self._desk.press(press)
        except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
            told = [sorry(error)]
        said = " ".join(told)
        if _is_alone(interaction) and press.action in _ENDS:
            # A preview, or a menu of members: it is done with.
            over = render.word(said or _ENDS[press.action])
            await interaction.edit_original_response(**over.instead())
        elif said:
            await interaction.followup.send(ephemeral=True, **render.word(said).new())
        elif interaction.guild_id is not None:
            await self._show_alone(interaction, press)

    async def _show_alone(self, interaction: Interaction, press: Pressed) -> None:
        """In the conveners' channel others read along: its recipient sees the card by themself."""
        room = await self._desk.room_for(press.room, press.by)
        face = await self._desk.card(room, press.card, press.by, press.at) if room else None
        if face is None:
            return
        if _is_alone(interaction):
            await interaction.edit_original_response(**face.instead())
        else:
            await interaction.followup.send(ephemeral=True, **face.new())

    async def _open(self, interaction: Interaction, opened: Opened) -> None:
        at, by = opened.address, opened.by
        try:
            room = await self._desk.room_for(at.room, by)
        except Exception as error:  # noqa: BLE001 - likewise
            await _say(interaction, render.word(sorry(error)))
            return
        if room is None:
            await _say(interaction, render.word(NOT_HERE))
        elif opened.do is Do.HAND_TO:
            theirs = hands(room, at.card, at.question, by)
            here = interaction.guild_id is not None
            fits = here or render.hands_fit(theirs)
            what = render.hand_to(at, theirs, on_server=here)
            await _show(interaction, what if fits else render.hand_to_modal(at))
        else:
            start = draft(room, at.card, at.question, by)
            nothing = render.word(render.NOTHING_LEFT)
            await _show(interaction, render.follow_modal(at, start) if start else nothing)

    async def _preview(self, interaction: Interaction, previewed: Previewed) -> None:
        face = await self._seen_first(previewed.address, previewed.by, previewed.text)
        if _is_alone(interaction):
            await interaction.response.edit_message(**face.instead())
        else:
            await _say(interaction, face)

    async def _seen_first(self, address: Address, by: str, text: str) -> Face:
        """The words as the room will see them, if there is still something to post about."""
        if not text:
            return render.word(render.NOTHING_WRITTEN)
        start = await self._draft(address, by)
        return render.follow_preview(address, start, text) if start else _NOTHING_LEFT

    async def _stem(self, interaction: Interaction, chosen: StemChosen) -> None:
        start = await self._draft(chosen.address, chosen.by)
        words = render.stem_of(start, chosen.stem) if start else ""
        face = _NOTHING_LEFT
        if start is not None and words:
            face = render.follow_preview(chosen.address, start, words)
        await interaction.response.edit_message(**face.instead())

    async def _change(self, interaction: Interaction, changing: Changing) -> None:
        start = await self._draft(changing.address, changing.by)
        if start is None:
            await interaction.response.edit_message(**_NOTHING_LEFT.instead())
        else:
            modal = render.follow_modal(changing.address, start, changing.text)
            await interaction.response.send_modal(modal)

    async def _named(self, interaction: Interaction, named: Named) -> None:
        room = await self._desk.room_for(named.address.room, named.by)
        if room is None:
            await _say(interaction, render.word(NOT_HERE))
            return
        at = named.address
        member = render.named(hands(room, at.card, at.question, named.by), named.name)
        if member is None:
            await _say(interaction, render.word(render.NOT_FOUND))
            return
        await self._press(interaction, named.handed(member.id))

    async def _draft(self, address: Address, by: str) -> Draft | None:
        room = await self._desk.room_for(address.room, by)
        return draft(room, address.card, address.question, by) if room else None

    # --- answers -----------------------------------------------------------------------------

    async def _wished(self, interaction: Interaction, wished: Wished) -> None:
        asking = Asking(
            room=wished.room,
            member=int(wished.by),
            text=wished.text,
            key=wished.key,
            at=wished.at,
            ticked=wished.ticked,
        )
        await self._answering.answered(interaction, asking, replace=_is_alone(interaction))

    async def _ticked(self, interaction: Interaction, ticked: Ticked) -> None:
        message = interaction.message
        if message is not None:
            view = render.ticked_again(message, ticked.menu, ticked.ticked)
            await interaction.response.edit_message(view=view)

    # --- the greeting and the welcome --------------------------------------------------------

    async def _convening(self, interaction: Interaction, press: Convening) -> None:
        whom = "me" if press.member == press.by else f"<@{press.member}>"
        asking = Asking(
            room=press.room,
            member=int(press.by),
            text=f"convener {whom}",
            key=press.key,
            at=press.at,
        )
        await self._answering.answered(interaction, asking)

    async def _chosen(self, interaction: Interaction, chosen: Chosen) -> None:
        if not await acknowledged(interaction.response.defer(ephemeral=True, thinking=True)):
            return
        try:
            faces = await self._welcome.chosen(interaction.user, chosen)
        except Exception as error:  # noqa: BLE001 - likewise
            faces = [render.word(sorry(error))]
        await self._answering.tell(interaction, faces)


def _is_alone(interaction: Interaction) -> bool:
    """Whether what was pressed is seen by whoever pressed alone, and so may be changed for them."""
    message = interaction.message
    return message is not None and message.flags.ephemeral


async def _show(interaction: Interaction, what: "Face | discord.ui.Modal") -> None:
    if isinstance(what, Face):
        await _say(interaction, what)
    else:
        await interaction.response.send_modal(what)


async def _say(interaction: Interaction, face: Face) -> None:
    await interaction.response.send_message(ephemeral=True, **face.new())
