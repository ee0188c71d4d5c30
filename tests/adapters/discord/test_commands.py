"""What Discord is told of the commands: the same words as everywhere, within its limits."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import discord
import pytest
from discord import app_commands

from adapters.discord.commands import VALUES, Menu, plant
from adapters.discord.syncing import sync
from bot.config.rooms import RoomWriting
from bot.domain.options import BY_NAME
from bot.domain.wishes import NAMES, Help, parse

Json = dict[str, Any]


class Nobody:
    """Takes what is asked for, and does nothing."""

    async def asked(self, interaction: Any, text: str) -> None:  # noqa: ANN401 - of the protocol
        """Nothing."""

    async def let_go(self, interaction: Any, message: Any) -> None:  # noqa: ANN401 - likewise
        """Nothing."""

    async def heard_too(self, interaction: Any, message: Any) -> None:  # noqa: ANN401 - likewise
        """Nothing."""


class Remote:
    """Discord, as far as it keeps commands."""

    def __init__(self) -> None:
        self.commands: list[Json] = []
        self.told = 0

    async def get_global_commands(self, _application: int) -> list[Json]:
        """Those that it has."""
        return self.commands

    async def bulk_upsert_global_commands(self, _app: int, payload: list[Json]) -> list[Json]:
        """Those that it is told, with what it adds, and without what is usual."""
        self.told += 1
        usual: Json = {"id": "1", "application_id": "91", "version": "1", "description": ""}
        self.commands = [{**usual, **_without_what_is_usual(each)} for each in payload]
        return self.commands


def _without_what_is_usual(said: Json) -> Json:
    kept = {key: value for key, value in deepcopy(said).items() if value not in (False, [], None)}
    if "options" in kept:
        kept["options"] = [_without_what_is_usual(each) for each in kept["options"]]
    return kept


def _client() -> tuple[discord.Client, Remote]:
    client, remote = discord.Client(intents=discord.Intents.none(), application_id=91), Remote()
    client.http.get_global_commands = remote.get_global_commands  # type: ignore[method-assign, assignment]
    client.http.bulk_upsert_global_commands = remote.bulk_upsert_global_commands  # type: ignore[method-assign, assignment]
    return client, remote


def _tree(client: discord.Client) -> "app_commands.CommandTree[Any]":
    tree: app_commands.CommandTree[Any] = app_commands.CommandTree(client)
    plant(tree, Nobody())
    return tree


def _described(said: Json) -> Iterator[Json]:
    yield said
    for each in said.get("options", []):
        yield from _described(each)


async def test_every_command_of_heed_is_there() -> None:
    """By the names that are typed elsewhere; a meeting begins and ends by one of its own."""
    tree = _tree(_client()[0])
    heed = next(each.to_dict(tree) for each in tree.get_commands() if each.name == "heed")
    assert {each["name"] for each in heed["options"]} == set(NAMES)
    for name in NAMES:
        assert not isinstance(parse(name), Help) or name == "help"


async def test_names_and_descriptions_are_within_discords_limits() -> None:
    """Names of 32 characters, descriptions of 100, 25 subcommands; each is described."""
    tree = _tree(_client()[0])
    for command in tree.get_commands():
        for each in _described(command.to_dict(tree)):
            assert len(each["name"]) <= 32
            assert len(each.get("options", [])) <= 25
            if each["type"] != discord.AppCommandType.message.value or "options" in each:
                assert 1 <= len(each["description"]) <= 100
    assert len(Menu) <= 5, "Discord shows five on a message"


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in VALUES.items() for value in values]
)
def test_each_suggested_value_can_be_set(name: str, value: str) -> None:
    """What is offered is understood."""
    RoomWriting().read(BY_NAME[name], value)


async def test_commands_are_told_once_and_again_when_they_changed() -> None:
    """The second time Discord has what we have, whatever it added and left out."""
    client, remote = _client()
    tree = _tree(client)
    assert await sync(tree, client)
    assert not await sync(tree, client)
    assert remote.told == 1
    changed = next(each for each in remote.commands if each["name"] == "heed")
    changed["options"][0]["description"] = "something else"
    assert await sync(tree, client)
    remote.commands.pop()
    assert await sync(tree, client)
    assert remote.told == 3
