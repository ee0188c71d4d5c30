"""Gaps: a platform that wasn't heard for a while. What may have been answered in it isn't nudged.

While a room is behind, time decides nothing in it. A gap that couldn't be filled is told to the
conveners once, privately, and questions that were open in it get more time.
"""

from dataclasses import replace

from bot.domain import policy
from bot.domain.cards import card_id, send
from bot.domain.commands import Command
from bot.domain.events import CaughtUp, FellBehind
from bot.domain.room import Card, Missed, Purpose, Room


def fell_behind(room: Room, event: FellBehind) -> list[Command]:
    """From `since` on something may be missing."""
    before = room.behind_since
    room.behind_since = event.since if before is None else min(before, event.since)
    return []


def caught_up(room: Room, event: CaughtUp) -> list[Command]:
    """What could be fetched was heard; time decides again, with care about what is missing."""
    room.behind_since = None
    if event.missed_from is None:
        return []
    until = room.now if event.missed_until is None else event.missed_until
    gap = Missed(since=event.missed_from, until=until)
    _give_more_time(room, gap)
    if policy.notices(room):
        room.missed = _joined(room.missed, gap)
    return []


def _joined(known: Missed | None, gap: Missed) -> Missed:
    """Two gaps that nobody was told of yet are one."""
    if known is None:
        return gap
    return Missed(since=min(known.since, gap.since), until=max(known.until, gap.until))


def _give_more_time(room: Room, gap: Missed) -> None:
    """A question that was open in the gap may have been answered there: patience begins anew."""
    for question in list(room.questions.values()):
        if question.waiting and question.asked_at < gap.until:
            room.questions[question.id] = replace(
                question, patience_from=gap.until, patience_after=question.others
            )


def tell(room: Room, at: float) -> list[Command]:
    """Tell the conveners of a gap, by day."""
    gap = room.missed
    if gap is None or policy.quiet(room, at):
        return []
    room.missed = None
    return word_to_conveners(room, Purpose.MISSED, f"{gap.since:.0f}", at, gap)


def told_at(room: Room) -> float | None:
    """When (epoch seconds) the conveners are told of a gap, if something holds that back."""
    hours = room.settings.quiet_hours
    if room.missed is None or hours is None:
        return None
    return policy.next_start(room, hours.end_minute, room.now)


def word_to_conveners(
    room: Room, purpose: Purpose, about: str, at: float, missed: Missed | None = None
) -> list[Command]:
    """A card without a question for each convener who is here; once about the same thing."""
    commands: list[Command] = []
    for convener in room.conveners.values():
        name = card_id(purpose, about, convener.member)
        member = room.members.get(convener.member)
        if convener.accepted and member is not None and member.present and name not in room.cards:
            card = Card(id=name, to=convener.member, purpose=purpose, made_at=at, missed=missed)
            commands += send(room, card)
    return commands
