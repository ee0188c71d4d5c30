"""Time: what is due happens, and the next deadline is set. Nothing here sleeps."""

from collections.abc import Iterator

from bot.domain import cards, gaps, lists, nudging, patience, policy, recap
from bot.domain.commands import Command
from bot.domain.question import WAITING, Question, State
from bot.domain.room import Room
from bot.domain.settings import Patience


def pass_time(room: Room, at: float) -> list[Command]:
    """Let everything that is due by `at` (epoch seconds) happen, then set the next deadline."""
    if room.behind_since is not None:
        room.wake_at = None  # what is missing may change what is due
        return []
    commands: list[Command] = gaps.tell(room, at)
    if policy.reads(room):
        allowed = patience.at_pace(room.settings.patience, room.pace)
        for question in [each for each in room.questions.values() if each.state in WAITING]:
            commands += _look_at(room, question, allowed, at)
    commands += lists.later_cards(room, at)
    commands += lists.timed_spoken_card(room, at)
    commands += recap.pass_time(room, at)
    commands += lists.digest(room, at)
    cards.forget(room, at)
    room.wake_at = next_deadline(room)
    return commands


def _look_at(room: Room, question: Question, allowed: Patience, at: float) -> list[Command]:
    """Look at a question that waits; `allowed` is the patience at the room's pace."""
    if question.state is State.OPEN:
        spent = at >= patience.due_at(question, allowed)
        return nudging.lose_patience(room, question, at) if spent else []
    if question.patience_from and at < patience.due_at(question, allowed):
        return []  # a gap, which may have held an answer, gave it more time than until now
    if question.waits:
        return nudging.try_again(room, question, at)
    return nudging.consider(room, question, at) if question.chosen_at is None else []


def next_deadline(room: Room) -> float | None:
    """The earliest moment (epoch seconds) at which time alone changes something; None if never.

    Always later than now: what is due by now has just happened, and what couldn't happen (nobody
    can be told, say) waits for an event, not for time.
    """
    times = [*_question_times(room), *_card_times(room), *recap.deadlines(room)]
    if (due := policy.spoken_card_due(room.meeting)) is not None:
        times.append(due)
    if (told := gaps.told_at(room)) is not None:
        times.append(told)
    if lists.undigested(room):
        times.append(policy.next_start(room, room.settings.working_hours.start_minute, room.now))
    return min((each for each in times if each > room.now), default=None)


def _question_times(room: Room) -> Iterator[float]:
    if not policy.reads(room):
        return
    allowed = patience.at_pace(room.settings.patience, room.pace)
    for question in room.questions.values():
        if question.state is State.OPEN:
            yield patience.due_at(question, allowed)
        elif question.patience_from or question.awaited or question.waits:
            yield from _hanging_times(room, question, allowed)


def _hanging_times(room: Room, question: Question, allowed: Patience) -> Iterator[float]:
    if question.state is not State.HANGING:
        return
    if question.patience_from:
        yield patience.due_at(question, allowed)
    yield from (each.until for each in question.awaited)
    if question.waits and (when := policy.try_again_at(room, question)) is not None:
        yield when


def _card_times(room: Room) -> Iterator[float]:
    for card in room.cards.values():
        yield cards.forgotten_at(card)
        if card.later_at is not None:
            yield card.later_at
