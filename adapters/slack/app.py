"""The Bolt app: everything that Heed listens to on Slack, put together."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.answering import Answering
from adapters.slack.desk import Desk
from adapters.slack.intake import Listening
from adapters.slack.listeners.commands import Commands
from adapters.slack.listeners.events import Events
from adapters.slack.listeners.presses import Presses
from adapters.slack.missed import Missed
from adapters.slack.parts import Parts
from adapters.slack.turns import Turns
from adapters.slack.visitors import Visitors
from adapters.slack.welcome import Welcome
from adapters.slack.workspaces import Clients, UnknownWorkspaceError

# Bolt says more in its warnings than a log of ours may: the bodies of what it has no listener for.
_QUIET: Final = logging.getLogger("heed.slack.bolt")
_QUIET.setLevel(logging.ERROR)


class SlackApp:
    """Heed on Slack. `bolt` takes requests, by HTTP or Socket Mode."""

    def __init__(self, parts: Parts) -> None:
        turns = Turns()
        visitors = Visitors(parts)
        desk = Desk(parts, visitors)
        answering = Answering(desk)
        self._directory = parts.directory
        self._welcome = Welcome(parts, visitors, turns)
        self.bolt = _bolt(parts)
        events = Events(desk)
        listening = Listening(parts, self._welcome, turns, events.answer)
        self._missed = Missed(parts, visitors, turns, listening.removed)
        self.bolt.use(listening.middleware)
        events.register(self.bolt)
        Commands(desk, answering, parts.clock).register(self.bolt)
        Presses(desk, answering, parts.clock).register(self.bolt)

    async def catch_up(self, team: str) -> None:
        """Learn what became of a workspace's known rooms while Heed didn't run.

        Raises what the SDK raises, UnknownWorkspaceError and StorageError.
        """
        await self._missed.catch_up(team)

    async def look_around(self, team: str) -> None:
        """Find the channels of a workspace that Heed was asked into while it didn't run.

        Raises what the SDK raises, UnknownWorkspaceError and StorageError.
        """
        await self._welcome.look_around(team)

    async def close(self) -> None:
        """Stop what goes on beside the answers."""
        await self._welcome.close()
        await self._directory.close()


def _bolt(parts: Parts) -> AsyncApp:
    return AsyncApp(
        name="heed",
        logger=_QUIET,
        signing_secret=parts.signing_secret,
        authorize=_authorize(parts.workspaces),  # type: ignore[arg-type] # it may say None
        client=AsyncWebClient(base_url=parts.workspaces.api_url, logger=_QUIET),
        user_facing_authorize_error_message="Heed isn't installed in this workspace any more.",
        # Bolt would keep from us that somebody deleted what we posted; whose messages are ours is
        # told apart where they are read.
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )


def _authorize(workspaces: Clients) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    """Who Heed is where a request comes from; Slack is asked once for each workspace, not more."""

    async def authorize(
        enterprise_id: str | None, team_id: str | None, user_id: str | None
    ) -> AuthorizeResult | None:
        """None where Heed isn't installed. May raise StorageError: Slack tells again."""
        try:
            login = await workspaces.login(team_id or "")
        except UnknownWorkspaceError:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_id=login.us.bot_id,
            bot_user_id=login.us.bot_user_id,
            bot_token=login.token,
        )

    return authorize
