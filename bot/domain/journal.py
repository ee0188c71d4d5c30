"""A room's journal: what was told of it lately, in a form that may be written down (rule 9).

No words are in it: a message stands there as what was found in it. The words of questions and cards
that a telling needs again are in the room, or with the questions that have left its memory, which
keep or drop them by their own rules.
"""

from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.events import (
    Action,
    Event,
    FollowFailed,
    FollowPosted,
    MessageEdited,
    MessagePosted,
    Pressed,
)
from bot.domain.noticing import bare, question_id
from bot.domain.presses import FOLLOW_AT_MOST
from bot.domain.remembered import Reworded, Said
from bot.domain.room import Card, Room
from bot.domain.turn import Turn

_LETTER: Final = "·"  # stands for any letter of somebody's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event that was told. `said` names what was given out then and isn't given out again.

    `given` are the cards among it, as they were then.
    """

    event: Event
    said: tuple[str, ...] = ()
    given: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was told in one change of the room. `number` counts the room's changes."""

    number: int
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """Some pages, and the room as it was before the first of them."""

    base: Room
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one change of the room adds to its journal, and what it takes from it.

    Pages from `void_from` on don't hold any more. Where there is a new `base`, pages before `first`
    aren't needed any more. `page` has been told last, at `at` (epoch seconds); None where a journal
    only ends.
    """

    page: Page | None
    at: float
    void_from: int | None = None
    base: Room | None = None
    first: int = 0


# --- without words ---------------------------------------------------------------------------


def spoken(event: Event) -> Event:
    """The event without what it says for others to post or to record: that has been done."""
    match event:
        case Pressed(action=Action.POST):
            letters = len(" ".join(event.value.split()))
            return replace(event, value=_LETTER * min(letters, FOLLOW_AT_MOST + 1))
        case FollowPosted():
            return replace(event, text="")
    return event


def wordless(event: Event) -> Event:
    """The event as it may be written down: no text, though it were one that nobody listened to."""
    match event:
        case Said() | Reworded():
            heard = tuple(replace(each, text="") for each in event.heard)
            return replace(event, key="", heard=heard, topic=None if event.topic is None else "")
        case MessagePosted() | MessageEdited():
            return replace(event, text="")
        case FollowFailed():
            return replace(event, text="")
    return spoken(event)


def with_words(event: Event, room: Room) -> Event:
    """The event again, with those of its words that the room has."""
    match event:
        case Said() | Reworded():
            asked = (room.questions.get(each) for each in _asked(event))
            texts = (each.text or "" if each else "" for each in asked)
            pairs = zip(event.heard, texts, strict=True)
            return replace(event, heard=tuple(replace(each, text=text) for each, text in pairs))
        case FollowFailed():
            return replace(event, text=_unposted(room, event))
    return event


def left(known: Journal, room: Room) -> frozenset[str]:
    """The messages whose questions the journal tells of, and that have left the room's memory."""
    questions = {each.id: each.message for each in known.base.questions.values()}
    for told in (each.event for page in known.pages for each in page.told):
        if isinstance(told, Said | Reworded):
            questions |= dict.fromkeys(_asked(told), told.turn.id)
    return frozenset(each for name, each in questions.items() if name not in room.questions)


def _asked(event: Said | Reworded) -> list[str]:
    return [question_id(event.turn.id, number) for number in range(1, len(event.heard) + 1)]


def _unposted(room: Room, event: FollowFailed) -> str:
    mine = (each.unposted for each in room.cards.values() if each.to == event.by)
    return next((each.text for each in mine if each and each.question == event.question), "")


def wordless_room(room: Room) -> Room:
    """The room as it may be written down as a whole."""
    questions = room.questions.items()
    return replace(
        room,
        questions={name: replace(each, text=None, moved_on_to="") for name, each in questions},
        cards={name: _card(each, "") for name, each in room.cards.items()},
    )


def room_with_words(base: Room, room: Room) -> Room:
    """An earlier state of the room, with those of its words that the room has."""
    own = wordless_room(base)
    for name, each in own.questions.items():
        now = room.questions.get(name)
        if now is not None:
            topic = now.moved_on_to if now.moved_on_in == each.moved_on_in else ""
            own.questions[name] = replace(each, text=now.text, moved_on_to=topic)
    for name, card in own.cards.items():
        last = room.cards.get(name)
        if last is not None and last.unposted is not None:
            own.cards[name] = _card(card, last.unposted.text)
    return own


def _card(card: Card, text: str) -> Card:
    if card.unposted is None or card.unposted.text == text:
        return card
    return replace(card, unposted=replace(card.unposted, text=text))


# --- deletions -------------------------------------------------------------------------------


def hushed(event: Event, messages: frozenset[str]) -> Event:
    """The event without the words of these messages."""
    if not isinstance(event, Said | Reworded) or event.turn.id not in messages:
        return event
    heard = tuple(replace(each, text="") for each in event.heard)
    return replace(event, heard=heard, topic=None if event.topic is None else "")


def hushed_room(room: Room, messages: frozenset[str]) -> Room:
    """An earlier state of the room without the words of these messages."""
    questions = dict(room.questions)
    for name, each in room.questions.items():
        if each.message in messages:
            questions[name] = replace(each, text=None, moved_on_to="")
        elif each.moved_on_in in messages:
            questions[name] = replace(each, moved_on_to="")
    return replace(room, questions=questions)


def without(event: Event, messages: frozenset[str]) -> Event:
    """The event without what was found in these messages: that they came, and asked, stays."""
    if not isinstance(event, Said | Reworded) or event.turn.id not in messages:
        return event
    heard = tuple(replace(each, text="", words=(), cues=(), wants=()) for each in event.heard)
    return replace(event, turn=_emptied(event.turn), heard=heard)


def room_without(room: Room, messages: frozenset[str]) -> Room:
    """An earlier state of the room without what was found in these messages."""
    if not messages:
        return room
    turns = room.turns.copy()
    for index, turn in enumerate(room.turns):
        if turn.id in messages:
            turns[index] = _emptied(turn)
    questions = dict(room.questions)
    for name, each in room.questions.items():
        if each.message in messages:
            topic, where = each.moved_on_to, each.moved_on_in
            emptied = replace(bare(each), addressed=(), heard_too=())
            questions[name] = replace(emptied, moved_on_to=topic, moved_on_in=where)
    return replace(room, turns=turns, questions=questions)


def _emptied(turn: Turn) -> Turn:
    """The turn without whom and what it is about. What it does in the talk still counts."""
    return replace(turn, words=(), addressed=())


# --- comparing -------------------------------------------------------------------------------


def leads_to(reached: Room, room: Room) -> bool:
    """Whether a telling has come to the room as it is.

    What was found in its messages may differ a little: of deleted ones a journal has lost that.
    """
    return _course(reached) == _course(room)


def _course(room: Room) -> tuple[object, ...]:
    rest = replace(wordless_room(room), questions={}, turns=deque())
    states = {each.id: (each.state, each.chosen_at) for each in room.questions.values()}
    return rest, [each.id for each in room.turns], states
