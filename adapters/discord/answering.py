"""Answers to what people ask: for them alone, and acknowledged before anything else is done.

Discord wants to hear of an interaction within three seconds. What can't be acknowledged isn't
done, for then the person is told by Discord itself that it failed.
"""

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any, Final

import discord
from discord import Member

from adapters.discord import render
from adapters.discord.calls import Asked, Whispered
from adapters.discord.client import HeedClient
from adapters.discord.desk import Asking, Desk, sorry
from adapters.discord.faults import DISCORD_SAID_NO, note
from adapters.discord.ids import PLATFORM, epoch, room_id
from adapters.discord.places import Chosen, Places
from adapters.discord.render import Face
from adapters.discord.welcome import Welcome
from bot.domain.events import HeardToo, LetGo
from bot.domain.wishes import Conveners, parse

NOTED: Final = "Noted. Nobody else is told."
IN_PRIVATE: Final = (
    "Heed answers you alone. Your direct messages are closed to it, so please type `/heed` here."
)
NO_FILE: Final = (
    "Discord didn't take the file. Heed may lack the permission *Attach Files* in this channel; "
    "it works in direct messages too."
)

Interaction = discord.Interaction[Any]


class Answering:
    """Has a wish done, and answers; whatever goes wrong is said in a sentence."""

    def __init__(self, desk: Desk, client: HeedClient, places: Places, welcome: Welcome) -> None:
        self._desk = desk
        self._client = client
        self._places = places
        self._welcome = welcome

    # --- commands ----------------------------------------------------------------------------

    async def asked(self, interaction: Interaction, text: str) -> None:
        """A command: `/heed …`, or what stands under Apps on a message."""
        if not await acknowledged(interaction.response.defer(ephemeral=True, thinking=True)):
            return
        try:
            asked_in = await self._ask_in(interaction, text)
        except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
            await self.tell(interaction, [render.word(sorry(error))])
            return
        faces = await self.answer(await self._asking(interaction, text))
        await self.tell(interaction, [*asked_in, *faces])

    async def _ask_in(self, interaction: Interaction, text: str) -> list[Face]:
        """Whoever manages a channel asks Heed in by asking who convenes there."""
        if not isinstance(parse(text), Conveners) or not isinstance(interaction.user, Member):
            return []
        channel = self._client.get_channel(interaction.channel_id or 0)
        if not isinstance(channel, Chosen) or self._welcome.knows(channel):
            return []
        return [render.word(await self._welcome.ask_in(channel, interaction.user))]

    async def let_go(self, interaction: Interaction, message: discord.Message) -> None:
        """*Let mine go*."""
        await self._noted(interaction, message, LetGo)

    async def heard_too(self, interaction: Interaction, message: discord.Message) -> None:
        """*I'd like this heard too*."""
        await self._noted(interaction, message, HeardToo)

    async def _noted(
        self, interaction: Interaction, message: discord.Message, kind: type[LetGo | HeardToo]
    ) -> None:
        if not await acknowledged(interaction.response.defer(ephemeral=True, thinking=True)):
            return
        try:
            event = kind(
                room=await self.room_of(interaction),
                at=epoch(interaction.id),
                key=f"i{interaction.id}",
                by=str(interaction.user.id),
                message=str(message.id),
            )
            said = " ".join(await self._desk.press(event)) or NOTED
        except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
            said = sorry(error)
        await self.tell(interaction, [render.word(said)])

    async def answered(
        self, interaction: Interaction, asking: Asking, *, replace: bool = False
    ) -> None:
        """A wish that was pressed; the answer takes the pressed message's place, if so wanted."""
        how = {} if replace else {"ephemeral": True, "thinking": True}
        if await acknowledged(interaction.response.defer(**how)):
            await self.tell(interaction, await self.answer(asking))

    async def _asking(self, interaction: Interaction, text: str) -> Asking:
        return Asking(
            room=await self.room_of(interaction),
            member=interaction.user.id,
            text=text,
            key=f"i{interaction.id}",
            at=epoch(interaction.id),
        )

    async def room_of(self, interaction: Interaction) -> str:
        """The room that something was asked in; of direct messages a path that is none."""
        channel = interaction.channel_id or 0
        if interaction.guild_id is None:
            return f"{PLATFORM}/"
        try:
            spot = await self._places.find(channel)
        except DISCORD_SAID_NO as error:
            note("discord.place_unknown", error)
            spot = None
        return spot.room if spot else room_id(interaction.guild_id, channel)

    async def answer(self, asking: Asking) -> list[Face]:
        """The answer to a wish; and what waits for a convener whom nothing else reaches."""
        try:
            if asking.room == f"{PLATFORM}/":
                room, page = await self._desk.whispered(asking)
                return [await self._desk.face(room, page)]
            faces = [await self._desk.face(asking.room, await self._desk.ask(asking))]
            waiting = await self._desk.what_waits(asking)
            if waiting is not None and asking.text != "open":
                faces.append(await self._desk.face(asking.room, waiting))
        except Exception as error:  # noqa: BLE001 - whatever it was, a person is told in words
            return [render.word(sorry(error))]
        return faces

    async def tell(self, interaction: Interaction, faces: list[Face]) -> None:
        """Answer an interaction that was acknowledged, for nobody else to see."""
        first, *others = faces
        try:
            await self._show(interaction, first)
            for each in others:
                await interaction.followup.send(ephemeral=True, **each.new())
        except DISCORD_SAID_NO as error:
            note("discord.not_answered", error)

    async def _show(self, interaction: Interaction, face: Face) -> None:
        """Answer; a file that Discord doesn't take leaves the rest of the answer as it is."""
        try:
            await interaction.edit_original_response(**face.instead())
        except DISCORD_SAID_NO as error:
            if not face.files:
                raise
            note("discord.no_file", error)
            without = replace(face, content=f"{face.content}\n{NO_FILE}", files=())
            await interaction.edit_original_response(**without.instead())

    # --- in words ----------------------------------------------------------------------------

    async def mentioned(self, call: Asked) -> None:
        """`@Heed …` in a channel: answered directly, for nobody else is to read the answer."""
        asking = Asking(
            room=call.room, member=int(call.member), text=call.text, key=call.key, at=call.at
        )
        faces = await self.answer(asking)
        try:
            user = self._client.get_user(asking.member) or await self._client.fetch_user(
                asking.member
            )
            for each in faces:
                await user.send(**each.new())
        except discord.Forbidden:
            await self._say(call.channel, render.word(IN_PRIVATE))
        except DISCORD_SAID_NO as error:
            note("discord.not_answered", error)

    async def whispered(self, call: Whispered) -> None:
        """A direct message is a command."""
        asking = Asking(
            room=f"{PLATFORM}/",
            member=int(call.member),
            text=call.text,
            key=call.key,
            at=call.at,
        )
        for each in await self.answer(asking):
            await self._say(call.channel, each)

    async def _say(self, channel: int, face: Face) -> None:
        try:
            await self._client.get_partial_messageable(channel).send(**face.new())
        except DISCORD_SAID_NO as error:
            note("discord.not_answered", error)


async def acknowledged(response: Awaitable[object]) -> bool:
    """Whether Discord still knows the interaction. One that it forgot can't be answered."""
    try:
        await response
    except DISCORD_SAID_NO as error:
        note("discord.too_late", error)
        return False
    return True
