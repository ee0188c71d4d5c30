"""Conveners whose direct messages are closed, with a channel for them on the server."""

from pathlib import Path

from simcord import ChannelHandle

from tests.adapters.discord.local.sight import Shown, text_of
from tests.adapters.discord.local.town import Town, town
from tests.adapters.discord.meetings import ASKED, convened, talk

HARBOUR = "1456074443980800005"
"""The id that this Discord gives to #harbour, every time."""


async def _closed(here: Town, channel: ChannelHandle) -> Shown:
    """A question was left hanging; what came to the conveners' channel about it."""
    await here.command(here.ruth, "meeting start")
    here.env.inject_error(
        "POST",
        f"/channels/{here.ruth.user.dm_channel.id}/messages",
        status=403,
        code=50007,
        message="Cannot send messages to this user",
        times=None,
    )
    await here.pass_time(20)
    await here.say(here.maya, ASKED)
    await talk(here)
    return await here.posted("worth returning to", channel)


async def test_the_conveners_channel_shows_nothing_but_to_its_recipient(tmp_path: Path) -> None:
    """Others see the title alone; *Show* shows the rest to her, and nobody else may press."""
    async with town(tmp_path, {"HEED_DISCORD_CONVENERS_CHANNEL": HARBOUR}) as here:
        assert str(here.harbour.id) == HARBOUR
        await convened(here)
        card = await _closed(here, here.harbour)
        for words in ("Maya", "Ruth", "hard to say"):
            assert words not in text_of(card)
        shown = await here.ruth.click(card, label="Show")
        seen = shown.followups[-1]
        assert seen.ephemeral
        assert "hard to say" in text_of(seen)
        assert "Maya" in text_of(seen)
        other = await here.tom.click(card, label="Show")
        told = "\n".join(text_of(each) for each in other.followups)
        assert "hard to say" not in told
        ended = await here.ruth.click(seen, label="Already followed")
        assert ended.acknowledged
        await here.settled()
        question = next(iter((await here.look()).questions.values()))
        assert question.state.value == "settled"
