"""The tracker: events in, commands out. It does no I/O and reads no clock.

The same code runs live and in `replay`: a room's state after a stream of events depends on the
events alone.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.domain import (
    arrangements,
    cards,
    deadlines,
    forgetting,
    gaps,
    listener,
    listening,
    noticing,
    nudging,
    patience,
    policy,
    posting,
    presses,
    recap,
    takeup,
)
from bot.domain.changing import replace
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
    ListenerAnswered,
    ListenerSet,
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
    PageAsked,
    PageFailed,
    PagePosted,
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
from bot.domain.remembered import Reworded, Said
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
            Said: self._said,
            Reworded: self._reworded,
            MessageDeleted: self._deleted,
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
            PageAsked: posting.asked,
            PagePosted: posting.posted,
            PageFailed: posting.failed,
            LetGo: presses.let_go,
            HeardToo: presses.heard_too,
            WakeUp: _woken,
            ListenerSet: listener.agreed_or_ended,
            ListenerAnswered: self._listener_answered,
            PlaceAnswered: _place_answered,
            DeliveryFailed: _undelivered,
            FellBehind: gaps.fell_behind,
            CaughtUp: gaps.caught_up,
        }

    def listen(self, room: Room, event: Event) -> Event:
        """The event as it may be remembered: of a message, what was found in its text.

        The room isn't changed. What was listened to before comes back as it is.
        """
        match event:
            case MessagePosted():
                return listening.said(self._hearing, room, event)
            case MessageEdited():
                return listening.reworded(self._hearing, room, event)
        return event

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Apply one event to the room; what is to be done comes back, in order.

        Raises KeyError for a kind of event that the core doesn't know.
        """
        event = self.listen(room, event)
        handler = self._handlers[type(event)]
        room.now = max(room.now, event.at)
        pages, told = posting.faces(room), recap.faces(room)
        commands = handler(room, event)
        commands += deadlines.pass_time(room, room.now)
        commands += posting.corrected(room, pages, event)
        commands += recap.corrected(room, told, event)
        commands += noticing.retire(room)
        return tuple(commands)

    # --- messages ----------------------------------------------------------------------------

    def _said(self, room: Room, event: Said) -> list[Command]:
        if _known(room, event.turn.id):
            return []
        commands = arrangements.seen(room, event.turn.author, event.name, bot=event.turn.bot)
        if not policy.reads(room):
            return commands
        room.seq += 1
        turn = _in_its_chat(room, replace(event.turn, seq=room.seq))
        if not turn.bot:
            verdict = self._uptake.judge(turn, room)
            turn = replace(turn, threads=verdict.threads, begins=verdict.begins)
            commands += takeup.apply(room, turn, verdict, self._uptake.chance)
            forgetting.unnamed(room, turn, verdict.links)
            commands += listener.about_reply(room, turn, verdict)
        noticing.count(room, turn, event.topic)
        asked = {each.id: each for each in self._asked(room, turn, event.heard)}
        room.questions.update(asked)
        commands += listener.about_hearing(room, asked.values())
        room.pace = patience.next_pace(room.pace, turn, room)
        room.turns.append(turn)
        return commands

    def _asked(self, room: Room, turn: Turn, heard: tuple[Heard, ...]) -> list[Question]:
        if turn.bot or not policy.notices(room):
            return []
        placed = self._hearing.place(heard, turn, room)
        return [noticing.asked(room, turn, each, n) for n, each in enumerate(placed, 1)]

    def _reworded(self, room: Room, event: Reworded) -> list[Command]:
        """An edit is followed: in what is asked, and in what takes a question up."""
        name = event.turn.id
        index = next((i for i, each in enumerate(room.turns) if each.id == name), None)
        if index is None or not policy.reads(room):
            return noticing.unreadable(room, name)
        before = room.turns[index]
        if before.deleted or before.unread:
            return []
        if event.turn.unread:
            return noticing.unreadable(room, name)
        listener.dismiss(room, name)
        then = RoomAt(room, before)
        turn = room.turns[index] = listening.in_place_of(before, event.turn)
        commands = noticing.topic_changed(room, name, event.topic)
        if turn.bot:
            return commands
        heard = self._hearing.place(event.heard, turn, then)
        commands += self._judge_again(room, turn, then)
        commands += noticing.asked_anew(room, event.at, turn, heard)
        asks = (each for each in noticing.asked_in(room, name) if each.waiting)
        return commands + listener.about_hearing(room, asks)

    def _judge_again(self, room: Room, turn: Turn, then: RoomAt) -> list[Command]:
        """The message's own pick-ups are judged afresh by its new words."""
        verdict = self._uptake.judge(turn, then)
        index = next(i for i, each in enumerate(room.turns) if each.id == turn.id)
        turn = replace(turn, threads=verdict.threads, begins=verdict.begins)
        room.turns[index] = turn
        taken = {*(each.question for each in verdict.links), *verdict.taken_away}
        commands: list[Command] = []
        for name in list(room.questions):
            if name not in taken:
                commands += takeup.undo(room, name, turn.id, self._uptake.chance)
        fresh = Verdict(
            links=verdict.links,
            withdrawn=verdict.withdrawn,
            taken_away=verdict.taken_away,
            touches=verdict.touches,
        )
        commands += takeup.apply(room, turn, fresh, self._uptake.chance)
        forgetting.unnamed(room, turn, fresh.links)
        return commands + listener.about_reply(room, turn, fresh)

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

    def _deleted(self, room: Room, event: MessageDeleted) -> list[Command]:
        """A deletion deletes everywhere: the memory, the question, its cards, its pick-ups."""
        for index, turn in enumerate(room.turns):
            if turn.id == event.id:
                room.turns[index] = _place_of(turn)
        listener.dismiss(room, event.id)
        commands = noticing.topic_gone(room, event.id)
        for question in list(room.questions.values()):
            if question.message != event.id:
                commands += takeup.undo(room, question.id, event.id, self._uptake.chance)
            elif question.can(Cause.DELETED):
                gone = replace(noticing.bare(question), addressed=(), heard_too=())
                commands += cards.step(room, gone, Cause.DELETED)
        return commands

    def _listener_answered(self, room: Room, event: ListenerAnswered) -> list[Command]:
        return listener.answered(room, event, self._uptake.chance)


def _in_its_chat(room: Room, turn: Turn) -> Turn:
    """What is said in the running meeting's own thread is said to the whole room."""
    if room.meeting is None or turn.thread != room.meeting.id:
        return turn
    return replace(turn, broadcast=True)


def _known(room: Room, message: str) -> bool:
    return any(turn.id == message for turn in room.turns) or message in room.questions


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
