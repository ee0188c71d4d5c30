"""Names: what Slack calls people, channels and groups, as far as that is known here."""

from typing import Final, Protocol

SLACKBOT: Final = "USLACKBOT"
"""Slack's own assistant: listed as a person, and told by `users.info` not to be a bot."""

NAME_AT_MOST: Final = 80  # characters, by Slack's own limit


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


class _Nobody:
    """Names of which none is known."""

    def user(self, _user: str) -> None:
        """No name."""

    def is_bot(self, _user: str) -> bool:
        """Nobody is known to be one."""
        return False

    def channel(self, _channel: str) -> None:
        """No name."""

    def group(self, _group: str) -> None:
        """No name."""


NOBODY: Final[Names] = _Nobody()
