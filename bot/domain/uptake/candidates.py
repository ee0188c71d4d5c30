"""Candidates: what a message in a crowd could be a reply to, each with what speaks for and against.

Every earlier message that it could reply to is described by features, and so is the message itself
as the beginning of something new.

A set of features is a whole number with one bit for each (`NAMES` has their names in order), so
that a set is made quickly and its sum can be looked up: the same sets come again and again.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from bot.domain.question import Question
from bot.domain.room import RoomView
from bot.domain.turn import Cue, Turn
from bot.domain.uptake.manner import STEPS

REACH: Final = 50  # messages back
FAR: Final = 300  # messages back, for questions by the author or by whoever is called
FAR_QUESTIONS: Final = 3

_NEAR: Final = (1, 2, 3, 4, 6, 9, 13, 20, 32, 50)
_SOON: Final = (10.0, 30.0, 60.0, 120.0, 300.0, 900.0)
_RARITY: Final = (0.3, 0.9, 1.6, 2.6)
_SHORT: Final = 3
_LONGER: Final = 8
_LONG: Final = 14
_QUIET: Final = 120.0
_AWAY: Final = 20
_AT_ONCE: Final = 60.0

NAMES: Final[list[str]] = []

# How the author of the earlier message stands to this one's: it is their own; or by somebody whom
# they call, name, or pass over (they call another); or, where they call nobody, free.
OWN, CALLED, NAMED, PASSED, FREE = range(5)
_RELATIONS: Final = ("own", "called", "named", "passed over", "free")


def _bit(name: str) -> int:
    NAMES.append(name)
    return 1 << (len(NAMES) - 1)


def _each(name: str) -> tuple[int, ...]:
    """One feature for each relation."""
    return tuple(_bit(f"{relation}: {name}") for relation in _RELATIONS)


def _steps(name: str, upto: Sequence[float]) -> tuple[tuple[int, ...], ...]:
    """For each relation one feature for each step of a number."""
    return tuple(
        tuple(_bit(f"{relation}: {name} {step}") for step in range(len(upto) + 1))
        for relation in _RELATIONS
    )


_PLACE: Final = _steps("place", _NEAR)
_TIME: Final = _steps("time", _SOON)
_SHARED: Final = _steps("shares", _RARITY)
_MOST: Final = _each("shares most")
_LATEST: Final = _each("their latest")
_ASKS: Final = _each("asks")
_TRACKED: Final = _each("asks what is worth a follow")
_CALLS_ME: Final = _each("calls the author")
_NAMES_ME: Final = _each("names the author")
_CALLS_ANOTHER: Final = _each("calls another")
_SPOKE_SINCE: Final = _each("the author spoke since")
_REPLIED: Final = _each("its author was called since")
_NEW: Final = _each("first by its author")
_OPENS: Final = _steps("words that open", range(STEPS - 1))
_GOES_ON: Final = _steps("words that go on", range(STEPS - 1))
_GETS_REPLIES: Final = _steps("words that get replies", range(STEPS - 1))

_SAYS: Final = tuple(
    (cue, _bit(f"it {cue.value}"))
    for cue in (Cue.THANKS, Cue.ACK, Cue.CODE, Cue.GREETING, Cue.ANSWER, Cue.JOKE)
)
_IS_LONG: Final = _bit("it is long")
_IS_SHORT: Final = _bit("it is short")
_BY_BOT: Final = _bit("it is by a bot")

_CALLED_BEFORE: Final = _bit("free: was called by the author before")
_CALLED_ME_BEFORE: Final = _bit("free: called the author before")
_LAST_PARTNER: Final = _bit("free: the author's last partner")
_KNOWN: Final = _bit("called: they have talked before")
_SAME_CALLED: Final = _bit("both call the same")
_OWN_SAME_CALLED: Final = _bit("own: both call the same")
_OWN_AT_ONCE: Final = _bit("own: at once")
_OWN_SHORT: Final = _bit("own: it is short")
_OWN_BOTH_ASK: Final = _bit("own: both ask")

_ANSWERS_ASKER: Final = _bit("answers what asks")
_YES_NO_ASKER: Final = _bit("yes or no to what asks")
_CODE_ASKER: Final = _bit("code for what asks")
_FIGURE_ASKER: Final = _bit("a figure for what asks")
_ASKS_ASKER: Final = _bit("asks back what asks")
_LONG_ASKER: Final = _bit("long, after what asks")
_SHORT_ASKER: Final = _bit("short, after what asks")
_NEW_ASKER: Final = _bit("first by the author, after what asks")
_ASKED_ASKER: Final = _bit("by whom it calls, after what asks")
_ASKS_CALLER: Final = _bit("asks who called the author")
_ACKS_CALLER: Final = _bit("acknowledges who called the author")
_THANKS_CALLER: Final = _bit("thanks who called the author")
_YES_NO_CALLER: Final = _bit("yes or no to who called the author")
_SHORT_CALLER: Final = _bit("short, after who called the author")
_GREETS_BACK: Final = _bit("greets who greets")

_STARTS: Final = _bit("starts")
_STARTS_ASKING: Final = _bit("starts: asks")
_STARTS_SHORT: Final = _bit("starts: short")
_STARTS_LONGER: Final = _bit("starts: longer")
_STARTS_LONG: Final = _bit("starts: long")
_STARTS_CALLING: Final = _bit("starts: calls")
_STARTS_NAMING: Final = _bit("starts: names")
_STARTS_NEW: Final = _bit("starts: first by the author")
_STARTS_NEW_CALLING: Final = _bit("starts: first by the author, calls")
_STARTS_NEW_ASKING: Final = _bit("starts: first by the author, asks")
_STARTS_CALLING_ASKING: Final = _bit("starts: calls, asks")
_STARTS_CALLING_AWAY: Final = _bit("starts: calls nobody who spoke lately")
_STARTS_QUIET: Final = _bit("starts: after a silence")
_STARTS_AT_ONCE: Final = _bit("starts: right after their own")
_STARTS_AWAY: Final = _bit("starts: long after their own")
_STARTS_CALLED: Final = _bit("starts: was called since")
_STARTS_OPENING: Final = tuple(_bit(f"starts: words that open {each}") for each in range(STEPS))
_STARTS_GOING_ON: Final = tuple(_bit(f"starts: words that go on {each}") for each in range(STEPS))
_STARTS_SAYING: Final = tuple(
    (cue, _bit(f"starts: {cue.value}"))
    for cue in (
        Cue.ACK, Cue.THANKS, Cue.ANSWER, Cue.GREETING, Cue.YES_NO, Cue.CODE, Cue.JOKE, Cue.REASON,
        Cue.FIGURE, Cue.FOLLOW, Cue.LOOKS_BACK,
    )
)  # fmt: skip

Earlier = Turn | Question


@dataclass(slots=True, kw_only=True)
class _View:
    """What the last messages say about the one looked at. Places count back from it: 1 is next.

    `last_of` and `first_of`: where each speaker spoke last and first; `called_at`: where somebody
    was called last; `by_me` and `me_by`: where the author called somebody, and was called by them.
    `shares` has for each place how much that message shares with this one, `most` the most of it.
    `to_asker` and `to_caller`: what this message does to what asks, or to what calls its author.
    """

    turn: Turn
    whom: str | None
    questions: Mapping[str, Question]
    words: frozenset[int]
    my_last: int = REACH + 1
    last_of: dict[str, int] = field(default_factory=dict)
    first_of: dict[str, int] = field(default_factory=dict)
    called_at: dict[str, int] = field(default_factory=dict)
    by_me: dict[str, int] = field(default_factory=dict)
    me_by: dict[str, int] = field(default_factory=dict)
    people: dict[str, tuple[int, int]] = field(default_factory=dict)
    shares: list[float] = field(default_factory=list)
    most: float = 0.0
    to_asker: int = 0
    to_caller: int = 0


def called(turn: Turn) -> str | None:
    """Whom a message calls by name, if anybody."""
    return turn.addressed[0] if turn.addressed and Cue.CALLS in turn.cues else None


def candidates(turn: Turn, room: RoomView) -> Iterator[tuple[Earlier | None, int]]:
    """Everything that a message could reply to, with its features; first None: it starts a talk.

    `room` doesn't hold the message yet. Messages come the latest first, then old questions by the
    author or by whoever is called.
    """
    before = list(islice(reversed(room.turns), REACH))
    view = _view(turn, room, before)
    yield None, _start(view, before)
    for place, each in enumerate(before, start=1):
        relation, found = _of_person(view, each.author)
        found |= _where(view, each, place, relation) | _itself(each)
        yield each, found | (_own if relation == OWN else _others)(view, each, place, relation)
    yield from _old_questions(view, room, before)


def _view(turn: Turn, room: RoomView, before: list[Turn]) -> _View:
    view = _View(
        turn=turn,
        whom=called(turn),
        questions=room.questions,
        words=frozenset(word for word, _ in turn.words),
    )
    for place, each in enumerate(before, start=1):
        view.last_of.setdefault(each.author, place)
        view.first_of[each.author] = place
        _note_call(view, each, place)
    view.my_last = view.last_of.get(turn.author, REACH + 1)
    view.shares = _shares(view.words, before)
    view.most = max(view.shares, default=0.0)
    _note_acts(view)
    return view


def _note_call(view: _View, each: Turn, place: int) -> None:
    whom = called(each)
    if whom is None:
        return
    view.called_at.setdefault(whom, place)
    if each.author == view.turn.author:
        view.by_me.setdefault(whom, place)
    elif whom == view.turn.author:
        view.me_by.setdefault(each.author, place)


_ACTS: Final = (
    (Cue.ANSWER, _ANSWERS_ASKER, 0),
    (Cue.YES_NO, _YES_NO_ASKER, _YES_NO_CALLER),
    (Cue.CODE, _CODE_ASKER, 0),
    (Cue.FIGURE, _FIGURE_ASKER, 0),
    (Cue.ASKS, _ASKS_ASKER, _ASKS_CALLER),
    (Cue.ACK, 0, _ACKS_CALLER),
    (Cue.THANKS, 0, _THANKS_CALLER),
)


def _note_acts(view: _View) -> None:
    turn = view.turn
    for cue, to_asker, to_caller in _ACTS:
        if cue in turn.cues:
            view.to_asker |= to_asker
            view.to_caller |= to_caller
    if turn.length <= _SHORT:
        view.to_asker |= _SHORT_ASKER
        view.to_caller |= _SHORT_CALLER
    elif turn.length >= _LONG:
        view.to_asker |= _LONG_ASKER
    if view.my_last > REACH:
        view.to_asker |= _NEW_ASKER


# --- that it starts something ----------------------------------------------------------------


def _start(view: _View, before: list[Turn]) -> int:
    turn = view.turn
    found = _STARTS | _start_by_length(turn.length) | _start_by_history(view)
    if Cue.ASKS in turn.cues:
        found |= _STARTS_ASKING
    if view.whom is not None:
        found |= _STARTS_CALLING | (_STARTS_CALLING_ASKING if Cue.ASKS in turn.cues else 0)
        found |= 0 if view.whom in view.last_of else _STARTS_CALLING_AWAY
    elif turn.addressed:
        found |= _STARTS_NAMING
    if before and turn.at - before[0].at > _QUIET:
        found |= _STARTS_QUIET
    for cue, bit in _STARTS_SAYING:
        if cue in turn.cues:
            found |= bit
    if turn.manner:
        found |= _STARTS_OPENING[turn.manner[0]] | _STARTS_GOING_ON[turn.manner[1]]
    return found


def _start_by_length(length: int) -> int:
    if length <= _SHORT:
        return _STARTS_SHORT
    if length >= _LONG:
        return _STARTS_LONG
    return _STARTS_LONGER if length >= _LONGER else 0


def _start_by_history(view: _View) -> int:
    found, mine = 0, view.my_last
    if view.called_at.get(view.turn.author, mine) < mine:
        found |= _STARTS_CALLED
    if mine > REACH:
        found |= _STARTS_NEW | (_STARTS_NEW_ASKING if Cue.ASKS in view.turn.cues else 0)
        found |= 0 if view.whom is None else _STARTS_NEW_CALLING
    elif mine == 1:
        found |= _STARTS_AT_ONCE
    elif mine > _AWAY:
        found |= _STARTS_AWAY
    return found


# --- that it replies to something ------------------------------------------------------------


def _of_person(view: _View, who: str) -> tuple[int, int]:
    """How the author stands to somebody, and what that says of all that they said."""
    if who not in view.people:
        relation = _relation(view, who)
        view.people[who] = relation, _between(view, who, relation) | _manner(view.turn, relation)
    return view.people[who]


def _relation(view: _View, who: str) -> int:
    if who == view.turn.author:
        return OWN
    if who == view.whom:
        return CALLED
    if who in view.turn.addressed:
        return NAMED
    return FREE if view.whom is None else PASSED


def _between(view: _View, who: str, relation: int) -> int:
    """What the two have said to each other lately."""
    found, out, back = 0, view.by_me.get(who), view.me_by.get(who)
    if relation == FREE:
        found |= 0 if out is None else _CALLED_BEFORE
        found |= 0 if back is None else _CALLED_ME_BEFORE
        latest = min((*view.by_me.values(), *view.me_by.values()), default=None)
        if latest is not None and latest in (out, back):
            found |= _LAST_PARTNER
    elif relation == CALLED and (out is not None or back is not None):
        found |= _KNOWN
    return found


def _manner(turn: Turn, relation: int) -> int:
    """What the message's own words speak for."""
    if not turn.manner:
        return 0
    opens, goes_on, _ = turn.manner
    return _OPENS[relation][opens] | _GOES_ON[relation][goes_on]


def _where(view: _View, each: Turn, place: int, relation: int) -> int:
    """Where a message stands, and which words it shares."""
    who = each.author
    found = _PLACE[relation][bisect_left(_NEAR, place)]
    found |= _TIME[relation][bisect_left(_SOON, view.turn.at - each.at)]
    if place == view.last_of[who]:
        found |= _LATEST[relation]
    if place == view.first_of[who]:
        found |= _NEW[relation]
    if view.called_at.get(who, place) < place:
        found |= _REPLIED[relation]
    if each.manner:
        found |= _GETS_REPLIES[relation][each.manner[-1]]
    share = view.shares[place - 1]
    if share:
        found |= _SHARED[relation][bisect_left(_RARITY, share)]
        found |= _MOST[relation] if share == view.most else 0
    if Cue.ASKS in each.cues:
        found |= _ASKS[relation]
        question = view.questions.get(each.id)
        if question is not None and question.tracked:
            found |= _TRACKED[relation]
    return found


def _own(view: _View, each: Turn, place: int, relation: int) -> int:  # noqa: ARG001 - as _others
    """What speaks for going on with one's own words."""
    found = 0
    if place == 1 and view.turn.at - each.at < _AT_ONCE:
        found |= _OWN_AT_ONCE
    if each.length <= _SHORT:
        found |= _OWN_SHORT
    if Cue.ASKS in each.cues and Cue.ASKS in view.turn.cues:
        found |= _OWN_BOTH_ASK
    if view.whom is not None and called(each) == view.whom:
        found |= _OWN_SAME_CALLED
    return found


def _others(view: _View, each: Turn, place: int, relation: int) -> int:
    """What speaks for replying to somebody else's."""
    me, whom, found = view.turn.author, called(each), 0
    if whom == me:
        found |= _CALLS_ME[relation] | view.to_caller
    elif me in each.addressed:
        found |= _NAMES_ME[relation]
    elif whom is not None:
        found |= _CALLS_ANOTHER[relation] | (_SAME_CALLED if whom == view.whom else 0)
    if Cue.ASKS in each.cues:
        found |= view.to_asker | (_ASKED_ASKER if whom == me else 0)
    if view.my_last < place:
        found |= _SPOKE_SINCE[relation]
    if Cue.GREETING in each.cues and Cue.GREETING in view.turn.cues:
        found |= _GREETS_BACK
    return found


def _itself(each: Turn) -> int:
    found, cues = 0, each.cues
    for cue, bit in _SAYS:
        if cue in cues:
            found |= bit
    if each.length <= _SHORT:
        found |= _IS_SHORT
    elif each.length >= _LONG:
        found |= _IS_LONG
    if each.bot:
        found |= _BY_BOT
    return found


def _shares(mine: frozenset[int], before: list[Turn]) -> list[float]:
    """How much each message shares with this one, by words that are rare just now."""
    known: dict[int, int] = {}
    sharing = [[pair for pair in each.words if pair[0] in mine] for each in before]
    for both in sharing:
        for word, _ in both:
            known[word] = known.get(word, 0) + 1
    return [
        sum([weight / known[word] ** 0.5 for word, weight in both]) if both else 0.0
        for both in sharing
    ]


def _old_questions(
    view: _View, room: RoomView, before: list[Turn]
) -> Iterator[tuple[Earlier, int]]:
    """Questions from before those messages, by the author or by whom they call."""
    turn, found = view.turn, 0
    oldest = before[-1].seq if before else turn.seq
    for question in reversed(list(room.questions.values())):
        if question.seq >= oldest or question.asker not in (turn.author, view.whom):
            continue
        if turn.seq - question.seq > FAR or found == FAR_QUESTIONS:
            return
        found += 1
        yield question, _of_old(view, question)


def _of_old(view: _View, question: Question) -> int:
    turn = view.turn
    relation, found = _of_person(view, question.asker)
    found |= _PLACE[relation][-1] | _ASKS[relation]
    found |= _TIME[relation][bisect_left(_SOON, turn.at - question.asked_at)]
    if question.asker not in view.last_of:
        found |= _LATEST[relation]
    if question.tracked:
        found |= _TRACKED[relation]
    if turn.author in question.addressed:
        found |= _CALLS_ME[relation]
    share = sum([weight for word, weight in question.words if word in view.words])
    if share:
        found |= _SHARED[relation][bisect_left(_RARITY, share)]
    if relation == OWN and Cue.ASKS in turn.cues:
        found |= _OWN_BOTH_ASK
    return found
