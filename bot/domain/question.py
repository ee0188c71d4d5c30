"""A question and its life, as a table of states: a transition that isn't listed raises."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.changing import replace
from bot.domain.standing import UNTOUCHED, Standing


class Kind(StrEnum):
    """What a question asks (docs/glossary.md)."""

    INQUIRY = "inquiry"
    NOT_KNOWING = "not_knowing"
    CHALLENGE = "challenge"
    CONCERN = "concern"


class How(StrEnum):
    """How a question was taken up."""

    ANSWER = "answer"
    FOLLOW = "follow"


class Wants(StrEnum):
    """What would answer a question, in words that a convener understands."""

    WHO = "asks who"
    WHEN = "asks when"
    WHERE = "asks where"
    WHY = "asks why"
    AMOUNT = "asks how much or how many"
    MEANING = "asks what something means"
    CHOICE = "asks which it is"
    YES_NO = "asks for a yes or no"


class State(StrEnum):
    """Where a question stands."""

    OPEN = "open"
    HANGING = "hanging"
    FOLLOWED = "followed"
    TAKEN_AWAY = "taken_away"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"
    GONE = "gone"


WAITING: Final = frozenset({State.OPEN, State.HANGING})
"""Where nobody has taken it up yet."""


class Cause(StrEnum):
    """Why a question's state changes."""

    PATIENCE_SPENT = "patience spent"
    PICKED_UP = "picked up"
    PICK_UP_UNDONE = "pick-up undone"
    TAKEN_AWAY = "taken away"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled by the convener"
    ASKED_AGAIN = "asked again"
    DELETED = "deleted"


class Ending(StrEnum):
    """The convener's own ending of a question: silent and final (rule 6)."""

    ALREADY_FOLLOWED = "already followed"
    PRIVATELY = "spoken with privately"
    LET_IT_REST = "let it rest"
    NOT_A_QUESTION = "not a question"
    ANSWERED_ALOUD = "answered aloud"


class Held(StrEnum):
    """What holds a nudge back."""

    BUDGET = "budget"
    SPACING = "spacing"
    QUIET_HOURS = "quiet_hours"


TRANSITIONS: Final[dict[State, dict[Cause, State]]] = {
    State.OPEN: {
        Cause.PATIENCE_SPENT: State.HANGING,
        Cause.PICKED_UP: State.FOLLOWED,
        Cause.TAKEN_AWAY: State.TAKEN_AWAY,
        Cause.WITHDRAWN: State.WITHDRAWN,
        Cause.SETTLED: State.SETTLED,
        Cause.DELETED: State.GONE,
    },
    State.HANGING: {
        Cause.PICKED_UP: State.FOLLOWED,
        Cause.TAKEN_AWAY: State.TAKEN_AWAY,
        Cause.WITHDRAWN: State.WITHDRAWN,
        Cause.SETTLED: State.SETTLED,
        Cause.DELETED: State.GONE,
    },
    State.FOLLOWED: {
        Cause.PICKED_UP: State.FOLLOWED,
        Cause.PICK_UP_UNDONE: State.OPEN,
        Cause.WITHDRAWN: State.WITHDRAWN,
        Cause.SETTLED: State.SETTLED,
        Cause.DELETED: State.GONE,
    },
    State.TAKEN_AWAY: {
        Cause.PICKED_UP: State.FOLLOWED,
        Cause.PICK_UP_UNDONE: State.OPEN,
        Cause.WITHDRAWN: State.WITHDRAWN,
        Cause.SETTLED: State.SETTLED,
        Cause.DELETED: State.GONE,
    },
    State.WITHDRAWN: {Cause.ASKED_AGAIN: State.OPEN, Cause.DELETED: State.GONE},
    State.SETTLED: {Cause.DELETED: State.GONE},
    State.GONE: {},
}


TAKEN_UP_AT: Final = 0.5
"""How sure it must be that a question was taken up."""


class IllegalTransitionError(Exception):
    """The core asked for a step that a question's life doesn't have: a defect of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickUp:
    """A later contribution by someone else that takes a question up. `weight` lies in 0 to 1."""

    message: str
    author: str
    at: float
    how: How
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An answer of the second listener about a message: a nudge waits for it until then.

    `until` is in epoch seconds.
    """

    message: str
    until: float


def sure(pick_ups: Iterable[PickUp]) -> tuple[PickUp, ...]:
    """Those that take a question up by themselves, in the order given."""
    return tuple(each for each in pick_ups if each.weight >= TAKEN_UP_AT)


def together(pick_ups: Iterable[PickUp]) -> float:
    """How surely any of these took the question up, 0 to 1."""
    missed = 1.0
    for pick_up in pick_ups:
        missed *= 1.0 - pick_up.weight
    return 1.0 - missed


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question in one room. Times are epoch seconds.

    `id` is the message's id, with `#2` and so on for further questions in the same message.
    `text` is the asking words, or None where they may not be kept.
    `seq` counts the room's messages; `run_seq` is the last line of the asker's run.
    `others` counts messages by others since that could have taken it up. `chosen_at` is when
    policy chose to nudge, `held_by` what held that back, `waits` whether it is still being held.
    `moved_on_to` is the subject that the talk turned to, in a few words of message `moved_on_in`;
    `taken_away_in` is the message by which it was taken away. `spoken`: asked beside a meeting
    that was mostly aloud, where silence in the chat proves nothing. `carried` counts the meetings
    at whose start it came back, `carried_to` is the last of them. `posts` counts the follows
    through Heed that have ended, well or not. Patience begins at `patience_from` where that is
    later than `asked_at`, and after `patience_after` of the others' messages: a gap may have held
    an answer. `edited_away`: its message doesn't ask it any more. `awaited` are answers of the
    second listener. `standing` is what later messages did for it, where a learned judge has looked
    at them. `cues` are the reasons why it was noticed, `wants` all that would answer it;
    `length` is its message's, in words.
    """

    id: str
    message: str
    asker: str
    asked_at: float
    seq: int
    run_seq: int
    kind: Kind
    confidence: float
    tracked: bool
    text: str | None
    cues: tuple[str, ...] = ()
    words: tuple[tuple[int, float], ...] = ()
    addressed: tuple[str, ...] = ()
    sensitive: bool = False
    thread: str | None = None
    meeting: str | None = None
    spoken: bool = False
    state: State = State.OPEN
    others: int = 0
    brushed_off: int = 0
    pick_ups: tuple[PickUp, ...] = ()
    hanging_since: float | None = None
    chosen_at: float | None = None
    held_by: Held | None = None
    waits: bool = False
    moved_on_to: str = ""
    moved_on_in: str = ""
    heard_too: tuple[str, ...] = ()
    ending: Ending | None = None
    taken_away_by: str | None = None
    taken_away_in: str = ""
    claimed_by: str | None = None
    claim_returned: bool = False
    carried: int = 0
    carried_to: str = ""
    posts: int = 0
    patience_from: float = 0.0
    patience_after: int = 0
    edited_away: bool = False
    awaited: tuple[Awaited, ...] = ()
    standing: Standing = UNTOUCHED
    wants: tuple[Wants, ...] = ()
    length: int = 0

    def after(self, cause: Cause) -> "Question":
        """This question one step on; raises IllegalTransitionError where the table has none."""
        try:
            state = TRANSITIONS[self.state][cause]
        except KeyError:
            raise IllegalTransitionError(f"{self.state} has no step for {cause}") from None
        return replace(self, state=state)

    def can(self, cause: Cause) -> bool:
        """Whether the table has this step."""
        return cause in TRANSITIONS[self.state]

    def awaits(self, at: float) -> bool:
        """Whether a nudge about it waits at that time (epoch seconds) for the second listener."""
        return bool(self.awaited) and any(at < each.until for each in self.awaited)

    @property
    def waiting(self) -> bool:
        """Whether nobody has taken it up yet."""
        return self.state in WAITING

    @property
    def taken_up(self) -> float:
        """How surely it was taken up, 0 to 1: as it stands, or by what its standing doesn't know.

        Those are its pick-ups together, each allowed to err.
        """
        return self._by_standing_or(self.pick_ups)

    @property
    def brought_back(self) -> float:
        """How surely it was taken up by anything but the words that took it away, 0 to 1."""
        return self._by_standing_or(
            each for each in self.pick_ups if each.message != self.taken_away_in
        )

    def _by_standing_or(self, pick_ups: Iterable[PickUp]) -> float:
        known = {each.message for each in self.standing.touches}
        unknown = [each for each in pick_ups if each.message not in known]
        return 1.0 - (1.0 - self.standing.chance) * (1.0 - together(unknown))

    @property
    def urgency(self) -> int:
        """Rank among the questions of one message: the most urgent state speaks for all."""
        return URGENCY.index(self.state)


URGENCY: Final = (
    State.HANGING,
    State.OPEN,
    State.TAKEN_AWAY,
    State.FOLLOWED,
    State.WITHDRAWN,
    State.SETTLED,
    State.GONE,
)
