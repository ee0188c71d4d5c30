"""Names: what Slack calls people, channels and groups, as far as that is known here."""

from collections.abc import Mapping
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.runtime.ports import Clock


class Names(Protocol):
    """One workspace's names: pure look-ups of what is known; None for what isn't."""

    def user(self, user: str) -> str | None:
        """The name that Slack shows for a person (`U…`) or a bot (`B…`)."""

    def is_bot(self, user: str) -> bool:
        """Whether a user is known to be a bot."""

    def channel(self, channel: str) -> str | None:
        """A channel's name, without `#`."""

    def group(self, group: str) -> str | None:
        """A user group's handle, without `@`."""


class Directory:
    """The names of every workspace: learnt when they are first needed, refreshed by events."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def names(self, team: str) -> Names:
        """What is known of one workspace."""
        raise NotImplementedError

    def members_of(self, team: str, group: str) -> frozenset[str]:
        """The people in a user group, as far as that is known."""
        raise NotImplementedError

    def update(self, team: str, event: Mapping[str, object]) -> None:
        """Take in what an event says of names; anything else is passed over."""
        raise NotImplementedError

    async def learn(self, client: AsyncWebClient, team: str, event: Mapping[str, object]) -> None:
        """Fetch the names that an event needs and that aren't known; never raises for Slack's sake.

        Returns after two seconds at the latest; what comes later is known the next time.
        """
        raise NotImplementedError

    async def close(self) -> None:
        """Stop whatever is still being fetched."""
        raise NotImplementedError
