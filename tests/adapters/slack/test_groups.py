"""Who is in a user group of Slack's, as `stats` asks for it."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.groups import SlackGroups
from adapters.slack.ids import Us
from adapters.slack.workspaces import UnknownWorkspaceError
from bot.runtime.ports import GroupsUnknownError
from tests.adapters.slack.test_names import Slack, serving

ROOM = "slack/T1/C1"


class OneWorkspace:
    """Implements Workspaces with one of them."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def client(self, team: str, *, once: bool = False) -> AsyncWebClient:  # noqa: ARG002 - of the port
        """Its client."""
        if team != "T1":
            raise UnknownWorkspaceError(team)
        return self._client

    def us(self, team: str) -> Us:
        """Nobody asks for it here."""
        raise UnknownWorkspaceError(team)


async def test_members_are_found_by_the_groups_handle() -> None:
    """In any case of letters; a group that there isn't is left out."""
    async with serving(Slack()) as client:
        groups = SlackGroups(OneWorkspace(client))
        found = await groups.members(ROOM, frozenset({"Board", "clinic", "choir"}))
        assert found == {"Board": frozenset({"U1", "U2"}), "clinic": frozenset()}


@pytest.mark.parametrize("room", [ROOM, "slack/T2/C1"])
async def test_a_refusal_is_said_to_be_one(room: str) -> None:
    """Whatever the reason: a missing scope, a workspace that has gone."""
    slack = Slack()
    del slack.answers["usergroups.list"]
    async with serving(slack) as client:
        with pytest.raises(GroupsUnknownError):
            await SlackGroups(OneWorkspace(client)).members(room, frozenset({"board"}))
