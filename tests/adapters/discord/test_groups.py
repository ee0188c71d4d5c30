"""Who has a role on Discord, as `stats` asks for it."""

import pytest

from adapters.discord.groups import DiscordGroups
from adapters.discord.ids import room_id
from bot.runtime.ports import GroupsUnknownError
from tests.adapters.discord.gateway import GUILD, MAYA, PLACE, ROLE_BOARD, Gateway, member

ROOM = room_id(GUILD, PLACE)


async def test_members_are_found_by_the_roles_name() -> None:
    """In any case of letters; a role that there isn't is left out."""
    gateway = Gateway()
    changed = {**member(MAYA, roles=[str(ROLE_BOARD)]), "guild_id": str(GUILD)}
    gateway.tell("GUILD_MEMBER_UPDATE", changed)
    groups = DiscordGroups(lambda guild: gateway.guild if guild == GUILD else None)
    found = await groups.members(ROOM, frozenset({"Board", "choir"}))
    assert found == {"Board": frozenset({str(MAYA)})}


async def test_a_server_that_isnt_known_tells_nothing() -> None:
    """That is said, so that figures don't look like those of an empty group."""
    with pytest.raises(GroupsUnknownError):
        await DiscordGroups(lambda _: None).members(ROOM, frozenset({"board"}))
