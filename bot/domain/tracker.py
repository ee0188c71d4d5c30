"""The tracker: events in, commands out. It does no I/O and reads no clock.

The same code runs live and in `replay`: a room's state after a stream of events depends on the
events alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.domain import (
    arrangements,
    cards,
    deadlines,
    forgetting,
    gaps,
    noticing,
    nudging,
    patience,
    policy,
    presses,
    takeup,
)
from bot.domain.commands import Command
from bot.domain.events import (
    AwaySet,
    CardAsked,
    CaughtUp,
    ConvenerAccepted,
    ConvenerInvited,
    ConvenerSteppedDown,
    DeliveryFailed,
    Event,
    FellBehind,
    FollowFailed,
    FollowPosted,
    Forgotten,
    HeardToo,
    LetGo,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    NoticeFailed,
    NoticePosted,
    OptedOut,
    Paused,
    PlaceAnswered,
    Pressed,
    Reacted,
    Resumed,
    RoomNamed,
    RoomSet,
    WakeUp,
)
from bot.domain.hearing import Heard, Hearing
from bot.domain.hindsight import RoomAt
from bot.domain.question import Cause, Question
from bot.domain.room import Room
from bot.domain.turn import Turn
from bot.domain.uptake import Uptake, Verdict

# The asker's own reaction to a pick-up says that it will do, unless it is one of these.
UNCONVINCED: Final = frozenset(
    "👎 😕 🤔 ❓ ❔ 😞 😢 😠 -1 thumbsdown confused thinking thinking_face question "
    "grey_question disappointed cry angry".split()
)

Handler = Callable[[Room, Any], list[Command]]


class Tracker:
    """Folds events into a room. `hearing` and `uptake` are the two replaceable judges."""

    def __init__(self, hearing: Hearing, uptake: Uptake) -> None:
        self._hearing = hearing
        self._uptake = uptake
        self._handlers: Mapping[type[Event], Handler] = {
            MessagePosted: self._posted,
            MessageEdited: self._edited,
            MessageDeleted: _deleted,
            Reacted: self._reacted,
            MemberJoined: arrangements.joined,
            MemberLeft: arrangements.left,
            OptedOut: forgetting.opted_out,
            Forgotten: forgetting.forgotten,
            MeetingStarted: arrangements.meeting_started,
            MeetingEnded: arrangements.meeting_ended,
            CardAsked: arrangements.card_asked,
            RoomNamed: arrangements.named,
            RoomSet: arrangements.settings,
            ConvenerInvited: arrangements.invited,
            ConvenerAccepted: arrangements.accepted,
            ConvenerSteppedDown: arrangements.stepped_down,
            NoticePosted: arrangements.notice_posted,
            NoticeFailed: arrangements.notice_failed,
            AwaySet: arrangements.away,
            Paused: arrangements.paused,
            Resumed: arrangements.resumed,
            Pressed: presses.pressed,
            FollowPosted: presses.follow_posted,
            FollowFailed: presses.follow_failed,
            LetGo: presses.let_go,
            HeardToo: presses.heard_too,
            WakeUp: _woken,
            PlaceAnswered: _place_answered,
            DeliveryFailed: _undelivered,
            FellBehind: gaps.fell_behind,
            CaughtUp: gaps.caught_up,
        }

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Apply one event to the room; what is to be done comes back, in order.

        Raises KeyError for a kind of event that the core doesn't know.
        """
        handler = self._handlers[type(event)]
        room.now = max(room.now, event.at)
        commands = handler(room, event)
        commands += deadlines.pass_time(room, room.now)
        commands += noticing.retire(room)
        return tuple(commands)

    # --- messages ----------------------------------------------------------------------------

    def _posted(self, room: Room, event: MessagePosted) -> list[Command]:
        if _known(room, event.id):
            return []
        commands = arrangements.seen(room, event.author, event.name, bot=event.bot)
        if not policy.reads(room):
            return commands
        room.seq += 1
        turn = self._hearing.remember(event, room.seq, room)
        if not event.bot:
            commands += takeup.apply(room, turn, self._uptake.judge(turn, room))
        noticing.count(room, turn, event)
        for question in self._asked(room, event, turn):
            room.questions[question.id] = question
        room.pace = patience.next_pace(room.pace, turn, room)
        room.turns.append(turn)
        return commands

    def _asked(self, room: Room, event: MessagePosted, turn: Turn) -> list[Question]:
        if event.bot or not policy.notices(room):
            return []
        heard = self._hearing.hear(event, turn, room)
        return [noticing.asked(room, event, turn, each, n) for n, each in enumerate(heard, 1)]

    def _edited(self, room: Room, event: MessageEdited) -> list[Command]:
        """An edit is followed: in what is asked, and in what takes a question up."""
        index = next((i for i, each in enumerate(room.turns) if each.id == event.id), None)
        if index is None or not policy.reads(room):
            return noticing.unreadable(room, event.id)
        before = room.turns[index]
        if before.deleted:
            return []
        then = RoomAt(room, before)
        posted = _posted_anew(before, event)
        turn = room.turns[index] = self._hearing.remember(posted, before.seq, then)
        commands = noticing.topic_changed(room, turn, posted)
        if turn.bot:
            return commands
        heard = self._hearing.hear(posted, turn, then)
        commands += self._judge_again(room, turn, then)
        return commands + _ask_again(room, event.at, posted, turn, heard)

    def _judge_again(self, room: Room, turn: Turn, then: RoomAt) -> list[Command]:
        """The message's own pick-ups are judged afresh by its new words."""
        verdict = self._uptake.judge(turn, then)
        taken = {*(each.question for each in verdict.links), *verdict.taken_away}
        commands: list[Command] = []
        for name in list(room.questions):
            if name not in taken:
                commands += takeup.undo(room, name, turn.id)
        fresh = Verdict(
            links=verdict.links, withdrawn=verdict.withdrawn, taken_away=verdict.taken_away
        )
        return commands + takeup.apply(room, turn, fresh)

    def _reacted(self, room: Room, event: Reacted) -> list[Command]:
        """An emoji acknowledges; the asker's own, on a pick-up, says that it will do."""
        if event.removed or event.emoji in UNCONVINCED or not policy.reads(room):
            return []
        helped = [
            question.id
            for question in list(room.questions.values())
            if question.asker == event.author
            and question.waiting
            and takeup.strengthen(room, question, event.to)
        ]
        return takeup.weigh(room, helped)


def _known(room: Room, message: str) -> bool:
    return any(turn.id == message for turn in room.turns) or message in room.questions


def _posted_anew(before: Turn, event: MessageEdited) -> MessagePosted:
    """The edited message as if it had been posted in these words."""
    return MessagePosted(
        room=event.room,
        at=before.at,
        id=event.id,
        author=before.author,
        text=event.text,
        reply_to=before.reply_to,
        thread=before.thread,
        broadcast=before.broadcast,
        bot=before.bot,
    )


def _ask_again(
    room: Room, at: float, posted: MessagePosted, turn: Turn, heard: tuple[Heard, ...]
) -> list[Command]:
    """Tracked questions take their new words; what no longer asks is taken back.

    What asks only since the edit was asked when it was edited.
    """
    mine = noticing.asked_in(room, posted.id)
    for number, each in enumerate(heard, start=1):
        fresh = noticing.asked(room, posted, turn, each, number)
        old = room.questions.get(fresh.id)
        if old is not None:
            room.questions[fresh.id] = noticing.reworded(old, fresh)
        elif policy.notices(room):
            noticing.add(room, replace(fresh, asked_at=max(at, posted.at)))
    commands: list[Command] = []
    for question in mine[len(heard) :]:
        commands += noticing.taken_back(room, question)
    return commands + noticing.redraw_all(room, mine)


def _deleted(room: Room, event: MessageDeleted) -> list[Command]:
    """A deletion deletes everywhere: the memory, the question, its cards, its pick-ups."""
    for index, turn in enumerate(room.turns):
        if turn.id == event.id:
            room.turns[index] = _place_of(turn)
    commands = noticing.topic_gone(room, event.id)
    for question in list(room.questions.values()):
        if question.message != event.id:
            commands += takeup.undo(room, question.id, event.id)
        elif question.can(Cause.DELETED):
            gone = replace(noticing.bare(question), addressed=(), heard_too=())
            commands += cards.step(room, gone, Cause.DELETED)
    return commands


def _place_of(turn: Turn) -> Turn:
    """What is left of a deleted message: that it stood there, so that its echo changes nothing."""
    return Turn(
        id=turn.id, at=turn.at, seq=turn.seq, author=turn.author, bot=turn.bot, deleted=True
    )


# --- time and answers ------------------------------------------------------------------------


def _woken(_room: Room, _event: WakeUp) -> list[Command]:
    """Time itself is passed after every event; a wake-up is only the reason to look."""
    return []


def _place_answered(room: Room, event: PlaceAnswered) -> list[Command]:
    return nudging.place_answered(room, event.card, room.now, granted=event.granted)


def _undelivered(room: Room, event: DeliveryFailed) -> list[Command]:
    """Somebody who can't be messaged counts as away: their deputy is told instead."""
    gone = AwaySet(room=room.id, at=event.at, member=event.to, away=True)
    commands = arrangements.away(room, gone)
    card = room.cards.get(event.card)
    if card is None or card.to != event.to or card.closed is not None:
        return commands
    return commands + nudging.undelivered(room, card, room.now)
