"""A stretch of a room as it may be told to a viewer: what was raised, and what became of it.

Summaries, pictures, the board, exports and reports are all made from a chronicle, so what each
viewer may see is decided here, once (rules 2, 3, 9 and 11):

- a *member* sees what was raised and followed: no kinds, no names, nothing that hangs;
- a *convener* sees everything that may stand in a list, with whom and how soon.

It is made when it is shown, from what may still be shown then. No nudge and no press is in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain import policy, summary
from bot.domain.question import TAKEN_UP_AT, How, Kind, PickUp, Question, State
from bot.domain.room import Room
from bot.domain.settings import KeepText
from bot.domain.summary import Span

EARLIER_AT_MOST: Final = policy.LISTED_AT_MOST


class Viewer(StrEnum):
    """Whose eyes it is for."""

    MEMBER = "member"
    CONVENER = "convener"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A pick-up: when (epoch seconds), how, in which message; by whom, where that may be seen."""

    at: float
    how: How
    message: str
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One question. `number` counts them from 1, in the order asked.

    `words` are its own, None where none may be shown; `asker` (a member's id) and `kind` are there
    for conveners. `state` is followed, taken away, withdrawn, hanging or open. `beside`: asked
    beside a meeting that was mostly aloud, so it may have been answered there. `earlier`: an
    earlier meeting left it hanging. Times are epoch seconds.
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
    found = summary.shown(room, questions, span, at)
    if viewer is Viewer.MEMBER:
        told = [(each, False) for each in summary.followed(found)]
    else:
        told = [(each, True) for each in _earlier(room, span)]
        told += [(each, False) for each in found]
    about_meeting = span.meeting is not None
    return Chronicle(
        viewer=viewer,
        title=summary.title(room, since=span.since, meeting=about_meeting, at=at),
        since=span.since,
        until=_until(room, span, at),
        entries=tuple(
            _entry(room, question, viewer, number=number, earlier=earlier)
            for number, (question, earlier) in enumerate(told, start=1)
        ),
    )


def _earlier(room: Room, span: Span) -> list[Question]:
    """What earlier meetings left hanging, and still may come back (rule 4)."""
    waiting = (each for each in policy.carried(room) if not span.holds(each))
    return [each for each in waiting if each.asked_at < span.since][:EARLIER_AT_MOST]


def _until(room: Room, span: Span, at: float) -> float:
    for each in (room.meeting, room.last_meeting):
        if each is not None and each.id == span.meeting and each.ended_at is not None:
            return each.ended_at
    return at


def _entry(room: Room, question: Question, viewer: Viewer, *, number: int, earlier: bool) -> Entry:
    sees_all = viewer is Viewer.CONVENER
    state = State.FOLLOWED if question.state is State.SETTLED else question.state
    pick_ups = () if question.waiting else named(question)
    return Entry(
        number=number,
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
                by=each.author if sees_all else None,
            )
            for each in pick_ups
        ),
        asker=question.asker if sees_all else None,
        kind=question.kind if sees_all else None,
        moved_on_to=question.moved_on_to if sees_all and question.waiting else "",
        beside=question.spoken,
        earlier=earlier,
    )


def _words(room: Room, question: Question) -> str | None:
    if room.settings.keep_text is KeepText.NONE or question.text is None:
        return None
    return " ".join(question.text.split())


def named(question: Question) -> tuple[PickUp, ...]:
    """The pick-ups that stand by themselves, earliest first; of mere guesses the surest."""
    sure = tuple(each for each in question.pick_ups if each.weight >= TAKEN_UP_AT)
    if sure or not question.pick_ups:
        return sure
    return (max(question.pick_ups, key=lambda each: each.weight),)
