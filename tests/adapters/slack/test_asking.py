"""What people ask Heed for: commands, mentions, direct messages, shortcuts, App Home."""

from adapters.slack.shortcuts import Shortcut
from tests.adapters.slack.local.server import HEED, TEAM
from tests.adapters.slack.local.sight import Json, pressable, text_of
from tests.adapters.slack.local.town import LENA, MAYA, PLACE, QUIET, RUTH, TOM, Town
from tests.adapters.slack.meetings import APART, ASKED, begun, convened, left_hanging, talk

COMMANDS = (
    ("", "What Heed can do for you here"),
    ("help", "What Heed can do for you here"),
    ("sumary", "doesn't understand"),
    ("summary", "Summary"),
    ("summary meeting", "Summary"),
    ("summary since 2h", "Summary"),
    ("open", "Nothing waits"),
    ("convener", "Ruth"),
    ("meeting", "A meeting is running"),
    ("settings", "This is for the room's admins"),
    ("settings patience 8 messages, 10m", "This is for the room's admins"),
    ("stats", "Whose questions are followed in"),
    ("board", "There is no board here"),
    ("export", "It is in your direct messages with Heed."),
    ("my-data", "What Heed keeps about you"),
    ("forget-me", "Have everything erased"),
    ("opt-out", "Not be read any more?"),
    ("opt-in", "Done"),
    ("pause", "Paused"),
    ("resume", "Listening again"),
    ("meeting end", "The meeting"),
    ("meeting start spoken", "meeting"),
)


async def test_each_command_is_answered_to_the_asker_alone(here: Town) -> None:
    """A command's answer is seen by whoever typed it, and by nobody else."""
    await begun(here)
    before = len(await here.said_in_public())
    for wish, answer in COMMANDS:
        assert answer in await here.command(RUTH, wish), wish
        assert len(await here.said_in_public()) == before, wish
    assert not await here.told(MAYA)


async def test_who_steps_down_is_named_no_more(here: Town) -> None:
    """A convener steps down in one command; the room is told that nobody convenes."""
    await convened(here)
    await here.command(RUTH, "step-down")
    notice = await here.until(lambda: here.public("Nobody"), "the notice anew")
    assert "Ruth" not in text_of(notice)
    assert not (await here.look()).conveners.get(RUTH.id)


async def test_what_only_conveners_may_is_refused_kindly(here: Town) -> None:
    """Somebody who may not is told who may, and nothing happens."""
    await convened(here)
    assert "conveners" in await here.command(TOM, "meeting start")
    assert "admins" in await here.command(TOM, "settings patience 9 messages, 9m")
    room = await here.look()
    assert room.meeting is None


async def test_paused_nothing_is_read_until_resumed(here: Town) -> None:
    """Anybody may pause the meeting; what is said then is not read; a convener resumes."""
    await begun(here)
    await here.command(TOM, "pause")
    await here.pass_time(APART)
    unread = await here.say(MAYA, ASKED)
    assert unread not in (await here.look()).questions
    await here.command(RUTH, "resume")
    await here.pass_time(APART)
    read = await here.say(MAYA, ASKED)
    assert read in (await here.look()).questions


async def test_a_summary_is_posted_after_a_preview_and_without_hanging_questions(
    here: Town,
) -> None:
    """`summary post` shows a modal first; what wasn't ticked isn't in the public post."""
    await left_hanging(here)
    opening = await here.say(TOM, "When does the library open on Saturday?")
    await here.pass_time(APART)
    await here.say(LENA, "The library opens at ten on Saturday.", thread=opening)
    before = len(await here.said_in_public())
    await here.slack.post(
        "/_control/command",
        {"channel": PLACE.id, "user": RUTH.id, "command": "/heed", "text": "summary post"},
    )
    preview = await here.modal("hard to say")
    assert preview["submit"]
    assert len(await here.said_in_public()) == before
    await here.submit(RUTH, {})
    await here.until(lambda: _posted_since(here, before), "the post")
    assert "hard to say" not in text_of((await here.said_in_public())[-1])
    assert len(await here.said_in_public()) == before + 1


async def _posted_since(here: Town, before: int) -> bool:
    return len(await here.said_in_public()) > before


async def test_a_ticked_question_is_posted_too(here: Town) -> None:
    """A hanging question stands in the public summary once the convener ticked it."""
    asked = await left_hanging(here)
    await here.slack.post(
        "/_control/command",
        {"channel": PLACE.id, "user": RUTH.id, "command": "/heed", "text": "summary post"},
    )
    await here.modal("hard to say")
    ticked = {"type": "checkboxes", "selected_options": [{"value": asked}]}
    await here.submit(RUTH, {"heed.tick": ticked})
    posted = await here.until(lambda: here.public("hard to say"), "the post")
    assert "Maya" not in text_of(posted)


async def test_forgotten_one_is_nowhere(here: Town) -> None:
    """`forget-me`, confirmed, erases the words and the name; the delivered card loses them too."""
    asked = await left_hanging(here)
    await here.card(RUTH, "worth returning to")
    assert "Done" in await here.command(MAYA, "forget-me yes")
    room = await here.look()
    assert MAYA.id not in room.members
    assert asked not in room.questions or room.questions[asked].text is None
    assert "keeps nothing about you" in await here.command(MAYA, "my-data")


async def test_who_opted_out_is_not_read(here: Town) -> None:
    """After `opt-out` nothing of theirs is tracked or kept; `opt-in` takes it back."""
    await begun(here)
    assert "Done" in await here.command(MAYA, "opt-out yes")
    await here.pass_time(APART)
    unread = await here.say(MAYA, ASKED)
    assert unread not in (await here.look()).questions
    assert "Done" in await here.command(MAYA, "opt-in")
    await here.pass_time(APART)
    read = await here.say(MAYA, ASKED)
    assert read in (await here.look()).questions


async def test_somebody_who_is_not_in_the_channel_sees_nothing_of_it(here: Town) -> None:
    """Who left the channel is refused what is the members' alone."""
    await begun(here)
    left = {"type": "member_left_channel", "user": TOM.id, "channel": PLACE.id}
    assert await here.happens(left)
    assert "aren't in this room" in await here.command(TOM, "summary")


# --- mentions and direct messages ------------------------------------------------------------


def _mention(here: Town, who: str, text: str, thread: str | None) -> Json:
    now = f"{here.clock.now():.6f}"
    said = {
        "type": "app_mention",
        "user": who,
        "text": f"<@{HEED}> {text}",
        "ts": now,
        "event_ts": now,
        "channel": PLACE.id,
    }
    return {**said, "thread_ts": thread} if thread else said


async def test_a_mention_in_a_thread_is_answered_there_in_private(here: Town) -> None:
    """`@Heed summary` in a thread is answered in that thread, for the asker alone."""
    asked = await left_hanging(here)
    assert await here.happens(_mention(here, TOM.id, "convener", asked))
    told = await here.until(lambda: here.told(TOM), "an answer")
    assert "Ruth" in text_of(told[-1])
    assert told[-1]["thread_ts"] == asked


async def test_a_mention_that_is_told_thrice_is_answered_once(here: Town) -> None:
    """However often Slack tells of a mention, there is one answer."""
    await convened(here)
    mention = _mention(here, TOM.id, "help", None)
    for _ in range(3):
        assert await here.happens(mention, event_id="EvMENTION")
    await here.until(lambda: here.told(TOM), "an answer")
    await here.command(TOM, "help")
    assert len(await here.told(TOM)) == 2


async def test_a_direct_message_is_a_command(here: Town) -> None:
    """Written to Heed directly, a command needs no slash; of one's only room nothing is asked."""
    await begun(here)
    await here.say(TOM, "convener", channel=TOM.id)
    answer = await here.card(TOM, "Who convenes #place")
    assert "Ruth" in text_of(answer)
    await here.say(TOM, "my-data", channel=TOM.id)
    await here.card(TOM, "What Heed keeps about you")


async def test_a_direct_message_of_somebody_with_two_rooms(here: Town) -> None:
    """Where it isn't clear which room is meant, Heed says where to ask; own data needs none."""
    await here.app.look_around(TEAM)
    await here.say(TOM, "summary", channel=TOM.id)
    asked = text_of(await here.card(TOM, "In which channel?"))
    assert "#place" in asked
    assert "#harbour" in asked
    await here.say(TOM, "forget-me", channel=TOM.id)
    await here.card(TOM, "Have everything erased")


async def test_a_direct_message_before_heed_is_anywhere(here: Town) -> None:
    """Heed says how to ask it in."""
    await here.say(TOM, "open", channel=TOM.id)
    await here.card(TOM, "/invite @Heed")


# --- shortcuts -------------------------------------------------------------------------------


async def test_let_mine_go(here: Town) -> None:
    """The asker takes their question back, privately: nobody is nudged about it."""
    await begun(here)
    asked = await here.say(MAYA, ASKED)
    told = await here.shortcut(MAYA, Shortcut.LET_GO, asked, author=MAYA)
    assert told["response_type"] == "ephemeral"
    assert "Let go" in text_of(told)
    await talk(here)
    await here.pass_time(1800)
    assert not [each for each in await here.direct(RUTH) if "worth" in text_of(each)]


async def test_one_cannot_let_go_of_what_is_not_ones_own(here: Town) -> None:
    """Somebody else's question stays as it is."""
    await begun(here)
    asked = await here.say(MAYA, ASKED)
    await here.shortcut(TOM, Shortcut.LET_GO, asked, author=MAYA)
    await talk(here)
    await here.card(RUTH, "worth returning to")


async def test_id_like_this_heard_too(here: Town) -> None:
    """Another's weight is added, and nobody sees whose."""
    await begun(here)
    asked = await here.say(MAYA, ASKED)
    told = await here.shortcut(TOM, Shortcut.HEARD_TOO, asked, author=MAYA)
    assert "Thank you" in text_of(told)
    assert (await here.look()).questions[asked].heard_too == (TOM.id,)
    await talk(here)
    card = await here.card(RUTH, "worth returning to")
    await here.press(RUTH, card, "Show")
    shown = await here.card(RUTH, "Others would like it heard too")
    assert "Tom" not in text_of(shown).partition("Others would like")[0]


async def test_the_summary_shortcut(here: Town) -> None:
    """In threads, where there are no commands, the shortcut tells the same to whoever chose it."""
    asked = await left_hanging(here)
    told = await here.shortcut(LENA, Shortcut.SUMMARY, asked, author=MAYA)
    assert told["response_type"] == "ephemeral"
    assert told["text"]


async def test_a_shortcut_in_an_organisation_needs_no_workspace_of_its_own(here: Town) -> None:
    """Installed for a whole organisation, Slack names the workspace with the person alone."""
    asked = await left_hanging(here)
    told = await here.shortcut(LENA, Shortcut.SUMMARY, asked, author=MAYA, team=None)
    assert "Summary" in text_of(told)


# --- App Home --------------------------------------------------------------------------------


async def test_app_home_shows_rooms_as_one_may_see_them(here: Town) -> None:
    """A convener sees what waits in their room; a member doesn't; a newcomer is led through."""
    await left_hanging(here)
    await here.card(RUTH, "worth returning to")
    await here.open_home(RUTH)
    await here.until(lambda: _home(here, RUTH.id, "#place"), "Ruth's App Home")
    assert "Waiting to be picked up" in text_of(here.homes[RUTH.id])
    await here.open_home(TOM)
    await here.until(lambda: _home(here, TOM.id, "#place"), "Tom's App Home")
    assert "hard to say" not in text_of(here.homes[TOM.id])


async def _home(here: Town, who: str, words: str) -> bool:
    return words in text_of(here.homes.get(who, {}))


async def test_app_home_leads_a_newcomer_through(here: Town) -> None:
    """Before Heed is anywhere, its home says how to begin."""
    await here.open_home(LENA)
    await here.until(lambda: _home(here, LENA.id, "/invite @Heed"), "Lena's App Home")


async def test_a_button_in_app_home_is_answered_in_a_modal(here: Town) -> None:
    """What is pressed at home is done, shown in a modal, and the home shows how it stands then."""
    await convened(here)
    await here.open_home(RUTH)
    await here.until(lambda: _home(here, RUTH.id, "Start a meeting"), "Ruth's App Home")
    home = here.homes[RUTH.id]
    await here.press_at_home(RUTH, pressable(home["blocks"], "Start a meeting"))
    await here.until(lambda: _home(here, RUTH.id, "End the meeting"), "the home as it is now")
    assert (await here.look()).meeting is not None
    assert here.modals


async def test_quiet_is_not_among_ones_rooms(here: Town) -> None:
    """Only channels that Heed was asked into are shown."""
    await convened(here)
    await here.open_home(RUTH)
    await here.until(lambda: _home(here, RUTH.id, "#place"), "Ruth's App Home")
    assert QUIET.name not in text_of(here.homes[RUTH.id])
