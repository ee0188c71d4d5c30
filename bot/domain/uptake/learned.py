"""Uptake as it was learned: in a crowd by links and threads, in a small circle as that judges."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.domain.question import How, Question, State
from bot.domain.room import RoomView
from bot.domain.standing import Standing, Thread, Touch
from bot.domain.turn import Cue, Turn
from bot.domain.uptake import Link, Uptake, Verdict, outcome, threads
from bot.domain.uptake.candidates import Earlier
from bot.domain.uptake.circle_outcome import CIRCLE
from bot.domain.uptake.links import Links
from bot.domain.uptake.scene import is_crowd
from bot.domain.weights import Weights

NAMED_AT: Final = 0.15  # how direct a touch must be to be told as a pick-up
WITHDRAWN_WITHIN: Final = 12  # messages
_BRUSHES_OFF: Final = 0.4
_DECIMALS: Final = 3
_SURELY: Final = 0.8
_CLOSED: Final = frozenset({State.WITHDRAWN, State.SETTLED, State.GONE})
_FOLLOWING: Final = frozenset({Cue.LOOKS_BACK, Cue.TAKE_AWAY, Cue.ASKS})

Touches = tuple[tuple[str, Touch], ...]


class LearnedUptake:
    """Judges by what was learned. `crowd` has the models "links" and "outcome" (bot/weights).

    `circle` judges where few people talk.
    """

    def __init__(self, crowd: Mapping[str, Weights], circle: Uptake) -> None:
        self._links = Links(crowd["links"])
        self._outcome = crowd["outcome"]
        self._circle = circle

    def judge(self, turn: Turn, room: RoomView) -> Verdict:
        """What the message means for the room's questions; `room` doesn't hold it yet."""
        if not is_crowd(room):
            return self._circle.judge(turn, room)
        if turn.bot or Cue.REACTION in turn.cues:
            return Verdict()
        return _verdict(turn, self._links.likely(turn, room), room)

    def chance(self, question: Question, standing: Standing) -> float:
        """How surely a question that stands so was taken up, 0 to 1, by the touches."""
        touches = standing.touches
        if touches and CIRCLE in touches[-1].marks:
            return self._circle.chance(question, standing)
        return outcome.taken_up(question, standing, self._outcome)

    def hanging_score(self, question: Question, room: RoomView) -> float:  # noqa: ARG002 - of the seam
        """How surely the question was let drop so far, 0 to 1."""
        return 1.0 - question.taken_up


def _verdict(turn: Turn, likely: Sequence[tuple[Earlier, float]], room: RoomView) -> Verdict:
    """What a message in a crowd means, by what it may reply to."""
    parts = threads.carried(likely, room)
    touches = _touches(turn, parts, room)
    how = How.FOLLOW if not _FOLLOWING.isdisjoint(turn.cues) else How.ANSWER
    links = tuple(
        Link(question=name, how=how, weight=each.direct)
        for name, each in touches
        if each.direct >= NAMED_AT and not each.own
    )
    taken_away = _taken_away(turn, links, room)
    return Verdict(
        links=links,
        brushed_off=tuple(_brushed_off(touches, room)),
        withdrawn=_withdrawn(turn, room),
        taken_away=taken_away,
        touches=tuple(each for each in touches if each[0] not in taken_away),
        threads=threads.remembered(turn, parts, room),
        begins=round(max(0.0, 1.0 - sum([each for _, each in likely])), _DECIMALS),
    )


def _touches(turn: Turn, parts: Mapping[str, Thread], room: RoomView) -> Touches:
    found = ((room.questions.get(name), part) for name, part in parts.items())
    return tuple(
        (question.id, threads.touch(turn, part, question))
        for question, part in found
        if question is not None and question.state not in _CLOSED
    )


def _brushed_off(touches: Touches, room: RoomView) -> Iterable[str]:
    """The waiting questions that a message answers to, and lets drop."""
    for name, each in touches:
        if each.drops >= _BRUSHES_OFF and room.questions[name].waiting:
            yield name


def _taken_away(turn: Turn, links: tuple[Link, ...], room: RoomView) -> tuple[str, ...]:
    """The questions that a convener says they will find out about (rule 6)."""
    if Cue.TAKE_AWAY not in turn.cues or turn.author not in room.conveners:
        return ()
    return tuple(each.question for each in links)


def _withdrawn(turn: Turn, room: RoomView) -> tuple[str, ...]:
    """The author's latest question that still waits, where they take it back."""
    if Cue.WITHDRAW not in turn.cues or Cue.ASKS in turn.cues:
        return ()
    for question in reversed(list(room.questions.values())):
        if question.asker == turn.author and question.taken_up < _SURELY:
            near = turn.seq - question.run_seq <= WITHDRAWN_WITHIN
            return (question.id,) if near else ()
    return ()
