"""Meetings in the town, as far as a test needs them to have gone."""

from collections.abc import Sequence

from tests.adapters.slack.local.server import Person
from tests.adapters.slack.local.sight import Json
from tests.adapters.slack.local.town import LENA, MAYA, RUTH, TOM, Town

ASKED = "If I'm honest, I still find it hard to say what our partnership is for?"
APART = 20.0
"""Seconds between two lines of a talk."""

ELSEWHERE = (
    (TOM, "The clinic opens at nine on Monday."),
    (LENA, "I have printed the leaflets for the clinic."),
    (TOM, "Then we need chairs in the clinic, twelve of them."),
    (LENA, "The caretaker has the chairs in the cellar."),
    (TOM, "I'll fetch the chairs with the van."),
    (LENA, "The van is booked until ten."),
)


async def convened(here: Town) -> None:
    """Heed was asked in; Ruth convenes, and has tried her practice nudge."""
    greeting = await here.invite()
    await here.press(RUTH, greeting, "I'll convene")
    practice = await here.card(RUTH, "practice")
    await here.press(RUTH, practice, "Show")
    shown = await here.card(RUTH, "Already followed")
    await here.press(RUTH, shown, "Already followed")
    await here.until(lambda: here.public("convene"), "the notice")


async def begun(here: Town) -> None:
    """And the meeting has begun."""
    await convened(here)
    await here.command(RUTH, "meeting start")
    # The local Slack's messages bear whole seconds: the first mustn't lie before the beginning.
    await here.pass_time(APART)


async def talk(here: Town, lines: Sequence[tuple[Person, str]] = ELSEWHERE) -> list[str]:
    """They talk; the messages' ids come back."""
    said = []
    for who, text in lines:
        await here.pass_time(APART)
        said.append(await here.say(who, text))
    return said


async def left_hanging(here: Town) -> str:
    """Maya has asked something, and the talk moved on; her message's id comes back."""
    await begun(here)
    asked = await here.say(MAYA, ASKED)
    await talk(here)
    return asked


async def shown(here: Town) -> tuple[str, Json]:
    """And Ruth's card about it shows what it is about."""
    asked = await left_hanging(here)
    card = await here.card(RUTH, "worth returning to")
    await here.press(RUTH, card, "Show")
    return asked, await here.card(RUTH, "hard to say")
