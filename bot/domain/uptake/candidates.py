"""Candidates: what a message in a crowd could be a reply to, each with what speaks for and against.

Every earlier message that it could reply to is described by features, and so is the message itself
as the beginning of something new. What they come to is added up as it is found
(link_features.py): no other step of the tracker is done so often.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Final

from bot.domain.question import Question
from bot.domain.room import RoomView
from bot.domain.turn import Cue, Turn
from bot.domain.uptake.link_features import (
    CALLED,
    FREE,
    LONG,
    NAMED,
    OWN,
    PASSED,
    RARITY,
    REACH,
    SHORT,
    SOON,
    LinkFeatures,
    Towards,
    Worth,
)

FAR: Final = 300  # messages back, for questions by the author or by whoever is called
FAR_QUESTIONS: Final = 3

_LONGER: Final = 8
_QUIET: Final = 120.0  # seconds
_AWAY: Final = 20  # messages
_AT_ONCE: Final = 60.0  # seconds
_NEVER: Final = REACH + 1
_CUES_KEPT: Final = 10_000

Earlier = Turn | Question


@dataclass(slots=True, kw_only=True)
class _Person:
    """Somebody who spoke lately: how the author stands to them, and what that is worth by itself.

    `length` has what it is worth how long their messages are, `since` that the author spoke after
    them; `called` is the place of the last call that was theirs.
    """

    relation: int
    towards: Towards
    length: tuple[Worth, ...]
    worth: Worth
    since: Worth
    called: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Does:
    """What an earlier message does by its cues, and what that is worth."""

    worth: Worth
    asks: bool
    greets: bool


@dataclass(slots=True, kw_only=True)
class _View:
    """What the last messages say about the one looked at. Places count back from it: 1 is next.

    `before` are those messages, the latest first. `my_last`, `last_of` and `first_of`: where the
    author spoke last, and where each speaker did last and first; `calls`: whom the message at a
    place calls; `called_at`: where somebody was called last; `by_me` and `me_by`: where the author
    called somebody, and was called by them.
    `to_asker` and `to_caller`: what it is worth that this message does what it does, to what asks,
    or to what calls its author.
    """

    turn: Turn
    whom: str | None
    before: list[Turn]
    my_last: int
    last_of: dict[str, int]
    first_of: dict[str, int]
    calls: dict[int, str]
    called_at: dict[str, int]
    by_me: dict[str, int]
    me_by: dict[str, int]
    words: frozenset[int]
    questions: Mapping[str, Question]
    to_asker: Worth
    to_caller: Worth
    people: dict[str, _Person] = field(default_factory=dict)


def called(turn: Turn) -> str | None:
    """Whom a message calls by name, if anybody."""
    return turn.addressed[0] if turn.addressed and Cue.CALLS in turn.cues else None


class Candidates:
    """Describes what a message could reply to, by what each feature is worth."""

    def __init__(self, features: LinkFeatures) -> None:
        self._features = features
        self._known: dict[frozenset[Cue], _Does] = {}

    def of(self, turn: Turn, room: RoomView) -> Iterator[tuple[Earlier | None, Worth]]:
        """Everything that a message could reply to, with what speaks for that.

        First None: it starts a talk. `room` doesn't hold the message yet. Messages come the latest
        first, then old questions by the author or by whoever is called.
        """
        view = self._view(turn, room)
        yield None, self._start(view)
        yield from zip(view.before, self._replied_to(view), strict=True)
        for each in _old_questions(view):
            yield each, self._old(view, each)

    def _view(self, turn: Turn, room: RoomView) -> _View:
        before = list(islice(reversed(room.turns), REACH))
        calls = {
            place: each.addressed[0]
            for place, each in enumerate(before, start=1)
            if each.addressed and Cue.CALLS in each.cues
        }
        first_of = {each.author: place for place, each in enumerate(before, start=1)}
        places = range(len(before), 0, -1)
        last_of = {before[place - 1].author: place for place in places}
        called_at: dict[str, int] = {}
        by_me: dict[str, int] = {}
        me_by: dict[str, int] = {}
        for place, whom in calls.items():
            called_at.setdefault(whom, place)
            by = before[place - 1].author
            if by == turn.author:
                by_me.setdefault(whom, place)
            elif whom == turn.author:
                me_by.setdefault(by, place)
        return _View(
            turn=turn,
            whom=called(turn),
            before=before,
            my_last=last_of.get(turn.author, _NEVER),
            last_of=last_of,
            first_of=first_of,
            calls=calls,
            called_at=called_at,
            by_me=by_me,
            me_by=me_by,
            words=frozenset([word for word, _ in turn.words]),
            questions=room.questions,
            to_asker=self._to_asker(turn, new=turn.author not in last_of),
            to_caller=self._to_caller(turn),
        )

    def _to_asker(self, turn: Turn, *, new: bool) -> Worth:
        """What the message is worth as a reply to what asks."""
        features, cues = self._features, turn.cues
        found = sum([worth for cue, worth in features.to_asker if cue in cues])
        if turn.length <= SHORT:
            found += features.short_asker
        elif turn.length >= LONG:
            found += features.long_asker
        return found + features.new_asker if new else found

    def _to_caller(self, turn: Turn) -> Worth:
        """What the message is worth as a reply to what calls its author."""
        features, cues = self._features, turn.cues
        found = sum([worth for cue, worth in features.to_caller if cue in cues])
        return found + features.short_caller if turn.length <= SHORT else found

    # --- that it starts something ------------------------------------------------------------

    def _start(self, view: _View) -> Worth:
        features, turn, cues = self._features, view.turn, view.turn.cues
        found = features.starts + self._start_by_length(turn.length) + self._start_by_history(view)
        found += sum([worth for cue, worth in features.starts_saying if cue in cues])
        if Cue.ASKS in cues:
            found += features.starts_asking
        if view.whom is not None:
            found += features.starts_calling
            found += features.starts_calling_asking if Cue.ASKS in cues else 0
            found += 0 if view.whom in view.last_of else features.starts_calling_away
        elif turn.addressed:
            found += features.starts_naming
        if view.before and turn.at - view.before[0].at > _QUIET:
            found += features.starts_quiet
        if turn.manner:
            opens, goes_on, _ = turn.manner
            found += features.starts_opening[opens] + features.starts_going_on[goes_on]
        return found

    def _start_by_length(self, length: int) -> Worth:
        features = self._features
        if length <= SHORT:
            return features.starts_short
        if length >= LONG:
            return features.starts_long
        return features.starts_longer if length >= _LONGER else 0

    def _start_by_history(self, view: _View) -> Worth:
        features, turn, mine = self._features, view.turn, view.my_last
        was_called = view.called_at.get(turn.author, mine) < mine
        found: Worth = features.starts_called if was_called else 0
        if mine == _NEVER:
            found += features.starts_new
            found += features.starts_new_asking if Cue.ASKS in turn.cues else 0
            found += 0 if view.whom is None else features.starts_new_calling
        elif mine == 1:
            found += features.starts_at_once
        elif mine > _AWAY:
            found += features.starts_away
        return found

    # --- that it replies to something --------------------------------------------------------

    def _replied_to(self, view: _View) -> list[Worth]:
        """What speaks for each of the last messages, the latest first."""
        before, people = view.before, view.people
        theirs = [people.get(each.author) or self._person(view, each.author) for each in before]
        does = [self._known.get(each.cues) or self._does(each.cues) for each in before]
        found = self._plainly(view, theirs, does)
        for who, person in people.items():
            found[view.last_of[who] - 1] += person.towards.latest
            found[view.first_of[who] - 1] += person.towards.new
        for place, worth in self._asking(view, theirs, does):
            found[place - 1] += worth
        for place, worth in self._addressed(view, theirs):
            found[place - 1] += worth
        for place, worth in _sharing(view, theirs):
            found[place - 1] += worth
        return found

    def _plainly(self, view: _View, theirs: list[_Person], does: list[_Does]) -> list[Worth]:
        """What there is to say of every message: one loop, since there are fifty of them."""
        at, my_last, by_bot = view.turn.at, view.my_last, self._features.by_bot
        return [
            person.worth
            + act.worth
            + person.towards.place[place]
            + person.towards.time[bisect_left(SOON, at - each.at)]
            + person.length[each.length if each.length < LONG else LONG]  # noqa: FURB136 - quicker
            + (person.towards.gets_replies[each.manner[-1]] if each.manner else 0)
            + (person.towards.replied if place > person.called else 0)
            + (person.since if place > my_last else 0)
            + (by_bot if each.bot else 0)
            for place, each, person, act in zip(count(1), view.before, theirs, does, strict=False)
        ]

    def _does(self, cues: frozenset[Cue]) -> _Does:
        """What a message does by its cues; the same sets of them come again and again."""
        if len(self._known) >= _CUES_KEPT:
            self._known.clear()
        does = self._known[cues] = _Does(
            worth=sum([worth for cue, worth in self._features.says if cue in cues]),
            asks=Cue.ASKS in cues,
            greets=Cue.GREETING in cues,
        )
        return does

    def _asking(
        self, view: _View, theirs: list[_Person], does: list[_Does]
    ) -> Iterator[tuple[int, Worth]]:
        """What speaks for messages that ask, or greet."""
        features, turn = self._features, view.turn
        to_own = features.own_both_ask if Cue.ASKS in turn.cues else 0
        greets = Cue.GREETING in turn.cues
        for place, act in enumerate(does, start=1):
            person = theirs[place - 1]
            if act.asks:
                question = view.questions.get(view.before[place - 1].id)
                tracked = question is not None and question.tracked
                yield place, person.towards.asks + (person.towards.tracked if tracked else 0)
                yield place, to_own if person.relation == OWN else view.to_asker
            if act.greets and greets and person.relation != OWN:
                yield place, features.greets_back

    def _addressed(self, view: _View, theirs: list[_Person]) -> Iterator[tuple[int, Worth]]:
        """What speaks for messages by whom they call or name."""
        features, me = self._features, view.turn.author
        if view.my_last == 1 and view.turn.at - view.before[0].at < _AT_ONCE:
            yield 1, features.own_at_once
        for place, whom in view.calls.items():
            person, same = theirs[place - 1], whom == view.whom
            if person.relation == OWN:
                yield place, features.own_same_called if same else 0
            elif whom == me:
                asks = Cue.ASKS in view.before[place - 1].cues
                yield place, person.towards.calls_me + view.to_caller
                yield place, features.asked_asker if asks else 0
            elif me not in view.before[place - 1].addressed:
                yield place, person.towards.calls_another + (features.same_called if same else 0)
        for place, each in enumerate(view.before, start=1):
            if me in each.addressed and view.calls.get(place) != me and me != each.author:
                yield place, theirs[place - 1].towards.names_me

    def _person(self, view: _View, who: str) -> _Person:
        relation = _relation(view, who)
        features = self._features
        towards = features.towards[relation]
        worth = self._between(view, who, relation)
        if view.turn.manner:
            opens, goes_on, _ = view.turn.manner
            worth += towards.opens[opens] + towards.goes_on[goes_on]
        person = view.people[who] = _Person(
            relation=relation,
            towards=towards,
            length=features.own_length if relation == OWN else features.length,
            worth=worth,
            since=0 if relation == OWN else towards.spoke_since,
            called=view.called_at.get(who, _NEVER),
        )
        return person

    def _between(self, view: _View, who: str, relation: int) -> Worth:
        """What the two have said to each other lately."""
        features, out, back = self._features, view.by_me.get(who), view.me_by.get(who)
        if out is None and back is None:
            return 0
        if relation != FREE:
            return features.known if relation == CALLED else 0
        found = 0 if out is None else features.called_before
        found += 0 if back is None else features.called_me_before
        latest = min((*view.by_me.values(), *view.me_by.values()))
        return found + features.last_partner if latest in (out, back) else found

    def _old(self, view: _View, question: Question) -> Worth:
        """What speaks for a question that was asked before those messages."""
        turn, asker = view.turn, question.asker
        person = view.people.get(asker) or self._person(view, asker)
        towards = person.towards
        found = person.worth + towards.place[-1] + towards.asks
        found += towards.time[bisect_left(SOON, turn.at - question.asked_at)]
        if asker not in view.last_of:
            found += towards.latest
        if question.tracked:
            found += towards.tracked
        if turn.author in question.addressed:
            found += towards.calls_me
        share = sum([weight for word, weight in question.words if word in view.words])
        if share:
            found += towards.shared[bisect_left(RARITY, share)]
        if person.relation == OWN and Cue.ASKS in turn.cues:
            found += self._features.own_both_ask
        return found


def _relation(view: _View, who: str) -> int:
    if who == view.turn.author:
        return OWN
    if who == view.whom:
        return CALLED
    if who in view.turn.addressed:
        return NAMED
    return FREE if view.whom is None else PASSED


def _sharing(view: _View, theirs: list[_Person]) -> Iterator[tuple[int, Worth]]:
    """What speaks for messages that share words with this one."""
    shares = _shares(view)
    most = max(shares.values(), default=0.0)
    for place, share in shares.items():
        towards = theirs[place - 1].towards
        yield place, towards.shared[bisect_left(RARITY, share)]
        yield place, towards.most if share == most else 0


def _shares(view: _View) -> dict[int, float]:
    """How much messages share with this one, by words that are rare just now, by their places."""
    mine, times = view.words, dict[int, int]()
    if not mine:
        return {}
    both = [
        (place, word, weight)
        for place, each in enumerate(view.before, start=1)
        for word, weight in each.words
        if word in mine
    ]
    for _, word, _ in both:
        times[word] = times.get(word, 0) + 1
    found: dict[int, float] = {}
    for place, word, weight in both:
        found[place] = found.get(place, 0.0) + weight / times[word] ** 0.5
    return found


def _old_questions(view: _View) -> Iterator[Question]:
    """Questions from before those messages, by the author or by whom they call."""
    turn, found = view.turn, 0
    oldest = view.before[-1].seq if view.before else turn.seq
    for question in reversed(list(view.questions.values())):
        if question.seq >= oldest or question.asker not in (turn.author, view.whom):
            continue
        if turn.seq - question.seq > FAR or found == FAR_QUESTIONS:
            return
        found += 1
        yield question


# --- as they are learned ---------------------------------------------------------------------

NAMES: Final[list[str]] = []


def _bit(name: str) -> int:
    NAMES.append(name)
    return 1 << (len(NAMES) - 1)


_BITS: Final = Candidates(LinkFeatures(_bit))


def candidates(turn: Turn, room: RoomView) -> list[tuple[Earlier | None, int]]:
    """Everything that a message could reply to, each with the bits (by NAMES) of its features."""
    return [(each, int(bits)) for each, bits in _BITS.of(turn, room)]
