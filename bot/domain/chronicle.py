"""A stretch of a room as it may be told to a viewer: what was raised, and what became of it.

Summaries, pictures, the board, exports and reports are all made from a chronicle, so what each
viewer may see is decided here, once (rules 2, 3, 9 and 11):

- a *member* sees what was raised and followed: no kinds, no names, nothing that hangs;
- a *convener* sees everything that may stand in a list, with whom and how soon;
- what is *posted* in the room shows what was followed, and what a convener ticked.

It is made when it is shown, from what may still be shown then. No nudge and no press is in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from bot.domain import policy
from bot.domain.question import Ending, How, Kind, PickUp, Question, State, sure
from bot.domain.room import Meeting, PublicPage, Room
from bot.domain.settings import KeepText

EARLIER_AT_MOST: Final = policy.LISTED_AT_MOST
_BESIDE: Final = frozenset({State.OPEN, State.HANGING, State.FOLLOWED, State.TAKEN_AWAY})


class Viewer(StrEnum):
    """Whose eyes it is for."""

    MEMBER = "member"
    CONVENER = "convener"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What it is about: a meeting, or the time since then (epoch seconds)."""

    since: float
    meeting: str | None = None

    def holds(self, question: Question) -> bool:
        """Whether the question was asked in it."""
        if self.meeting is not None:
            return question.meeting == self.meeting
        return question.asked_at >= self.since

    def said(self) -> str:
        """How somebody means the same in a wish."""
        return f"{'meeting ' if self.meeting is not None else ''}@{self.since:.6f}"

    def wish(self) -> str:
        """How somebody asks for a summary of the same."""
        return f"summary {self.said()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A pick-up: when (epoch seconds), how, in which message; by whom, where that may be seen.

    `by` is None too where whoever it was asked to be forgotten.
    """

    at: float
    how: How
    message: str
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One question. `number` counts them from 1, in the order asked.

    `words` are its own, None where none may be shown; `asker` (a member's id), `kind` and
    `taken_away_by` are there for conveners. `state` is followed, taken away, withdrawn, hanging or
    open. `beside`: asked beside a meeting that was mostly aloud, so it may have been answered
    there. `earlier`: an earlier meeting left it hanging. Times are epoch seconds.
    """

    number: int
    question: str
    message: str
    asked_at: float
    state: State
    words: str | None
    taken: tuple[Taken, ...] = ()
    asker: str | None = None
    kind: Kind | None = None
    taken_away_by: str | None = None
    moved_on_to: str = ""
    beside: bool = False
    earlier: bool = False

    @property
    def waits(self) -> bool:
        """Whether nobody has taken it up."""
        return self.state in {State.HANGING, State.OPEN}

    @property
    def soon(self) -> float | None:
        """How many seconds after it was asked it was first taken up; None where it wasn't."""
        return self.taken[0].at - self.asked_at if self.taken else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronicle:
    """What a viewer may see of a span; `since` and `until` in epoch seconds.

    `entries` stand in the order asked, those of earlier meetings first.
    """

    viewer: Viewer
    title: str
    since: float
    until: float
    entries: tuple[Entry, ...]


def chronicle(
    room: Room, questions: Iterable[Question], span: Span, at: float, viewer: Viewer
) -> Chronicle:
    """The span as the viewer may see it at that moment (epoch seconds)."""
    asked = one_each(each for each in questions if span.holds(each) and _is_kept(room, each, at))
    earlier = _earlier(room, span, at) if viewer is Viewer.CONVENER else []
    told = [
        *(replace(_entry(room, each, viewer), earlier=True) for each in earlier),
        *(entry for each in asked if (entry := entry_of(room, each, viewer)) is not None),
    ]
    return Chronicle(
        viewer=viewer,
        title=title(room, since=span.since, meeting=span.meeting is not None, at=at),
        since=span.since,
        until=_until(room, span, at),
        entries=numbered(told),
    )


def numbered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries, counted from 1."""
    return tuple(replace(each, number=number) for number, each in enumerate(entries, start=1))


def entry_of(room: Room, question: Question, viewer: Viewer) -> Entry | None:
    """The question as the viewer may see it, not counted yet; None where they may not."""
    if not listed(question):
        return None
    if viewer is Viewer.MEMBER and question.state is not State.FOLLOWED:
        return None  # a convener's press is no sign that somebody took it up (rule 3)
    return _entry(room, question, viewer)


def listed(question: Question) -> bool:
    """Whether a question may stand in any list at all.

    Sensitive questions may not (rule 11). What a convener pressed is theirs alone (rule 3): of what
    they ended, only what they said was followed is told, as followed. Of what was asked beside a
    spoken meeting, nothing that was pressed is.
    """
    if question.sensitive or not question.tracked:
        return False
    if question.spoken:
        return question.state in _BESIDE
    if question.state is State.SETTLED:
        return question.ending is Ending.ALREADY_FOLLOWED
    return question.state is not State.GONE


def one_each(questions: Iterable[Question]) -> list[Question]:
    """One question for each message: the most urgent of those that it asks, in the order asked."""
    chosen: dict[str, Question] = {}
    for question in questions:
        other = chosen.get(question.message)
        if other is None or urgency(question) < urgency(other):
            chosen[question.message] = question
    return sorted(chosen.values(), key=lambda each: (each.asked_at, each.seq))


def urgency(question: Question) -> int:
    """Rank among the questions of one message: tracked ones first, then the most urgent state."""
    return question.urgency + (0 if question.tracked else len(State))


def _is_kept(room: Room, question: Question, at: float) -> bool:
    return question.asked_at >= at - room.settings.retention_seconds


def _earlier(room: Room, span: Span, at: float) -> list[Question]:
    """What earlier meetings left hanging, and still may come back or came back here (rule 4)."""
    brought = [each for each in room.questions.values() if _came_back(each, span)]
    waiting = [each for each in policy.carried(room) if each not in brought]
    found = (
        each
        for each in (*brought, *waiting)
        if not span.holds(each) and each.asked_at < span.since and _is_kept(room, each, at)
    )
    return one_each(found)[:EARLIER_AT_MOST]


def _came_back(question: Question, span: Span) -> bool:
    """Whether the span's own meeting began with it, whatever became of it there."""
    return bool(span.meeting) and question.carried_to == span.meeting and listed(question)


def _until(room: Room, span: Span, at: float) -> float:
    for each in (room.meeting, room.last_meeting):
        if each is not None and each.id == span.meeting and each.ended_at is not None:
            return each.ended_at
    return at


def _entry(room: Room, question: Question, viewer: Viewer) -> Entry:
    """The question's entry for a viewer who may see it."""
    sees_all = viewer is Viewer.CONVENER
    state = State.FOLLOWED if question.state is State.SETTLED else question.state
    pick_ups = () if question.waiting else named(question)
    return Entry(
        number=0,
        question=question.id,
        message=question.message,
        asked_at=question.asked_at,
        state=state,
        words=_words(room, question),
        taken=tuple(
            Taken(
                at=each.at,
                how=each.how,
                message=each.message,
                by=(each.author or None) if sees_all else None,  # None: they were forgotten
            )
            for each in pick_ups
        ),
        asker=question.asker if sees_all else None,
        kind=question.kind if sees_all else None,
        taken_away_by=question.taken_away_by if sees_all else None,
        moved_on_to=question.moved_on_to if sees_all and question.waiting else "",
        beside=question.spoken,
    )


def _words(room: Room, question: Question) -> str | None:
    if room.settings.keep_text is KeepText.NONE or question.text is None:
        return None
    return " ".join(question.text.split())


def named(question: Question) -> tuple[PickUp, ...]:
    """The pick-ups that stand by themselves, earliest first; of mere guesses the surest."""
    if found := sure(question.pick_ups):
        return found
    return tuple(sorted(question.pick_ups, key=lambda each: -each.weight)[:1])


def title(room: Room, *, since: float, meeting: bool, at: float | None = None) -> str:
    """What a stretch is called, as people say it."""
    began = policy.local(room, since)
    day = f"{began.day} {began:%B}"
    today = at is not None and policy.day(room, at) == policy.day(room, since)
    when = f"{began:%H:%M}" if today else f"{day}, {began:%H:%M}"
    return f"The meeting of {day}, {began:%H:%M}" if meeting else f"Since {when}"


def span_of_meeting(meeting: Meeting) -> Span:
    """All of a meeting."""
    return Span(since=meeting.started_at, meeting=meeting.id)


# --- what is posted in the room --------------------------------------------------------------


def posted(
    room: Room, page: PublicPage, questions: Iterable[Question], at: float
) -> tuple[Entry, ...]:
    """What a posted page may show now: what was followed, and what hangs and was ticked.

    What a convener pressed since changes nothing there (rule 3).
    """
    asked = {each.id: each for each in questions}
    named_there = [asked[each] for each in (*page.followed, *page.ticked) if each in asked]
    return numbered(
        replace(_entry(room, each, Viewer.MEMBER), state=state)
        for each in named_there
        if _is_kept(room, each, at) and (state := _state_there(page, each)) is not None
    )


def _state_there(page: PublicPage, question: Question) -> State | None:
    """As what a posted page shows a question; None where it doesn't."""
    if question.sensitive or not question.tracked:
        return None
    if question.state in {State.GONE, State.WITHDRAWN}:
        return None
    if question.state is State.FOLLOWED:
        return State.FOLLOWED
    if question.id in page.ticked:
        return State.HANGING
    return State.FOLLOWED if question.state is State.SETTLED else None


# --- to be kept for a while, as JSON ---------------------------------------------------------


def entry_from(given: Mapping[str, Any]) -> Entry:
    """An entry from what `dataclasses.asdict` and JSON made of one."""
    kind = given["kind"]
    return Entry(
        **{
            **given,
            "state": State(given["state"]),
            "kind": None if kind is None else Kind(kind),
            "taken": tuple(Taken(**{**each, "how": How(each["how"])}) for each in given["taken"]),
        }
    )
