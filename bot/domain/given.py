"""What was given out stays given out: it isn't given again, and is corrected in place."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain import cards, nudging
from bot.domain.commands import (
    AskListener,
    Command,
    PostFollow,
    PostNotice,
    PostPage,
    SendCard,
)
from bot.domain.room import Card, Purpose, Room
from bot.domain.wording import card_view


def once(command: Command) -> str:
    """A name for what is done once, however often the event that led to it is told; else none."""
    match command:
        case SendCard(card=card):
            return f"card {card}"
        case PostFollow(id=name):
            return f"follow {name}"
        case PostNotice(notice=notice):
            return f"notice {notice}"
        case PostPage(page=page):
            return f"page {page}"
        case AskListener(question=question, message=message, until=until):
            return f"ask {question} {message} {until}"
    return ""


def given_by(room: Room, commands: Iterable[Command]) -> tuple[Card, ...]:
    """The cards that these commands send, as they are then."""
    names = (each.card for each in commands if isinstance(each, SendCard))
    return tuple(room.cards[each] for each in names if each in room.cards)


def give(room: Room, card: Card) -> None:
    """Put a card that went out into a room that wouldn't have sent it, with what goes with it."""
    room.cards[card.id] = card
    for name in card.questions:
        _mark(room, card, name)
    if card.purpose is Purpose.DIGEST:
        room.digest_day = card.id.split(":")[1]
    if card.purpose is Purpose.WEEKLY:
        room.digest_week = card.id.split(":")[1]
    if card.purpose is Purpose.SPOKEN and room.meeting is not None:
        room.meeting = replace(room.meeting, card_sent=True)
    for name in card.questions:
        question = room.questions.get(name)
        if question is None:
            cards.close(room, room.cards[card.id], cards.SETTLED)
        else:
            cards.correct(room, question)


def _mark(room: Room, card: Card, name: str) -> None:
    """The question has been brought to somebody: never twice."""
    question = room.questions.get(name)
    if question is None:
        return
    if card.purpose is Purpose.NUDGE:
        nudging.was_nudged(room, question, card.made_at)
    elif card.purpose is Purpose.DIGEST:
        room.questions[name] = replace(question, chosen_at=card.made_at)
    elif card.purpose is Purpose.RETURNED:
        room.questions[name] = replace(question, claim_returned=True)
    elif card.purpose is Purpose.CARRIED:
        carried, meeting = question.carried + 1, card.meeting or ""
        room.questions[name] = replace(question, carried=carried, carried_to=meeting)


def corrections(was: Room, room: Room) -> list[Command]:
    """Cards that somebody has, and that look different now."""
    commands: list[Command] = []
    for card in room.cards.values():
        old = was.cards.get(card.id)
        if old is None or not old.sent:
            continue
        if card_view(was, old, room.now) != card_view(room, card, room.now):
            commands += cards.redraw(card, room)
    return commands
