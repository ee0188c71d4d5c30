"""Discord is told of the commands, but only where it has others: telling is limited a day."""

from collections.abc import Mapping
from typing import Any

import discord
import structlog
from discord import app_commands

log = structlog.get_logger()


async def sync(tree: "app_commands.CommandTree[Any]", client: discord.Client) -> bool:
    """Tell Discord of the tree's commands if it has others; whether that was needed.

    Raises discord.HTTPException.
    """
    theirs = await client.http.get_global_commands(client.application_id or 0)
    ours = [each.to_dict(tree) for each in tree.get_commands()]
    if _same(sorted(ours, key=_name), sorted(theirs, key=_name)):
        return False
    await tree.sync()
    log.info("discord.commands_synced", commands=len(ours))
    return True


def _name(command: Mapping[str, Any]) -> tuple[str, int]:
    return str(command["name"]), int(command.get("type", 1))


def _same(ours: Any, theirs: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Whether theirs says what ours does. They add ids and dates, and leave out what is usual."""
    match ours, theirs:
        case dict(), Mapping():
            return all(_same(value, theirs.get(key)) for key, value in ours.items())
        case list(), list() if ours and not isinstance(ours[0], dict):
            return sorted(ours) == sorted(theirs)
        case list(), list():
            pairs = zip(ours, theirs, strict=False)
            return len(ours) == len(theirs) and all(_same(one, other) for one, other in pairs)
        case _, None:
            return ours in (None, False, [], True)
    return bool(ours == theirs)
