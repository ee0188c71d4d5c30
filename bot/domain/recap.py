"""Summaries that come by themselves, each as one private card: at a meeting's end, and weekly.

A card of this kind names what it is about, not what stands on it: that is decided whenever it is
shown (`chronicle`), and it follows what is edited or deleted for as long as it stands. Conveners
alone get them; a deputy who was told of something in the meeting gets what they were told of.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Final

from bot.domain import cards, policy, summary
from bot.domain.chronicle import (
    Entry,
    Span,
    Viewer,
    chronicle,
    entry_of,
    listed,
    numbered,
    span_of_meeting,
    title,
)
from bot.domain.commands import Command
from bot.domain.events import (
    ConvenerInvited,
    Event,
    Forgotten,
    MessageDeleted,
    MessageEdited,
    OptedOut,
    Role,
    RoomSet,
)
from bot.domain.pages import Choice, Page
from bot.domain.question import Question
from bot.domain.remembered import Reworded
from bot.domain.room import Card, Convener, Meeting, Purpose, Room
from bot.domain.saying import place
from bot.domain.settings import Digest

RECAPS: Final = frozenset({Purpose.SUMMARY, Purpose.WEEKLY})
PUT_AWAY: Final = "This summary was put away. You can ask for one whenever you like."
STANDS: Final = cards.CARDS_KEPT - 86_400.0  # seconds: it is put away before it is forgotten
WEEK: Final = 7 * 86_400.0  # seconds
SHOWN_FOR: Final = 86_400.0  # seconds that a weekly one stands at least
_MONDAY: Final = 0

# Cards on which somebody was told of a question.
_TOLD: Final = frozenset(
    {Purpose.NUDGE, Purpose.SPOKEN, Purpose.RETURNED, Purpose.CARRIED, Purpose.DIGEST}
)

Before = Mapping[str, Question]


# --- when they are made ----------------------------------------------------------------------


def at_the_end(room: Room, meeting: Meeting) -> None:
    """Make the cards about a meeting that has just ended, where anything was asked in it."""
    if not room.settings.summary_card:
        return
    people = [*_conveners(room), *_deputies_told(room, meeting)]
    _make(room, Purpose.SUMMARY, meeting.id, span_of_meeting(meeting), people)


def pass_time(room: Room, at: float) -> list[Command]:
    """Make what is due, send what waits for the end of quiet hours, put away what has stood."""
    _weekly(room, at)
    commands: list[Command] = []
    for card in _mine(room):
        if put_away_at(room, card) <= at:
            commands += cards.close(room, card, PUT_AWAY)
        elif not card.sent and not policy.quiet(room, at):
            commands += cards.send(room, card)
    return commands


def deadlines(room: Room) -> Iterator[float]:
    """When (epoch seconds) time alone changes something here."""
    for card in _mine(room):
        yield put_away_at(room, card)
        if not card.sent and room.settings.quiet_hours is not None:
            yield policy.next_start(room, room.settings.quiet_hours.end_minute, room.now)
    if room.settings.digest is Digest.WEEKLY:
        yield _next_monday(room)


def put_away_at(room: Room, card: Card) -> float:
    """When (epoch seconds) a card has stood long enough: nothing on it is too old before that."""
    return min(card.made_at + STANDS, card.since + room.settings.retention_seconds)


def _mine(room: Room) -> list[Card]:
    return [card for card in room.cards.values() if card.purpose in RECAPS and card.closed is None]


def _weekly(room: Room, at: float) -> None:
    """On Mondays in working hours, where it is set so; not while people meet."""
    if room.settings.digest is not Digest.WEEKLY or room.meeting is not None:
        return
    today, people = policy.day(room, at), list(_conveners(room))
    monday = policy.local(room, at).weekday() == _MONDAY
    if not monday or room.digest_week == today or not people:
        return
    if policy.within(room, room.settings.working_hours, at):
        room.digest_week = today
        _make(room, Purpose.WEEKLY, today, _week(room, at), people)


def _week(room: Room, at: float) -> Span:
    """Back to when working hours began a week ago, or less where retention is short.

    By the room's own clock, and from the beginning however late in the day one comes: so nothing
    falls between two of them. What is told may stand for a day before it is too old.
    """
    start = room.settings.working_hours.start_minute
    before = policy.local(room, at) - timedelta(days=7)
    began = before.replace(hour=start // 60, minute=start % 60, second=0, microsecond=0)
    oldest = at - room.settings.retention_seconds + SHOWN_FOR
    return Span(since=max(min(began.timestamp(), at - WEEK), oldest))


def _next_monday(room: Room) -> float:
    """The next moment when a Monday's working hours begin."""
    start, when = room.settings.working_hours.start_minute, room.now
    while True:
        when = policy.next_start(room, start, when)
        if policy.local(room, when).weekday() == _MONDAY:
            return when


def _make(room: Room, purpose: Purpose, about: str, span: Span, people: Iterable[Convener]) -> None:
    """One card for each of these, if there is anything to tell them."""
    for each in people:
        card = Card(
            id=cards.card_id(purpose, about, each.member),
            to=each.member,
            purpose=purpose,
            made_at=room.now,
            meeting=span.meeting,
            since=span.since,
            shown=room.settings.show_at_once,
        )
        if card.id not in room.cards and _tells(room, card, room.now):
            room.cards[card.id] = card


def _tells(room: Room, card: Card, at: float) -> bool:
    """Whether anything was asked that it tells of; some of it may have left the memory.

    What waits beside a spoken meeting has its own card (`lists.spoken_card`).
    """
    if put_away_at(room, card) <= at:
        return False
    if room.left_memory >= card.since:
        return True
    told = entries(room, card, room.questions.values(), at)
    return any(not (each.earlier or (each.beside and each.waits)) for each in told)


def _conveners(room: Room) -> Iterator[Convener]:
    """Whoever convenes, and can be told."""
    for each in room.conveners.values():
        if each.role is Role.CONVENER and not each.away and policy.may_receive(room, each):
            yield each


def _deputies_told(room: Room, meeting: Meeting) -> Iterator[Convener]:
    for each in room.conveners.values():
        deputy = each.role is Role.DEPUTY and not each.away and policy.may_receive(room, each)
        if deputy and _told_of(room, each.member, meeting.id):
            yield each


def _told_of(room: Room, member: str, meeting: str | None) -> frozenset[str]:
    """The questions that somebody was told of on their cards in a meeting."""
    theirs = (
        card.questions
        for card in room.cards.values()
        if card.to == member and card.sent and card.meeting == meeting and card.purpose in _TOLD
    )
    return frozenset(name for questions in theirs for name in questions)


# --- what stands on them ---------------------------------------------------------------------


def entries(room: Room, card: Card, questions: Iterable[Question], at: float) -> tuple[Entry, ...]:
    """What such a card tells its recipient at that moment; nothing that gets too old on it."""
    span = Span(since=card.since, meeting=card.meeting)
    asked = (each for each in questions if each.asked_at <= card.made_at)
    told = chronicle(room, asked, span, at, Viewer.CONVENER).entries
    oldest = put_away_at(room, card) - room.settings.retention_seconds
    known = room.conveners.get(card.to)
    if known is None or known.role is not Role.CONVENER:
        theirs = _told_of(room, card.to, card.meeting)
        told = tuple(each for each in told if each.question in theirs)
    return numbered(each for each in told if each.asked_at >= oldest)


def page(room: Room, card: Card, questions: Iterable[Question], at: float) -> Page | None:
    """What stands behind *Show*; None where nothing is left to tell."""
    found = entries(room, card, questions, at)
    if not found:
        return None
    span = Span(since=card.since, meeting=card.meeting)
    known = room.conveners.get(card.to)
    may_post = known is not None and known.role is Role.CONVENER
    post = Choice(wish=f"{span.wish()} post", label="Post it in the room…")
    return Page(
        title=f"Summary of {place(room)}",
        lines=(
            f"{title(room, since=span.since, meeting=span.meeting is not None, at=at)}.",
            summary.counted(found),
        ),
        sections=summary.sections(room, found, at, room.name_of),
        choices=(post,) if may_post else (),
        room=room.id,
    )


# --- what changes on them --------------------------------------------------------------------


def faces(room: Room) -> Before:
    """What cards that stand may show, to be compared after an event."""
    return dict(room.questions) if any(_standing(room)) else {}


def corrected(room: Room, before: Before, event: Event) -> list[Command]:
    """Have those cards shown anew on which the event changes something."""
    commands: list[Command] = []
    standing = list(_standing(room))
    if standing and (_reaches(room, event) or any(_changed(room, before))):
        for card in standing:
            commands += cards.redraw(card, room)
    return commands


def _standing(room: Room) -> Iterator[Card]:
    return (card for card in _mine(room) if card.sent and card.shown)


def _changed(room: Room, before: Before) -> Iterator[bool]:
    """Whether a question that was there before would be told otherwise now."""
    for name, old in before.items():
        new = room.questions.get(name)
        if new is not None and new is not old:
            was, now = (entry_of(room, each, Viewer.CONVENER) for each in (old, new))
            yield was != now


def _reaches(room: Room, event: Event) -> bool:
    """Whether the event may change what they tell, though nothing in memory shows that."""
    match event:
        case MessageEdited() | MessageDeleted():
            return not _remembers(room, event.id)
        case Reworded():
            return not _remembers(room, event.turn.id)
        case OptedOut() | Forgotten() | RoomSet() | ConvenerInvited():
            return True
    return False


def _remembers(room: Room, message: str) -> bool:
    said = any(each.id == message for each in room.turns)
    return said or any(each.message == message for each in room.questions.values())


def left(room: Room, question: Question) -> None:
    """A question leaves the memory: it may still be told of."""
    if listed(question):
        room.left_memory = max(room.left_memory, question.asked_at)
