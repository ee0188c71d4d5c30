"""What a text refers to, in the words that people see, with whom it mentions on the side."""

import re
from typing import Final

from adapters.slack.ids import is_id
from adapters.slack.names import Names

# Slack escapes these three and no others: https://docs.slack.dev/messaging/formatting-message-text
_ENTITY: Final = re.compile(r"&(amp|lt|gt);")
_CHARACTERS: Final = {"amp": "&", "lt": "<", "gt": ">"}


def decoded(text: str) -> str:
    """The text with Slack's entities decoded, once: `&amp;lt;` is what somebody wrote as `&lt;`."""
    return _ENTITY.sub(lambda found: _CHARACTERS[found[1]], text)


class References:
    """Turns references of one message into words; remembers which people were mentioned."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._mentioned: dict[str, None] = {}

    @property
    def mentions(self) -> tuple[str, ...]:
        """The ids of the people mentioned so far, each once, in order."""
        return tuple(self._mentioned)

    def user(self, user: str, label: str = "") -> str:
        """A person; `label` is what the text itself calls them, where their name isn't known."""
        if is_id(user):
            self._mentioned[user] = None
        return "@" + (self._names.user(user) or label or user)

    def channel(self, channel: str, label: str = "") -> str:
        """A channel."""
        return "#" + (self._names.channel(channel) or label or channel)

    def group(self, group: str, label: str = "") -> str:
        """A user group."""
        return "@" + (self._names.group(group) or label.removeprefix("@") or group)
