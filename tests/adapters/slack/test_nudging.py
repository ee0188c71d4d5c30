"""A question is left hanging, and its convener brings it back: the whole way through Slack."""

import pytest
from structlog.testing import capture_logs

from tests.adapters.slack.local.sight import Json, elements, text_of
from tests.adapters.slack.local.town import LENA, MAYA, PLACE, RUTH, TOM, Town
from tests.adapters.slack.meetings import APART, ASKED, begun, left_hanging, shown, talk

FOLLOW = "Shall we stay with what this partnership is for?"


def _written(text: str) -> dict[str, Json]:
    return {"heed.words": {"type": "plain_text_input", "value": text}}


async def _state(here: Town, asked: str) -> str:
    return (await here.look()).questions[asked].state.value


async def _shows(here: Town, words: str) -> Json:
    """Ruth's card, once it shows some words."""
    return await here.card(RUTH, words)


async def test_the_convener_alone_is_told_and_discreetly(here: Town) -> None:
    """The nudge is a direct message without quote or name, in its text and blocks alike."""
    await left_hanging(here)
    card = await here.card(RUTH, "Something in #place may be worth returning to")
    for words in (card["text"], text_of(card)):
        assert "Maya" not in words
        assert "hard to say" not in words
    for other in (MAYA, TOM, LENA):
        assert not await here.direct(other)
    public = [text_of(each) for each in await here.said_in_public()]
    assert len(public) == 2, "the greeting and the notice alone"


async def test_show_reveals_it_in_place(here: Town) -> None:
    """*Show* opens the same message: the words, who, why, stems, and a link to the message."""
    asked, card = await shown(here)
    said = text_of(card)
    assert ASKED in said
    assert "Maya" in said
    assert "moved on to" in said
    go = next(each for each in elements(card["blocks"]) if "url" in each)
    assert PLACE.id in go["url"]
    assert asked.replace(".", "") in go["url"]
    assert len(await here.direct(RUTH)) == 2, "the practice nudge and this one"


async def test_going_to_the_message_claims_nothing(here: Town) -> None:
    """Following the link is acknowledged, and the question still waits."""
    asked, card = await shown(here)
    await here.press(RUTH, card, "Go to the message")
    assert await _state(here, asked) == "hanging"


@pytest.mark.parametrize(
    ("label", "state"),
    [
        ("Already followed", "settled"),
        ("I'll speak with them privately", "settled"),
        ("Let it rest", "settled"),
        ("Not a question", "settled"),
    ],
)
async def test_each_ending_is_silent(here: Town, label: str, state: str) -> None:
    """An honourable ending closes the card, and nobody else sees anything of it."""
    asked, card = await shown(here)
    before = len(await here.messages())
    await here.press(RUTH, card, label)
    await here.until(lambda: _no_buttons(here, card), "the closed card")
    assert await _state(here, asked) == state
    assert len(await here.messages()) == before


async def _no_buttons(here: Town, card: Json) -> bool:
    now = next(each for each in await here.direct(RUTH) if each["ts"] == card["ts"])
    return not elements(now["blocks"])


async def test_a_press_again_changes_nothing(here: Town) -> None:
    """An action pressed twice is done once; the second press is told that it is settled."""
    asked, card = await shown(here)
    await here.press(RUTH, card, "Let it rest")
    await here.until(lambda: _no_buttons(here, card), "the closed card")
    await here.press(RUTH, card, "Already followed")

    async def told_so() -> bool:
        return any("settled" in text_of(each) for each in await here.told(RUTH, card["channel"]))

    await here.until(told_so, "the answer that it is settled")
    assert await _state(here, asked) == "settled"


async def test_another_persons_press_does_nothing(here: Town) -> None:
    """Whoever presses is taken from Slack's own word: somebody else can't settle her card."""
    asked, card = await shown(here)
    await here.press(TOM, card, "Already followed")
    assert await _state(here, asked) == "hanging"


async def test_who_has_left_the_channel_can_press_nothing(here: Town) -> None:
    """Every press is checked against who is in the channel now."""
    asked, card = await shown(here)
    left = {"type": "member_left_channel", "user": RUTH.id, "channel": PLACE.id}
    assert await here.happens(left)
    await here.press(RUTH, card, "Already followed")
    told = await here.until(lambda: here.told(RUTH, card["channel"]), "an answer")
    assert "You aren't in that channel any more" in text_of(told[-1])
    assert await _state(here, asked) != "settled"


async def test_later_brings_it_back(here: Town) -> None:
    """Put off, the card says until when; then it comes back as a new message."""
    _, card = await shown(here)
    await here.press(RUTH, card, "Remind me in 10 minutes")
    await _shows(here, "It comes back to you in 10 minutes")
    before = len(await here.direct(RUTH))
    await here.pass_time(660)
    await here.until(lambda: _more_direct(here, before), "the card again")


async def _more_direct(here: Town, than: int) -> bool:
    return len(await here.direct(RUTH)) > than


async def test_it_is_handed_to_somebody_else(here: Town) -> None:
    """Handing on asks one member of the room privately, without the words or the asker."""
    _, card = await shown(here)
    await here.press(RUTH, card, "Hand to…")
    modal = await here.modal("Who could pick it up?")
    assert "Maya" not in text_of(modal)
    tom = {"type": "static_select", "selected_option": {"value": TOM.id}}
    await here.submit(RUTH, {"heed.member": tom})
    handed = await here.card(TOM, "asks whether you would pick something up")
    assert "Maya" not in text_of(handed)
    assert not here.modals


async def test_a_follow_is_posted_through_heed(here: Town) -> None:
    """Written, seen as it will be, posted in the question's thread, labelled, naming no asker."""
    asked, card = await shown(here)
    await here.press(RUTH, card, "Post through Heed…")
    await here.modal("Begin with one of these")
    await here.submit(RUTH, _written(FOLLOW))
    preview = await here.modal("This is what the room will see")
    assert FOLLOW in text_of(preview)
    assert await here.public(FOLLOW) is None, "nothing is posted before it was seen"
    await here.submit(RUTH, {})
    posted = await here.until(lambda: here.public(FOLLOW), "the follow")
    assert posted["thread_ts"] == asked
    assert "Ruth, sent through Heed" in text_of(posted)
    assert "Maya" not in text_of(posted)
    await here.until(lambda: _no_buttons(here, card), "the closed card")
    assert await _state(here, asked) == "followed"


async def test_an_empty_follow_is_not_posted(here: Town) -> None:
    """Without words the modal stays open and says what is missing."""
    _, card = await shown(here)
    await here.press(RUTH, card, "Post through Heed…")
    await here.modal("Begin with one of these")
    await here.submit(RUTH, _written("   "))
    await here.until(lambda: _told_error(here), "an error in the modal")
    assert "There was nothing to post" in str(here.errors)


async def _told_error(here: Town) -> bool:
    return bool(here.errors)


async def test_another_stem_is_shown_at_once(here: Town) -> None:
    """Choosing another beginning puts it where the words are written."""
    _, card = await shown(here)
    await here.press(RUTH, card, "Post through Heed…")
    first = await here.modal("Begin with one of these")
    stems = next(each for each in elements(first["blocks"]) if each["action_id"] == "heed.stem")
    await here.choose_in_modal(RUTH, stems, stems["options"][1])
    beginning = stems["options"][1]["description"]["text"].rstrip("…")
    await here.until(lambda: _begins(here, beginning), "the other stem in the input")


async def _begins(here: Town, beginning: str) -> bool:
    fields = [block["element"] for block in here.modals[-1]["blocks"] if block["type"] == "input"]
    return str(fields[0].get("initial_value", "")).startswith(beginning)


async def test_a_modal_left_open_for_an_hour_posts_nothing_stale(here: Town) -> None:
    """A follow that was overtaken while its modal was open is refused in words, not posted."""
    _, card = await shown(here)
    await here.press(RUTH, card, "Post through Heed…")
    await here.modal("Begin with one of these")
    await here.press(RUTH, card, "Let it rest")
    await here.pass_time(3600)
    await here.submit(RUTH, _written(FOLLOW))
    await here.modal("There is nothing to post about any more")
    assert await here.public(FOLLOW) is None


async def test_the_card_is_corrected_when_it_is_taken_up(here: Town) -> None:
    """Somebody comes back to it by themselves: the card says so in place, and asks for nothing."""
    asked, card = await shown(here)
    await here.pass_time(APART)
    await here.say(
        LENA,
        "Our partnership is for getting people home from hospital sooner, that's what it is for.",
        thread=asked,
    )
    await here.until(lambda: _no_buttons(here, card), "the corrected card")
    assert await _state(here, asked) == "followed"


async def test_a_reply_that_the_whole_channel_sees_takes_it_up(here: Town) -> None:
    """A broadcast reply in the thread counts as any reply there does."""
    asked, card = await shown(here)
    await here.pass_time(APART)
    now = f"{here.clock.now():.6f}"
    answer = "The partnership is for getting people home, that's what our partnership is for."
    assert await here.happens(
        {
            "type": "message",
            "subtype": "thread_broadcast",
            "channel": PLACE.id,
            "channel_type": "channel",
            "user": LENA.id,
            "text": answer,
            "ts": now,
            "event_ts": now,
            "thread_ts": asked,
            "root": {"type": "message", "user": MAYA.id, "ts": asked, "text": ASKED},
        }
    )
    await here.until(lambda: _no_buttons(here, card), "the corrected card")


async def test_a_reaction_is_heard(here: Town) -> None:
    """An emoji on a question reaches the room as a reaction by whoever put it there."""
    asked, _ = await shown(here)
    with capture_logs() as logs:
        await here.react(TOM, asked, "heart")
    applied = [each["kind"] for each in logs if each["event"] == "event applied"]
    assert applied == ["Reacted"]


async def test_an_edit_is_followed_in_the_card(here: Town) -> None:
    """The card shows the words as they are now."""
    asked, _ = await shown(here)
    await here.edit(MAYA, asked, ASKED.replace("say", "put into words"))
    await _shows(here, "hard to put into words")
    assert "hard to say what" not in text_of((await here.direct(RUTH))[-1])


async def test_a_deletion_deletes_everywhere(here: Town) -> None:
    """What was deleted is neither kept nor shown on the card any more."""
    asked, card = await shown(here)
    await here.delete(MAYA, asked)
    await here.until(lambda: _no_buttons(here, card), "the emptied card")
    assert "hard to say" not in str(await here.direct(RUTH))
    kept = (await here.look()).questions.get(asked)
    assert kept is None or kept.text is None


async def test_taken_up_in_time_nobody_is_nudged(here: Town) -> None:
    """A question that is answered at once makes no card at all."""
    await begun(here)
    await here.say(MAYA, ASKED)
    await here.pass_time(APART)
    await here.say(TOM, "Maya, our partnership is for getting people home from hospital sooner.")
    before = len(await here.direct(RUTH))
    await talk(here)
    await here.pass_time(600)
    assert len(await here.direct(RUTH)) == before


async def test_silence_alone_makes_it_hang(here: Town) -> None:
    """Where nobody says anything more, time does it."""
    await begun(here)
    await here.say(MAYA, ASKED)
    await here.pass_time(1800)
    await here.card(RUTH, "worth returning to")


async def test_after_a_restart_all_goes_on(here: Town) -> None:
    """Stopped and started anew in the middle, Heed knows its cards, and who they are for."""
    asked, card = await shown(here)
    await here.restart()
    await here.press(RUTH, card, "Let it rest")
    await here.until(lambda: _no_buttons(here, card), "the closed card")
    assert await _state(here, asked) == "settled"
    assert len(await here.direct(RUTH)) == 2, "the practice nudge and this one"
