"""Meetings in the town, as far as a test needs them to have gone."""

from collections.abc import Sequence

import discord

from tests.adapters.discord.local.sight import Shown
from tests.adapters.discord.local.town import Town

ASKED = "If I'm honest, I still find it hard to say what our partnership is for?"
APART = 20.0
"""Seconds between two lines of a talk."""

ELSEWHERE = (
    ("Tom", "The clinic opens at nine on Monday."),
    ("Lena", "I have printed the leaflets for the clinic."),
    ("Tom", "Then we need chairs in the clinic, twelve of them."),
    ("Lena", "The caretaker has the chairs in the cellar."),
    ("Tom", "I'll fetch the chairs with the van."),
    ("Lena", "The van is booked until ten."),
)


async def asked_in(here: Town) -> Shown:
    """Ruth chose the channel; the greeting there comes back."""
    await here.choose(here.place)
    return await here.posted("Heed has joined")


async def convened(here: Town) -> None:
    """And she convenes, and has tried her practice nudge."""
    greeting = await asked_in(here)
    await here.press(here.ruth, greeting, "I'll convene")
    practice = await here.card(here.ruth, "practice")
    await here.press(here.ruth, practice, "Show")
    shown = await here.card(here.ruth, "Already followed")
    await here.press(here.ruth, shown, "Already followed")
    await here.posted("Convening: Ruth")


async def begun(here: Town) -> None:
    """And the meeting has begun."""
    await convened(here)
    await here.command(here.ruth, "meeting start")
    await here.pass_time(APART)


async def talk(here: Town, lines: Sequence[tuple[str, str]] = ELSEWHERE) -> list[discord.Message]:
    """They talk; the messages come back."""
    said = []
    for who, text in lines:
        await here.pass_time(APART)
        said.append(await here.say(here.people[who], text))
    return said


async def left_hanging(here: Town) -> discord.Message:
    """Maya has asked something, and the talk moved on; her message comes back."""
    await begun(here)
    asked = await here.say(here.maya, ASKED)
    await talk(here)
    return asked


async def shown(here: Town) -> tuple[discord.Message, Shown]:
    """And Ruth's card about it shows what it is about."""
    asked = await left_hanging(here)
    card = await here.card(here.ruth, "worth returning to")
    await here.press(here.ruth, card, "Show")
    return asked, await here.card(here.ruth, "hard to say")
