"""Heed comes to a server, asks where it may listen and who convenes, and reads nothing before."""

from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle

from tests.adapters.discord.local.sight import menu_of, text_of
from tests.adapters.discord.local.town import Town, town
from tests.adapters.discord.meetings import ASKED, asked_in, begun, convened, talk


async def test_it_greets_once_where_it_may_speak(here: Town) -> None:
    """The welcome asks which channels, says that nothing is read, and stands in one place."""
    await here.posted("Where may Heed listen?", here.harbour)
    assert "It reads nothing on this server yet." in text_of(here.harbour.last_message)
    assert not here.said_in_public(here.place)
    await here.restart()
    assert len(here.said_in_public(here.harbour)) == 1


async def test_nothing_is_heard_before_a_channel_was_chosen(here: Town) -> None:
    """What is said in a channel that nobody chose reaches the companion in no form."""
    await here.say(here.maya, ASKED)
    await talk(here)
    assert not here.companion.told
    assert not await here.companion.rooms()


async def test_a_chosen_channel_is_greeted_and_asks_who_convenes(here: Town) -> None:
    """The greeting names who asked Heed in; the room is known by its name, and reads nothing."""
    assert "#place: chosen" in (await here.choose(here.place)).replace("\\", "")
    greeting = await here.posted("Heed has joined")
    assert "Ruth asked Heed in." in text_of(greeting)
    assert (await here.look()).title == "#place"
    await here.say(here.maya, ASKED)
    room = await here.look()
    assert not room.questions
    assert not room.turns


async def test_who_manages_nothing_can_choose_nothing(here: Town) -> None:
    """A member without the right is told who has it, and no room is made."""
    said = await here.choose(here.place, by=here.tom)
    assert "only somebody who manages the channel" in said
    assert not await here.companion.rooms()
    assert not here.said_in_public(here.place)


async def test_chosen_twice_it_greets_once(here: Town) -> None:
    """The second time says that it is there already."""
    await asked_in(here)
    assert "already" in await here.choose(here.place)
    assert len(here.said_in_public()) == 1


async def test_one_presses_and_convenes(here: Town) -> None:
    """Whoever presses convenes: the notice names them, and a practice nudge comes to them."""
    greeting = await asked_in(here)
    await here.press(here.maya, greeting, "I'll convene")
    notice = await here.posted("Convening: Maya")
    assert "Run by the town hall" in text_of(notice)
    await here.card(here.maya, "practice")
    assert (await here.look()).conveners[str(here.maya.id)].accepted


async def test_somebody_else_is_asked_and_accepts(here: Town) -> None:
    """An admin asks somebody in the greeting's menu, who says yes in their direct messages."""
    greeting = await asked_in(here)
    people = menu_of(greeting, discord.ComponentType.user_select)
    await here.ruth.select(greeting, [here.tom], custom_id=people)
    asked = await here.card(here.tom, "Would you convene #place?")
    assert here.public("Convening") is None
    await here.press(here.tom, asked, "I'll convene")
    await here.posted("Convening: Tom")


async def test_somebody_who_may_not_ask_is_told_so(here: Town) -> None:
    """A member who is no admin can't have somebody else asked."""
    greeting = await asked_in(here)
    people = menu_of(greeting, discord.ComponentType.user_select)
    done = await here.lena.select(greeting, [here.tom], custom_id=people)
    assert "Nobody convenes this room yet" in text_of(done.response)
    assert not here.direct(here.tom)


async def test_those_whom_the_settings_name_are_asked_at_once(tmp_path: Path) -> None:
    """Conveners of the settings get an invitation as soon as a channel is chosen."""
    async with town(tmp_path, {"HEED_CONVENERS": "Tom, @lena"}) as here:
        await here.choose(here.place)
        await here.card(here.tom, "Would you convene #place?")
        await here.card(here.lena, "Would you convene #place?")
        assert not here.direct(here.maya)


async def test_sent_away_it_forgets_the_server(here: Town) -> None:
    """Removed from a server, everything that was kept of its rooms goes."""
    await begun(here)
    await here.say(here.maya, ASKED)
    assert await here.companion.rooms()
    here.env.backend.remove_guild(here.guild.id)
    await here.settled()
    assert not await here.companion.rooms()


async def test_a_deleted_channel_is_forgotten(here: Town) -> None:
    """A channel that is deleted takes its room with it, and no other room."""
    await convened(here)
    await here.choose(here.harbour)
    here.env.backend.delete_channel(here.place.id)
    await here.settled()
    assert list(await here.companion.rooms()) == [here.room_of(here.harbour)]


async def test_commands_are_synced_once(here: Town) -> None:
    """A second start finds Discord's commands as they should be, and tells it nothing."""

    def told() -> int:
        return sum(
            each.method == "PUT" and each.path.endswith("/commands")
            for each in here.env.http_requests
        )

    assert told() == 1
    await here.restart()
    assert told() == 1


@pytest.mark.parametrize("channel", ["place", "harbour"])
async def test_a_command_where_heed_is_not_says_so(here: Town, channel: str) -> None:
    """In a channel that wasn't chosen a command is answered with what to do."""
    said = await here.command(here.tom, "summary", here.guild.channels[channel])
    assert "Heed isn't in this room" in said


async def test_who_manages_a_channel_asks_heed_in_by_command(here: Town) -> None:
    """`/heed convener` where Heed isn't asks it in, and whoever offers convenes at once."""
    said = await here.command(here.ruth, "convener", person=here.ruth)
    assert "chosen" in said
    assert "You convene" in said
    await here.posted("Convening: Ruth")


async def test_who_manages_nothing_asks_nobody_in_by_command(here: Town) -> None:
    """A member is told who can."""
    said = await here.command(here.tom, "convener", person=here.tom)
    assert "only somebody who manages the channel" in said
    assert not await here.companion.rooms()


async def test_an_invitation_to_a_private_thread_is_for_it_alone(here: Town) -> None:
    """Added to a private thread, Heed greets there, and the thread is a room of its own."""
    thread = here.env.backend.create_thread(
        here.place.id, "between us", type=12, owner_id=here.ruth.id
    )
    await here.settled()
    there = ChannelHandle(here.env, here.guild, thread)
    joined = here.env.bot.get_channel(thread.id)
    assert isinstance(joined, discord.Thread)
    await joined.join()
    await here.settled()
    await here.posted("It reads nothing here yet", there)
    assert list(await here.companion.rooms()) == [here.room_of(there)]
