"""Clients of workspaces: one of each sort for a login, another for another login."""

from dataclasses import dataclass

import pytest

from adapters.slack.ids import Us
from adapters.slack.workspaces import Clients, Login, UnknownWorkspaceError


@dataclass
class _Changing:
    """Logins whose token changes."""

    token: str | None = "xoxb-first"  # noqa: S105 - of a workspace that there isn't

    async def find(self, team: str) -> Login | None:
        """The login as it is now."""
        us = Us(bot_user_id=f"U{team}")
        return Login(token=self.token, us=us) if self.token else None


async def test_a_client_lasts_as_long_as_its_login() -> None:
    """Asked for again it is the same; after the workspace installed Heed anew it isn't."""
    logins = _Changing()
    async with Clients(logins) as clients:
        first = await clients.client("T1")
        assert await clients.client("T1") is first
        logins.token = "xoxb-second"  # noqa: S105 - of a workspace that there isn't
        assert (await clients.client("T1")).token == "xoxb-first"  # noqa: S105 - likewise
        clients.forget("T1")
        assert (await clients.client("T1")).token == "xoxb-second"  # noqa: S105 - likewise


async def test_what_posts_is_not_tried_again_by_itself() -> None:
    """The client for posting leaves out what could post twice."""
    async with Clients(_Changing()) as clients:
        once, usual = await clients.client("T1", once=True), await clients.client("T1")
    assert len(once.retry_handlers) == 1
    assert len(usual.retry_handlers) == 3


async def test_two_workspaces_have_nothing_in_common() -> None:
    """Each has its own client, and knows Heed by its own name there."""
    async with Clients(_Changing()) as clients:
        assert await clients.client("T1") is not await clients.client("T2")
        assert clients.us("T2").bot_user_id == "UT2"


async def test_a_workspace_that_took_heed_away_has_none() -> None:
    """Nobody is left to be asked there."""
    logins = _Changing()
    async with Clients(logins) as clients:
        await clients.client("T1")
        logins.token = None
        clients.forget("T1")
        with pytest.raises(UnknownWorkspaceError):
            await clients.client("T1")
        with pytest.raises(UnknownWorkspaceError):
            clients.us("T1")
