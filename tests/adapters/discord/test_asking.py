"""What people ask Heed for: commands, mentions, direct messages, what stands under Apps."""

from typing import Any

import discord
import pytest
from simcord import ChannelHandle

from adapters.discord.commands import Menu
from tests.adapters.discord.local.sight import Shown, pressables, text_of
from tests.adapters.discord.local.town import Town
from tests.adapters.discord.meetings import APART, ASKED, begun, convened, left_hanging

COMMANDS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("help", {}, "What Heed can do for you here"),
    ("summary", {}, "Summary"),
    ("summary", {"of": "meeting"}, "Summary"),
    ("summary", {"of": "since 2h"}, "Summary"),
    ("summary", {"of": "nonsense"}, "doesn't understand"),
    ("open", {}, "Nothing waits"),
    ("convener", {}, "Ruth"),
    ("meeting status", {}, "A meeting is running"),
    ("settings", {}, "Settings of #place"),
    ("settings", {"name": "patience", "value": "8 messages, 10m"}, "8 messages"),
    ("stats", {}, "Whose questions are followed in place"),
    ("board", {}, "There is no board here"),
    ("export", {}, "Export of #place"),
    ("export", {"of": "since 2h", "as": "png"}, "Timeline"),
    ("my-data", {}, "What Heed keeps about you"),
    ("forget-me", {}, "Have everything erased"),
    ("opt-out", {}, "Not be read any more?"),
    ("opt-in", {}, "Done"),
    ("pause", {}, "Paused"),
    ("resume", {}, "Listening again"),
    ("meeting end", {}, "The meeting"),
    ("meeting start", {"spoken": True}, "meeting"),
    ("step-down", {}, "You stepped down"),
)

DEFERRED = discord.InteractionResponseType.deferred_channel_message.value


async def test_each_command_is_answered_to_the_asker_alone(here: Town) -> None:
    """A command's answer is deferred and seen by whoever used it, and by nobody else."""
    await begun(here)
    before = len(here.said_in_public())
    for wish, options, answer in COMMANDS:
        done = await here.slash(here.ruth, wish, **options)
        assert _deferred(here), wish
        assert answer.replace("#", "") in text_of(done.response).replace("\\", "").replace(
            "#", ""
        ), wish
        if wish != "step-down":
            assert len(here.said_in_public()) == before, wish
    assert not here.direct(here.maya)


def _deferred(here: Town) -> bool:
    """Whether the last interaction was acknowledged before it was answered."""
    answers = [each for each in here.env.http_requests if each.path.endswith("/callback")]
    body = answers[-1].json
    return isinstance(body, dict) and body["type"] == DEFERRED


async def test_every_command_can_be_found(here: Town) -> None:
    """Whoever types / sees each subcommand."""
    found = here.tom.available_commands(here.place)
    for wish, _, _ in COMMANDS:
        assert f"heed {wish}" in found


async def test_somebody_is_asked_to_convene_by_a_user_option(here: Town) -> None:
    """People are given as Discord's own users, known in the room before or not."""
    await convened(here)
    assert "Tom" in await here.command(here.ruth, "convener", person=here.tom)
    await here.card(here.tom, "Would you convene #place?")


async def test_what_only_conveners_and_admins_may_is_refused_kindly(here: Town) -> None:
    """Each subcommand is checked when it runs, since Discord's permissions hold for all of them."""
    await convened(here)
    assert "conveners" in await here.command(here.tom, "meeting start")
    refused = await here.command(here.tom, "settings", name="patience", value="9 messages, 9m")
    assert "admins" in refused
    assert (await here.look()).meeting is None


async def test_suggestions_while_typing(here: Town) -> None:
    """Names of settings, values and spans are offered, as far as they fit what was typed."""
    await convened(here)
    names = await here.ruth.autocomplete(here.place, "heed settings", "name", "quie")
    assert [each["value"] for each in names] == ["quiet-hours"]
    values = await here.ruth.autocomplete(
        here.place, "heed settings", "value", "", name="show-at-once"
    )
    assert [each["value"] for each in values] == ["true", "false", "reset"]
    spans = await here.ruth.autocomplete(here.place, "heed summary", "of", "2h")
    assert [each["value"] for each in spans] == ["since 2h"]


async def test_paused_nothing_is_read_until_resumed(here: Town) -> None:
    """Anybody may pause the meeting; what is said then is not read; a convener resumes."""
    await begun(here)
    await here.command(here.tom, "pause")
    await here.pass_time(APART)
    unread = await here.say(here.maya, ASKED)
    assert str(unread.id) not in (await here.look()).questions
    await here.command(here.ruth, "resume")
    await here.pass_time(APART)
    read = await here.say(here.maya, ASKED)
    assert str(read.id) in (await here.look()).questions


# --- posting a summary -----------------------------------------------------------------------


async def _preview(here: Town) -> Shown:
    await left_hanging(here)
    done = await here.slash(here.ruth, "summary", post=True)
    return done.response


async def test_a_summary_is_posted_after_a_preview_and_only_what_was_ticked(here: Town) -> None:
    """The hanging question stands in the post since it was ticked, without its asker."""
    preview = await _preview(here)
    before = len(here.said_in_public())
    assert "hard to say" in text_of(preview)
    menu = next(each for each in pressables(preview) if each.get("options"))
    await here.ruth.select(preview, [menu["options"][0]["value"]], custom_id=menu["custom_id"])
    await here.settled()
    button = next(each for each in pressables(preview) if "label" in each)
    await here.ruth.click(preview, label=button["label"])
    posted = await here.posted("hard to say")
    assert "Maya" not in text_of(posted)
    assert len(here.said_in_public()) == before + 1


async def test_unticked_nothing_that_hangs_is_posted(here: Town) -> None:
    """Where nothing was followed and nothing ticked, there is nothing to post, and that is said."""
    preview = await _preview(here)
    before = len(here.said_in_public())
    for button in [each for each in pressables(preview) if each.get("label")]:
        await here.ruth.click(preview, label=button["label"])
        break
    await here.settled()
    assert len(here.said_in_public()) == before


# --- one's own data --------------------------------------------------------------------------


async def test_forgotten_one_is_nowhere(here: Town) -> None:
    """`forget-me`, confirmed, erases the words and the name."""
    asked = await left_hanging(here)
    done = await here.slash(here.maya, "forget-me")
    confirm = next(each for each in pressables(done.response) if each.get("label"))
    await here.maya.click(done.response, label=confirm["label"])
    room = await here.look()
    assert str(here.maya.id) not in room.members
    assert str(asked.id) not in room.questions or room.questions[str(asked.id)].text is None
    assert "keeps nothing about you" in await here.command(here.maya, "my-data")


async def test_who_opted_out_is_not_read(here: Town) -> None:
    """After `opt-out` nothing of theirs is tracked or kept."""
    await begun(here)
    done = await here.slash(here.maya, "opt-out")
    confirm = next(each for each in pressables(done.response) if each.get("label"))
    await here.maya.click(done.response, label=confirm["label"])
    await here.pass_time(APART)
    unread = await here.say(here.maya, ASKED)
    assert str(unread.id) not in (await here.look()).questions


# --- in words --------------------------------------------------------------------------------


async def test_a_mention_is_answered_directly(here: Town) -> None:
    """`@Heed summary` is no talk: it is answered in direct messages, and nobody else reads it."""
    await begun(here)
    me = here.env.bot.user
    assert me is not None
    before = len((await here.look()).turns)
    await here.say(here.tom, f"<@{me.id}> summary")
    assert "Summary" in text_of(here.direct(here.tom)[-1])
    assert len((await here.look()).turns) == before
    assert len(here.said_in_public()) == 2


async def test_a_mention_of_somebody_with_closed_messages_is_answered_without_content(
    here: Town,
) -> None:
    """The channel reads only that the answer is to be had by /heed."""
    await begun(here)
    me = here.env.bot.user
    assert me is not None
    closed = here.tom.user.dm_channel.id
    here.env.inject_error(
        "POST", f"/channels/{closed}/messages", status=403, code=50007, message="Cannot send"
    )
    await here.say(here.tom, f"<@{me.id}> summary")
    assert "please type" in text_of(here.said_in_public()[-1])
    assert "Summary" not in text_of(here.said_in_public()[-1])


async def test_direct_messages_are_commands(here: Town) -> None:
    """Written directly, a command is about the one room that the person is in."""
    await begun(here)
    await here.tom.user.send_dm("summary")
    assert "Summary" in text_of(here.direct(here.tom)[-1])
    await here.tom.user.send_dm("my-data")
    assert "What Heed keeps about you" in text_of(here.direct(here.tom)[-1])


async def test_in_direct_messages_with_several_rooms_it_asks_which(here: Town) -> None:
    """The rooms are listed; one's own data needs none."""
    await begun(here)
    await here.choose(here.harbour)
    await here.tom.user.send_dm("summary")
    said = text_of(here.direct(here.tom)[-1]).replace("\\", "")
    assert "In which channel?" in said
    assert "#harbour" in said


# --- what stands under Apps on a message -----------------------------------------------------


async def test_let_mine_go(here: Town) -> None:
    """The asker withdraws their question, privately; the card closes."""
    asked = await left_hanging(here)
    card = await here.card(here.ruth, "worth returning to")
    done = await here.maya.context_menu(here.place, Menu.LET_GO, asked)
    assert done.ephemeral
    assert "Let go" in text_of(done.response)
    await here.without_buttons(here.ruth, card)
    assert (await here.look()).questions[str(asked.id)].state.value == "withdrawn"


async def test_id_like_this_heard_too(here: Town) -> None:
    """Somebody adds weight to another's question, and nobody else sees it."""
    await begun(here)
    asked = await here.say(here.maya, ASKED)
    before = len(here.place.history(viewer=here.maya))
    done = await here.lena.context_menu(here.place, Menu.HEARD_TOO, asked)
    assert "Only Heed knows" in text_of(done.response)
    assert len(here.place.history(viewer=here.maya)) == before
    question = (await here.look()).questions[str(asked.id)]
    assert question.heard_too == (str(here.lena.id),)


async def test_summary_of_this_room(here: Town) -> None:
    """The summary is to be had on any message."""
    asked = await left_hanging(here)
    done = await here.tom.context_menu(here.place, Menu.SUMMARY, asked)
    assert "Summary" in text_of(done.response)
    assert done.ephemeral


@pytest.mark.parametrize("menu", [Menu.LET_GO, Menu.HEARD_TOO])
async def test_where_heed_is_not_it_says_how_to_ask_it_in(here: Town, menu: Menu) -> None:
    """In a channel that wasn't chosen nothing is done, and what to do is said."""
    said = await here.say(here.maya, ASKED)
    done = await here.tom.context_menu(here.place, menu, said)
    assert "Heed isn't in this channel" in text_of(done.response)
    assert not here.companion.told


# --- trouble ---------------------------------------------------------------------------------


async def test_without_a_database_people_are_told_and_nothing_is_lost(here: Town) -> None:
    """While nothing can be kept, commands say so; what is said is taken in later, in order."""
    await begun(here)
    here.companion.falters = True
    said = await here.command(here.ruth, "pause")
    assert "can't keep anything just now" in said
    first = await here.maya.send(here.place, ASKED)
    second = await here.tom.send(here.place, "The clinic opens at nine on Monday.")
    here.companion.falters = False

    async def taken_in() -> bool:
        turns = [each.id for each in (await here.look()).turns]
        return turns[-2:] == [str(first.id), str(second.id)]

    await here.until(taken_in, "what was said meanwhile")


async def test_an_interaction_that_discord_forgot_does_nothing(here: Town) -> None:
    """What can't be acknowledged in time (10062) isn't done: the person was told that it failed."""
    await begun(here)
    here.env.inject_error(
        "POST", "/interactions/*/*/callback", status=404, code=10062, message="Unknown interaction"
    )
    with pytest.raises(AssertionError):
        await here.slash(here.tom, "pause")
    meeting = (await here.look()).meeting
    assert meeting is not None
    assert not meeting.paused


async def test_talk_goes_on_in_a_voice_channels_chat(here: Town) -> None:
    """Two people in a voice channel begin a spoken meeting for its chat, and leaving ends it."""
    voice = here.guild.create_voice_channel("hall")
    await here.settled()
    await here.choose(voice)
    greeting = await here.posted("Heed has joined", voice)
    await here.press(here.ruth, greeting, "I'll convene")
    await here.tom.join_voice(voice)
    await here.lena.join_voice(voice)
    await here.settled()
    room = await here.look(here.room_of(voice))
    assert room.meeting is not None
    assert room.meeting.spoken
    await here.tom.leave_voice()
    await here.lena.leave_voice()
    await here.settled()
    after = await here.look(here.room_of(voice))
    assert after.meeting is None or after.meeting.ended_at is not None


async def test_a_forums_posts_take_after_it(here: Town) -> None:
    """Who convenes a chosen forum convenes its posts, each a room, without practising again."""
    forum = here.guild.create_forum_channel("ideas")
    await here.settled()
    welcome = await here.posted("Heed has joined", here.harbour)
    done = await here.ruth.select(welcome, [forum])
    greeting = done.followups[0]
    await here.ruth.click(greeting, label="I'll convene")
    practice = await here.card(here.ruth, "practice")
    await here.press(here.ruth, practice, "Show")
    shown = await here.card(here.ruth, "Already followed")
    await here.press(here.ruth, shown, "Already followed")
    cards = len(here.direct(here.ruth))
    there = here.env.bot.get_channel(forum.id)
    assert isinstance(there, discord.ForumChannel)
    made = await there.create_thread(name="Where to?", content="A first thought.")
    await here.settled()
    post = ChannelHandle(here.env, here.guild, here.env.backend.get_channel(made.thread.id))
    await here.posted("Convening: Ruth", post)
    room = await here.look(f"discord/{here.guild.id}/{made.thread.id}")
    assert room.title == "#Where to?"
    assert room.conveners[str(here.ruth.id)].practised
    assert len(here.direct(here.ruth)) == cards
