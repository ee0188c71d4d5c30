"""The same stage on every platform: people who meet, and whoever convenes."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from bot.bootstrap.demo import DEMO_ROOM
from bot.domain.events import Action
from bot.domain.room import Room
from bot.domain.settings import Budget, Patience, RoomSettings
from storage import open_store
from tests.adapters import web
from tests.adapters.discord import meetings as on_discord
from tests.adapters.discord.local import sight as discord_sight
from tests.adapters.discord.local import town as discord_town
from tests.adapters.slack import meetings as on_slack
from tests.adapters.slack.local import sight as slack_sight
from tests.adapters.slack.local import town as slack_town

APART = 20.0
"""Seconds between two lines of a talk."""
RATE = 400.0
"""So many times as fast time passes in the demo room."""
PATIENCE = Patience(messages=4, seconds=300.0)


class Stage(Protocol):
    """What a scripted meeting needs of a platform. People go by their names."""

    async def convene(self) -> None:
        """Ruth convenes, has tried her practice nudge, and the meeting has begun."""

    async def say(self, who: str, text: str, answers: str | None = None) -> str:
        """Some time later somebody writes, or answers a message; the new message's id."""

    async def edit(self, who: str, message: str, text: str) -> None:
        """Somebody puts a message of theirs otherwise."""

    async def delete(self, who: str, message: str) -> None:
        """Somebody takes a message of theirs away."""

    async def press(self, label: str, action: Action) -> None:
        """Ruth presses a button of her newest card."""

    async def card(self) -> str:
        """All words of Ruth's newest card, and of what can be pressed on it."""

    async def cards(self, who: str) -> int:
        """How many cards about questions somebody has got."""

    async def room(self) -> Room:
        """The room as the core has it."""


class OnDiscord:
    """Discord, in memory."""

    def __init__(self, here: "discord_town.Town") -> None:
        self._here = here
        self._said: dict[str, Any] = {}
        self._practised = 0

    async def convene(self) -> None:
        """By the welcome, the greeting and a command."""
        await on_discord.begun(self._here)
        self._practised = len(self._here.direct(self._here.ruth))

    async def say(self, who: str, text: str, answers: str | None = None) -> str:
        """An answer is a reply."""
        await self._here.pass_time(APART)
        how = {"reply_to": self._said[answers]} if answers else {}
        message = await self._here.say(self._here.people[who], text, **how)
        self._said[str(message.id)] = message
        return str(message.id)

    async def edit(self, who: str, message: str, text: str) -> None:
        """As people do."""
        await self._here.people[who].edit(self._said[message], text)

    async def delete(self, who: str, message: str) -> None:
        """As people do."""
        await self._here.people[who].delete(self._said[message])

    async def press(self, label: str, action: Action) -> None:  # noqa: ARG002 - of the stage
        """By its label."""
        newest = self._here.direct(self._here.ruth)[-1]
        await self._here.press(self._here.ruth, newest, label)

    async def card(self) -> str:
        """Her last direct message."""
        return discord_sight.text_of(self._here.direct(self._here.ruth)[-1])

    async def cards(self, who: str) -> int:
        """Direct messages, but for the practice nudge."""
        practised = self._practised if who == "Ruth" else 0
        return len(self._here.direct(self._here.people[who])) - practised

    async def room(self) -> Room:
        """By the companion."""
        return await self._here.look()


class OnSlack:
    """A local Slack, in Socket Mode."""

    def __init__(self, here: "slack_town.Town") -> None:
        self._here = here
        self._people = {each.name: each for each in slack_town.PEOPLE}
        self._practised = 0

    async def convene(self) -> None:
        """By the greeting and a command."""
        await on_slack.begun(self._here)
        self._practised = len(await self._here.direct(slack_town.RUTH))

    async def say(self, who: str, text: str, answers: str | None = None) -> str:
        """An answer stands in the message's thread."""
        await self._here.pass_time(APART)
        return await self._here.say(self._people[who], text, thread=answers)

    async def edit(self, who: str, message: str, text: str) -> None:
        """As people do."""
        await self._here.edit(self._people[who], message, text)

    async def delete(self, who: str, message: str) -> None:
        """As people do."""
        await self._here.delete(self._people[who], message)

    async def press(self, label: str, action: Action) -> None:  # noqa: ARG002 - of the stage
        """By its label."""
        newest = (await self._here.direct(slack_town.RUTH))[-1]
        await self._here.press(slack_town.RUTH, newest, label)

    async def card(self) -> str:
        """Her last direct message."""
        return slack_sight.text_of((await self._here.direct(slack_town.RUTH))[-1])

    async def cards(self, who: str) -> int:
        """Direct messages, but for the practice nudge."""
        practised = self._practised if who == "Ruth" else 0
        return len(await self._here.direct(self._people[who])) - practised

    async def room(self) -> Room:
        """By the companion."""
        return await self._here.look()


class InDemoRoom:
    """The demo room, whose time runs quickly."""

    def __init__(self, here: "web.Served", file: Path) -> None:
        self._here = here
        self._file = file
        self._pages: dict[str, web.Page] = {}

    async def convene(self) -> None:
        """Everybody comes in; Ruth takes the chair."""
        for name in ("Ruth", "Maya", "Tom", "Lena"):
            self._pages[name] = await self._here.enter(name)
        await self._pages["Ruth"].convene()
        self._here.hurry(RATE)

    async def say(self, who: str, text: str, answers: str | None = None) -> str:
        """An answer is a reply."""
        await asyncio.sleep(APART / RATE)
        return await self._pages[who].say(text, answers)

    async def edit(self, who: str, message: str, text: str) -> None:
        """As people do."""
        await self._pages[who].done("PATCH", f"/api/messages/{message}", {"text": text})

    async def delete(self, who: str, message: str) -> None:
        """As people do."""
        await self._pages[who].done("DELETE", f"/api/messages/{message}")

    async def press(self, label: str, action: Action) -> None:  # noqa: ARG002 - of the stage
        """By its action, as the page does."""
        await self._pages["Ruth"].press(self._nudges("Ruth")[-1], action.value)

    async def card(self) -> str:
        """What the page shows of her newest card."""
        return "\n".join(_texts(self._nudges("Ruth")[-1]))

    async def cards(self, who: str) -> int:
        """Those that the page has."""
        return len(self._nudges(who))

    async def room(self) -> Room:
        """From the database, beside the room that is served."""
        async with open_store(f"sqlite:///{self._file}") as store:
            room = await store.look(DEMO_ROOM)
        assert room is not None
        return room

    def _nudges(self, who: str) -> list[dict[str, Any]]:
        return [each for each in self._pages[who].all("card") if each["purpose"] == "nudge"]


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else []


@asynccontextmanager
async def staged(platform: str, folder: Path) -> AsyncIterator[Stage]:
    """The stage on one of `PLATFORMS`."""
    if platform == "discord":
        async with discord_town.town(folder) as there:
            yield OnDiscord(there)
    elif platform == "slack":
        async with slack_town.town(folder, "socket") as town:
            yield OnSlack(town)
    else:
        settings = RoomSettings(
            patience=PATIENCE,
            budget=Budget(per_meeting=9, per_day=50),
            spacing_seconds=0.0,
            quiet_hours=None,
            run_by="the town hall",
        )
        async with web.served(folder / "demo.db", settings=settings) as room:
            yield InDemoRoom(room, folder / "demo.db")


PLATFORMS: Sequence[str] = ("discord", "slack", "demo room")
