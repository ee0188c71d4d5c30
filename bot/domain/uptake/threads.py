"""Threads: from the links of one message to the questions whose talk it belongs to.

Each message remembers how surely it belongs to the talk about each question (`Turn.threads`), so
that the next one needs only its own links: what it replies to hands its parts on.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.domain.question import Question
from bot.domain.room import RoomView
from bot.domain.standing import THREADS_KEPT, Thread, Touch
from bot.domain.turn import Cue, Turn
from bot.domain.uptake import marks
from bot.domain.uptake.candidates import Earlier
from bot.domain.uptake.replying import drops, fits

FAINT: Final = 0.02  # parts below are forgotten
_DECIMALS: Final = 3


def carried(likely: Iterable[tuple[Earlier, float]], room: RoomView) -> dict[str, Thread]:
    """A message's parts by question: those of what it may reply to, each by its chance."""
    asked = _asked_in(room)
    member: dict[str, float] = {}
    voices: dict[str, float] = {}
    for earlier, chance in likely:
        for each in _threads(earlier, asked):
            name = each.question
            member[name] = member.get(name, 0.0) + chance * each.member
            voices[name] = voices.get(name, 0.0) + chance * each.voices
    return {
        name: Thread(
            question=name,
            member=min(round(part, _DECIMALS), 1.0),
            voices=min(round(voices[name], _DECIMALS), 1.0),
        )
        for name, part in member.items()
        if part >= FAINT
    }


def remembered(turn: Turn, parts: Mapping[str, Thread], room: RoomView) -> tuple[Thread, ...]:
    """The parts to be remembered with a message: the surest, for what it says in its own voice.

    Nobody but the asker words a question.
    """
    surest = sorted(parts.values(), key=lambda each: (-each.member, each.question))[:THREADS_KEPT]
    return tuple(
        each
        if each.question in room.questions and room.questions[each.question].asker == turn.author
        else Thread(question=each.question, member=each.member)
        for each in surest
    )


def touch(turn: Turn, part: Thread, question: Question) -> Touch:
    """What a message does for one question by its part in the talk about it."""
    own = turn.author == question.asker
    dropping = not own and _drops(turn, question)
    return Touch(
        message=turn.id,
        after=max(turn.seq - question.run_seq, 0),
        direct=0.0 if dropping else part.voices,
        member=0.0 if dropping else part.member,
        drops=part.voices if dropping else 0.0,
        own=own,
        marks=marks.of(turn, question),
    )


def _asked_in(room: RoomView) -> dict[str, list[str]]:
    """The questions by the message that asks them."""
    found: dict[str, list[str]] = {}
    for question in room.questions.values():
        found.setdefault(question.message, []).append(question.id)
    return found


def _threads(earlier: Earlier, asked: Mapping[str, list[str]]) -> Iterable[Thread]:
    if isinstance(earlier, Question):
        return (Thread(question=earlier.id, member=1.0, voices=1.0),)
    own = asked.get(earlier.id)
    if own is None:
        return earlier.threads
    asks = (Thread(question=name, member=1.0, voices=1.0) for name in own)
    return (*earlier.threads, *asks)


def _drops(turn: Turn, question: Question) -> bool:
    """Whether a message lets the question drop that it replies to.

    In a crowd a joke or an "ok" is mostly about something else, unless the platform says that it
    is a reply to this.
    """
    meant = Cue.BRUSH_OFF in turn.cues or turn.reply_to == question.message
    return meant and drops(turn) and not fits(turn, question)
