"""Time: what is due happens, and the next deadline is set. Nothing here sleeps."""

from collections.abc import Iterator

from bot.domain import cards, gaps, lists, nudging, policy, recap
from bot.domain.commands import Command
from bot.domain.question import Question, State
from bot.domain.room import Room


def pass_time(room: Room, at: float) -> list[Command]:
    """Let everything that is due by `at` (epoch seconds) happen, then set the next deadline."""
    if room.behind_since is not None:
        room.wake_at = None  # what is missing may change what is due
        return []
    commands: list[Command] = gaps.tell(room, at)
    if policy.reads(room):
        for question in list(room.questions.values()):
            commands += _look_at(room, question, at)
    commands += lists.later_cards(room, at)
    commands += lists.timed_spoken_card(room, at)
    commands += recap.pass_time(room, at)
    commands += lists.digest(room, at)
    cards.forget(room, at)
    room.wake_at = next_deadline(room)
    return commands


def _look_at(room: Room, question: Question, at: float) -> list[Command]:
    if question.state is State.OPEN:
        return nudging.lose_patience(room, question, at)
    if question.state is not State.HANGING or nudging.has_more_time(room, question, at):
        return []
    if question.waits:
        return nudging.try_again(room, question, at)
    return nudging.consider(room, question, at)


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
    for question in room.questions.values():
        more_time = question.state is State.HANGING and bool(question.patience_from)
        if question.state is State.OPEN or more_time:
            yield nudging.due_at(room, question)
        if question.state is State.HANGING:
            yield from (each.until for each in question.awaited)
        held = question.state is State.HANGING and question.waits
        if held and (when := policy.try_again_at(room, question)) is not None:
            yield when


def _card_times(room: Room) -> Iterator[float]:
    for card in room.cards.values():
        yield cards.forgotten_at(card)
        if card.later_at is not None:
            yield card.later_at
