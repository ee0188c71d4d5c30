"""What can be pressed works in the library's own hands, after a restart as before it."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, Env, MemberActor

from adapters.discord import presses, render
from adapters.discord.address import WORDS, Address
from adapters.discord.components import ITEMS
from adapters.discord.ids import epoch
from adapters.discord.presses import (
    Changing,
    Convening,
    Opened,
    Previewed,
    Read,
    StemChosen,
    Ticked,
    Wished,
)
from adapters.discord.render import Face
from bot.domain.events import Action, Pressed
from bot.domain.room import Purpose
from tests.adapters.discord.faces import (
    ASKED,
    OTHER,
    PREVIEW,
    ROOM,
    card_about,
    face_of,
    link,
    nudge_with_draft,
)
from tests.adapters.discord.local.sight import menu_with

NUDGE = card_about(Purpose.NUDGE, ASKED, shown=False)
ADDRESS = Address(room=ROOM, card=NUDGE.id)


class Client(discord.Client):
    """Reads presses, and does what a press does that needs nothing but its message."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.default())
        self.add_dynamic_items(*ITEMS)
        self.read: list[Read] = []

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Modals alone: what else is pressed comes by `on_press`."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self.on_press(interaction)

    async def on_press(self, interaction: discord.Interaction[Any]) -> None:
        """Something of ours was pressed."""
        read = presses.of(interaction)
        self.read.append(read)
        match read:
            case Ticked() if interaction.message is not None:
                view = render.ticked_again(interaction.message, read.menu, read.ticked)
                await interaction.response.edit_message(view=view)
            case Opened():
                _, _, draft = nudge_with_draft()
                await interaction.response.send_modal(render.follow_modal(read.address, draft))
            case _:
                await interaction.response.defer()


class Place:
    """A channel in which somebody presses, and the client that hears of it."""

    def __init__(self, env: Env) -> None:
        ruth = env.create_user("ruth")
        guild = env.create_guild("Town", owner=ruth)
        self.env = env
        self.channel: ChannelHandle = guild.create_text_channel("place")
        self.ruth = MemberActor(env, guild, ruth)

    @property
    def client(self) -> Client:
        """The one that runs now."""
        assert isinstance(self.env.bot, Client)
        return self.env.bot

    async def show(self, face: Face) -> discord.Message:
        """Heed sends a message."""
        there = self.client.get_partial_messageable(self.channel.id)
        sent = await there.send(**face.new())
        await self.env.settle()
        return sent

    async def restart(self) -> None:
        """Another process, which remembers nothing."""
        await self.env.restart_bot(Client())

    async def last(self) -> Read:
        """What was read of the last press."""
        await self.env.settle()
        return self.client.read[-1]


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    """The place, with the client running."""
    env = Env(Client())
    made = Place(env)
    await env.start()
    try:
        yield made
    finally:
        await env.shutdown()
    env.raise_errors()


async def submitted(place: Place, opened: Any, words: Mapping[str, Any]) -> Read:  # noqa: ANN401 - SimCord's own
    """Ruth sends a modal in."""
    await place.ruth.submit_modal(opened, dict(words))
    return await place.last()


async def test_buttons_and_menus_outlive_a_restart(place: Place) -> None:
    """All they know stands in their ids; whoever pressed, and when, comes from Discord."""
    sent = await place.show(face_of(NUDGE))
    await place.restart()
    await place.ruth.click(sent, label="Show")
    shown = await place.last()
    assert isinstance(shown, Pressed)
    assert (shown.room, shown.card, shown.action) == (ROOM, NUDGE.id, Action.SHOW)
    assert shown.by == str(place.ruth.id)
    assert shown.at == epoch(int(shown.key.removeprefix("i")))
    menu, later = menu_with(sent, "Remind me tomorrow")
    await place.ruth.select(sent, [later], custom_id=menu)
    put_off = await place.last()
    assert isinstance(put_off, Pressed)
    assert (put_off.action, put_off.value) == (Action.LATER, "86400")
    assert put_off.key != shown.key


async def test_each_press_is_heard_once(place: Place) -> None:
    """Whether the message was sent in this life or in another."""
    sent = await place.show(face_of(NUDGE))
    await place.ruth.click(sent, label="Show")
    await place.restart()
    await place.ruth.click(sent, label="Show")
    await place.last()
    assert len(place.client.read) == 1


async def test_nothing_is_remembered_of_what_was_sent(place: Place) -> None:
    """However many cards are out, the library keeps none of their views."""
    await place.show(face_of(NUDGE))
    assert place.client.persistent_views == []


async def test_a_modal_outlives_a_restart(place: Place) -> None:
    """It is sent in to a process that never opened it."""
    sent = await place.show(face_of(NUDGE))
    menu, post = menu_with(sent, "Post through Heed…")
    opened = await place.ruth.select(sent, [post], custom_id=menu)
    assert opened.modal is not None
    await place.restart()
    read = await submitted(place, opened, {WORDS: "Shall we go back to it?"})
    by = str(place.ruth.id)
    assert read == Previewed(address=ADDRESS, by=by, text="Shall we go back to it?")


async def test_a_previews_words_come_back_as_they_were_written(place: Place) -> None:
    """From the message, whatever is in them."""
    words = "Is it *us* <@1> or @everyone, [really](https://a.test/b_c)? \\o/ `x` 1. -- 😀"
    sent = await place.show(render.follow_preview(ADDRESS, nudge_with_draft()[2], words))
    await place.restart()
    by = str(place.ruth.id)
    await place.ruth.click(sent, label="Post it")
    posted = await place.last()
    assert isinstance(posted, Pressed)
    assert (posted.action, posted.value) == (Action.POST, words)
    await place.ruth.click(sent, label="Change it")
    assert await place.last() == Changing(address=ADDRESS, by=by, text=words)
    menu, stem = menu_with(sent, "Build on it")
    await place.ruth.select(sent, [stem], custom_id=menu)
    assert await place.last() == StemChosen(address=ADDRESS, by=by, stem=1)


async def test_what_was_ticked_is_sent_in(place: Place) -> None:
    """It stands with the message meanwhile, and may be changed."""
    sent = await place.show(render.page(ROOM, PREVIEW, link))
    menu, _ = menu_with(sent, OTHER.text or "")
    for chosen in ([ASKED.id, OTHER.id], [OTHER.id]):
        await place.ruth.select(sent, chosen, custom_id=menu)
        await place.env.settle()
        sent = await sent.channel.fetch_message(sent.id)
    await place.restart()
    await place.ruth.click(sent, label="Post it")
    read = await place.last()
    assert isinstance(read, Wished)
    assert (read.text, read.ticked) == ("summary post yes", (OTHER.id,))


async def test_somebody_is_asked_to_convene(place: Place) -> None:
    """Discord itself lists the server's people."""
    sent = await place.show(render.greeting(ROOM))
    await place.restart()
    await place.ruth.select(sent, [place.ruth])
    read = await place.last()
    assert isinstance(read, Convening)
    assert read.member == str(place.ruth.id)
