"""What a text refers to, in the words that people see, with whom it mentions on the side."""

from datetime import UTC, datetime
from typing import Final, Protocol

# Discord's own places in a server, by the words that its apps show for them.
_GUIDES: Final = {
    "customize": "Channels & Roles",
    "browse": "Browse Channels",
    "guide": "Server Guide",
    "linked-roles": "Linked Roles",
}
_STYLES: Final = {
    **dict.fromkeys("tT", "%H:%M UTC"),
    **dict.fromkeys("dD", "%Y-%m-%d"),
}
_WHOLE: Final = "%Y-%m-%d %H:%M UTC"


class Names(Protocol):
    """Names as far as they are known; None for what isn't."""

    def user(self, user: int) -> str | None:
        """What a person is called on the server."""

    def role(self, role: int) -> str | None:
        """A role's name, without `@`."""

    def channel(self, channel: int) -> str | None:
        """A channel's or thread's name, without `#`."""


class References:
    """Turns references of one message into words; remembers which people were mentioned."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._mentioned: dict[str, None] = {}

    @property
    def mentions(self) -> tuple[str, ...]:
        """The ids of the people mentioned so far, each once, in order."""
        return tuple(self._mentioned)

    def user(self, user: int) -> str:
        """A person."""
        self._mentioned[str(user)] = None
        return "@" + (self._names.user(user) or str(user))

    def role(self, role: int) -> str:
        """A role."""
        return "@" + (self._names.role(role) or str(role))

    def channel(self, channel: int) -> str:
        """A channel or thread."""
        return "#" + (self._names.channel(channel) or str(channel))


class InCommand(References):
    """The same for commands, in which people stay as `<@id>`: their names may be anybody's."""

    def user(self, user: int) -> str:
        """A person, by id."""
        return f"<@{user}>"


def moment(seconds: int, style: str) -> str | None:
    """A time that everybody sees in their own zone, in UTC; None for what is no time.

    `seconds` are epoch seconds; `style` is one of Discord's, empty for its usual one.
    """
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at.strftime(_STYLES.get(style, _WHOLE))


def guide(name: str) -> str:
    """One of Discord's own places in a server."""
    return _GUIDES.get(name, name)
