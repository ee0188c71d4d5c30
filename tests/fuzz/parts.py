"""The parts of Heed that work on a text, each by itself: whatever it is, it has to be done soon."""

from collections.abc import Callable, Mapping
from typing import Final

from adapters.discord import markdown
from adapters.discord.references import References as DiscordReferences
from adapters.discord.render import text as discord
from adapters.slack import mrkdwn
from adapters.slack.names import NOBODY
from adapters.slack.references import References as SlackReferences
from adapters.slack.render import text as slack
from adapters.transcript.irc import looks_like_irc
from adapters.transcript.slack_text import SlackNames
from adapters.transcript.words import clean
from bot.domain import export
from bot.domain.durations import seconds_of
from bot.domain.forgetting import masked
from bot.domain.phrases import clause, subject
from bot.domain.unnamed import Unnamed
from bot.domain.wishes import parse
from tests.domain.builders import PEOPLE
from tests.domain.talk import heard


class _Nobody:
    """Names on Discord of which none is known."""

    def user(self, _user: int) -> None:
        """No name."""

    def role(self, _role: int) -> None:
        """No name."""

    def channel(self, _channel: int) -> None:
        """No name."""


def _unnamed(text: str) -> str:
    return Unnamed({each: each.title() for each in PEOPLE}).text(text)


PARTS: Final[Mapping[str, Callable[[str], object]]] = {
    "a message, heard": heard,
    "a wish": parse,
    "slack, cut": lambda text: slack.fitted(text, 3000),
    "slack, shortened": lambda text: slack.shortened(text, 75),
    "discord, escaped": lambda text: discord.unescaped(discord.escaped(text)),
    "discord, fitted": lambda text: discord.fitted(text, 1000),
    "discord, copied": lambda text: discord.copied(text, 1000),
    "discord's markdown": lambda text: markdown.read(text, DiscordReferences(_Nobody())),
    "mrkdwn": lambda text: mrkdwn.read(text, SlackReferences(NOBODY)),
    "mrkdwn of a command": mrkdwn.command,
    "an export's cell": export.cell,
    "an export's markdown": export.markdown,
    "an export's line": export.readable,
    "a duration": seconds_of,
    "a subject": lambda text: subject(text, ("Maya", "Tom Lee")),
    "a clause": lambda text: clause(text, ("Maya", "Tom Lee")),
    "without a name": lambda text: masked(text, "Ana Maria"),
    "without names": _unnamed,
    "a slack export": SlackNames({}, {}).plain,
    "a log": looks_like_irc,
    "a transcript": clean,
}
