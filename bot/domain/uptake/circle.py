"""Uptake in a small circle: a few people, and one talk after another.

Each message is held against the questions that were asked of late: a softmax over their log-odds,
with "none of them" at nothing, says how likely it takes each of them up (circle_evidence.py,
acts.py). What that comes to for a question, circle_outcome.py says.
"""

from collections.abc import Iterable, Mapping
from math import exp
from typing import Final

from bot.domain.question import How, Question
from bot.domain.room import RoomView
from bot.domain.standing import Standing, Touch
from bot.domain.turn import Cue, Turn
from bot.domain.uptake import Link, Verdict, circle_outcome
from bot.domain.uptake.acts import LATER
from bot.domain.uptake.asker import taken_back
from bot.domain.uptake.circle_evidence import CLOSED, REACH, Candidate, candidates
from bot.domain.uptake.circle_outcome import ANSWERED, ASKS_AGAIN, CALLS, CIRCLE, GOES_ON
from bot.domain.uptake.replying import drops, fits
from bot.domain.uptake.scene import shared_weight
from bot.domain.weights import Weights

TOUCHES: Final = 0.02  # how direct a message must be to touch a question at all
LINKS: Final = 0.3  # and to be told as what may have taken it up
THANKED: Final = 0.85  # how surely what is thanked for is told as a pick-up
UNREAD: Final = 0.97  # how surely words that aren't read take up what they are plainly to
_PERHAPS: Final = 0.1
_MOST: Final = 30.0  # log-odds
_AGAIN: Final = 0.4  # of the question's words, by their rarity
_RARE: Final = 0.9
_IDLE: Final = frozenset({Cue.JOKE, Cue.BRUSH_OFF, Cue.ACK, Cue.GREETING})
_FOLLOWING: Final = frozenset({Cue.LOOKS_BACK, Cue.TAKE_AWAY, Cue.ASKS})


class CircleUptake:
    """Judges by what was learned. `weights` has the models "takes up" and "outcome"."""

    def __init__(self, weights: Mapping[str, Weights]) -> None:
        self._takes_up = weights["takes up"]
        self._outcome = weights["outcome"]

    def judge(self, turn: Turn, room: RoomView) -> Verdict:
        """What the message means for the room's questions; `room` doesn't hold it yet."""
        if turn.bot or Cue.REACTION in turn.cues:
            return Verdict()
        found = candidates(turn, room)
        direct = self.direct(turn, found)
        links = tuple(
            Link(question=each.question.id, how=_how(turn, each.question), weight=likely)
            for each, likely in zip(found, direct, strict=True)
            if likely >= LINKS and not _lets_drop(turn, each)
        )
        taken_away = _taken_away(turn, room, links)
        touches = _touches(turn, found, direct)
        own = _own_questions(turn, room)
        own_touches = tuple(_own_touches(turn, own, room))
        return Verdict(
            links=(*links, *_thanked(own_touches, room)),
            touches=(
                *(each for each in touches if each[0] not in taken_away),
                *own_touches,
            ),
            brushed_off=tuple(
                each.question.id
                for each in found
                if each.question.waiting and _lets_drop(turn, each)
            ),
            withdrawn=taken_back(turn, own),
            taken_away=taken_away,
        )

    def direct(self, turn: Turn, found: list[Candidate]) -> list[float]:
        """How likely the message takes up each of these questions, 0 to 1; together at most 1."""
        if turn.unread:
            return _unread(turn, found)
        odds = [exp(min(self._log_odds(turn, each), _MOST)) for each in found]
        whole = 1.0 + sum(odds)
        return [each / whole for each in odds]

    def _log_odds(self, turn: Turn, candidate: Candidate) -> float:
        acts = turn.takes_up[candidate.zone] if turn.takes_up else 0.0
        return self._takes_up.sum(candidate.seen) + acts

    def chance(self, question: Question, standing: Standing) -> float:  # noqa: ARG002 - of the seam
        """How surely a question that stands so was taken up, 0 to 1, by the touches."""
        return circle_outcome.taken_up(standing.touches, self._outcome)

    def hanging_score(self, question: Question, room: RoomView) -> float:  # noqa: ARG002 - of the seam
        """How surely the question was let drop so far, 0 to 1."""
        return 1.0 - question.taken_up


def _unread(turn: Turn, found: list[Candidate]) -> list[float]:
    """Of words that aren't read it is known only whom they are to, which is enough (rule 9)."""
    meant = next((n for n, each in enumerate(found) if _points_at(turn, each.question)), None)
    return [UNREAD if number == meant else 0.0 for number in range(len(found))]


def _points_at(turn: Turn, question: Question) -> bool:
    return question.message in {turn.reply_to, turn.thread} or question.asker in turn.addressed


def _how(turn: Turn, question: Question) -> How:
    """Whether it answers, or follows: asks on, goes back to it, reflects, will find out."""
    if not _FOLLOWING.isdisjoint(turn.cues):
        return How.FOLLOW
    if Cue.FOLLOW in turn.cues and not fits(turn, question):
        return How.FOLLOW
    return How.ANSWER


def _touches(
    turn: Turn, found: list[Candidate], direct: list[float]
) -> Iterable[tuple[str, Touch]]:
    for each, likely in zip(found, direct, strict=True):
        dropped = 1.0 - likely if _lets_drop(turn, each) else 0.0
        if likely >= TOUCHES or dropped:
            touch = Touch(
                message=turn.id,
                after=turn.seq - each.question.run_seq,
                direct=likely,
                member=likely,
                drops=dropped,
                marks=(CIRCLE,),
            )
            yield each.question.id, touch


def _own_questions(turn: Turn, room: RoomView) -> list[Question]:
    """The author's own questions of late, the latest first."""
    return [
        each
        for each in reversed(list(room.questions.values()))
        if each.asker == turn.author
        and each.state not in CLOSED
        and each.message != turn.id
        and turn.seq - each.run_seq <= REACH
    ]


def _own_touches(turn: Turn, own: list[Question], room: RoomView) -> Iterable[tuple[str, Touch]]:
    """What the asker's next words say of their question; more lines of the same run say nothing."""
    for question in own:
        if turn.seq - question.run_seq > 1:
            yield question.id, _own_touch(turn, question, room)


def _thanked(own: Iterable[tuple[str, Touch]], room: RoomView) -> Iterable[Link]:
    """What the asker thanks for is told as a pick-up, if it may have been one at all."""
    for name, touch in own:
        if {circle_outcome.THANKS, ANSWERED} <= set(touch.marks) and touch.member >= _PERHAPS:
            touches = room.questions[name].standing.touches
            meant = [e for e in touches if not e.own and e.direct == touch.member]
            yield Link(question=name, how=How.ANSWER, weight=THANKED, message=meant[-1].message)


def _own_touch(turn: Turn, question: Question, room: RoomView) -> Touch:
    direct = {each.message: each.direct for each in question.standing.touches if not each.own}
    since = [
        each
        for each in room.turns
        if each.seq > question.run_seq and each.author != turn.author and not each.bot
    ]
    marks, member = [CIRCLE], 0.0
    theirs = [each for each in since if each.author in turn.addressed]
    surest = max(theirs, key=lambda each: direct.get(each.id, 0.0), default=None)
    last = room.turns[-1] if room.turns and since and room.turns[-1] is since[-1] else None
    if surest is not None and Cue.THANKS in turn.cues:
        last = surest  # whoever is thanked by name, whatever came in between
    about = list(_about_it(turn, question))
    again = ASKS_AGAIN in about  # then nothing that came before has answered it
    if last is not None and _IDLE.isdisjoint(last.cues) and not again:
        marks += [ANSWERED, circle_outcome.reaction(turn)]
        member = direct.get(last.id, 0.0)
    elif surest is not None and not again:
        marks.append(CALLS)
        member = direct.get(surest.id, 0.0)
    marks += about
    return Touch(
        message=turn.id,
        after=turn.seq - question.run_seq,
        member=member,
        own=True,
        marks=tuple(marks),
    )


def _about_it(turn: Turn, question: Question) -> Iterable[str]:
    """Whether the asker's line is about the question still, by the words of the two."""
    shared = shared_weight(frozenset(word for word, _ in turn.words), question.words)
    whole = sum(weight for _, weight in question.words)
    if Cue.ASKS in turn.cues and shared > _AGAIN * whole:
        yield ASKS_AGAIN
    if shared >= _RARE:
        yield GOES_ON


def _lets_drop(turn: Turn, candidate: Candidate) -> bool:
    """Whether a message answers to that question, and only lets it drop."""
    question = candidate.question
    close = candidate.zone != LATER and Cue.CALLS not in turn.cues
    meant = question.message == turn.reply_to or question.asker in turn.addressed
    return (close or meant) and drops(turn) and not fits(turn, question)


def _taken_away(turn: Turn, room: RoomView, links: tuple[Link, ...]) -> tuple[str, ...]:
    """The question that a convener says they will find out about (rule 6)."""
    if Cue.TAKE_AWAY not in turn.cues or turn.author not in room.conveners:
        return ()
    surest = max(links, key=lambda each: each.weight, default=None)
    return (surest.question,) if surest else ()
