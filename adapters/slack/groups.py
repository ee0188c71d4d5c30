"""Who is in Slack's user groups, by their handles."""

from collections.abc import Mapping

from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack import errors
from adapters.slack.blocks import pieces, words
from adapters.slack.ids import place_of
from adapters.slack.workspaces import UnknownWorkspaceError, Workspaces
from bot.runtime.ports import GroupsUnknownError, StorageError


class SlackGroups:
    """Implements Groups."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def members(self, room: str, groups: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """Who is in each of these handles that there are. Raises GroupsUnknownError."""
        wanted = {each.casefold(): each for each in groups}
        try:
            client = await self._workspaces.client(place_of(room).team)
            answer = await client.usergroups_list(include_users=True)
        except SlackApiError as error:
            raise GroupsUnknownError(errors.code(error) or "no answer") from error
        except (SlackClientError, UnknownWorkspaceError, StorageError, TimeoutError, OSError) as e:
            raise GroupsUnknownError(type(e).__name__) from e
        found = answer.data if isinstance(answer.data, dict) else {}
        return {
            wanted[handle]: frozenset(each for each in _users(given) if isinstance(each, str))
            for given in pieces(found.get("usergroups"))
            if (handle := words(given, "handle").casefold()) in wanted
        }


def _users(given: Mapping[str, object]) -> list[object]:
    users = given.get("users")
    return users if isinstance(users, list) else []
