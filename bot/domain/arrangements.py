"""Arrangements: who is here, who convenes, when a meeting runs, whether listening is paused."""

from dataclasses import replace
from typing import Final

from bot.domain import nudging, policy
from bot.domain.commands import Command, PostNotice, Reply, SendCard
from bot.domain.events import (
    AwaySet,
    CardAsked,
    ConvenerAccepted,
    ConvenerInvited,
    ConvenerSteppedDown,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    MemberLeft,
    NoticePosted,
    Paused,
    Resumed,
    Role,
    RoomNamed,
    RoomSet,
)
from bot.domain.room import Card, Convener, Meeting, Member, Purpose, Room

NOBODY: Final = "nobody convenes"
CARDS_KEPT: Final = 7 * 86400.0  # seconds after the meeting (rule 3)


def joined(room: Room, event: MemberJoined) -> list[Command]:
    """Somebody is here, or is called something else now."""
    room.members[event.member] = Member(id=event.member, name=event.name, bot=event.bot)
    return notice(room)


def left(room: Room, event: MemberLeft) -> list[Command]:
    """Somebody left: a convener who isn't a member any more doesn't convene any more."""
    known = room.members.get(event.member)
    if known is not None:
        room.members[event.member] = replace(known, present=False)
    return _relieve(room, event.member)


def seen(room: Room, member: str, name: str, *, bot: bool) -> None:
    """Whoever speaks is here."""
    known = room.members.get(member)
    name = name or (known.name if known else member)
    if known is None or known.name != name or known.bot is not bot or not known.present:
        room.members[member] = Member(id=member, name=name, bot=bot)


def named(room: Room, event: RoomNamed) -> list[Command]:
    """The room has a (new) name."""
    room.title = event.title
    return []


def settings(room: Room, event: RoomSet) -> list[Command]:
    """The admin changed something; the notice is renewed where it says something else now."""
    room.settings = event.settings
    return notice(room)


def notice(room: Room) -> list[Command]:
    """Have the notice posted (again) when what it says has changed (rule 1)."""
    wanted = notice_words(room)
    if not wanted or wanted == room.notice_wanted:
        return []
    room.notice_wanted = wanted
    return [PostNotice(room=room.id, notice=wanted)]


def notice_words(room: Room) -> str:
    """Everything that the notice depends on; empty until somebody first accepts to convene."""
    if not policy.accepted(room):
        return NOBODY if room.notice_wanted else ""
    names = (each.member for each in room.conveners.values() if each.accepted)
    chosen = room.settings
    facts = (
        ", ".join(sorted(room.name_of(each) for each in names)),
        chosen.run_by,
        chosen.mode.value,
        chosen.keep_text.value,
        f"{chosen.retention_seconds:.0f}",
    )
    return " | ".join(facts)


def notice_posted(room: Room, event: NoticePosted) -> list[Command]:
    """The notice stands: the room may be read."""
    room.notice_posted = event.notice
    return []


def invited(room: Room, event: ConvenerInvited) -> list[Command]:
    """Somebody is asked to convene; nothing happens until they accept."""
    if event.member not in room.conveners:
        room.conveners[event.member] = Convener(member=event.member, role=event.role)
    return []


def accepted(room: Room, event: ConvenerAccepted) -> list[Command]:
    """They said yes: the notice names them, and a practice nudge shows them how it works."""
    known = room.conveners.get(event.member)
    member = room.members.get(event.member)
    if known is None or member is None or not member.present or member.bot:
        return [Reply(room=room.id, to=event.member, text="Nobody has asked you to convene here.")]
    if known.accepted:
        return []
    room.conveners[event.member] = replace(known, accepted=True)
    return [*notice(room), *_practice(room, event.member, event.at)]


def _practice(room: Room, member: str, at: float) -> list[Command]:
    name = nudging.card_id(Purpose.PRACTICE, f"{at:.0f}", member)
    room.cards[name] = Card(id=name, to=member, purpose=Purpose.PRACTICE, made_at=at, sent=True)
    return [SendCard(room=room.id, card=name, to=member)]


def stepped_down(room: Room, event: ConvenerSteppedDown) -> list[Command]:
    """One press, and they no longer convene."""
    if event.member not in room.conveners:
        return []
    done = "You no longer convene here. Thank you for having done it."
    return [
        *_relieve(room, event.member),
        Reply(room=room.id, to=event.member, text=done),
    ]


def _relieve(room: Room, member: str) -> list[Command]:
    if room.conveners.pop(member, None) is None:
        return []
    commands: list[Command] = []
    for card in list(room.cards.values()):
        if card.to == member and card.closed is None:
            commands += nudging.close(room, card, nudging.NO_LONGER)
    return [*commands, *notice(room)]


def away(room: Room, event: AwaySet) -> list[Command]:
    """A convener is away or back."""
    known = room.conveners.get(event.member)
    if known is not None and known.away is not event.away:
        room.conveners[event.member] = replace(known, away=event.away)
    return []


def paused(room: Room, event: Paused) -> list[Command]:
    """Anyone may pause the running meeting; a convener may pause the room."""
    if room.meeting is not None:
        room.meeting = replace(room.meeting, paused=True)
    elif event.by in room.conveners:
        room.paused = True
    else:
        return [
            Reply(room=room.id, to=event.by, text="No meeting is running, so nothing to pause.")
        ]
    return [Reply(room=room.id, to=event.by, text="Paused: nothing is read until it is resumed.")]


def resumed(room: Room, event: Resumed) -> list[Command]:
    """A convener lets listening go on."""
    known = room.conveners.get(event.by)
    if known is None or known.role is not Role.CONVENER:
        return [Reply(room=room.id, to=event.by, text="Only a convener can resume.")]
    room.paused = False
    if room.meeting is not None:
        room.meeting = replace(room.meeting, paused=False)
    return [Reply(room=room.id, to=event.by, text="Listening again.")]


# --- meetings --------------------------------------------------------------------------------


def meeting_started(room: Room, event: MeetingStarted) -> list[Command]:
    """A meeting begins; what earlier ones left hanging is offered first."""
    if room.meeting is not None and room.meeting.id == event.meeting:
        return []
    commands = end_meeting(room, event.at) if room.meeting is not None else []
    room.meeting = Meeting(
        id=event.meeting, started_at=event.at, spoken=event.spoken, ends_at=event.ends_at
    )
    _forget_old_cards(room, event.at)
    return [*commands, *_carry_over(room, event.at)]


def _carry_over(room: Room, at: float) -> list[Command]:
    assert room.meeting is not None  # noqa: S101 - the caller has just set it
    carried = policy.carried(room)
    for question in carried:
        room.questions[question.id] = replace(question, carried=question.carried + 1)
    return nudging.send_lists(room, Purpose.CARRIED, room.meeting.id, carried, at)


def _forget_old_cards(room: Room, at: float) -> None:
    for card in list(room.cards.values()):
        if card.made_at < at - CARDS_KEPT:
            del room.cards[card.id]


def meeting_ended(room: Room, event: MeetingEnded) -> list[Command]:
    """A meeting ends."""
    return end_meeting(room, event.at)


def end_meeting(room: Room, at: float) -> list[Command]:
    """Give the spoken card, return claims that didn't come (once), then close the meeting."""
    meeting = room.meeting
    if meeting is None:
        return []
    commands = nudging.spoken_card(room, at)
    for question in list(room.questions.values()):
        if question.claimed_by and question.waiting and not question.claim_returned:
            commands += _return_claim(room, question.id, question.claimed_by, at)
    ended = room.meeting or meeting
    room.last_meeting = replace(ended, ended_at=at)
    room.meeting = None
    return commands


def _return_claim(room: Room, question: str, by: str, at: float) -> list[Command]:
    room.questions[question] = replace(room.questions[question], claim_returned=True)
    for card in list(room.cards.values()):
        if card.to == by and question in card.questions and card.closed is None:
            return nudging.give_back(room, card, at)
    return []


def card_asked(room: Room, event: CardAsked) -> list[Command]:
    """A convener asks for the spoken meeting's card before its end."""
    if event.by not in room.conveners:
        return [Reply(room=room.id, to=event.by, text="Only a convener gets this card.")]
    commands = nudging.spoken_card(room, event.at)
    if not commands:
        commands.append(Reply(room=room.id, to=event.by, text="Nothing waits in this meeting."))
    return commands
