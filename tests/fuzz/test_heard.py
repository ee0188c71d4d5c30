"""Whole messages, however long and strange: heard, judged, told and shown in bounded time."""

from collections.abc import Callable, Mapping
from typing import Final

from hypothesis import given

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
from bot.domain.events import MeetingStarted, MessageEdited, MessagePosted
from bot.domain.forgetting import masked
from bot.domain.phrases import clause, subject
from bot.domain.settings import RoomSettings
from bot.domain.unnamed import Unnamed
from bot.domain.wording import card_view, notice_view
from tests.domain.builders import MONDAY, PEOPLE, ROOM, ready
from tests.fuzz.holding import timed
from tests.fuzz.inputs import FUZZED, Choices, choices
from tests.properties.life import Life, rule_tracker

_SAID: Final = (
    "Who decides about the budget?",
    "If I'm honest, I still don't understand what we are for.",
    "I'm worried about the clinic",
    "Yes, the board does.",
    "never mind, found it",
    "ok",
    "",
)


def _text(choices: Choices) -> str:
    """What somebody says, in the middle of anything."""
    match choices.number(3):
        case 0:
            return choices.pick(_SAID)
        case 1:
            return choices.text()
        case 2:
            return choices.pick(_SAID) + choices.text()
    return choices.text() + " " + choices.pick(_SAID) + choices.text()


_TRACKER: Final = rule_tracker()


@FUZZED
@given(choices)
def test_any_talk_is_heard_and_shown(choices: Choices) -> None:
    """Messages and edits of any kind: the core stands, and every card has its words."""
    room = ready("moira", "ola", settings=RoomSettings(show_at_once=True))
    life = Life(room, tracker=_TRACKER)
    life.feed(MeetingStarted(room=ROOM, at=MONDAY, meeting="t1"))
    texts = [_text(choices) for _ in range(1 + choices.number(5))]

    def told() -> None:
        for number, text in enumerate(texts):
            at = MONDAY + 30.0 * (number + 1)
            author = PEOPLE[(number + choices.number(1)) % len(PEOPLE)]
            name = f"m{number}"
            life.feed(MessagePosted(room=ROOM, at=at, id=name, author=author, text=text))
            if choices.number(4) == 0:
                life.feed(MessageEdited(room=ROOM, at=at, id=name, text=_text(choices)))
        life.until(MONDAY + 5000.0)
        for card in life.room.cards.values():
            card_view(life.room, card, life.room.now)
        notice_view(life.room)

    timed(told, sum(map(len, texts)))


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


_DONE: Final[Mapping[str, Callable[[str], object]]] = {
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


@FUZZED
@given(choices)
def test_every_part_that_works_on_text_takes_any(choices: Choices) -> None:
    """Each gives something, in time that grows with the text."""
    work = _DONE[choices.pick(list(_DONE))]
    text = _text(choices)
    timed(lambda: work(text), len(text))
