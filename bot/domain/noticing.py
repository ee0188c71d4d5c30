"""Noticing: a question enters a room's memory, takes new words, and leaves it again."""

from dataclasses import replace
from typing import Final

from bot.domain import cards, names, patience, takeup
from bot.domain.commands import Command, Retired
from bot.domain.events import MessagePosted
from bot.domain.hearing import Heard
from bot.domain.hearing.sensitive import is_sensitive
from bot.domain.phrases import subject
from bot.domain.question import Question, State
from bot.domain.room import Room
from bot.domain.settings import KeepText
from bot.domain.turn import Cue, Turn

QUESTIONS_KEPT: Final = 100  # waiting ones in a room's memory; the oldest retires
RETIRE_AFTER: Final = 64  # messages after which one that nobody needs any more retires
QUOTE_AT_MOST: Final = 1000  # characters of the asking words

# What such messages say is no subject that a talk could have moved on to.
_NO_SUBJECT: Final = frozenset(
    {Cue.ACK, Cue.THANKS, Cue.JOKE, Cue.GREETING, Cue.CODE, Cue.QUOTE, Cue.BRUSH_OFF, Cue.PRAISE}
)


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
        spoken=room.meeting is not None and room.meeting.spoken,
    )


def count(room: Room, turn: Turn, event: MessagePosted) -> None:
    """Let the message count towards the patience of the questions that it could have taken up."""
    passed_by: list[Question] = []
    for question in list(room.questions.values()):
        if question.state is not State.OPEN:
            continue
        if turn.author == question.asker and question.run_seq == turn.seq - 1:
            room.questions[question.id] = replace(question, run_seq=turn.seq)
        elif patience.counts_for(turn, question):
            passed_by.append(question)
    topic = _topic(room, turn, event) if passed_by else ""
    for question in passed_by:
        passed = replace(question, others=question.others + 1)
        if topic:
            passed = replace(passed, moved_on_to=topic, moved_on_in=turn.id)
        room.questions[question.id] = passed


def _topic(room: Room, turn: Turn, event: MessagePosted) -> str:
    """What the talk turned to, in a few words; "" where nothing may be kept or it says nothing."""
    if room.settings.keep_text is KeepText.NONE or event.unread or turn.cues & _NO_SUBJECT:
        return ""
    if is_sensitive(event.text):
        return ""
    return subject(event.text, tuple(names.candidates(room).values()))


def topic_changed(room: Room, turn: Turn, event: MessagePosted) -> list[Command]:
    """A message that a talk had moved on to says something else now."""
    return _retopic(room, turn.id, _topic(room, turn, event))


def topic_gone(room: Room, message: str) -> list[Command]:
    """A message that a talk had moved on to isn't there any more, or can't be read."""
    return _retopic(room, message, "")


def _retopic(room: Room, message: str, topic: str) -> list[Command]:
    """Let what questions say of it follow; words that a restart took don't come back."""
    about = [each for each in room.questions.values() if each.moved_on_in == message]
    for question in about:
        words = topic if question.moved_on_to else ""
        room.questions[question.id] = replace(
            question, moved_on_to=words, moved_on_in=message if topic else ""
        )
    return redraw_all(room, about)


# --- other words -----------------------------------------------------------------------------


def add(room: Room, question: Question) -> None:
    """Put a question where it belongs in the order asked."""
    room.questions[question.id] = question
    in_order = sorted(room.questions.values(), key=lambda each: each.seq)
    room.questions.clear()
    room.questions.update({each.id: each for each in in_order})


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
        addressed=fresh.addressed,
    )


def bare(question: Question) -> Question:
    """The question without anything that was said in it or after it."""
    return replace(question, text=None, cues=(), words=(), moved_on_to="", moved_on_in="")


def taken_back(room: Room, question: Question) -> list[Command]:
    """Its message doesn't ask any more, so its words aren't kept either."""
    room.questions[question.id] = bare(question)
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
        needed = question.waiting and question.tracked
        waiting += needed
        over = not needed and room.seq - question.seq > RETIRE_AFTER
        if over or waiting > QUESTIONS_KEPT or question.state is State.GONE:
            del room.questions[question.id]
            commands.append(Retired(room=room.id, question=_farewell(question)))
    return commands[::-1]


def _farewell(question: Question) -> Question:
    """What stays of a question for its report: no other's words, and nobody's presses."""
    return replace(
        question,
        moved_on_to="",
        moved_on_in="",
        heard_too=(),
        claimed_by=None,
        claim_returned=False,
    )
