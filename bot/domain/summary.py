"""What was asked and what was followed, as pages in two views: the room's, and its conveners'.

What stands on them is `chronicle`'s to decide (rule 2); here it is only put into words, when it is
shown (rule 9).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from bot.domain import policy
from bot.domain.chronicle import (
    Chronicle,
    Entry,
    Span,
    Viewer,
    chronicle,
    posted,
    span_of_meeting,
    title,
)
from bot.domain.pages import Choice, Line, Page, Section
from bot.domain.question import How, Question, State
from bot.domain.room import PublicPage, Room
from bot.domain.saying import ago, minutes, place
from bot.domain.wishes import Stretch

QUOTED_AT_MOST: Final = 160  # characters
WITHOUT_A_MEETING: Final = 86_400.0  # seconds that a summary goes back where no meeting is meant
RAISED: Final = "Raised and followed"
EARLIER: Final = "From earlier meetings"
WAITING: Final = "Still waiting"
FOLLOWED: Final = "Followed"
TAKEN_AWAY: Final = "Taken away"
WITHDRAWN: Final = "Withdrawn"
BESIDE: Final = "Asked beside the talk"
HEADINGS: Final = (EARLIER, WAITING, FOLLOWED, TAKEN_AWAY, WITHDRAWN, BESIDE)
RETURN_TO: Final = "Worth returning to"
JUST_ASKED: Final = "Only just asked"
MAYBE_ALOUD: Final = "may have been answered aloud"
NOBODY_NAMED: Final = "No asker is named; the links lead to the messages."

_UNDER: Final = {
    State.HANGING: WAITING,
    State.OPEN: WAITING,
    State.FOLLOWED: FOLLOWED,
    State.TAKEN_AWAY: TAKEN_AWAY,
    State.WITHDRAWN: WITHDRAWN,
}

Names = Callable[[str], str]


def span_of(room: Room, wish: Stretch, at: float) -> Span | None:
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
            return span_of_meeting(each)
    return None


# --- lines -----------------------------------------------------------------------------------


def quote(room: Room, entry: Entry) -> str:
    """A question's own words in one line; where they aren't kept, when it was asked."""
    if entry.words is None:
        return f"A question at {policy.local(room, entry.asked_at):%H:%M}"
    words = entry.words
    if len(words) > QUOTED_AT_MOST:
        words = words[: QUOTED_AT_MOST - 1].rstrip() + "…"
    return f"“{words}”"


def _line(room: Room, entry: Entry, *, note: str = "", tick: bool = False) -> Line:
    return Line(
        text=quote(room, entry),
        target=entry.message,
        note=note,
        tick=entry.question if tick else "",
    )


def _told(room: Room, entry: Entry, at: float, name_of: Names, detail: str | None = None) -> Line:
    """A line for conveners: who asked, how long ago, and what became of it."""
    asked = f"{name_of(entry.asker or '')}, {ago(at - entry.asked_at)}"
    became = became_of(entry, name_of) if detail is None else detail
    return _line(room, entry, note=f"{asked} · {became}" if became else asked)


def became_of(entry: Entry, name_of: Names) -> str:
    """What became of it, for conveners: how, by whom and how soon; empty where there is no more."""
    if entry.beside and entry.waits:
        return MAYBE_ALOUD
    if entry.state is State.FOLLOWED and entry.taken:
        first = entry.taken[0]
        how = "answered" if first.how is How.ANSWER else "followed"
        by = f" by {name_of(first.by)}" if first.by else ""
        return f"{how}{by} after {minutes(first.at - entry.asked_at)}"
    if entry.state is State.TAKEN_AWAY and entry.taken_away_by:
        return f"{name_of(entry.taken_away_by)} will come back to it"
    if entry.waits and entry.moved_on_to:
        return _moved_on(entry)
    return ""


def _moved_on(entry: Entry) -> str:
    return f"the talk moved on to {entry.moved_on_to}" if entry.moved_on_to else ""


def _sections(*given: tuple[str, Sequence[Line]]) -> tuple[Section, ...]:
    """Those that have a line."""
    return tuple(Section(title=heading, lines=tuple(lines)) for heading, lines in given if lines)


# --- the two views ---------------------------------------------------------------------------


def room_page(room: Room, questions: Iterable[Question], span: Span, at: float) -> Page:
    """What any member may see: topics that were raised and followed, with links; nobody's name."""
    return members_page(room, chronicle(room, questions, span, at, Viewer.MEMBER))


def members_page(room: Room, told: Chronicle) -> Page:
    """A member's chronicle as a page."""
    lines = tuple(_line(room, each) for each in told.entries)
    nothing = "Nothing to show: no question was asked and followed in this time."
    return Page(
        title=f"Summary of {place(room)}",
        lines=(f"{told.title}.", *([] if lines else [nothing])),
        sections=_sections((RAISED, lines)),
        room=room.id,
    )


def convener_page(room: Room, questions: Iterable[Question], span: Span, at: float) -> Page:
    """What a convener may see: what came from earlier meetings, and what became of everything."""
    told = chronicle(room, questions, span, at, Viewer.CONVENER)
    post = Choice(wish=f"{span.wish()} post", label="Post it in the room…")
    offered = (post,) if any(not each.earlier for each in told.entries) else ()
    picture = (Choice(wish=f"export {span.said()} png", label="Picture"),) if told.entries else ()
    return conveners_page(room, told, at, room.name_of, (*offered, *picture))


def conveners_page(
    room: Room,
    told: Chronicle,
    at: float,
    name_of: Names,
    choices: tuple[Choice, ...] = (),
) -> Page:
    """A convener's chronicle as a page; `name_of` says what members are called on it."""
    return Page(
        title=f"Summary of {place(room)}, for its conveners",
        lines=(f"{told.title}.", counted(told.entries)),
        sections=sections(room, told.entries, at, name_of),
        choices=choices,
        room=room.id,
    )


def sections(
    room: Room, entries: Iterable[Entry], at: float, name_of: Names
) -> tuple[Section, ...]:
    """What became of everything, for conveners; what earlier meetings left comes first."""
    lines: Mapping[str, list[Line]] = {each: [] for each in HEADINGS}
    for each in entries:
        lines[heading(each)].append(_told(room, each, at, name_of))
    return _sections(*lines.items())


def heading(entry: Entry) -> str:
    """Under which heading a question stands for conveners."""
    if entry.earlier:
        return EARLIER
    return BESIDE if entry.beside else _UNDER[entry.state]


def counted(entries: Iterable[Entry]) -> str:
    """One line: how many questions were noticed, picked up, and still wait.

    What came from earlier meetings, or was asked beside the talk, isn't counted.
    """
    under = [heading(each) for each in entries]
    under = [each for each in under if each not in {EARLIER, BESIDE}]
    if not under:
        return "No questions were noticed."
    taken = under.count(FOLLOWED) + under.count(TAKEN_AWAY)
    some = f"{len(under)} question{'' if len(under) == 1 else 's'}"
    return f"{some} noticed, {taken} picked up, {under.count(WAITING)} still waiting."


def open_page(room: Room, questions: Iterable[Question], at: float) -> Page:
    """What waits, for conveners: what hangs comes first, the oldest at the top."""
    since = Span(since=at - room.settings.retention_seconds)
    told = chronicle(room, questions, since, at, Viewer.CONVENER)
    waiting = [each for each in told.entries if each.waits]
    hanging = [each for each in waiting if each.state is State.HANGING and not each.beside]
    new = [each for each in waiting if each.state is State.OPEN and not each.beside]
    beside = [each for each in waiting if each.beside]
    name_of = room.name_of
    found = _sections(
        (RETURN_TO, [_told(room, each, at, name_of, _moved_on(each)) for each in hanging]),
        (JUST_ASKED, [_told(room, each, at, name_of, "") for each in new]),
        (BESIDE, [_told(room, each, at, name_of) for each in beside]),
    )
    some = "A few words in the room are enough; you needn't have the answer."
    lines = (some,) if found else ("Nothing waits. Everything that was asked was taken up.",)
    return Page(title=f"Open in {place(room)}", lines=lines, sections=found, room=room.id)


# --- what is posted --------------------------------------------------------------------------


def postable(
    room: Room, questions: Sequence[Question], span: Span, at: float
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """What is posted of a span without asking, and what only where it was ticked."""
    followed = chronicle(room, questions, span, at, Viewer.MEMBER).entries
    whole = chronicle(room, questions, span, at, Viewer.CONVENER).entries
    return followed, tuple(each for each in whole if each.waits and not each.earlier)


def preview_page(room: Room, questions: Sequence[Question], span: Span, at: float) -> Page:
    """What a convener sees before anything is posted: what hangs stays out unless ticked."""
    followed, waiting = postable(room, questions, span, at)
    about = f"{title(room, since=span.since, meeting=span.meeting is not None, at=at)}."
    if not followed and not waiting:
        nothing = "There is nothing to post: no question was followed in this time."
        return Page(title="Nothing to post", lines=(about, nothing), room=room.id)
    ticks = [
        _line(room, each, note=MAYBE_ALOUD if each.beside else "", tick=True) for each in waiting
    ]
    return Page(
        title=f"Post this in {place(room)}?",
        lines=(about, f"Everybody in the room will see it. {NOBODY_NAMED}"),
        sections=_sections(
            (RAISED, [_line(room, each) for each in followed]),
            ("Left out, unless you tick them one by one", ticks),
        ),
        choices=(Choice(wish=f"{span.wish()} post yes", label="Post it", style="primary"),),
        room=room.id,
    )


def public_page(
    room: Room, page: PublicPage, questions: Iterable[Question], at: float
) -> Page | None:
    """What stands in the room, from what may be shown now; None where nothing of it may."""
    shown = posted(room, page, questions, at)
    taken_up = [_line(room, each) for each in shown if not each.waits]
    waiting = [_line(room, each) for each in shown if each.waits]
    if not shown and not page.ref:
        return None
    by = f"Shared by {room.name_of(page.by)}, through Heed." if page.by else "Shared through Heed."
    gone = () if shown else ("Nothing of it is left to show.",)
    return Page(
        title="What was asked and followed",
        lines=(f"{title(room, since=page.since, meeting=page.meeting)}. {by}", *gone),
        sections=_sections((RAISED, taken_up), (RETURN_TO, waiting)),
        public=True,
        room=room.id,
    )
