"""What was found held against what is known: pure counting, no opinion.

A nudge counts only where it was patient: others had time, and a turn each, to speak.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Final

from bot.domain.events import MessagePosted
from bot.domain.question import Kind
from bot.evaluation.gold import NOT_TRACKED, TRACKED, Expected, GoldRoom, GoldSet, Mark
from bot.evaluation.playing import Found, Row

PATIENT_SECONDS: Final = 45.0
PATIENT_MESSAGES: Final = 2
_SURELY: Final = 1.96  # standard errors: of twenty such intervals nineteen hold the true share


@dataclass(slots=True)
class Rates:
    """Right, wrongly said, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def count(self, *, said: bool, true: bool) -> None:
        """Count one case."""
        self.right += said and true
        self.wrong += said and not true
        self.missed += true and not said

    @property
    def precision(self) -> float:
        """The share of what was said that is right, 0 to 1; 0 where nothing was said."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of what is true that was said, 0 to 1; 0 where nothing is true."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean, 0 to 1."""
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else 0.0

    @property
    def gold(self) -> int:
        """How many are true."""
        return self.right + self.missed

    @property
    def margin(self) -> float:
        """Half of the recall's 95 % interval (normal approximation)."""
        return _SURELY * sqrt(self.recall * (1 - self.recall) / self.gold) if self.gold else 0.0


def patient(room: GoldRoom, asked: MessagePosted, nudged_at: float) -> bool:
    """Whether a nudge (epoch seconds) gave the others time to speak."""
    others = sum(
        1
        for each in room.messages
        if asked.at < each.at <= nudged_at and each.author != asked.author
    )
    return nudged_at - asked.at >= PATIENT_SECONDS and others >= PATIENT_MESSAGES


# --- chat ------------------------------------------------------------------------------------


@dataclass(slots=True)
class ChatFigures:
    """On real chat: what was left hanging, who picked it up first, and the nudges.

    `first` counts the first pick-ups named: right, wrong, or silent where none was. `nudges` counts
    right, wrong and hasty ones, and those of which nobody knows (unknown).
    """

    hanging: Rates = field(default_factory=Rates)
    first: Counter[str] = field(default_factory=Counter)
    nudges: Counter[str] = field(default_factory=Counter)

    @property
    def first_right(self) -> float:
        """The share of right ones among the first pick-ups named, 0 to 1."""
        named = self.first["right"] + self.first["wrong"]
        return self.first["right"] / named if named else 0.0

    @property
    def named(self) -> float:
        """The share of what was picked up of which a pick-up was named, 0 to 1."""
        named = self.first["right"] + self.first["wrong"]
        return named / self.first.total() if self.first.total() else 0.0


def chat(gold: GoldSet, found: Found) -> ChatFigures:
    """Measure a set of chat. What was withdrawn is neither hanging nor picked up."""
    figures = ChatFigures()
    for room in gold.rooms:
        said = {each.id: each for each in room.messages}
        for name, mark in room.marks.items():
            row = found.tracked(room.name, name) if mark.scored else None
            if row is not None and row["nudged_at"] is not None:
                figures.nudges[_chat_nudge(room, said, name, row["nudged_at"])] += 1
            if mark.scored and mark.hint and mark.picked_up is not None:
                _chat_question(figures, mark, row)
    return figures


def _chat_question(figures: ChatFigures, mark: Mark, row: Row | None) -> None:
    state = None if row is None else row["state"]
    if state == "withdrawn":
        return
    figures.hanging.count(said=state == "hanging", true=not mark.picked_up)
    if mark.picked_up:
        named = [each["message_id"] for each in row["picked_up_by"]] if row else []
        figures.first["silent" if not named else "right" if named[0] in mark.by else "wrong"] += 1


def _chat_nudge(room: GoldRoom, said: Mapping[str, MessagePosted], name: str, at: float) -> str:
    mark = room.marks[name]
    if not patient(room, said[name], at):
        return "hasty"
    if mark.picked_up is None or not mark.hint:
        return "unknown"
    late = mark.picked_up and bool(mark.by) and said[mark.by[0]].at > at
    return "wrong" if mark.picked_up and not late else "right"


# --- utterances ------------------------------------------------------------------------------


def utterances(gold: GoldSet, found: Found) -> Rates:
    """Measure which utterances ask; what is no whole question is left out."""
    rates = Rates()
    for room in gold.rooms:
        for name, mark in room.marks.items():
            if mark.asks is not None and not (mark.asks and not mark.whole):
                rates.count(said=(room.name, name) in found.rows, true=mark.asks)
    return rates


# --- meetings --------------------------------------------------------------------------------


@dataclass(slots=True)
class MeetingFigures:
    """On labelled meetings. `became` counts (true state, kind or none, state found).

    A state found is hanging, followed, withdrawn, open or not_tracked. `kinds` counts (true kind,
    kind found); `unlisted` is what was tracked and isn't in the labels at all.
    """

    questions: Rates = field(default_factory=Rates)
    hanging: Rates = field(default_factory=Rates)
    followed: Rates = field(default_factory=Rates)
    withdrawn: Rates = field(default_factory=Rates)
    nudges: Rates = field(default_factory=Rates)
    became: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    unlisted: int = 0

    @property
    def kind_right(self) -> float:
        """The share of right kinds, 0 to 1."""
        right = sum(count for (true, said), count in self.kinds.items() if true == said)
        return right / self.kinds.total() if self.kinds.total() else 0.0

    def of_kind(self, kind: Kind) -> dict[str, int]:
        """Of one kind: how many there are, and what became of them and was told as that kind."""
        asked = {
            (true, got): count
            for (true, known, got), count in self.became.items()
            if known == kind and true != NOT_TRACKED
        }
        told = sum(count for (_, said), count in self.kinds.items() if said == kind)
        return {
            "asked": sum(asked.values()),
            "noticed": sum(n for (_, got), n in asked.items() if got != NOT_TRACKED),
            "hung": sum(n for (true, _), n in asked.items() if true == "hanging"),
            "found hanging": asked.get(("hanging", "hanging"), 0),
            "rightly told as that": self.kinds[kind, kind],
            "wrongly": told - self.kinds[kind, kind],
        }


def meetings(gold: GoldSet, found: Found) -> MeetingFigures:
    """Measure a set of labelled meetings."""
    figures = MeetingFigures()
    for room in gold.rooms:
        for name, want in room.expected.items():
            _expected(figures, room, name, want, found.tracked(room.name, name))
        _unlisted(figures, room, found)
    return figures


def _expected(
    figures: MeetingFigures, room: GoldRoom, name: str, want: Expected, row: Row | None
) -> None:
    got = str(row["state"]) if row else NOT_TRACKED
    figures.became[want.state, want.kind or "", got] += 1
    if got != "open":  # the meeting ended before anything could become of it
        figures.questions.count(said=row is not None, true=want.state != NOT_TRACKED)
    for state in TRACKED:
        getattr(figures, state).count(said=got == state, true=want.state == state)
    if row and want.kind:
        figures.kinds[want.kind, str(row["kind"])] += 1
    at = None if row is None else row["nudged_at"]
    fired = at is not None and (not want.nudge or _timely(room, name, want, at))
    figures.nudges.count(said=fired, true=want.nudge and want.state != NOT_TRACKED)
    if at is not None and not fired:
        figures.nudges.wrong += 1  # it was wanted, but not then


def _timely(room: GoldRoom, name: str, want: Expected, at: float) -> bool:
    """Whether a nudge came after others could speak, before anybody did, and before the end."""
    asked = next(each for each in room.messages if each.id == name)
    taken = [each.at for each in room.messages if each.id in want.by]
    return patient(room, asked, at) and at <= min([room.events[-1].at, *taken])


def _unlisted(figures: MeetingFigures, room: GoldRoom, found: Found) -> None:
    for (where, name), row in found.rows.items():
        if where == room.name and name not in room.expected and row["tracked"]:
            figures.unlisted += 1
            figures.questions.wrong += 1
            figures.nudges.wrong += row["nudged_at"] is not None
