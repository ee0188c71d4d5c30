"""Slack's markup turned into the text that a person reads."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from adapters.transcript.words import clean

# <@U…>, <#C…|name>, <!here>, <https://…|label>: https://docs.slack.dev/messaging/formatting-message-text
_MARK: Final = re.compile(r"<([^<>|\n]{1,3000})(?:\|([^<>\n]{0,3000}))?>")


@dataclass(frozen=True, slots=True)
class SlackNames:
    """What an export calls its people and channels, by their ids."""

    people: Mapping[str, str]
    channels: Mapping[str, str]

    def plain(self, text: str) -> str:
        """Give the text as a person reads it."""
        return clean(html.unescape(_MARK.sub(self._read, text)))

    def _read(self, mark: re.Match[str]) -> str:
        target, label = mark.groups()
        if target.startswith("@"):
            return "@" + (label or self.people.get(target[1:], target[1:]))
        if target.startswith("#"):
            return "#" + (label or self.channels.get(target[1:], target[1:]))
        if target.startswith("!"):
            return label or "@" + target[1:].partition("^")[0]
        return label or target.removeprefix("mailto:")


def mentioned(text: str) -> tuple[str, ...]:
    """Give the ids of the people whom a text names, each once, in order."""
    ids = (found[1][1:] for found in _MARK.finditer(text) if found[1].startswith("@"))
    return tuple(dict.fromkeys(ids))
