"""Cards: made, sent, corrected in place, closed and forgotten."""

from dataclasses import replace
from typing import Final

from bot.domain import policy
from bot.domain.commands import Command, SendCard, UpdateCard
from bot.domain.question import Cause, Question, State
from bot.domain.room import Card, Purpose, Room

# What a card says once there is nothing left to do on it. No blame, and no word of who pressed.
PICKED_UP: Final = "This has been picked up since. Nothing to do."
WITHDRAWN: Final = "It was taken back since. Nothing to do."
GONE: Final = "The message is no longer there. Nothing to do."
TAKEN_AWAY: Final = "Somebody will find out and come back to it. Nothing to do for now."
IN_HAND: Final = "This one is in hand. Nothing to do."
SETTLED: Final = "This one is settled. Nothing to do."
NO_LONGER: Final = "You no longer convene this room. Nothing to do."
NOT_ASKED: Final = "You are no longer asked to convene this room. Nothing to do."
CONVENES: Final = "Thank you: you convene this room now. A card to try comes next."
CANT_NOW: Final = "That's fine. You won't convene here."
NOT_HERE: Final = "You are no longer in this room. Nothing to do."
NEWER: Final = "There is a newer card about this. Nothing to do here."
NOT_DELIVERED: Final = "This card couldn't be delivered."
CARDS_KEPT: Final = 7 * 86400.0  # seconds (rule 3)

CORRECTIONS: Final = {
    State.FOLLOWED: PICKED_UP,
    State.TAKEN_AWAY: TAKEN_AWAY,
    State.WITHDRAWN: WITHDRAWN,
    State.SETTLED: SETTLED,
    State.GONE: GONE,
}


def card_id(purpose: Purpose, about: str, to: str) -> str:
    """A card's name is made from what it is about and for whom: it can't be made twice."""
    return f"{purpose.value}:{about}:{to}"


def send(room: Room, card: Card) -> list[Command]:
    """Hand a new card to the outbox."""
    room.cards[card.id] = replace(card, sent=True)
    return [SendCard(room=room.id, card=card.id, to=card.to)]


def step(room: Room, question: Question, cause: Cause) -> list[Command]:
    """Take one question a step on and correct the cards that this makes stale."""
    after = room.questions[question.id] = question.after(cause)
    return correct(room, after)


def correct(room: Room, question: Question) -> list[Command]:
    """Close the cards about a question that no longer waits; its people see it in place."""
    last_word = CORRECTIONS.get(question.state)
    return [] if last_word is None else less(room, question, last_word)


def less(room: Room, question: Question, last_word: str) -> list[Command]:
    """Take a question off its cards; those that have nothing else left close with a last word."""
    commands: list[Command] = []
    for card in list(room.cards.values()):
        if card.closed is None and question.id in card.questions:
            if card.unposted is not None and card.unposted.question == question.id:
                card = room.cards[card.id] = replace(card, unposted=None)  # noqa: PLW2901 - anew
            left = policy.left_on(room, card)
            commands += redraw(card, room) if left else close(room, card, last_word)
    return commands


def in_hand(room: Room, question: Question, by: str) -> list[Command]:
    """The first claim settles every other card about the question."""
    commands: list[Command] = []
    for card in list(room.cards.values()):
        if card.closed is None and card.to != by and question.id in card.questions:
            alone = card.purpose is Purpose.HANDED or not policy.left_on(room, card)
            commands += close(room, card, IN_HAND) if alone else redraw(card, room)
    return commands


def close(room: Room, card: Card, last_word: str) -> list[Command]:
    """Close a card with its last word."""
    room.cards[card.id] = replace(card, closed=last_word, later_at=None, unposted=None)
    return redraw(card, room)


def redraw(card: Card, room: Room) -> list[Command]:
    """Have a card that its recipient has shown as it now is."""
    return [UpdateCard(room=room.id, card=card.id, to=card.to)] if card.sent else []


def forget(room: Room, at: float) -> None:
    """Forget the cards whose time has come by `at` (epoch seconds)."""
    for card in list(room.cards.values()):
        if forgotten_at(card) <= at:
            del room.cards[card.id]


def forgotten_at(card: Card) -> float:
    """When (epoch seconds) a card, and what was pressed on it, is forgotten (rule 3)."""
    return max(card.made_at, card.later_at or 0.0) + CARDS_KEPT
