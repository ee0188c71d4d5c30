"""What speaks for, and against, a message taking a question up."""

from typing import Final

from bot.domain.question import TAKEN_UP_AT, Question, Wants
from bot.domain.turn import Cue, Turn
from bot.domain.uptake import points
from bot.domain.uptake.points import Evidence
from bot.domain.uptake.scene import NEVER, Scene

_SHORT: Final = 3
_LONG: Final = 14
_VERY_LONG: Final = 26
_MINUTES: Final = 180.0
_MUCH: Final = 2.0
_WORD: Final = 0.9
_JUST_BEFORE: Final = 3  # messages
_AT_ONCE: Final = 2  # messages

_BY_CUE: Final = (
    (Cue.ANSWER, points.ANSWERS),
    (Cue.FOLLOW, points.FOLLOWS),
    (Cue.LOOKS_BACK, points.LOOKS_BACK),
    (Cue.COMMITS, points.COMMITS),
    (Cue.TAKE_AWAY, points.TAKES_AWAY),
    (Cue.ACK, points.ACKNOWLEDGES),
    (Cue.JOKE, points.JOKES),
    (Cue.BRUSH_OFF, points.BRUSHES_OFF),
    (Cue.PRAISE, points.PRAISES),
    (Cue.NEXT_ITEM, points.NEXT_ITEM),
    (Cue.GREETING, points.GREETS),
    (Cue.ASKS, points.ASKS),
    (Cue.THANKS, points.THANKS),
)
_FITTING: Final = (
    (Wants.YES_NO, Cue.YES_NO),
    (Wants.AMOUNT, Cue.FIGURE),
    (Wants.WHEN, Cue.FIGURE),
    (Wants.WHY, Cue.REASON),
)
_PLACES: Final = (
    (1, points.NEXT),
    (2, points.SECOND),
    (3, points.THIRD),
    (6, points.NEAR),
    (12, points.LATER),
    (20, points.FAR),
)
_DROPPING: Final = frozenset({Cue.BRUSH_OFF, Cue.JOKE, Cue.ACK, Cue.PRAISE, Cue.THANKS})
_TAKING_UP: Final = frozenset({Cue.COMMITS, Cue.LOOKS_BACK, Cue.FOLLOW, Cue.TAKE_AWAY, Cue.REASON})


def of_message(turn: Turn) -> list[Evidence]:
    """What the message's own words say, whichever question it is about."""
    found = [evidence for cue, evidence in _BY_CUE if cue in turn.cues]
    if turn.length >= _LONG:
        found.append(points.LONG if turn.length < _VERY_LONG else points.VERY_LONG)
    return found


def drops(turn: Turn) -> bool:
    """Whether a message only jokes, praises, thanks, acknowledges or puts off."""
    if _DROPPING.isdisjoint(turn.cues) or turn.length >= _VERY_LONG:
        return False
    return _TAKING_UP.isdisjoint(turn.cues)


def of_pair(view: Scene, question: Question, shared: float, most_shared: float) -> list[Evidence]:
    """What speaks for and against the message taking this question up.

    `shared` is the weight of the words that the two share, `most_shared` the most that the
    message shares with any question.
    """
    return [
        *_by_address(view.turn, question),
        *_by_place(view, question),
        *_by_words(view, question, shared, most_shared),
        *_by_answer(view.turn, question),
        *_by_talk(view, question),
        *_by_turns(view, question),
    ]


def fits(turn: Turn, question: Question) -> bool:
    """Whether a message is the kind of answer that the question asks for."""
    return any(cue in turn.cues and want in question.wants for want, cue in _FITTING)


def _by_address(turn: Turn, question: Question) -> list[Evidence]:
    """Whom the message answers, and whom the question was put to."""
    found: list[Evidence] = []
    if turn.reply_to == question.message:
        takes = fits(turn, question) or not drops(turn)
        found.append(points.REPLY if takes else points.REPLIES_IDLY)
    if turn.thread is not None and turn.thread in {question.thread, question.message}:
        found.append(points.THREAD)
    if question.asker in turn.addressed:
        called = Cue.CALLS in turn.cues and turn.addressed[0] == question.asker
        found.append(points.CALLS_ASKER if called else points.MENTIONS_ASKER)
        if Cue.LOOKS_BACK in turn.cues:
            found.append(points.RETURNS)
    elif Cue.CALLS in turn.cues:
        found.append(points.CALLS_ANOTHER)
    if question.addressed:
        asked = turn.author in question.addressed
        found.append(points.WAS_ASKED if asked else points.ANOTHER_WAS_ASKED)
    return found


def _by_place(view: Scene, question: Question) -> list[Evidence]:
    """How far the message stands from the question."""
    between = view.turn.seq - question.run_seq
    found = [next((place for reach, place in _PLACES if between <= reach), points.LONG_AGO)]
    if view.turn.at - question.asked_at >= _MINUTES:
        found.append(points.MINUTES)
    if view.asked_since(question.run_seq) == 1:
        found.append(points.ASKED_SINCE)
    return found


def _by_words(view: Scene, question: Question, shared: float, most_shared: float) -> list[Evidence]:
    """What the words of the two have in common."""
    found: list[Evidence] = []
    if shared >= _MUCH:
        found.append(points.SHARES_MUCH)
    elif shared >= _WORD:
        found.append(points.SHARES)
    elif shared > 0:
        found.append(points.TOUCHES)
    if most_shared >= shared + _WORD:
        found.append(points.SHARES_MORE_WITH_ANOTHER)
    place, continued = view.continued
    if place > question.run_seq and continued > shared:
        found.append(points.CONTINUES)
    return found


def _by_answer(turn: Turn, question: Question) -> list[Evidence]:
    """Whether it is an answer of the kind asked for, or only lets the question drop."""
    found: list[Evidence] = []
    fitting = fits(turn, question)
    answering = Cue.ANSWER in turn.cues
    if turn.seq - question.run_seq > _AT_ONCE:
        found += [points.FITS] if fitting else []
    elif fitting and answering:
        found.append(points.STRAIGHT)
    elif fitting or answering:
        found.append(points.FITS_AT_ONCE if fitting else points.ANSWERS_AT_ONCE)
    if turn.length <= _SHORT and not (fitting or answering):
        found.append(points.SHORT)
    if not fitting and drops(turn):
        found.append(points.LETS_DROP)
    return found


def _by_talk(view: Scene, question: Question) -> list[Evidence]:
    """Who has been talking with whom."""
    asker, since = question.asker, question.seq
    called = view.called_author.get(asker, NEVER)
    found: list[Evidence] = []
    if called > since:
        found.append(points.IN_TALK)
    if NEVER < max(called, view.author_called.get(asker, NEVER)) < since:
        found.append(points.PARTNERS)
    if view.talks_elsewhere_since(since, asker):
        found.append(points.TALKS_ELSEWHERE)
    if not view.others_spoke_since(question.run_seq, asker):
        found.append(points.ONLY_VOICE)
    if view.spoke_between(since - _JUST_BEFORE, since):
        found.append(points.SPOKE_BEFORE)
    return found


def _by_turns(view: Scene, question: Question) -> list[Evidence]:
    """What the author and the asker have said since, and who has taken it up already."""
    author = view.turn.author
    found: list[Evidence] = []
    if view.last_spoke.get(question.asker, NEVER) > question.run_seq:
        found.append(points.ASKER_SPOKE_SINCE)
    if question.taken_up >= TAKEN_UP_AT:
        found.append(points.TAKEN_UP)
    if any(each.author == author for each in question.pick_ups):
        found.append(points.SAME_HAND)
    if view.last_spoke.get(author, NEVER) < question.seq:
        asked = author in question.addressed
        found.append(points.ASKED_AND_FIRST if asked else points.FIRST_SINCE)
    if view.last_asked.get(author, NEVER) > question.seq:
        found.append(points.HAS_OWN_QUESTION)
    if view.last and view.last.author == author and view.last.seq > question.run_seq:
        found.append(points.OWN_RUN)
    return found
