"""What was asked and what was followed, in two views: the room's, and its conveners' (rule 2).

Anybody in the room sees what was raised *and* followed. What hangs, who asked, and how it went, is
for conveners. Both are made when they are shown, from what may still be shown then (rule 9).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain import policy, report
from bot.domain.pages import Choice, Line, Page, Section
from bot.domain.question import Question, State
from bot.domain.room import Meeting, PublicPage, Room
from bot.domain.saying import ago, place
from bot.domain.settings import KeepText
from bot.domain.wishes import Summary

QUOTED_AT_MOST: Final = 160  # characters
WITHOUT_A_MEETING: Final = 86_400.0  # seconds that a summary goes back where no meeting is meant
FOLLOWED: Final = "Raised and followed"
WAITING: Final = "Worth returning to"
JUST_ASKED: Final = "Only just asked"
BESIDE: Final = "Asked beside the talk"
MAYBE_ALOUD: Final = "may have been answered aloud"
NOBODY_NAMED: Final = "No asker is named; the links lead to the messages."


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a summary is about: a meeting, or the time since then (epoch seconds)."""

    since: float
    meeting: str | None = None

    def holds(self, question: Question) -> bool:
        """Whether the question was asked in it."""
        if self.meeting is not None:
            return question.meeting == self.meeting
        return question.asked_at >= self.since

    def wish(self) -> str:
        """How somebody asks for a summary of the same."""
        return f"summary {'meeting ' if self.meeting is not None else ''}@{self.since:.6f}"


def span_of(room: Room, wish: Summary, at: float) -> Span | None:
    """What is meant by a wish; None where it means a meeting that isn't known (any more)."""
    if wish.meeting:
        return _meeting(room, wish.begun)
    if wish.begun is not None:
        return Span(since=wish.begun)
    if wish.seconds is not None:
        return Span(since=at - wish.seconds)
    if room.meeting or room.last_meeting:
        return _meeting(room, None)
    return Span(since=at - WITHOUT_A_MEETING)


def _meeting(room: Room, begun: float | None) -> Span | None:
    for each in (room.meeting, room.last_meeting):
        if each is not None and (begun is None or abs(each.started_at - begun) < 0.001):  # noqa: PLR2004 - as written in a wish
            return _span(each)
    return None


def _span(meeting: Meeting) -> Span:
    return Span(since=meeting.started_at, meeting=meeting.id)


def title(room: Room, *, since: float, meeting: bool, at: float | None = None) -> str:
    """What a summary is about, as people say it."""
    began = policy.local(room, since)
    day = f"{began.day} {began:%B}"
    today = at is not None and policy.day(room, at) == policy.day(room, since)
    when = f"{began:%H:%M}" if today else f"{day}, {began:%H:%M}"
    return f"The meeting of {day}, {began:%H:%M}" if meeting else f"Since {when}"


# --- what may be shown -----------------------------------------------------------------------


def shown(room: Room, questions: Iterable[Question], span: Span, at: float) -> list[Question]:
    """The questions of a span that may stand in a summary at all, one for each message."""
    kept = [
        each
        for each in questions
        if span.holds(each) and each.asked_at >= at - room.settings.retention_seconds
    ]
    return [each for each in report.spoken_for(kept) if may_be_listed(each)]


def may_be_listed(question: Question) -> bool:
    """Whether a question may stand in any list: as the report, with what was asked beside a talk.

    That a question was settled by a press is no reason to show it (rule 3).
    """
    if question.spoken:
        return question.tracked and not question.sensitive and question.state in _SPOKEN
    return report.listed(question)


_SPOKEN: Final = frozenset({State.OPEN, State.HANGING, State.FOLLOWED, State.TAKEN_AWAY})


def quote(room: Room, question: Question) -> str:
    """A question's own words in one line; where they aren't kept, when it was asked."""
    if question.text is None or room.settings.keep_text is KeepText.NONE:
        return f"A question at {policy.local(room, question.asked_at):%H:%M}"
    words = " ".join(question.text.split())
    if len(words) > QUOTED_AT_MOST:
        words = words[: QUOTED_AT_MOST - 1].rstrip() + "…"
    return f"“{words}”"


def _line(room: Room, question: Question, *, note: str = "", tick: bool = False) -> Line:
    return Line(
        text=quote(room, question),
        target=question.message,
        note=note,
        tick=question.id if tick else "",
    )


# --- the room's view -------------------------------------------------------------------------


def room_page(room: Room, questions: Iterable[Question], span: Span, at: float) -> Page:
    """What any member may see: topics that were raised and followed, with links; nobody's name."""
    lines = tuple(_line(room, each) for each in followed(shown(room, questions, span, at)))
    nothing = "Nothing to show: no question was asked and followed in this time."
    return Page(
        title=f"Summary of {place(room)}",
        lines=(_about(room, span, at), *([] if lines else [nothing])),
        sections=_sections((FOLLOWED, lines)),
        room=room.id,
    )


def followed(questions: Iterable[Question]) -> list[Question]:
    """Those that somebody took up in the talk; a convener's press is no sign of it (rule 3)."""
    return [each for each in questions if each.state is State.FOLLOWED]


def _about(room: Room, span: Span, at: float) -> str:
    return f"{title(room, since=span.since, meeting=span.meeting is not None, at=at)}."


def _sections(*given: tuple[str, Sequence[Line]]) -> tuple[Section, ...]:
    """Those that have a line."""
    return tuple(Section(title=heading, lines=tuple(lines)) for heading, lines in given if lines)


# --- a convener's view -----------------------------------------------------------------------


def convener_page(room: Room, questions: Iterable[Question], span: Span, at: float) -> Page:
    """What a convener may see: raised, followed (how, how soon), waiting, taken away, withdrawn."""
    found = shown(room, questions, span, at)
    view = report.report_view("", found, room.name_of)
    by_message = {each.message: each for each in found}
    sections = [
        (heading, [_told(room, by_message[each.message], each.detail, at) for each in lines])
        for heading, lines in view.sections
    ]
    beside = [_beside(room, each, at) for each in found if each.spoken]
    post = Choice(wish=f"{span.wish()} post", label="Post it in the room…")
    return Page(
        title=f"Summary of {place(room)}, for its conveners",
        lines=(_about(room, span, at), view.summary),
        sections=_sections(*sections, (BESIDE, beside)),
        choices=(post,) if found else (),
        room=room.id,
    )


def _told(room: Room, question: Question, detail: str, at: float) -> Line:
    """A line for conveners: who asked, how long ago, and what became of it."""
    asked = f"{room.name_of(question.asker)}, {ago(at - question.asked_at)}"
    return _line(room, question, note=f"{asked} · {detail}" if detail else asked)


def _beside(room: Room, question: Question, at: float) -> Line:
    detail = MAYBE_ALOUD if question.waiting else report.detail(question, room.name_of)
    return _told(room, question, detail, at)


def open_page(room: Room, questions: Iterable[Question], at: float) -> Page:
    """What waits, for conveners: what hangs comes first, the oldest at the top."""
    since = Span(since=at - room.settings.retention_seconds)
    waiting = [each for each in shown(room, questions, since, at) if each.waiting]
    hanging = [each for each in waiting if each.state is State.HANGING and not each.spoken]
    new = [each for each in waiting if each.state is State.OPEN and not each.spoken]
    beside = [each for each in waiting if each.spoken]
    sections = _sections(
        (WAITING, [_told(room, each, _moved_on(each), at) for each in hanging]),
        (JUST_ASKED, [_told(room, each, "", at) for each in new]),
        (BESIDE, [_beside(room, each, at) for each in beside]),
    )
    some = "A few words in the room are enough; you needn't have the answer."
    lines = (some,) if sections else ("Nothing waits. Everything that was asked was taken up.",)
    return Page(title=f"Open in {place(room)}", lines=lines, sections=sections, room=room.id)


def _moved_on(question: Question) -> str:
    return f"the talk moved on to {question.moved_on_to}" if question.moved_on_to else ""


# --- what is posted --------------------------------------------------------------------------


def preview_page(room: Room, questions: Iterable[Question], span: Span, at: float) -> Page:
    """What a convener sees before anything is posted: what hangs stays out unless ticked."""
    found = shown(room, questions, span, at)
    posted = [_line(room, each) for each in followed(found)]
    ticks = [
        _line(room, each, note=MAYBE_ALOUD if each.spoken else "", tick=True)
        for each in found
        if each.waiting
    ]
    if not posted and not ticks:
        nothing = "There is nothing to post: no question was followed in this time."
        return Page(title="Nothing to post", lines=(_about(room, span, at), nothing), room=room.id)
    return Page(
        title=f"Post this in {place(room)}?",
        lines=(_about(room, span, at), f"Everybody in the room will see it. {NOBODY_NAMED}"),
        sections=_sections(
            (FOLLOWED, posted), ("Left out, unless you tick them one by one", ticks)
        ),
        choices=(Choice(wish=f"{span.wish()} post yes", label="Post it", style="primary"),),
        room=room.id,
    )


def public_page(
    room: Room, page: PublicPage, questions: Iterable[Question], at: float
) -> Page | None:
    """What stands in the room, from what may be shown now; None where nothing of it may."""
    asked = {each.id: each for each in questions}
    named = [asked[each] for each in (*page.followed, *page.ticked) if each in asked]
    oldest = at - room.settings.retention_seconds
    kept = [each for each in named if each.asked_at >= oldest]
    taken_up = [_line(room, each) for each in kept if place_on(page, each) == FOLLOWED]
    waiting = [_line(room, each) for each in kept if place_on(page, each) == WAITING]
    if not taken_up and not waiting and not page.ref:
        return None
    by = f"Shared by {room.name_of(page.by)}, through Heed." if page.by else "Shared through Heed."
    gone = () if taken_up or waiting else ("Nothing of it is left to show.",)
    return Page(
        title="What was asked and followed",
        lines=(f"{title(room, since=page.since, meeting=page.meeting)}. {by}", *gone),
        sections=_sections((FOLLOWED, taken_up), (WAITING, waiting)),
        public=True,
        room=room.id,
    )


def place_on(page: PublicPage, question: Question) -> str:
    """Under which heading a posted page shows a question; empty where it doesn't.

    What a convener pressed since changes nothing there (rule 3).
    """
    if question.sensitive or not question.tracked:
        return ""
    if question.state in {State.GONE, State.WITHDRAWN}:
        return ""
    if question.state is State.FOLLOWED:
        return FOLLOWED
    if question.id in page.ticked:
        return WAITING
    return FOLLOWED if question.state is State.SETTLED else ""
