"""Every action that a card offers is pressed on Slack; none is left untried."""

import pytest

from bot.domain.events import Action
from bot.domain.views import Button
from bot.domain.wording import ANSWERED_ALOUD, SAY_IT_ALOUD, STEP_DOWN
from tests.adapters.slack.local.sight import Json, elements, text_of
from tests.adapters.slack.local.town import LENA, MAYA, RUTH, TOM, Town
from tests.adapters.slack.meetings import APART, ASKED, convened, left_hanging, shown, talk

ELSEWHERE = {
    "test_nudging": {
        Action.SHOW,
        Action.GO,
        Action.POST,
        Action.ALREADY_FOLLOWED,
        Action.PRIVATELY,
        Action.LET_IT_REST,
        Action.NOT_A_QUESTION,
        Action.HAND_TO,
    },
    "test_arriving": {Action.CONVENE, Action.NO_THANK_YOU},
}
HERE = {Action.LATER, Action.STEP_DOWN, Action.ANSWERED_ALOUD, Action.SAY_IT_ALOUD}


def test_none_is_left_out() -> None:
    """Whatever action is added is tried somewhere too."""
    assert set().union(HERE, *ELSEWHERE.values()) == set(Action)


async def _closed(here: Town, card: Json, who: str) -> bool:
    person = {each.id: each for each in (RUTH, MAYA, TOM, LENA)}[who]
    now = next(each for each in await here.direct(person) if each["ts"] == card["ts"])
    return not [each for each in elements(now["blocks"]) if "url" not in each]


async def test_later_is_chosen_in_a_modal(here: Town) -> None:
    """Before *Show* the card asks when; it comes back then, as a new message."""
    await left_hanging(here)
    card = await here.card(RUTH, "worth returning to")
    await here.press(RUTH, card, "Remind me later…")
    modal = await here.modal("When may it come back?")
    when = next(each for each in elements(modal["blocks"]) if "options" in each)
    chosen = {"type": "radio_buttons", "selected_option": when["options"][0]}
    before = len(await here.direct(RUTH))
    await here.submit(RUTH, {"heed.when": chosen})
    await here.card(RUTH, "It comes back to you in")
    assert len(await here.direct(RUTH)) == before
    await here.pass_time(3700)

    async def again() -> bool:
        return len(await here.direct(RUTH)) > before

    await here.until(again, "the card again")


@pytest.mark.parametrize("since", ["practice", "a nudge"])
async def test_a_convener_steps_down_in_one_press(here: Town, since: str) -> None:
    """On the practice nudge or any other: the notice says so, and they are nudged no more."""
    if since == "practice":
        greeting = await here.invite()
        await here.press(RUTH, greeting, "I'll convene")
        card = await here.card(RUTH, "practice")
    else:
        _, card = await shown(here)
    await here.press(RUTH, card, STEP_DOWN.label)
    notice = await here.until(lambda: here.public("Nobody convenes"), "the notice anew")
    assert "Ruth" not in text_of(notice)
    assert RUTH.id not in (await here.look()).conveners
    before = len(await here.direct(RUTH))
    await here.say(MAYA, ASKED)
    await talk(here)
    assert len(await here.direct(RUTH)) == before


@pytest.mark.parametrize("said", [ANSWERED_ALOUD, SAY_IT_ALOUD], ids=lambda each: each.label)
async def test_after_a_spoken_meeting_its_questions_stand_on_one_card(
    here: Town, said: Button
) -> None:
    """Nobody is nudged while people talk; at the end each may be marked, or taken on."""
    await convened(here)
    await here.command(RUTH, "meeting start spoken")
    await here.pass_time(APART)
    asked = await here.say(MAYA, ASKED)
    await talk(here)
    assert not [each for each in await here.direct(RUTH) if "returning" in text_of(each)]
    await here.command(RUTH, "meeting end")
    card = await here.card(RUTH, "Show")
    await here.press(RUTH, card, "Show")
    card = await here.card(RUTH, "hard to say")
    before = (await here.look()).questions[asked]
    await here.press(RUTH, card, said.label)

    async def marked() -> bool:
        return (await here.look()).questions[asked] != before

    await here.until(marked, f"what “{said.label}” does")
    after = (await here.look()).questions[asked]
    if said is ANSWERED_ALOUD:
        assert after.state.value == "settled"
        await here.until(lambda: _closed(here, card, RUTH.id), "the closed card")
    else:
        assert after.claimed_by == RUTH.id
    assert len(await here.said_in_public()) == 2, "the greeting and the notice alone"


async def test_whoever_it_was_handed_to_passes(here: Town) -> None:
    """*Not for me* closes their card, and tells nobody."""
    asked, card = await shown(here)
    await here.press(RUTH, card, "Hand to…")
    await here.modal("Who could pick it up?")
    tom = {"type": "static_select", "selected_option": {"value": TOM.id}}
    await here.submit(RUTH, {"heed.member": tom})
    handed = await here.card(TOM, "asks whether you would pick something up")
    before = [text_of(each) for each in await here.direct(RUTH)]
    await here.press(TOM, handed, "Not for me")
    await here.until(lambda: _closed(here, handed, TOM.id), "the closed card")
    assert [text_of(each) for each in await here.direct(RUTH)] == before
    assert (await here.look()).questions[asked].waiting
