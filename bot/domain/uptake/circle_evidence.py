"""What speaks for and against a message taking up an earlier question, in a small circle.

Each observation is a name; what it counts was learned (training/circle.py, docs/uptake.md). Most
are made of a *zone*, where the message stands after the question, and of what is seen there.
Nothing here looks at the kind of a question: that most challenges are dropped must not decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import log2
from typing import Final

from bot.domain.question import Question, State
from bot.domain.room import RoomView
from bot.domain.turn import Cue, Turn
from bot.domain.uptake.acts import LATER, NEXT, SOON, ZONES
from bot.domain.uptake.replying import fits
from bot.domain.uptake.scene import shared_weight

REACH: Final = 40  # messages
MOST_CANDIDATES: Final = 24
CLOSED: Final = frozenset({State.WITHDRAWN, State.SETTLED, State.GONE})

_SOON: Final = 3  # messages
_PLACES: Final = (1, 2, 3, 4, 6, 9, 14)
_RARITIES: Final = (0.0, 0.89, 1.29, 2.29)
_RARE: Final = 0.9
PARTS: Final = (0.4, 0.6, 0.8)
_MORE: Final = 0.8
_BEFORE: Final = 5  # turns
_JUST_BEFORE: Final = 3  # turns
_NEWER_MOST: Final = 3
_LONGEST: Final = 5

SHOWN: Final = {
    Cue.FIGURE: "a figure",
    Cue.YES_NO: "yes or no",
    Cue.REASON: "a reason",
    Cue.ANSWER: "an answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A question that a message may take up, with what was observed about the two.

    `zone` is one of acts.ZONES, as a number.
    """

    question: Question
    zone: int
    seen: tuple[str, ...]


def candidates(turn: Turn, room: RoomView) -> list[Candidate]:
    """Every question that the message may take up, the latest first; `room` doesn't hold it yet."""
    asked = list(_in_reach(turn, room))
    around = _Around(turn, room, asked)
    return [
        Candidate(question=each, zone=around.zone(each), seen=tuple(around.about(each)))
        for each in asked
        if each.asker != turn.author and _belongs(turn, each, around)
    ]


def _in_reach(turn: Turn, room: RoomView) -> Iterator[Question]:
    """The latest questions that still count, and older ones that the message points at."""
    oldest, meant = turn.seq - REACH, (turn.reply_to, turn.thread)
    found = (
        each
        for each in reversed(list(room.questions.values()))
        if (each.run_seq >= oldest or each.message in meant)
        and each.tracked
        and each.state not in CLOSED
        and each.message != turn.id
    )
    return islice(found, MOST_CANDIDATES)


def _belongs(turn: Turn, question: Question, around: "_Around") -> bool:
    """Whether thread and reply allow it: elsewhere only a reply or the asker's name reaches."""
    if around.replies_to(question) or question.asker in turn.addressed:
        return True
    if turn.reply_to is not None:
        return False
    if turn.thread is not None and not turn.broadcast:
        return turn.thread in {question.thread, question.message}
    return question.thread is None


def _step(number: float, steps: tuple[float, ...]) -> int:
    return sum(number > each for each in steps)


class _Around:
    """The room around one message, looked over once for all the questions it may be about."""

    def __init__(self, turn: Turn, room: RoomView, asked: list[Question]) -> None:
        self._turn = turn
        self._asked = asked
        self._words = frozenset(word for word, _ in turn.words)
        self._shared = {each.id: shared_weight(self._words, each.words) for each in asked}
        self._before = [each for each in islice(reversed(room.turns), REACH) if not each.deleted]
        self._conveners = room.conveners
        self._replied = next((e for e in self._before if e.id == turn.reply_to), None)
        self._continued = [
            (each.seq, shared_weight(self._words, each.words))
            for each in self._before[:_BEFORE]
            if each.author != turn.author
        ]
        self._heard = frozenset(each.message for each in asked)
        self._says = tuple(cue.value for cue in sorted(turn.cues))

    def replies_to(self, question: Question) -> bool:
        """Whether the message replies to the question, or to what its asker said beside it."""
        turn = self._turn
        if question.message in {turn.reply_to, turn.thread}:
            return True
        beside = range(question.seq - _JUST_BEFORE, question.run_seq + 1)
        said = self._replied
        return said is not None and said.author == question.asker and said.seq in beside

    def zone(self, question: Question) -> int:
        """Where the message stands after a question; a reply to it stands near."""
        between = self._turn.seq - question.run_seq
        if between <= 1:
            return NEXT
        return SOON if between <= _SOON or self.replies_to(question) else LATER

    def about(self, question: Question) -> Iterator[str]:
        """All that is seen about the message and this question."""
        zone = ZONES[self.zone(question)]
        yield from self._place(question)
        yield from self._address(question, zone)
        yield from self._words_of_both(question, zone)
        yield from self._says_there(question, zone)
        yield from self._talk(question, zone)
        yield from self._rivals(question, zone)

    def _place(self, question: Question) -> Iterator[str]:
        turn = self._turn
        if self.replies_to(question):
            return  # however long ago
        yield f"place {_step(turn.seq - question.run_seq, _PLACES)}"
        seconds = max(turn.at - question.asked_at, 0.0)
        yield f"time {min(int(log2(seconds + 1.0)), 10)}"

    def _address(self, question: Question, zone: str) -> Iterator[str]:
        turn = self._turn
        # A thread that the question began is a reply to it, on platforms that have both.
        if self.replies_to(question):
            yield "replies to it"
        elif turn.reply_to is not None:
            yield "replies to another"
        if question.asker in turn.addressed:
            called = Cue.CALLS in turn.cues and turn.addressed[0] == question.asker
            yield "calls the asker" if called else "names the asker"
            yield f"{zone}: to the asker"
        elif turn.addressed:
            yield "calls another" if Cue.CALLS in turn.cues else "names another"
            yield f"{zone}: to another"
        if question.addressed:
            yield "was asked" if turn.author in question.addressed else "another was asked"

    def _words_of_both(self, question: Question, zone: str) -> Iterator[str]:
        turn = self._turn
        shared = self._shared[question.id]
        # Each step counts on top of those before it: the rarer the words, the more it speaks.
        yield from (f"shares {step}" for step in range(1, _step(shared, _RARITIES) + 1))
        if shared > 0.0:
            yield f"{zone}: shares a word"
        if shared >= _RARE:
            yield f"{zone}: shares a rare word"
            yield from self._repeats(question, shared)
        if turn.words and any(turn.words[0][0] == word for word, _ in question.words):
            yield f"{zone}: opens with a word of it"
        since = (much for seq, much in self._continued if seq > question.run_seq)
        if max(since, default=0.0) > max(shared, _MORE):
            yield f"{zone}: goes on with what was said since"
        others = (much for name, much in self._shared.items() if name != question.id)
        most = max(others, default=0.0)
        if most > shared + _MORE:
            yield "shares more with another question"
        elif shared > most:
            yield "shares most with it"

    def _repeats(self, question: Question, shared: float) -> Iterator[str]:
        """How much of the question it says again, as a plain answer does."""
        part = shared / sum(weight for _, weight in question.words)
        asks = "asking, repeats" if Cue.ASKS in self._turn.cues else "repeats"
        yield from (f"{asks} {each:.0%} of it" for each in PARTS if part >= each)
        if fits(self._turn, question):
            yield "shares a rare word and fits"

    def _says_there(self, question: Question, zone: str) -> Iterator[str]:
        turn = self._turn
        yield from self._says
        yield from (f"{zone}: {each}" for each in self._says)
        length = int(log2(turn.length + 1) * 2)
        yield f"length {min(length, 11)}"
        yield f"{zone}: length {min(length, 11) // 2}"
        yield f"{zone}: to {min(int(log2(len(question.words) + 1)), _LONGEST)}"
        near = "far" if zone == ZONES[LATER] else "near"
        wants = [each.value for each in question.wants] or ["asks for no one thing"]
        for cue, what in SHOWN.items():
            if cue in turn.cues:
                yield from (f"{near}: {what} to what {each}" for each in wants)

    def _talk(self, question: Question, zone: str) -> Iterator[str]:
        """Who has been talking since, and before."""
        turn, asker = self._turn, question.asker
        since = [each for each in self._before if each.seq > question.run_seq]
        speakers = {each.author for each in since}
        if asker in speakers:
            yield "the asker spoke since"
        if speakers <= {turn.author, asker}:
            yield "the only voice since"
        if turn.author not in speakers:
            yield "their first line since"
        if since and since[0].author == turn.author:
            yield f"{zone}: goes on with their own line"
        elif since and since[0].author == asker:
            yield "right after the asker's"
        before = question.seq - _JUST_BEFORE
        if any(e.author == turn.author and before <= e.seq < question.seq for e in self._before):
            yield "had spoken just before it"
        if turn.author in self._conveners:
            yield "by a convener"

    def _rivals(self, question: Question, zone: str) -> Iterator[str]:
        """Which other questions the message could be about."""
        newer = [each for each in self._asked if each.seq > question.run_seq]
        rivals = [each for each in newer if each.asker != self._turn.author]
        yield f"newer questions {min(len(rivals), _NEWER_MOST)}"
        if rivals:
            yield f"{zone}: another was asked since"
        if any(each.asker == question.asker for each in newer):
            yield "its asker has asked since"
        last = self._before[0] if self._before else None
        if last and last.id in self._heard and last.author != question.asker:
            yield "another was asked right before"
