"""Cards that list questions: what is carried over, returned, digested, or asked beside a talk."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.domain import patience, policy
from bot.domain.cards import NEWER, card_id, close, redraw, send
from bot.domain.commands import Command
from bot.domain.question import Question, State
from bot.domain.room import Card, Meeting, Purpose, Room

# A newer card about the same questions doesn't stand for these.
_KEPT: Final = frozenset(
    {
        Purpose.HANDED,
        Purpose.MISSED,
        Purpose.UNHEARD,
        Purpose.INVITED,
        Purpose.DECLINED,
        Purpose.UNSHARED,
        Purpose.SUMMARY,
        Purpose.WEEKLY,
    }
)


def for_each(
    room: Room, questions: Iterable[Question], at: float, most: int | None = None
) -> dict[str, tuple[str, ...]]:
    """Who may be told now of which of these questions; at most so many for each of them."""
    found: dict[str, tuple[str, ...]] = {}
    for question in questions:
        for member in policy.told(room, question, at):
            found[member] = (*found.get(member, ()), question.id)
    return {member: theirs[:most] for member, theirs in found.items()}


def send_each(
    room: Room, purpose: Purpose, about: str, wanted: Mapping[str, tuple[str, ...]], at: float
) -> list[Command]:
    """One card that lists questions for each of these people."""
    commands: list[Command] = []
    for member, theirs in wanted.items():
        name = card_id(purpose, about, member)
        if name not in room.cards:
            card = Card(
                id=name,
                to=member,
                purpose=purpose,
                made_at=at,
                questions=theirs,
                meeting=room.meeting.id if room.meeting else None,
            )
            commands += send(room, card)
    return commands


def later_cards(room: Room, at: float) -> list[Command]:
    """*Later* has come: a new card, since an edit notifies nobody."""
    commands: list[Command] = []
    for name in list(room.cards):
        card = room.cards[name]
        if card.later_at is not None and card.later_at <= at:
            room.cards[name] = replace(card, later_at=None)
            left = tuple(each.id for each in policy.left_on(room, card))
            commands += give_back(room, card.to, left, at)
    return commands


def give_back(room: Room, to: str, questions: tuple[str, ...], at: float) -> list[Command]:
    """Return questions to whoever took them on or put them off; they don't come back again."""
    convener = room.conveners.get(to)
    if not questions or convener is None or not policy.may_receive(room, convener):
        return []
    for name in questions:
        room.questions[name] = replace(room.questions[name], claim_returned=True)
    commands: list[Command] = []
    for card in list(room.cards.values()):
        if card.to != to or card.closed is not None or card.purpose in _KEPT:
            continue
        if {each.id for each in policy.left_on(room, card)} <= set(questions):
            commands += close(room, card, NEWER)
    about = f"{questions[0]}@{at:.0f}"
    return [*commands, *send_each(room, Purpose.RETURNED, about, {to: questions}, at)]


def return_claims(room: Room, meeting: Meeting, at: float) -> list[Command]:
    """Claimed follows that didn't come are free again; each returns once to whoever claimed it.

    Not from a spoken meeting: there it may have come aloud.
    """
    back: dict[str, tuple[str, ...]] = {}
    for question in list(room.questions.values()):
        if question.claimed_by is None or not question.waiting:
            continue
        room.questions[question.id] = replace(question, claimed_by=None)
        if not question.claim_returned and not meeting.spoken:
            back[question.claimed_by] = (*back.get(question.claimed_by, ()), question.id)
    commands: list[Command] = []
    for to, questions in back.items():
        commands += give_back(room, to, questions, at)
    return commands


def timed_spoken_card(room: Room, at: float) -> list[Command]:
    """The spoken meeting's card, shortly before the meeting's end."""
    due = policy.spoken_card_due(room.meeting)
    if due is None or at < due:
        return []
    return spoken_card(room, at, asked_by=at - patience.HASTE_SECONDS)


def spoken_card(room: Room, at: float, *, asked_by: float) -> list[Command]:
    """The one private card of a spoken meeting: what may have been answered aloud.

    What was asked after it was sent is added to it in place, when the meeting ends.
    """
    meeting = room.meeting
    if meeting is None:
        return []
    wanted = _not_listed_before(room, for_each(room, unspoken(room, asked_by), at))
    if wanted:
        room.meeting = replace(meeting, card_sent=True)
    commands: list[Command] = []
    for member, theirs in wanted.items():
        card = room.cards.get(card_id(Purpose.SPOKEN, meeting.id, member))
        if card is not None and card.closed is None:
            room.cards[card.id] = replace(card, questions=(*card.questions, *theirs))
            commands += redraw(card, room)
        else:
            about = f"{meeting.id}@{at:.0f}" if card else meeting.id
            commands += send_each(room, Purpose.SPOKEN, about, {member: theirs}, at)
    return commands


def _not_listed_before(
    room: Room, wanted: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Without what somebody has on such a card already, because they asked for one before."""
    known = {
        (card.to, name)
        for card in room.cards.values()
        if card.purpose is Purpose.SPOKEN
        for name in card.questions
    }
    new = {to: tuple(n for n in theirs if (to, n) not in known) for to, theirs in wanted.items()}
    return {to: theirs for to, theirs in new.items() if theirs}


def unspoken(room: Room, asked_by: float) -> tuple[Question, ...]:
    """What waits in the chat of the running spoken meeting, asked by then (epoch seconds)."""
    meeting = room.meeting
    if meeting is None or not meeting.spoken or not policy.reads(room):
        return ()
    return tuple(
        each
        for each in room.questions.values()
        if each.waiting
        and each.meeting == meeting.id
        and policy.listed(room, each)
        and each.asked_at <= asked_by
    )


def digest(room: Room, at: float) -> list[Command]:
    """Between meetings an always-on room gets one digest a day, in working hours."""
    waiting = undigested(room)
    if not waiting or not policy.within(room, room.settings.working_hours, at):
        return []
    today = policy.day(room, at)
    wanted = for_each(room, waiting, at, policy.LISTED_AT_MOST)
    if room.digest_day == today or not wanted:
        return []
    room.digest_day = today
    for name in {each for theirs in wanted.values() for each in theirs}:
        room.questions[name] = replace(room.questions[name], chosen_at=at)
    return send_each(room, Purpose.DIGEST, today, wanted, at)


def undigested(room: Room) -> tuple[Question, ...]:
    """What hangs between meetings in an always-on room and stood in no digest yet."""
    if room.meeting is not None or not policy.notices(room):
        return ()
    return tuple(
        each
        for each in room.questions.values()
        if each.state is State.HANGING and each.chosen_at is None and policy.listed(room, each)
    )
