"""Policy: when to nudge whom, and what holds a nudge back. Each decision has a named reason."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.events import Role
from bot.domain.question import Held, Kind, Question, State
from bot.domain.room import Card, Convener, Meeting, Purpose, Room
from bot.domain.settings import DailySpan, Inquiries, RoomMode, Turns

# A convener forgives a missed question, not noise: plain requests must be heard more surely.
WORTH: Final = {
    Kind.INQUIRY: 0.5,
    Kind.NOT_KNOWING: 0.4,
    Kind.CHALLENGE: 0.4,
    Kind.CONCERN: 0.4,
}
# How sure it must be that a question is worth it and was let drop, for a live nudge: chosen on
# whole worlds of labelled meetings left out in turn (docs/uptake.md), for three right nudges in
# four.
SURELY: Final = {
    Kind.INQUIRY: 0.55,
    Kind.NOT_KNOWING: 0.45,
    Kind.CHALLENGE: 0.45,
    Kind.CONCERN: 0.45,
}
# How much more surely, by the room's setting; narrow, since presses move it (feedback.py).
MORE: Final = {
    Inquiries.MORE_READILY: -0.1,
    Inquiries.SLIGHTLY_MORE_READILY: -0.05,
    Inquiries.AS_USUAL: 0.0,
    Inquiries.SLIGHTLY_MORE_STRICTLY: 0.05,
    Inquiries.MORE_STRICTLY: 0.1,
}
HEARD_TOO_EACH: Final = 2  # times a meeting for one person (rule 7)
LISTED_AT_MOST: Final = 3  # questions on one carry-over or digest card
CARRIED_EACH: Final = 2  # times for one question
SPOKEN_CARD_BEFORE_END: Final = 300.0  # seconds
MINUTE: Final = 60.0  # seconds
NOBODY: Final = "nobody convenes"  # the notice's name when it says that nothing is read any more


def accepted(room: Room) -> bool:
    """Whether somebody accepted to convene."""
    return any(each.accepted and each.role is Role.CONVENER for each in room.conveners.values())


def reads(room: Room) -> bool:
    """Whether the room may be read at all (rule 1): its notice stands, and a convener accepted."""
    if room.paused or room.notice_posted in {"", NOBODY} or not accepted(room):
        return False
    return not (room.meeting and room.meeting.paused)


def notices(room: Room) -> bool:
    """Whether new questions are noticed now: in a meeting, or always where the room is set so."""
    return reads(room) and (room.meeting is not None or room.settings.mode is RoomMode.ALWAYS_ON)


def live(room: Room) -> bool:
    """Whether nudges are live: in a meeting that isn't mostly spoken."""
    return reads(room) and room.meeting is not None and not room.meeting.spoken


def worth_it(room: Room, question: Question) -> bool:
    """Whether a hanging question is worth a convener's attention."""
    return question.tracked and question.confidence >= least(room, question.kind)


def least(room: Room, kind: Kind) -> float:
    """How surely a question of that kind must be heard; only inquiries follow the setting."""
    return WORTH[kind] + _more(room, kind)


def _more(room: Room, kind: Kind) -> float:
    return MORE[room.settings.inquiries] if kind is Kind.INQUIRY else 0.0


def surely_dropped(room: Room, question: Question) -> bool:
    """Whether it is sure enough, taken together, that a question is worth it and was let drop.

    More people who would like it heard too are as good as hearing it more surely (rule 7).
    """
    least_sure = SURELY[question.kind] + _more(room, question.kind)
    heard = 1.0 if question.heard_too else question.confidence
    return heard * (1.0 - question.taken_up) >= least_sure


def wants_nudge(room: Room, question: Question) -> bool:
    """Whether policy chooses to nudge about this question now: never twice, and somebody can be."""
    return (
        question.chosen_at is None
        and worth_a_nudge(room, question)
        and bool(candidates(room, question))
    )


def worth_a_nudge(room: Room, question: Question) -> bool:
    """Whether the question hangs, is worth a live nudge, and this meeting is the one for it."""
    return (
        question.state is State.HANGING
        and worth_it(room, question)
        and surely_dropped(room, question)
        and live(room)
        and _of_this_meeting(room, question)
    )


def _of_this_meeting(room: Room, question: Question) -> bool:
    """Whether the running meeting asked it, or let it drop; older ones stand in lists instead."""
    meeting = room.meeting
    if meeting is None:
        return False
    since = question.hanging_since
    return question.meeting == meeting.id or (since is not None and since >= meeting.started_at)


def local(room: Room, at: float) -> datetime:
    """The room's own time of the day."""
    return datetime.fromtimestamp(at, ZoneInfo(room.settings.time_zone))


def day(room: Room, at: float) -> str:
    """The room's own date."""
    return local(room, at).date().isoformat()


def within(room: Room, span: DailySpan, at: float) -> bool:
    """Whether that moment lies within a daily span of the room's own time."""
    return span.holds(_minute_of_day(room.settings.time_zone, int(at // MINUTE)))


@lru_cache(maxsize=1024)
def _minute_of_day(time_zone: str, minutes: int) -> int:
    """The minute of the local day; asked for every waiting question, so it is remembered."""
    when = datetime.fromtimestamp(minutes * MINUTE, ZoneInfo(time_zone))
    return when.hour * 60 + when.minute


def next_start(room: Room, minute: int, at: float) -> float:
    """The next moment after `at` (epoch seconds) when the room's clock shows that minute."""
    return _next_start(room.settings.time_zone, minute, int(at // MINUTE))


@lru_cache(maxsize=1024)
def _next_start(time_zone: str, minute: int, minutes: int) -> float:
    when = datetime.fromtimestamp(minutes * MINUTE, ZoneInfo(time_zone))
    start = when.replace(hour=minute // 60, minute=minute % 60)
    if start <= when:
        start += timedelta(days=1)
    return start.timestamp()


def quiet(room: Room, at: float) -> bool:
    """Whether conveners are not to be disturbed."""
    hours = room.settings.quiet_hours
    return hours is not None and within(room, hours, at)


def may_receive(room: Room, convener: Convener) -> bool:
    """Whether cards may go to them: a current member who accepted and tried one."""
    member = room.members.get(convener.member)
    return convener.ready and member is not None and member.present


def candidates(room: Room, question: Question | None) -> tuple[Convener, ...]:
    """Everybody who could be told of the question, apart from the hour; never its asker."""
    asker = question.asker if question else None
    return tuple(
        each
        for each in room.conveners.values()
        if may_receive(room, each) and not each.away and each.member != asker
    )


def told(room: Room, question: Question, at: float) -> tuple[str, ...]:
    """Everybody who may be told of it now: conveners; a deputy only where none of them can be."""
    able = candidates(room, question)
    deputies = tuple(each.member for each in able if each.role is Role.DEPUTY)
    conveners = tuple(each.member for each in able if each.role is Role.CONVENER)
    return deputies if quiet(room, at) or not conveners else conveners


def recipients(room: Room, question: Question, at: float) -> tuple[str, ...]:
    """Whom to nudge now: all who may be told, or the one whose turn it is."""
    if room.settings.turns is Turns.TOGETHER:
        return told(room, question, at)
    return _in_turn(room, question, at)[:1]


def next_in_turn(room: Room, question: Question, member: str, at: float) -> tuple[str, ...]:
    """Whom to nudge instead, in this order, where `member` has no place left that day."""
    order = _in_turn(room, question, at)
    if room.settings.turns is Turns.TOGETHER or member not in order:
        return ()
    return order[order.index(member) + 1 :]


def _in_turn(room: Room, question: Question, at: float) -> tuple[str, ...]:
    """All who may be told now, from the one whose turn it is."""
    able = told(room, question, at)
    first = len(room.meeting.nudged) % len(able) if room.meeting and able else 0
    return able[first:] + able[:first]


def held(room: Room, question: Question, at: float) -> Held | None:
    """What holds a chosen nudge back now, or None."""
    if not recipients(room, question, at):
        return Held.QUIET_HOURS
    meeting = room.meeting
    if meeting is None or not _has_place(room, meeting, question):
        return Held.BUDGET
    last = meeting.last_nudge_at
    if _on_its_way(room) or (last is not None and at < last + room.settings.spacing_seconds):
        return Held.SPACING
    return None


def _on_its_way(room: Room) -> bool:
    """Whether a nudge still waits to hear that its convener has a place left that day."""
    return any(
        card.purpose is Purpose.NUDGE and not card.sent and card.closed is None
        for card in room.cards.values()
    )


def _has_place(room: Room, meeting: Meeting, question: Question) -> bool:
    """One nudge for an author a meeting; the last place is kept for kinds other than inquiry."""
    limit = room.settings.budget.per_meeting
    if question.asker in meeting.nudged_askers:
        return False
    others_had_one = any(kind is not Kind.INQUIRY for kind in meeting.nudged)
    if question.kind is Kind.INQUIRY and limit > 1 and not others_had_one:
        limit -= 1
    return len(meeting.nudged) < limit


def try_again_at(room: Room, question: Question) -> float | None:
    """When (epoch seconds) a held nudge may go out after all; None where it never will."""
    if question.held_by is Held.SPACING and room.meeting and room.meeting.last_nudge_at is not None:
        return room.meeting.last_nudge_at + room.settings.spacing_seconds
    if question.held_by is Held.QUIET_HOURS and room.settings.quiet_hours:
        return next_start(room, room.settings.quiet_hours.end_minute, room.now)
    return None


def spoken_card_due(meeting: Meeting | None) -> float | None:
    """When (epoch seconds) the one card of a spoken meeting is due, if its end is known."""
    if meeting is None or not meeting.spoken or meeting.card_sent or meeting.ends_at is None:
        return None
    return meeting.ends_at - SPOKEN_CARD_BEFORE_END


def carried(room: Room) -> tuple[Question, ...]:
    """What earlier meetings left hanging, oldest first; each is carried over twice at most.

    What was asked beside a spoken meeting isn't: it may have been answered aloud.
    """
    return tuple(
        each
        for each in room.questions.values()
        if each.state is State.HANGING
        and listed(room, each)
        and not each.spoken
        and each.carried < CARRIED_EACH
    )


def listed(room: Room, question: Question) -> bool:
    """Whether a question may stand in a list at all (rule 11 leaves some out)."""
    return not question.sensitive and worth_it(room, question)


def left_on(room: Room, card: Card) -> tuple[Question, ...]:
    """The card's questions that still need somebody: not taken up, and no one else's by claim."""
    found = (room.questions.get(each) for each in card.questions)
    return tuple(
        each
        for each in found
        if each is not None
        and each.waiting
        and (card.purpose is Purpose.HANDED or each.claimed_by in {None, card.to})
    )
