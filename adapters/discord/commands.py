"""`/heed`, its subcommands, and what stands under Apps on a message.

Discord's own permissions hold for a command as a whole, so `/heed` is open to everybody and each
wish is checked when it is made. What is typed here is the same text as on every platform.
"""

from collections.abc import Awaitable, Callable, Iterable
from enum import StrEnum
from typing import Any, Final, Protocol

import discord
from discord import app_commands
from discord.app_commands import AppCommandContext, AppInstallationType, Choice

from bot.domain.options import OPTIONS
from bot.domain.settings import Inquiries, KeepText, RoomMode
from bot.domain.wishes import Format

CHOICES: Final = 25
"""Suggestions that are shown at most, by Discord's own limit."""

Asked = Callable[["discord.Interaction[Any]", str], Awaitable[None]]
"""Somebody asks for something, in the words after `/heed`."""

SIMPLE: Final = {
    "help": "What can be asked of Heed",
    "open": "What waits for you as a convener",
    "pause": "Heed reads nothing more: for this meeting, or until it is resumed",
    "resume": "Heed reads again",
    "stats": "How questions fare here",
    "board": "A link to the live board",
    "step-down": "You convene here no longer",
    "my-data": "What Heed keeps about you",
    "forget-me": "Have what Heed keeps about you erased",
    "opt-out": "Have your words read no more",
    "opt-in": "Have your words read again",
}
"""Commands that take nothing, with what they do."""

SPANS: Final = ("meeting", "since 30m", "since 2h", "since 8h", "since 1d", "since 7d")
VALUES: Final = {
    "mode": tuple(RoomMode),
    "keep-text": tuple(KeepText),
    "show-at-once": ("true", "false"),
    "turns": ("together", "in turn"),
    "inquiries": tuple(Inquiries),
    "patience": ("4 messages, 3m", "6 messages, 5m", "10 messages, 15m"),
    "budget": ("1 a meeting, 2 a day", "3 a meeting, 5 a day"),
    "quiet-hours": ("22:00-07:00", "none"),
}
"""Values that are suggested; any other may be typed."""


class Menu(StrEnum):
    """What stands under Apps on a message, as people read it."""

    LET_GO = "Let mine go"
    HEARD_TOO = "I'd like this heard too"
    SUMMARY = "Summary of this room"


class Taker(Protocol):
    """Takes what is asked for by a command."""

    async def asked(self, interaction: "discord.Interaction[Any]", text: str) -> None:
        """A command, as typed after `/heed`."""

    async def let_go(
        self, interaction: "discord.Interaction[Any]", message: discord.Message
    ) -> None:
        """*Let mine go*."""

    async def heard_too(
        self, interaction: "discord.Interaction[Any]", message: discord.Message
    ) -> None:
        """*I'd like this heard too*."""


def plant(tree: "app_commands.CommandTree[Any]", taker: Taker) -> None:
    """Put all commands in the tree."""
    tree.add_command(_group(taker.asked))
    for menu, callback in _menus(taker).items():
        tree.add_command(
            app_commands.ContextMenu(
                name=menu,
                callback=callback,
                allowed_contexts=AppCommandContext(guild=True),
                allowed_installs=AppInstallationType(guild=True),
            )
        )


def _menus(taker: Taker) -> dict[Menu, Any]:
    async def let_go(interaction: discord.Interaction, message: discord.Message) -> None:
        await taker.let_go(interaction, message)

    async def heard_too(interaction: discord.Interaction, message: discord.Message) -> None:
        await taker.heard_too(interaction, message)

    async def summary(interaction: discord.Interaction, _message: discord.Message) -> None:
        await taker.asked(interaction, "summary")

    return {Menu.LET_GO: let_go, Menu.HEARD_TOO: heard_too, Menu.SUMMARY: summary}


def _group(asked: Asked) -> app_commands.Group:
    group = app_commands.Group(
        name="heed",
        description="Questions left hanging: summary, open, meeting, help …",
        allowed_contexts=AppCommandContext(guild=True, dm_channel=True),
        allowed_installs=AppInstallationType(guild=True),
    )
    for name, means in SIMPLE.items():
        group.add_command(_simple(asked, name, means))
    group.add_command(_summary(asked))
    group.add_command(_export(asked))
    group.add_command(_convener(asked))
    group.add_command(_settings(asked))
    group.add_command(_meeting(asked))
    return group


def _simple(asked: Asked, name: str, means: str) -> "app_commands.Command[Any, ..., None]":
    async def callback(interaction: discord.Interaction) -> None:
        await asked(interaction, name)

    return app_commands.Command(name=name, description=means, callback=callback)


def _summary(asked: Asked) -> "app_commands.Command[Any, ..., None]":
    @app_commands.command(name="summary", description="What was asked here, and what came of it")
    @app_commands.describe(
        span="Of which stretch: meeting, since 2h …", post="Show it to the room, after a preview"
    )
    @app_commands.rename(span="of")
    async def summary(
        interaction: discord.Interaction,
        span: str = "",
        post: bool = False,  # noqa: FBT001, FBT002 - an option of Discord's
    ) -> None:
        await asked(interaction, _words("summary", span, "post" if post else ""))

    @summary.autocomplete("span")
    async def spans(_interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        return _fitting(SPANS, typed)

    return summary


def _export(asked: Asked) -> "app_commands.Command[Any, ..., None]":
    @app_commands.command(name="export", description="What was asked and followed, as a file")
    @app_commands.describe(
        span="Of which stretch: meeting, since 2h …", form="As what; a text if you don't say"
    )
    @app_commands.rename(span="of", form="as")
    async def export(interaction: discord.Interaction, span: str = "", form: str = "") -> None:
        await asked(interaction, _words("export", span, form))

    @export.autocomplete("span")
    async def spans(_interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        return _fitting(SPANS, typed)

    @export.autocomplete("form")
    async def forms(_interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        return _fitting(Format, typed)

    return export


def _convener(asked: Asked) -> "app_commands.Command[Any, ..., None]":
    @app_commands.command(name="convener", description="Who convenes here, or who is asked to")
    @app_commands.describe(
        person="Whom to ask (yourself, to offer)",
        deputy="Ask them to stand in when a convener can't",
        remove="They convene no longer",
    )
    async def convener(
        interaction: discord.Interaction,
        person: discord.Member | None = None,
        deputy: bool = False,  # noqa: FBT001, FBT002 - an option of Discord's
        remove: bool = False,  # noqa: FBT001, FBT002 - likewise
    ) -> None:
        whom = f"<@{person.id}>" if person else ""
        how = ("deputy" if deputy else "", "remove" if remove else "")
        await asked(interaction, _words("convener", whom, *how))

    return convener


def _settings(asked: Asked) -> "app_commands.Command[Any, ..., None]":
    @app_commands.command(name="settings", description="How Heed listens here, and what it keeps")
    @app_commands.describe(name="What to set", value="To what; reset takes what was set back")
    async def settings(interaction: discord.Interaction, name: str = "", value: str = "") -> None:
        await asked(interaction, _words("settings", name, value))

    @settings.autocomplete("name")
    async def names(_interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        fitting = [each for each in OPTIONS if typed.casefold() in each.name]
        shown = [(f"{each.name}: {each.means}"[:100], each.name) for each in fitting]
        return [Choice(name=text, value=name) for text, name in shown[:CHOICES]]

    @settings.autocomplete("value")
    async def values(interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        name = str(getattr(interaction.namespace, "name", ""))
        return _fitting((*VALUES.get(name, ()), "reset"), typed)

    return settings


def _meeting(asked: Asked) -> app_commands.Group:
    group = app_commands.Group(name="meeting", description="A meeting begins, or ends")

    @group.command(name="start", description="The meeting begins")
    @app_commands.describe(spoken="It is mostly spoken, the chat beside it")
    async def start(
        interaction: discord.Interaction,
        spoken: bool = False,  # noqa: FBT001, FBT002 - an option of Discord's
    ) -> None:
        await asked(interaction, _words("meeting start", "spoken" if spoken else ""))

    @group.command(name="end", description="The meeting ends")
    async def end(interaction: discord.Interaction) -> None:
        await asked(interaction, "meeting end")

    @group.command(name="status", description="Whether a meeting runs")
    async def status(interaction: discord.Interaction) -> None:
        await asked(interaction, "meeting")

    return group


def _words(*words: str) -> str:
    return " ".join(each.strip() for each in words if each.strip())


def _fitting(known: Iterable[str], typed: str) -> list[Choice[str]]:
    """What is known and holds what was typed so far."""
    found = [each for each in known if typed.casefold().strip() in each]
    return [Choice(name=each, value=each) for each in found[:CHOICES]]
