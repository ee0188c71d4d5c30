"""Nudging: from a question that is let drop to one private card for each convener to be told."""

from collections.abc import Iterable
from typing import Final

from bot.domain import policy
from bot.domain.cards import NOT_DELIVERED, card_id, send
from bot.domain.changing import replace
from bot.domain.commands import Command, ReservePlace
from bot.domain.question import Cause, Held, Question
from bot.domain.room import Card, Meeting, Purpose, Room

MAY_PASS: Final = {Held.SPACING, Held.QUIET_HOURS}


def lose_patience(room: Room, question: Question, at: float) -> list[Command]:
    """A question that has waited long enough hangs; policy looks at it at once."""
    hanging = replace(question.after(Cause.PATIENCE_SPENT), hanging_since=at)
    room.questions[question.id] = hanging
    # One that was held when it was picked up, and hangs again, was never brought to anybody.
    return try_again(room, hanging, at) if hanging.waits else consider(room, hanging, at)


def consider(room: Room, question: Question, at: float) -> list[Command]:
    """Choose whether to nudge about a question; what holds the nudge back is kept with it.

    Where the second listener was asked about it, its answer is waited for first, for seconds.
    """
    if question.awaits(at) or not policy.wants_nudge(room, question):
        return []
    held = policy.held(room, question, at)
    chosen = replace(question, chosen_at=at, held_by=held, waits=held in MAY_PASS)
    room.questions[question.id] = chosen
    return [] if held else nudge(room, chosen, at)


def try_again(room: Room, question: Question, at: float) -> list[Command]:
    """A held nudge goes out once nothing holds it, if it still hangs and its meeting runs."""
    if not policy.worth_a_nudge(room, question):
        room.questions[question.id] = replace(question, waits=False)
        return []
    if question.awaits(at):
        return []
    held = policy.held(room, question, at)
    if held is None:
        room.questions[question.id] = replace(question, waits=False)
        return nudge(room, question, at)
    if held is not question.held_by:
        room.questions[question.id] = replace(question, held_by=held, waits=held in MAY_PASS)
    return []


def nudge(room: Room, question: Question, at: float) -> list[Command]:
    """Make the nudge's cards; each waits for a place in its convener's day."""
    return _nudge(room, question, policy.recipients(room, question, at), at)


def _nudge(room: Room, question: Question, to: Iterable[str], at: float) -> list[Command]:
    commands: list[Command] = []
    for member in to:
        name = card_id(Purpose.NUDGE, question.message, member)
        if name in room.cards:
            continue
        room.cards[name] = Card(
            id=name,
            to=member,
            purpose=Purpose.NUDGE,
            made_at=at,
            questions=(question.id,),
            meeting=question.meeting,
            shown=room.settings.show_at_once,
        )
        commands.append(
            ReservePlace(
                room=room.id,
                card=name,
                convener=member,
                day=policy.day(room, at),
                limit=room.settings.budget.per_day,
            )
        )
    return commands


def place_answered(room: Room, card_name: str, at: float, *, granted: bool) -> list[Command]:
    """Send a nudge whose convener has a place left that day.

    Where they take turns it goes to the next otherwise; if nobody has a place, it is held for good.
    """
    card = room.cards.get(card_name)
    if card is None or card.sent or card.closed is not None or not card.questions:
        return []
    question = room.questions.get(card.questions[0])
    if not granted or question is None:
        del room.cards[card_name]
        return [] if question is None else _refused(room, question, card.to, at)
    if room.meeting is not None and not any(each.sent for each in _nudges(room, question)):
        room.meeting = _one_more(room.meeting, question, at)
    return send(room, card)


def _refused(room: Room, question: Question, member: str, at: float) -> list[Command]:
    for other in policy.next_in_turn(room, question, member, at):
        if commands := _nudge(room, question, (other,), at):
            return commands
    if not _nudges(room, question):
        room.questions[question.id] = replace(question, held_by=Held.BUDGET)
    return []


def was_nudged(room: Room, question: Question, at: float) -> None:
    """A nudge about the question went out then: it counts, whatever was heard of since."""
    if question.chosen_at is None:
        room.questions[question.id] = replace(question, chosen_at=at, held_by=None, waits=False)
    others = [each for each in _nudges(room, question) if each.sent]
    if room.meeting is not None and len(others) == 1:
        room.meeting = _one_more(room.meeting, question, at)


def _nudges(room: Room, question: Question) -> list[Card]:
    """The nudges about a question that were made, whether or not they are sent yet."""
    return [
        card
        for card in room.cards.values()
        if card.purpose is Purpose.NUDGE and question.id in card.questions
    ]


def _one_more(meeting: Meeting, question: Question, at: float) -> Meeting:
    return replace(
        meeting,
        last_nudge_at=at,
        nudged=(*meeting.nudged, question.kind),
        nudged_askers=(*meeting.nudged_askers, question.asker),
    )


def undelivered(room: Room, card: Card, at: float) -> list[Command]:
    """A card that can't be brought to anybody is closed; a nudge goes to whoever else may know."""
    room.cards[card.id] = replace(card, closed=NOT_DELIVERED, later_at=None)
    if card.purpose is not Purpose.NUDGE:
        return []
    return [
        command
        for question in policy.left_on(room, card)
        if policy.worth_a_nudge(room, question)
        for command in nudge(room, question, at)
    ]
