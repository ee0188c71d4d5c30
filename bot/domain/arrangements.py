"""Arrangements: who is here, who convenes, when a meeting runs, whether listening is paused."""

from dataclasses import replace

from bot.domain import agreement, cards, gaps, lists, noticing, policy, recap
from bot.domain.commands import Command, PostNotice, Reply
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
    NoticeFailed,
    NoticePosted,
    Paused,
    Resumed,
    Role,
    RoomNamed,
    RoomSet,
)
from bot.domain.room import Card, Convener, Meeting, Member, Purpose, Room
from bot.domain.settings import KeepText


def joined(room: Room, event: MemberJoined) -> list[Command]:
    """Somebody is here, or is called something else now."""
    room.members[event.member] = Member(id=event.member, name=event.name, bot=event.bot)
    return [*_ask_now(room, event.member), *notice(room)]


def _ask_now(room: Room, member: str) -> list[Command]:
    """Somebody who was asked to convene before they were seen here gets their card now."""
    asked_before = any(_invites(each, member) for each in room.cards.values())
    return [] if asked_before else _invite(room, member)


def left(room: Room, event: MemberLeft) -> list[Command]:
    """Somebody left: a convener who isn't a member any more doesn't convene any more."""
    known = room.members.get(event.member)
    if known is not None:
        room.members[event.member] = replace(known, present=False)
    theirs = {Purpose.HANDED, Purpose.INVITED}
    commands = _close_cards(room, event.member, theirs, cards.NOT_HERE)
    return [*commands, *_relieve(room, event.member)]


def seen(room: Room, member: str, name: str, *, bot: bool) -> list[Command]:
    """Whoever speaks is here."""
    known = room.members.get(member)
    name = name or (known.name if known else member)
    if known is None or known.name != name or known.bot is not bot or not known.present:
        room.members[member] = Member(id=member, name=name, bot=bot)
        return [*_ask_now(room, member), *notice(room)] if member in room.conveners else []
    return []


def introduce(room: Room, member: str) -> None:
    """Whoever something is kept about is known here, so that they find it, and it them (rule 9).

    Somebody who was never seen here isn't present by that.
    """
    if member not in room.members:
        room.members[member] = Member(id=member, name=member, present=False)


def named(room: Room, event: RoomNamed) -> list[Command]:
    """The room has a (new) name."""
    room.title = event.title
    return []


def settings(room: Room, event: RoomSet) -> list[Command]:
    """The admin changed something; the notice is renewed where it says something else now."""
    room.settings = event.settings
    agreement.review(room)
    dropped = noticing.keep_no_words(room) if _keeps_none(room) else []
    return [*dropped, *notice(room)]


def _keeps_none(room: Room) -> bool:
    return room.settings.keep_text is KeepText.NONE


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
        return policy.NOBODY if room.notice_wanted else ""
    chosen = room.settings
    people = (each for each in room.conveners.values() if each.accepted)
    facts = (
        ", ".join(sorted(f"{room.name_of(each.member)} ({each.role.value})" for each in people)),
        chosen.run_by,
        chosen.mode.value,
        chosen.keep_text.value,
        f"{chosen.retention_seconds:.0f}",
        *([chosen.listener] if agreement.stands(room) else ()),
    )
    return " | ".join(facts)


def notice_posted(room: Room, event: NoticePosted) -> list[Command]:
    """The notice stands: the room may be read."""
    room.notice_posted = event.notice
    return []


def notice_failed(room: Room, event: NoticeFailed) -> list[Command]:
    """The notice couldn't be posted: conveners are told, and the next occasion tries again."""
    if event.notice != room.notice_wanted:
        return []
    room.notice_wanted = room.notice_posted
    return gaps.word_to_conveners(room, Purpose.UNHEARD, "notice", room.now)


def invited(room: Room, event: ConvenerInvited) -> list[Command]:
    """Somebody is asked to convene, or to do it in another role; new people must accept first."""
    introduce(room, event.member)
    known = room.conveners.get(event.member, Convener(member=event.member))
    invited_by = "" if known.accepted else event.by
    practised = known.practised or event.practised
    room.conveners[event.member] = replace(
        known, role=event.role, invited_by=invited_by, practised=practised
    )
    agreement.review(room)
    if event.by == event.member:
        yes = ConvenerAccepted(room=room.id, at=event.at, member=event.member)
        return accepted(room, yes)
    return [*_invite(room, event.member), *notice(room)]


def _invite(room: Room, member: str) -> list[Command]:
    """A card that asks them, if they are here and it doesn't lie before them yet."""
    known, person = room.conveners.get(member), room.members.get(member)
    if known is None or known.accepted or person is None or not person.present or person.bot:
        return []
    for card in room.cards.values():
        if _invites(card, member) and card.closed is None:
            return cards.redraw(card, room)
    return _new_card(room, Purpose.INVITED, member)


def _invites(card: Card, member: str) -> bool:
    return card.to == member and card.purpose is Purpose.INVITED


def accepted(room: Room, event: ConvenerAccepted) -> list[Command]:
    """They said yes: the notice names them, and a practice nudge shows them how it works."""
    known = room.conveners.get(event.member)
    member = room.members.get(event.member)
    if known is None or member is None or not member.present or member.bot:
        return [Reply(room=room.id, to=event.member, text="Nobody has asked you to convene here.")]
    if known.accepted:
        return notice(room)  # one that couldn't be posted is tried again
    room.conveners[event.member] = replace(known, accepted=True, away=False, invited_by="")
    answered = _close_cards(room, event.member, {Purpose.INVITED}, cards.CONVENES)
    practice = [] if known.practised else _new_card(room, Purpose.PRACTICE, event.member)
    return [*answered, *notice(room), *practice]


def declined(room: Room, member: str) -> list[Command]:
    """They can't: nothing else comes of it, but that whoever asked them is told, kindly."""
    known = room.conveners.get(member)
    commands = _close_cards(room, member, {Purpose.INVITED}, cards.CANT_NOW)
    if known is None or known.accepted:
        return commands
    commands += _relieve(room, member)
    by = room.members.get(known.invited_by)
    if by is not None and by.present:
        commands += _new_card(room, Purpose.DECLINED, by.id, who=member)
    return commands


def _new_card(room: Room, purpose: Purpose, to: str, *, who: str = "") -> list[Command]:
    """A card about no question, of its own even where two are made at the same moment."""
    about = f"{room.now:.3f}"
    while (name := cards.card_id(purpose, about, to)) in room.cards:
        about += "+"
    return cards.send(room, Card(id=name, to=to, purpose=purpose, made_at=room.now, who=who))


def stepped_down(room: Room, event: ConvenerSteppedDown) -> list[Command]:
    """One press, and they no longer convene."""
    known = room.conveners.get(event.member)
    if known is None:
        return []
    done = "You no longer convene here. Thank you for having done it."
    if not known.accepted:
        done = "All right. You won't convene here."
    return [
        *_relieve(room, event.member),
        Reply(room=room.id, to=event.member, text=done),
    ]


def _relieve(room: Room, member: str) -> list[Command]:
    """Somebody no longer convenes: what they had claimed is free again."""
    if room.conveners.pop(member, None) is None:
        return []
    agreement.review(room)
    for question in list(room.questions.values()):
        if question.claimed_by == member:
            room.questions[question.id] = replace(question, claimed_by=None)
    asked = _close_cards(room, member, {Purpose.INVITED}, cards.NOT_ASKED)
    theirs = set(Purpose) - {Purpose.HANDED}
    return [*asked, *_close_cards(room, member, theirs, cards.NO_LONGER), *notice(room)]


def _close_cards(room: Room, member: str, which: set[Purpose], last_word: str) -> list[Command]:
    commands: list[Command] = []
    for card in list(room.cards.values()):
        if card.to == member and card.closed is None and card.purpose in which:
            commands += cards.close(room, card, last_word)
    return commands


def away(room: Room, event: AwaySet) -> list[Command]:
    """A convener is away or back; one who never got to try a card is sent one again."""
    known = room.conveners.get(event.member)
    if known is None or known.away is event.away:
        return []
    room.conveners[event.member] = replace(known, away=event.away)
    if event.away or known.practised or not known.accepted or _practises(room, event.member):
        return []
    return _new_card(room, Purpose.PRACTICE, event.member)


def _practises(room: Room, member: str) -> bool:
    return any(
        card.to == member and card.purpose is Purpose.PRACTICE and card.closed is None
        for card in room.cards.values()
    )


def paused(room: Room, event: Paused) -> list[Command]:
    """Anyone may pause the running meeting; a convener may pause the room."""
    if room.meeting is not None:
        room.meeting = replace(room.meeting, paused=True)
    elif convenes(room, event.by):
        room.paused = True
    else:
        return [
            Reply(room=room.id, to=event.by, text="No meeting is running, so nothing to pause.")
        ]
    return [Reply(room=room.id, to=event.by, text="Paused: nothing is read until it is resumed.")]


def resumed(room: Room, event: Resumed) -> list[Command]:
    """A convener lets listening go on."""
    if not convenes(room, event.by):
        return [Reply(room=room.id, to=event.by, text="Only a convener can resume.")]
    room.paused = False
    if room.meeting is not None:
        room.meeting = replace(room.meeting, paused=False)
    return [Reply(room=room.id, to=event.by, text="Listening again.")]


def convenes(room: Room, member: str) -> bool:
    """Whether they are a convener who accepted (a deputy isn't)."""
    known = room.conveners.get(member)
    return known is not None and known.accepted and known.role is Role.CONVENER


# --- meetings --------------------------------------------------------------------------------


def meeting_started(room: Room, event: MeetingStarted) -> list[Command]:
    """A meeting begins; what earlier ones left hanging is offered first."""
    if event.meeting in {each.id for each in (room.meeting, room.last_meeting) if each}:
        return []
    commands = end_meeting(room, event.at)
    room.meeting = Meeting(
        id=event.meeting, started_at=event.at, spoken=event.spoken, ends_at=event.ends_at
    )
    return [*commands, *_carry_over(room, event.meeting)]


def _carry_over(room: Room, meeting: str) -> list[Command]:
    """Offer what earlier meetings left hanging; only what somebody was told of is counted."""
    if not policy.reads(room):
        return []
    wanted = lists.for_each(room, policy.carried(room), room.now, policy.LISTED_AT_MOST)
    for name in {each for theirs in wanted.values() for each in theirs}:
        question = room.questions[name]
        carried = question.carried + 1
        room.questions[name] = replace(question, carried=carried, carried_to=meeting)
    return lists.send_each(room, Purpose.CARRIED, meeting, wanted, room.now)


def meeting_ended(room: Room, event: MeetingEnded) -> list[Command]:
    """A meeting ends; the end of one that doesn't run ends no other."""
    if room.meeting is not None and event.meeting in {"", room.meeting.id}:
        return end_meeting(room, event.at)
    if room.meeting is None and event.meeting:
        _ended_unseen(room, event)
    return []


def _ended_unseen(room: Room, event: MeetingEnded) -> None:
    """Its end came before its beginning, which then begins nothing any more."""
    last = room.last_meeting
    if last is None or (last.ended_at or 0.0) < event.at:
        room.last_meeting = Meeting(id=event.meeting, started_at=event.at, ended_at=event.at)


def end_meeting(room: Room, at: float) -> list[Command]:
    """Give the spoken card, return claims that didn't come (once), close and tell of it."""
    if room.meeting is None:
        return []
    commands = lists.spoken_card(room, room.now, asked_by=room.now)
    commands += lists.return_claims(room, room.meeting, room.now)
    # Whom nudges were about, and who pressed what, is nobody's business once it is over.
    room.last_meeting = replace(room.meeting, ended_at=at, nudged_askers=(), heard_too_by=())
    room.meeting = None
    recap.at_the_end(room, room.last_meeting)
    return commands


def card_asked(room: Room, event: CardAsked) -> list[Command]:
    """A convener asks for the spoken meeting's card before its end; only they get it."""
    if not convenes(room, event.by):
        return _tell(room, event.by, "Only a convener gets this card.")
    meeting = room.meeting
    if meeting is None or not meeting.spoken:
        return _tell(room, event.by, "This card is for spoken meetings, and none is running.")
    waiting = tuple(each.id for each in lists.unspoken(room, room.now) if each.asker != event.by)
    if not waiting:
        return _tell(room, event.by, "Nothing waits in this meeting's chat.")
    about = f"{meeting.id}@{room.now:.0f}"
    return lists.send_each(room, Purpose.SPOKEN, about, {event.by: waiting}, room.now)


def _tell(room: Room, to: str, text: str) -> list[Command]:
    return [Reply(room=room.id, to=to, text=text)]
