"""Uptake by plain rules: points for and against each question, no learning (docs/uptake.md)."""

from typing import Final

from bot.domain.question import How, Question, State, together
from bot.domain.room import RoomView
from bot.domain.turn import Cue, Turn
from bot.domain.uptake import Link, Verdict, points
from bot.domain.uptake.asker import of_the_asker
from bot.domain.uptake.evidence import of_message, of_pair
from bot.domain.uptake.points import Evidence, likelihood
from bot.domain.uptake.scene import Scene, scene, shared_weight

WEIGHT_AT_LEAST: Final = 0.4
REACH: Final = 40  # messages
_NEARBY: Final = 12  # messages
_SIGN: Final = 2  # messages that a brush-off stands for
MOST_CANDIDATES: Final = 40
_SAME_ASKER: Final = 0.4
_OTHER_ASKER: Final = 0.95
_CLOSED: Final = frozenset({State.WITHDRAWN, State.SETTLED, State.GONE})
_DIRECT: Final = frozenset(
    {points.REPLY, points.REPLIES_IDLY, points.CALLS_ASKER, points.MENTIONS_ASKER}
)
_EMPTY: Final = frozenset({Cue.REACTION})


class RuleUptake:
    """Judges by points. It keeps nothing between messages: all it knows stands in the room."""

    def judge(self, turn: Turn, room: RoomView) -> Verdict:
        """What the message means for the room's questions; `room` doesn't hold it yet."""
        if turn.bot or not _EMPTY.isdisjoint(turn.cues):
            return Verdict()
        questions = _in_reach(turn, room)
        if not questions:
            return Verdict()
        view = scene(turn, room)
        own = of_the_asker(view, [each for each in questions if each.asker == turn.author], room)
        scored = _scored(view, [each for each in questions if each.asker != turn.author])
        links = _chosen(turn, scored)
        linked = {each.question for each in links}
        return Verdict(
            links=(*own.links, *links),
            brushed_off=tuple(
                question.id
                for question, found, _ in scored
                if question.id not in linked and question.waiting and _lets_drop(found)
            ),
            withdrawn=own.withdrawn,
            taken_away=_taken_away(turn, room, linked),
            undone=own.undone,
            settled=own.settled,
        )

    def chance(self, question: Question) -> float:
        """What its pick-ups say together: rules keep no standing."""
        return together(question.pick_ups)

    def hanging_score(self, question: Question, room: RoomView) -> float:
        """How surely the question was let drop so far, 0 to 1.

        It rises with every message that passed it by, the faster the fewer people talk.
        """
        passed = question.others + _SIGN * question.brushed_off
        return (1.0 - question.taken_up) * passed / (passed + room.pace.voices / 2)


def _in_reach(turn: Turn, room: RoomView) -> list[Question]:
    """The questions that the message could be about: the recent, and older ones it points at."""
    found: list[Question] = []
    for question in reversed(list(room.questions.values())):
        if question.state in _CLOSED or question.message == turn.id:
            continue
        if turn.seq - question.run_seq <= REACH or _points_at(turn, question):
            found.append(question)
            if len(found) == MOST_CANDIDATES:
                break
    return found


def _points_at(turn: Turn, question: Question) -> bool:
    """Whether a message refers to an older question by reply, by thread or by the asker's name."""
    return question.message in {turn.reply_to, turn.thread} or question.asker in turn.addressed


Scored = tuple[Question, list[Evidence], float]


def _scored(view: Scene, questions: list[Question]) -> list[Scored]:
    """Each question that the message may be about, with what speaks for it and how sure it is."""
    shared = [shared_weight(view.words, each.words) for each in questions]
    most = max(shared, default=0.0)
    about = of_message(view.turn)
    scored: list[Scored] = []
    for question, weight in zip(questions, shared, strict=True):
        if not weight and _far_from(view.turn, question):
            continue
        found = of_pair(view, question, weight, most)
        if _belongs(view.turn, question, found):
            found.extend(about)
            scored.append((question, found, likelihood(found, crowd=view.crowd)))
    scored.sort(key=lambda each: -each[2])
    return scored


def _far_from(turn: Turn, question: Question) -> bool:
    """Whether a message that shares no word with a question can't be about it any more."""
    return (
        turn.seq - question.run_seq > _NEARBY
        and Cue.LOOKS_BACK not in turn.cues
        and turn.author not in question.addressed
        and not _points_at(turn, question)
    )


def _belongs(turn: Turn, question: Question, found: list[Evidence]) -> bool:
    """Whether thread and reply allow it: elsewhere only a reply or the asker's name reaches."""
    if any(each in _DIRECT for each in found):
        return True
    if turn.reply_to is not None:
        return False
    if turn.thread is not None and not turn.broadcast:
        return points.THREAD in found
    return question.thread is None


def _chosen(turn: Turn, scored: list[Scored]) -> tuple[Link, ...]:
    """The best question; others only where they are as likely, or by the same asker."""
    links: list[Link] = []
    for question, found, weight in scored:
        if weight < WEIGHT_AT_LEAST:
            break
        best, _, most = scored[0]
        share = _SAME_ASKER if question.asker == best.asker else _OTHER_ASKER
        if weight >= most * share:
            links.append(Link(question=question.id, how=_how(turn, found), weight=weight))
    return tuple(links)


_FITTING: Final = frozenset({points.FITS, points.FITS_AT_ONCE, points.STRAIGHT})
_FOLLOWING: Final = frozenset({Cue.LOOKS_BACK, Cue.TAKE_AWAY, Cue.ASKS})


def _how(turn: Turn, found: list[Evidence]) -> How:
    """Whether it answers, or follows: asks on, goes back to it, reflects, will find out."""
    if not _FOLLOWING.isdisjoint(turn.cues):
        return How.FOLLOW
    if Cue.FOLLOW in turn.cues and _FITTING.isdisjoint(found):
        return How.FOLLOW
    return How.ANSWER


_CLOSE: Final = frozenset({points.NEXT, points.SECOND})


def _lets_drop(found: list[Evidence]) -> bool:
    """Whether a message answers to a question and lets it drop."""
    if points.LETS_DROP not in found:
        return False
    return not _DIRECT.isdisjoint(found) or (
        not _CLOSE.isdisjoint(found) and points.CALLS_ANOTHER not in found
    )


def _taken_away(turn: Turn, room: RoomView, linked: set[str]) -> tuple[str, ...]:
    """The questions that a convener says they will find out about (rule 6)."""
    if Cue.TAKE_AWAY not in turn.cues or turn.author not in room.conveners:
        return ()
    return tuple(linked)
