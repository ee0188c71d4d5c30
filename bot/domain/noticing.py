"""Noticing: a question enters a room's memory, takes new words, and leaves it again."""

from typing import Final

from bot.domain import cards, patience, policy, recap, takeup
from bot.domain.changing import replace
from bot.domain.commands import Command, Retired
from bot.domain.events import Event, MessageDeleted, MessageEdited, RoomSet
from bot.domain.hearing import Heard
from bot.domain.question import WAITING, Cause, Question, State
from bot.domain.remembered import Reworded
from bot.domain.room import Room
from bot.domain.settings import KeepText
from bot.domain.standing import UNTOUCHED, Standing
from bot.domain.turn import Turn

QUESTIONS_KEPT: Final = 100  # waiting ones in a room's memory; the oldest retires
RETIRE_AFTER: Final = 64  # messages after which one that nobody needs any more retires


def asked(room: Room, turn: Turn, heard: Heard, number: int) -> Question:
    """A new question from what was heard; its words are kept only where they may be."""
    keep = room.settings.keep_text is KeepText.QUESTIONS and heard.tracked and not heard.sensitive
    return Question(
        id=question_id(turn.id, number),
        message=turn.id,
        asker=turn.author,
        asked_at=turn.at,
        seq=turn.seq,
        run_seq=turn.seq,
        kind=heard.kind,
        confidence=heard.confidence,
        tracked=heard.tracked,
        text=heard.text or None if keep else None,
        cues=heard.cues,
        words=heard.words,
        wants=heard.wants,
        length=turn.length,
        standing=Standing(begins=turn.begins) if turn.begins else UNTOUCHED,
        addressed=turn.addressed,
        sensitive=heard.sensitive,
        thread=turn.thread,
        meeting=room.meeting.id if room.meeting else None,
        spoken=room.meeting is not None and room.meeting.spoken,
    )


def question_id(message: str, number: int) -> str:
    """The id of the question that a message asks first, second (2) and so on."""
    return message if number == 1 else f"{message}#{number}"


def count(room: Room, turn: Turn, topic: str | None) -> None:
    """Let the message count towards the patience of the questions that it could have taken up.

    `topic` is what the talk moved on to with it, if it says anything; it may be kept in words or
    not at all.
    """
    told = _may_be_told(room, topic)
    for question in list(room.questions.values()):
        if question.state is not State.OPEN:
            continue
        if turn.author == question.asker and question.run_seq == turn.seq - 1:
            room.questions[question.id] = replace(question, run_seq=turn.seq)
        elif patience.counts_for(turn, question):
            others = question.others + 1
            room.questions[question.id] = (
                replace(question, others=others)
                if told is None
                else replace(question, others=others, moved_on_to=told, moved_on_in=turn.id)
            )


def _may_be_told(room: Room, topic: str | None) -> str | None:
    return topic if room.settings.keep_text is KeepText.QUESTIONS else None


def topic_changed(room: Room, message: str, topic: str | None) -> list[Command]:
    """A message that a talk had moved on to says something else now, or nothing (None).

    What questions say of it follows; words that a restart took don't come back.
    """
    told = _may_be_told(room, topic)
    about = [each for each in room.questions.values() if each.moved_on_in == message]
    for question in about:
        words = told or "" if question.moved_on_to else ""
        room.questions[question.id] = replace(
            question, moved_on_to=words, moved_on_in="" if told is None else message
        )
    return redraw_all(room, about)


def topic_gone(room: Room, message: str) -> list[Command]:
    """A message that a talk had moved on to isn't there any more, or can't be read."""
    return topic_changed(room, message, None)


# --- other words -----------------------------------------------------------------------------


def add(room: Room, question: Question) -> None:
    """Put a question where it belongs in the order asked."""
    room.questions[question.id] = question
    in_order = sorted(room.questions.values(), key=lambda each: each.seq)
    room.questions.clear()
    room.questions.update({each.id: each for each in in_order})


def asked_anew(room: Room, at: float, turn: Turn, heard: tuple[Heard, ...]) -> list[Command]:
    """A message's questions after its edit at `at`: they take their new words, or are taken back.

    What asks only since the edit was asked when it was edited.
    """
    before = asked_in(room, turn.id)
    now = [asked(room, turn, each, number) for number, each in enumerate(heard, start=1)]
    for fresh in now:
        _edited(room, fresh, max(at, turn.at))
    asks = {each.id for each in now}
    commands: list[Command] = []
    for question in before:
        if question.id not in asks:
            commands += taken_back(room, question)
    return commands + redraw_all(room, before)


def _edited(room: Room, fresh: Question, at: float) -> None:
    """One question of an edited message: known in other words, new, or asked again."""
    old = room.questions.get(fresh.id)
    back = old is not None and old.edited_away and old.can(Cause.ASKED_AGAIN)
    if old is not None and not back:
        room.questions[fresh.id] = reworded(old, fresh)
    elif policy.notices(room):
        fresh = replace(fresh, asked_at=at)
        add(room, fresh if old is None else asked_again(old, fresh))


def reworded(old: Question, fresh: Question) -> Question:
    """A known question in its new words."""
    return replace(
        old,
        text=fresh.text,
        kind=fresh.kind,
        confidence=fresh.confidence,
        tracked=fresh.tracked,
        sensitive=fresh.sensitive,
        cues=fresh.cues,
        words=fresh.words,
        wants=fresh.wants,
        addressed=fresh.addressed,
    )


def asked_again(old: Question, fresh: Question) -> Question:
    """A question that an edit took back, and that another asks again: anew, but never nudged twice.

    What was said in between, and before, takes up nothing of it.
    """
    open_again = old.after(Cause.ASKED_AGAIN)
    return replace(
        fresh,
        state=open_again.state,
        chosen_at=old.chosen_at,
        heard_too=old.heard_too,
        carried=old.carried,
        posts=old.posts,
        claim_returned=old.claim_returned,
    )


def bare(question: Question) -> Question:
    """The question without anything that was said in it or after it."""
    return replace(question, text=None, cues=(), wants=(), words=(), moved_on_to="", moved_on_in="")


def taken_back(room: Room, question: Question) -> list[Command]:
    """Its message doesn't ask it any more, so its words aren't kept either."""
    away = question.edited_away or question.can(Cause.WITHDRAWN)
    room.questions[question.id] = replace(bare(question), edited_away=away)
    return takeup.withdraw(room, question.id)


def unreadable(room: Room, message: str) -> list[Command]:
    """A message says something else now that can't be read: what it said before is dropped."""
    about = asked_in(room, message)
    for question in about:
        room.questions[question.id] = bare(question)
    return [*redraw_all(room, about), *topic_gone(room, message)]


def keep_no_words(room: Room) -> list[Command]:
    """From now on no words may be kept: those that are go at once."""
    about = list(room.questions.values())
    for question in about:
        room.questions[question.id] = replace(question, text=None, moved_on_to="", moved_on_in="")
    for card in list(room.cards.values()):
        if card.unposted is not None:
            room.cards[card.id] = replace(card, unposted=replace(card.unposted, text=""))
    return redraw_all(room, about)


def asked_in(room: Room, message: str) -> list[Question]:
    """The questions that a message asks."""
    return [each for each in room.questions.values() if each.message == message]


def redraw_all(room: Room, questions: list[Question]) -> list[Command]:
    """Have every card about these questions shown as it now is."""
    about = {each.id for each in questions}
    commands: list[Command] = []
    for card in room.cards.values():
        if card.closed is None and not about.isdisjoint(card.questions):
            commands += cards.redraw(card, room)
    return commands


# --- leaving ---------------------------------------------------------------------------------


def retire(room: Room) -> list[Command]:
    """Keep a room's memory bounded: what is over leaves it first, then the oldest that waits."""
    commands: list[Command] = []
    waiting = 0
    for question in reversed(list(room.questions.values())):
        needed = question.tracked and question.state in WAITING
        waiting += needed
        over = not needed and room.seq - question.seq > RETIRE_AFTER
        if over or waiting > QUESTIONS_KEPT or question.state is State.GONE:
            del room.questions[question.id]
            recap.left(room, question)
            commands.append(Retired(room=room.id, question=_farewell(question)))
    return commands[::-1]


def reached(question: Question, event: Event) -> Question:
    """A question that has left the memory, once it was told of the event (rule 9).

    What an edited message says now isn't heard again: there its question stays without words.
    """
    match event:
        case MessageDeleted() if event.id == question.message:
            can_go = question.can(Cause.DELETED)
            gone = question.after(Cause.DELETED) if can_go else question
            return replace(bare(gone), heard_too=())
        case MessageEdited() if event.id == question.message:
            return bare(question)
        case Reworded() if event.turn.id == question.message:
            return bare(question)
        case RoomSet() if event.settings.keep_text is KeepText.NONE:
            return bare(question)
    return question


def _farewell(question: Question) -> Question:
    """What stays of a question for its report: no other's words, and nobody's presses."""
    return replace(
        question,
        moved_on_to="",
        moved_on_in="",
        heard_too=(),
        claimed_by=None,
        claim_returned=False,
        awaited=(),
    )
