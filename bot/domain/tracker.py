"""The tracker: events in, commands out. It does no I/O and reads no clock.

The same code runs live and in `replay`: a room's state after a stream of events depends on the
events alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from bot.domain import arrangements, nudging, patience, policy, presses
from bot.domain.commands import Command, Retired
from bot.domain.events import (
    AwaySet,
    CardAsked,
    ConvenerAccepted,
    ConvenerInvited,
    ConvenerSteppedDown,
    DeliveryFailed,
    Event,
    FollowPosted,
    HeardToo,
    LetGo,
    MeetingEnded,
    MeetingStarted,
    MemberJoined,
    MemberLeft,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    NoticePosted,
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
from bot.domain.phrases import subject
from bot.domain.question import Cause, PickUp, Question, State
from bot.domain.room import Room
from bot.domain.settings import KeepText
from bot.domain.turn import Cue, Turn
from bot.domain.uptake import Uptake, Verdict

TAKEN_UP_AT: Final = 0.5
PICK_UPS_KEPT: Final = 12
QUESTIONS_KEPT: Final = 100  # waiting ones in a room's memory; the oldest retires
RETIRE_AFTER: Final = 64  # messages after which one that no longer waits retires
QUOTE_AT_MOST: Final = 1000  # characters of the asking words

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
            MeetingStarted: arrangements.meeting_started,
            MeetingEnded: arrangements.meeting_ended,
            CardAsked: arrangements.card_asked,
            RoomNamed: arrangements.named,
            RoomSet: arrangements.settings,
            ConvenerInvited: arrangements.invited,
            ConvenerAccepted: arrangements.accepted,
            ConvenerSteppedDown: arrangements.stepped_down,
            NoticePosted: arrangements.notice_posted,
            AwaySet: arrangements.away,
            Paused: arrangements.paused,
            Resumed: arrangements.resumed,
            Pressed: presses.pressed,
            FollowPosted: presses.follow_posted,
            LetGo: presses.let_go,
            HeardToo: presses.heard_too,
            WakeUp: _woken,
            PlaceAnswered: _place_answered,
            DeliveryFailed: _undelivered,
        }

    def handle(self, room: Room, event: Event) -> tuple[Command, ...]:
        """Apply one event to the room; what is to be done comes back, in order.

        Raises KeyError for a kind of event that the core doesn't know.
        """
        room.now = max(room.now, event.at)
        commands = self._handlers[type(event)](room, event)
        commands += nudging.pass_time(room, room.now)
        commands += _retire(room)
        return tuple(commands)

    # --- messages ----------------------------------------------------------------------------

    def _posted(self, room: Room, event: MessagePosted) -> list[Command]:
        if _known(room, event.id):
            return []
        arrangements.seen(room, event.author, event.name, bot=event.bot)
        if not policy.reads(room):
            return []
        room.seq += 1
        turn = self._hearing.remember(event, room.seq, room)
        commands = apply(room, turn, self._uptake.judge(turn, room))
        _count(room, turn, event)
        if policy.notices(room) and not event.bot:
            self._notice(room, event, turn)
        room.pace = patience.next_pace(room.pace, turn, room)
        room.turns.append(turn)
        return commands

    def _notice(self, room: Room, event: MessagePosted, turn: Turn) -> None:
        for number, heard in enumerate(self._hearing.hear(event, turn, room), start=1):
            question = asked(room, event, turn, heard, number)
            room.questions[question.id] = question

    def _edited(self, room: Room, event: MessageEdited) -> list[Command]:
        """An edit is followed: in what is asked, and in what takes a question up."""
        index = next((i for i, each in enumerate(room.turns) if each.id == event.id), None)
        if index is None or not policy.reads(room):
            return self._reword(room, event, None)
        before = room.turns[index]
        then = RoomAt(room, before.seq)
        posted = MessagePosted(
            room=room.id,
            at=before.at,
            id=event.id,
            author=before.author,
            text=event.text,
            reply_to=before.reply_to,
            thread=before.thread,
            broadcast=before.broadcast,
            bot=before.bot,
        )
        turn = self._hearing.remember(posted, before.seq, then)
        room.turns[index] = turn
        commands = self._judge_again(room, turn, then)
        return commands + self._reword(room, event, (posted, turn, then))

    def _judge_again(self, room: Room, turn: Turn, then: RoomAt) -> list[Command]:
        """The message's own pick-ups are judged afresh by its new words."""
        verdict = self._uptake.judge(turn, then)
        linked = {link.question for link in verdict.links}
        commands: list[Command] = []
        for question in list(room.questions.values()):
            took = any(each.message == turn.id for each in question.pick_ups)
            if took and question.id not in linked:
                commands += undo(room, question.id, turn.id)
        fresh = Verdict(links=verdict.links, withdrawn=verdict.withdrawn)
        return commands + apply(room, turn, fresh)

    def _reword(
        self, room: Room, event: MessageEdited, heard_at: tuple[MessagePosted, Turn, RoomAt] | None
    ) -> list[Command]:
        """A tracked question takes its new words; one that no longer asks is taken back."""
        mine = [each for each in room.questions.values() if each.message == event.id]
        if heard_at is None:
            for question in mine:
                room.questions[question.id] = replace(question, text=None)
            return _redraw_all(room, mine)
        posted, turn, then = heard_at
        if turn.bot or not (mine or policy.notices(room)):
            return []
        commands: list[Command] = []
        heard = self._hearing.hear(posted, turn, then)
        for number, each in enumerate(heard, start=1):
            fresh = asked(room, posted, turn, each, number)
            old = room.questions.get(fresh.id)
            room.questions[fresh.id] = _reworded(old, fresh) if old else fresh
        for question in mine[len(heard) :]:
            if question.can(Cause.WITHDRAWN):
                commands += nudging.step(room, question, Cause.WITHDRAWN)
        return commands + _redraw_all(room, mine)

    def _reacted(self, room: Room, event: Reacted) -> list[Command]:
        """An emoji acknowledges; the asker's own, on a pick-up, says that it will do."""
        if event.removed or not policy.reads(room):
            return []
        for question in list(room.questions.values()):
            if question.asker == event.author and question.waiting:
                _strengthen(room, question, event.to)
        return _take_up_all(room)


def _known(room: Room, message: str) -> bool:
    return any(turn.id == message for turn in room.turns) or message in room.questions


def asked(room: Room, event: MessagePosted, turn: Turn, heard: Heard, number: int) -> Question:
    """A new question from what was heard; its words are kept only where they may be."""
    keep = room.settings.keep_text is KeepText.QUESTIONS and not heard.sensitive
    return Question(
        id=event.id if number == 1 else f"{event.id}#{number}",
        message=event.id,
        asker=event.author,
        asked_at=event.at,
        seq=turn.seq,
        run_seq=turn.seq,
        kind=heard.kind,
        confidence=heard.confidence,
        tracked=heard.tracked,
        text=heard.text[:QUOTE_AT_MOST] if keep else None,
        cues=heard.cues,
        words=heard.words,
        addressed=turn.addressed,
        sensitive=heard.sensitive,
        thread=turn.thread,
        meeting=room.meeting.id if room.meeting else None,
    )


def _reworded(old: Question, fresh: Question) -> Question:
    return replace(
        old,
        text=fresh.text,
        kind=fresh.kind,
        confidence=fresh.confidence,
        tracked=fresh.tracked,
        sensitive=fresh.sensitive,
        cues=fresh.cues,
        words=fresh.words,
    )


def _redraw_all(room: Room, questions: list[Question]) -> list[Command]:
    about = {each.id for each in questions}
    commands: list[Command] = []
    for card in room.cards.values():
        if card.sent and card.closed is None and about & set(card.questions):
            commands += nudging.redraw(card, room)
    return commands


def _count(room: Room, turn: Turn, event: MessagePosted) -> None:
    """Let the message count towards the patience of the questions that it could have taken up."""
    moved_on = ""
    for question in list(room.questions.values()):
        if question.state is not State.OPEN:
            continue
        if turn.author == question.asker and question.run_seq == turn.seq - 1:
            room.questions[question.id] = replace(question, run_seq=turn.seq)
        elif patience.counts_for(turn, question):
            moved_on = moved_on or _subject_of(room, turn, event)
            room.questions[question.id] = replace(
                question,
                others=question.others + 1,
                moved_on_to=moved_on or question.moved_on_to,
            )


def _subject_of(room: Room, turn: Turn, event: MessagePosted) -> str:
    """What the talk turned to, in a few words; "" where nothing may be kept or it says nothing."""
    quiet = turn.cues & {Cue.ACK, Cue.THANKS, Cue.JOKE, Cue.GREETING, Cue.CODE, Cue.QUOTE}
    if room.settings.keep_text is KeepText.NONE or quiet or event.unread:
        return ""
    return subject(event.text, tuple(each.name for each in room.members.values()))


# --- what a verdict changes ------------------------------------------------------------------


def apply(room: Room, turn: Turn, verdict: Verdict) -> list[Command]:
    """Let one message's verdict change the questions it is about."""
    commands: list[Command] = []
    for question_id, message in verdict.undone:
        commands += undo(room, question_id, message)
    for name in verdict.brushed_off:
        if (question := room.questions.get(name)) is not None:
            room.questions[name] = replace(question, brushed_off=question.brushed_off + 1)
    for link in verdict.links:
        pick_up = PickUp(
            message=turn.id, author=turn.author, at=turn.at, how=link.how, weight=link.weight
        )
        _add(room, link.question, pick_up)
    for name in verdict.settled:
        if (question := room.questions.get(name)) is not None and question.pick_ups:
            _strengthen(room, question, question.pick_ups[-1].message)
    for name in verdict.taken_away:
        commands += _take_away(room, name, turn.author)
    for name in verdict.withdrawn:
        question = room.questions.get(name)
        if question is not None and question.can(Cause.WITHDRAWN):
            commands += nudging.step(room, question, Cause.WITHDRAWN)
    return commands + _take_up_all(room)


def _add(room: Room, name: str, pick_up: PickUp) -> None:
    question = room.questions.get(name)
    if question is None or not question.can(Cause.PICKED_UP):
        return
    others = tuple(each for each in question.pick_ups if each.message != pick_up.message)
    if len(others) < PICK_UPS_KEPT:
        kept = tuple(sorted((*others, pick_up), key=lambda each: each.at))
        room.questions[name] = replace(question, pick_ups=kept)


def _strengthen(room: Room, question: Question, message: str) -> None:
    """The asker says that this will do: what was a guess is a pick-up."""
    pick_ups = tuple(
        replace(each, weight=max(each.weight, 0.9)) if each.message == message else each
        for each in question.pick_ups
    )
    if pick_ups != question.pick_ups:
        room.questions[question.id] = replace(question, pick_ups=pick_ups)


def _take_away(room: Room, name: str, by: str) -> list[Command]:
    question = room.questions.get(name)
    if question is None or not question.can(Cause.TAKEN_AWAY):
        return []
    taken = replace(question, taken_away_by=by)
    return nudging.step(room, taken, Cause.TAKEN_AWAY)


def _take_up_all(room: Room) -> list[Command]:
    commands: list[Command] = []
    for question in list(room.questions.values()):
        if question.waiting and question.pick_ups and question.taken_up >= TAKEN_UP_AT:
            commands += nudging.step(room, question, Cause.PICKED_UP)
    return commands


def undo(room: Room, name: str, message: str) -> list[Command]:
    """Take one pick-up back; a question that stands on it alone waits again."""
    question = room.questions.get(name)
    if question is None or all(each.message != message for each in question.pick_ups):
        return []
    left = tuple(each for each in question.pick_ups if each.message != message)
    question = room.questions[name] = replace(question, pick_ups=left)
    if question.taken_up >= TAKEN_UP_AT or not question.can(Cause.PICK_UP_UNDONE):
        return []
    room.questions[name] = replace(question, taken_away_by=None)
    return nudging.step(room, room.questions[name], Cause.PICK_UP_UNDONE)


def _deleted(room: Room, event: MessageDeleted) -> list[Command]:
    """A deletion deletes everywhere: the memory, the question, its cards, its pick-ups."""
    commands: list[Command] = []
    for turn in list(room.turns):
        if turn.id == event.id:
            room.turns.remove(turn)
    for question in list(room.questions.values()):
        if question.message == event.id and question.can(Cause.DELETED):
            bare = replace(question, text=None, cues=(), words=(), moved_on_to="", heard_too=())
            commands += nudging.step(room, bare, Cause.DELETED)
            commands += _redraw_all(room, [question])
        else:
            commands += undo(room, question.id, event.id)
    return commands


# --- time and answers ------------------------------------------------------------------------


def _woken(_room: Room, _event: WakeUp) -> list[Command]:
    """Time itself is passed after every event; a wake-up is only the reason to look."""
    return []


def _place_answered(room: Room, event: PlaceAnswered) -> list[Command]:
    return nudging.place_answered(room, event.card, event.at, granted=event.granted)


def _undelivered(room: Room, event: DeliveryFailed) -> list[Command]:
    """Somebody who can't be messaged counts as away: their deputy is told instead."""
    commands = arrangements.away(
        room, AwaySet(room=room.id, at=event.at, member=event.to, away=True)
    )
    card = room.cards.pop(event.card, None)
    for name in card.questions if card else ():
        question = room.questions.get(name)
        if question is not None and question.state is State.HANGING:
            commands += nudging.nudge(room, question, event.at)
    return commands


def _retire(room: Room) -> list[Command]:
    """Keep a room's memory bounded: what is over leaves it first, then the oldest that waits."""
    commands: list[Command] = []
    waiting = 0
    for question in reversed(list(room.questions.values())):
        waiting += question.waiting
        over = not question.waiting and room.seq - question.seq > RETIRE_AFTER
        if over or waiting > QUESTIONS_KEPT or question.state is State.GONE:
            del room.questions[question.id]
            commands.append(Retired(room=room.id, question=question))
    return commands[::-1]
