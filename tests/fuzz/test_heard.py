"""Whole messages, however long and strange: heard, judged, told and shown in bounded time."""

from typing import Final

from hypothesis import given

from bot.domain.events import MeetingStarted, MessageEdited, MessagePosted
from bot.domain.settings import RoomSettings
from bot.domain.wording import card_view, notice_view
from tests.domain.builders import MONDAY, PEOPLE, ROOM, ready
from tests.fuzz.holding import timed
from tests.fuzz.inputs import FUZZED, Choices, choices
from tests.fuzz.parts import PARTS
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


@FUZZED
@given(choices)
def test_every_part_that_works_on_text_takes_any(choices: Choices) -> None:
    """Each gives something, in time that grows with the text."""
    work = PARTS[choices.pick(list(PARTS))]
    text = _text(choices)
    timed(lambda: work(text), len(text))
