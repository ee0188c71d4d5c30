"""What the asker says next: takes it back, thanks somebody, talks on with them, asks again."""

from dataclasses import dataclass
from typing import Final

from bot.domain.question import How, Question
from bot.domain.room import RoomView
from bot.domain.turn import Cue, Turn
from bot.domain.uptake import Link
from bot.domain.uptake.scene import Scene, shared_weight

WITHDRAWN_WITHIN: Final = 12
THANKED_WITHIN: Final = 25
_FEW_VOICES: Final = 2
_AGAIN: Final = 0.6
_WEAK: Final = 0.7
_SURELY: Final = 0.8

# How sure the asker's next words make it that what they answer to took the question up.
_CALLED_THANKING: Final = 0.85
_CALLED: Final = 0.5
_THANKED: Final = 0.85
_THANKED_AMONG_MANY: Final = 0.5
_TALKS_ON: Final = 0.55
_NO_PICK_UP: Final = frozenset({Cue.JOKE, Cue.BRUSH_OFF, Cue.ACK, Cue.GREETING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What an asker's own line means for their questions."""

    links: tuple[Link, ...] = ()
    withdrawn: tuple[str, ...] = ()
    undone: tuple[tuple[str, str], ...] = ()
    settled: tuple[str, ...] = ()


NOTHING: Final = Own()


def of_the_asker(view: Scene, questions: list[Question], room: RoomView) -> Own:
    """Judge a line by the asker of these questions (the latest first)."""
    if not questions:
        return NOTHING
    turn = view.turn
    if withdrawn := taken_back(turn, questions):
        return Own(withdrawn=withdrawn)
    if Cue.ASKS in turn.cues and (again := _asked_again(view, questions)):
        return Own(undone=again)
    links = [link for each in questions if (link := _shown(view, each, room)) is not None]
    return Own(links=tuple(links), settled=_settled(view, questions))


def taken_back(turn: Turn, questions: list[Question]) -> tuple[str, ...]:
    """The question that the asker takes back, if any: their latest that still waits."""
    if Cue.WITHDRAW in turn.cues and Cue.ASKS not in turn.cues:
        for question in questions:
            if question.taken_up < _SURELY and turn.seq - question.run_seq <= WITHDRAWN_WITHIN:
                return (question.id,)
    return ()


def _asked_again(view: Scene, questions: list[Question]) -> tuple[tuple[str, str], ...]:
    """The weak pick-ups of a question that is asked again in much the same words."""
    undone: list[tuple[str, str]] = []
    for question in questions:
        whole = sum(weight for _, weight in question.words)
        if whole and shared_weight(view.words, question.words) >= _AGAIN * whole:
            undone.extend(
                (question.id, each.message) for each in question.pick_ups if each.weight < _WEAK
            )
    return tuple(undone)


def _settled(view: Scene, questions: list[Question]) -> tuple[str, ...]:
    """The asker's latest question, where they thank whoever took it up last."""
    turn, latest = view.turn, questions[0]
    if Cue.THANKS not in turn.cues and Cue.SETTLED not in turn.cues:
        return ()
    if not latest.pick_ups or turn.seq - latest.run_seq > THANKED_WITHIN:
        return ()
    taker = latest.pick_ups[-1]
    before = view.last.id if view.last else ""
    thanked = taker.author in turn.addressed if turn.addressed else taker.message == before
    return (latest.id,) if thanked else ()


def _shown(view: Scene, question: Question, room: RoomView) -> Link | None:
    """The earlier message that the asker's line shows to have taken the question up."""
    turn = view.turn
    if turn.seq - question.run_seq > THANKED_WITHIN or not question.waiting:
        return None
    since = [
        each
        for each in room.turns
        if each.seq > question.run_seq
        and each.author != question.asker
        and not (each.bot or each.deleted)
    ]
    if not since:
        return None
    shown = _by_name(view, since) if turn.addressed else _by_place(view, since)
    if shown is None:
        return None
    taker, weight = shown
    return Link(question=question.id, how=How.ANSWER, weight=weight, message=taker.id)


def _by_name(view: Scene, since: list[Turn]) -> tuple[Turn, float] | None:
    """Where the asker calls somebody who spoke since: they are in talk about it."""
    thanks = Cue.THANKS in view.turn.cues
    if not view.crowd and not thanks:
        return None
    theirs = [
        each for each in since if each.author in view.turn.addressed and not _elsewhere(each, view)
    ]
    return (theirs[0], _CALLED_THANKING if thanks else _CALLED) if theirs else None


def _by_place(view: Scene, since: list[Turn]) -> tuple[Turn, float] | None:
    """In a small circle: thanks, or going on without asking, answers to the one before."""
    last = since[-1]
    if view.crowd or last.seq != view.turn.seq - 1 or not _NO_PICK_UP.isdisjoint(last.cues):
        return None
    if _elsewhere(last, view):
        return None
    few = len({each.author for each in since}) <= _FEW_VOICES
    if Cue.THANKS in view.turn.cues or Cue.SETTLED in view.turn.cues:
        return last, _THANKED if few else _THANKED_AMONG_MANY
    if few and Cue.ASKS not in view.turn.cues and Cue.ACK not in view.turn.cues:
        return last, _TALKS_ON
    return None


def _elsewhere(one: Turn, view: Scene) -> bool:
    """Whether a message called somebody other than the asker."""
    return Cue.CALLS in one.cues and view.turn.author not in one.addressed
