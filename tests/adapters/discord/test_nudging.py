"""A question is left hanging, and its convener brings it back: the whole way through Discord."""

from typing import Any

import discord
import pytest

from adapters.discord.address import WORDS
from tests.adapters.discord.local.sight import (
    Shown,
    labels,
    menu_of,
    menu_with,
    pressables,
    text_of,
    words_of,
)
from tests.adapters.discord.local.town import Town
from tests.adapters.discord.meetings import APART, ASKED, begun, left_hanging, shown, talk

FOLLOW = "Shall we stay with what this partnership is for?"


async def _state(here: Town, asked: discord.Message) -> str:
    return (await here.look()).questions[str(asked.id)].state.value


async def _written(here: Town, card: Shown, text: str) -> Any:  # noqa: ANN401 - SimCord's own
    """Ruth opens the modal and sends words in; the preview comes back."""
    opened = await here.press(here.ruth, card, "Post through Heed…")
    assert opened.modal is not None
    previewed = await here.ruth.user.submit_modal(opened, {WORDS: text})
    await here.settled()
    return previewed


async def test_the_convener_alone_is_told_and_discreetly(here: Town) -> None:
    """The nudge is a direct message without quote or name."""
    await left_hanging(here)
    card = await here.card(here.ruth, "Something in #place may be worth returning to")
    assert "Maya" not in text_of(card)
    assert "hard to say" not in text_of(card)
    for other in (here.maya, here.tom, here.lena):
        assert not here.direct(other)
    assert len(here.said_in_public()) == 2, "the greeting and the notice alone"


async def test_show_reveals_it_in_place(here: Town) -> None:
    """*Show* opens the same message: the words, who, why, and a link to the message."""
    asked, card = await shown(here)
    said = text_of(card)
    assert ASKED in said
    assert "Maya" in said
    assert "moved on to" in said
    go = next(each for each in pressables(card) if each.get("url"))
    assert go["url"] == f"https://discord.com/channels/{here.guild.id}/{here.place.id}/{asked.id}"
    assert len(here.direct(here.ruth)) == 2, "the practice nudge and this one"


@pytest.mark.parametrize(
    "label",
    ["Already followed", "I'll speak with them privately", "Let it rest", "Not a question"],
)
async def test_each_ending_is_silent(here: Town, label: str) -> None:
    """An honourable ending closes the card, and nobody else sees anything of it."""
    asked, card = await shown(here)
    before = len(here.place.history())
    await here.press(here.ruth, card, label)
    await here.without_buttons(here.ruth, card)
    assert await _state(here, asked) == "settled"
    assert len(here.place.history()) == before


async def test_a_press_again_changes_nothing(here: Town) -> None:
    """An action pressed on a card as it was before is told that it is settled."""
    asked, card = await shown(here)
    await here.press(here.ruth, card, "Let it rest")
    await here.without_buttons(here.ruth, card)
    assert await _state(here, asked) == "settled"
    again = await here.command(here.ruth, "open")
    assert "Nothing waits" in again


async def test_later_brings_it_back(here: Town) -> None:
    """Put off, the card says until when; then it comes back as a new message."""
    _, card = await shown(here)
    await here.press(here.ruth, card, "Remind me in 10 minutes")
    await here.card(here.ruth, "It comes back to you in 10 minutes")
    before = len(here.direct(here.ruth))
    await here.pass_time(660)

    async def more() -> bool:
        return len(here.direct(here.ruth)) > before

    await here.until(more, "the card again")


async def test_it_is_handed_to_somebody_else(here: Town) -> None:
    """Handing on asks one member of the room privately, without the words or the asker."""
    _, card = await shown(here)
    asked_whom = await here.press(here.ruth, card, "Hand to…")
    menu = asked_whom.response
    assert "Who could pick it up?" in text_of(menu)
    assert "Maya" not in text_of(menu)
    custom_id, value = menu_with(menu, "Tom")
    await here.ruth.user.select(menu, [value], custom_id=custom_id)
    handed = await here.card(here.tom, "asks whether you would pick something up")
    assert "Maya" not in text_of(handed)


async def test_a_follow_is_posted_through_heed(here: Town) -> None:
    """Written, seen as it will be, posted as a reply, labelled, naming and pinging nobody."""
    asked, card = await shown(here)
    previewed = await _written(here, card, FOLLOW)
    preview = previewed.response
    assert previewed.ephemeral
    assert "This is what the room will see" in text_of(preview)
    assert FOLLOW in text_of(preview)
    assert here.public(FOLLOW) is None, "nothing is posted before it was seen"
    await here.ruth.user.click(preview, label="Post it")
    posted = await here.posted(FOLLOW)
    assert posted.reference.message_id == asked.id
    assert "Ruth, sent through Heed" in text_of(posted)
    assert "Maya" not in text_of(posted)
    assert not posted.mentions
    await here.without_buttons(here.ruth, card)
    assert await _state(here, asked) == "followed"


async def test_an_empty_follow_is_not_posted(here: Town) -> None:
    """Without words there is no preview, and what is missing is said."""
    _, card = await shown(here)
    said = await _written(here, card, "   ")
    assert "There was nothing to post" in text_of(said.response)


async def test_a_preview_is_changed_and_begun_otherwise(here: Town) -> None:
    """*Change it* opens the modal with the words in it; another beginning takes their place."""
    _, card = await shown(here)
    preview = (await _written(here, card, FOLLOW)).response
    opened = await here.ruth.user.click(preview, label="Change it")
    assert FOLLOW in words_of(opened.modal)
    stems = next(each for each in pressables(preview) if each.get("options"))
    again = await here.ruth.user.select(
        preview, [stems["options"][1]["value"]], custom_id=stems["custom_id"]
    )
    await here.settled()
    assert again.acknowledged
    changed = next(each for each in _alone(here) if each.id == preview.id)
    assert FOLLOW not in text_of(changed)


def _alone(here: Town) -> list[Shown]:
    """What Ruth alone sees in her direct messages."""
    return here.ruth.user.dm_channel.history(viewer=here.ruth.user)


async def test_after_a_restart_everything_still_works(here: Town) -> None:
    """A card, a modal that was open and a preview are all answered by the process started anew."""
    asked, card = await shown(here)
    opened = await here.press(here.ruth, card, "Post through Heed…")
    await here.restart()
    preview = (await here.ruth.user.submit_modal(opened, {WORDS: FOLLOW})).response
    assert FOLLOW in text_of(preview)
    await here.restart()
    await here.ruth.user.click(preview, label="Post it")
    await here.posted(FOLLOW)
    await here.without_buttons(here.ruth, card)
    assert await _state(here, asked) == "followed"


async def test_the_card_is_corrected_when_it_is_taken_up(here: Town) -> None:
    """Somebody comes back to it by themselves: the card says so in place, and asks for nothing."""
    asked, card = await shown(here)
    await here.pass_time(APART)
    answer = "Our partnership is for getting people home sooner, that's what it is for."
    await here.say(here.lena, answer, reply_to=asked)
    await here.without_buttons(here.ruth, card)
    assert await _state(here, asked) == "followed"


async def test_a_reaction_is_heard(here: Town) -> None:
    """An emoji on a question reaches the room as a reaction by whoever put it there."""
    asked, _ = await shown(here)
    await here.tom.react(asked, "❤️")
    await here.settled()
    heard = [each for each in here.companion.told if type(each).__name__ == "Reacted"]
    assert [each.author for each in heard] == [str(here.tom.id)]  # type: ignore[attr-defined]


async def test_an_edit_is_followed_in_the_card(here: Town) -> None:
    """The card shows the words as they are now."""
    asked, _ = await shown(here)
    await here.maya.edit(asked, ASKED.replace("say", "put into words"))
    now = await here.card(here.ruth, "hard to put into words")
    assert "hard to say what" not in text_of(now)


async def test_a_deletion_deletes_everywhere(here: Town) -> None:
    """What was deleted is neither kept nor shown on the card any more."""
    asked, card = await shown(here)
    await here.maya.delete(asked)
    now = await here.without_buttons(here.ruth, card)
    assert "hard to say" not in text_of(now)
    room = await here.look()
    assert str(asked.id) not in room.questions or room.questions[str(asked.id)].text is None


async def test_a_thread_is_its_rooms_and_links_lead_there(here: Town) -> None:
    """What is said in a public thread belongs to the channel's room, under the thread's id."""
    await begun(here)
    started = await here.say(here.tom, "The leaflets are here.")
    cached = here.env.bot.get_channel(here.place.id)
    assert isinstance(cached, discord.TextChannel)
    thread = await cached.get_partial_message(started.id).create_thread(name="leaflets")
    handle = here.place.threads[0]
    said = await here.say(here.maya, ASKED, channel=handle)
    question = (await here.look()).questions[str(said.id)]
    assert question.thread == str(thread.id)


async def test_closed_direct_messages_are_shown_at_the_next_command(here: Town) -> None:
    """What can't be brought to a convener waits, and shows to them alone when they use /heed."""
    await begun(here)
    here.env.inject_error(
        "POST", "/channels/*/messages", status=403, code=50007, message="Cannot send", times=None
    )
    await here.say(here.maya, ASKED)
    await talk(here)

    async def away() -> bool:
        return (await here.look()).conveners[str(here.ruth.id)].away

    await here.until(away, "that she can't be reached")
    said = await here.command(here.ruth, "help")
    assert "hard to say" in said


async def test_the_cards_menu_is_for_people(here: Town) -> None:
    """A card in sight has few buttons; the rest lies in menus."""
    _, card = await shown(here)
    buttons = [each for each in pressables(card) if each["type"] == 2]
    assert len(buttons) <= 3
    assert "Let it rest" in labels(card)
    assert menu_of(card, discord.ComponentType.select)
