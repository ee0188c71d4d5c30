"""A chronicle as a picture: questions as marks along the time, pick-ups as arcs from them.

Laid out once, as shapes with places and meanings; painters turn them into SVG and PNG without
knowing what they mean (adapters/pictures). What each viewer may see, the chronicle has decided: no
shape carries a name or anybody's words, and only a convener's picture has open marks.

Told apart by form as well as by colour: followed is a full circle, hanging an empty one, taken away
a diamond, withdrawn a bar.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.domain import policy
from bot.domain.chronicle import Chronicle, Entry
from bot.domain.drawing import (
    RADIUS,
    TEXT,
    Arc,
    Form,
    Mark,
    Meaning,
    Picture,
    Shape,
    Stroke,
    Words,
)
from bot.domain.question import State
from bot.domain.room import Room

MARKS_AT_MOST: Final = 120
"""Questions that a picture shows: more nobody can tell apart, and it stays cheap to paint."""

WIDTH: Final = 340.0  # so that its texts can still be read where 300 pixels are shown
_LEFT: Final = 26.0
_RIGHT: Final = 314.0
_TITLE_AT: Final = 24.0
_ARCS_FROM: Final = 40.0  # below the title
_ARC_AT_MOST: Final = 84.0
_ARC_AT_LEAST: Final = 10.0
_BELOW: Final = 14.0  # the axis, so that arcs stay free of marks
_STEP: Final = 21.0  # from one mark to the one below it
_ROOM: Final = 20.5  # that two marks beside each other need
_EARLIER: Final = 50.0  # for what earlier meetings left, before the axis
_TICKS_AT_MOST: Final = 6
_STEPS: Final = (60, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 604800)
_SHORTEST: Final = 60.0  # seconds that a picture spans at least
_SMALL: Final = 13.0
_DAYS_FROM: Final = 2 * 86_400.0  # seconds: from here on the axis counts days

_LOOKS: Final = {
    State.FOLLOWED: (Form.FULL, Meaning.FOLLOWED),
    State.TAKEN_AWAY: (Form.DIAMOND, Meaning.TAKEN_AWAY),
    State.HANGING: (Form.EMPTY, Meaning.HANGING),
    State.OPEN: (Form.EMPTY, Meaning.FAINT),
    State.WITHDRAWN: (Form.BAR, Meaning.WITHDRAWN),
}
_SAID: Final = {
    State.FOLLOWED: "followed",
    State.TAKEN_AWAY: "taken away",
    State.HANGING: "left hanging",
    State.OPEN: "just asked",
    State.WITHDRAWN: "withdrawn",
}
"""In the order of the legend."""

Clock = Callable[[float], str]


def clock_of(room: Room, told: Chronicle) -> Clock:
    """The room's own time of the day; the day itself where it is about several."""
    days = told.until - told.since > _DAYS_FROM

    def clock(at: float) -> str:
        when = policy.local(room, at)
        return f"{when.day} {when:%b}" if days else f"{when:%H:%M}"

    return clock


def timeline(told: Chronicle, clock: Clock) -> Picture:
    """Lay a chronicle out; `clock` writes an epoch second as the room's own time of the day.

    Of very many questions the latest have marks; the legend counts all.
    """
    scale, latest = _Scale(told), told.entries[-MARKS_AT_MOST:]
    arcs = list(_arcs(latest, scale))
    axis = _ARCS_FROM + max((each.height for each in arcs), default=0.0)
    marks = _dodged(latest, scale, axis)
    below = max((each.y for each in marks), default=axis) + _STEP
    legend, end = _legend(told.entries, below + 38.0)
    shapes: tuple[Shape, ...] = (
        Words(x=_LEFT - RADIUS, y=_TITLE_AT, text=told.title),
        *_axis(told, scale, axis, below, clock),
        *(_raised(each, axis) for each in arcs),
        *marks,
        *legend,
    )
    return Picture(width=WIDTH, height=end, alt=alt(told, clock), shapes=shapes)


def alt(told: Chronicle, clock: Clock) -> str:
    """The picture in a sentence or two, for those who don't see it."""
    if not told.entries:
        return f"Timeline. {told.title}: no question to show."
    counts = Counter(each.state for each in told.entries)
    parts = [f"{counts[state]} {said}" for state, said in _SAID.items() if counts[state]]
    span = f"from {clock(told.since)} to {clock(told.until)}"
    many = len(told.entries)
    return f"Timeline {span}: {many} question{'' if many == 1 else 's'}, {', '.join(parts)}."


class _Scale:
    """From epoch seconds to places along the axis."""

    def __init__(self, told: Chronicle) -> None:
        self.start = _LEFT + (_EARLIER if any(each.earlier for each in told.entries) else 0.0)
        self.since = told.since
        last = max((each.taken[0].at for each in told.entries if each.taken), default=told.since)
        self.span = max(told.until, last, told.since + _SHORTEST) - told.since

    def x(self, at: float) -> float:
        """Where that moment is; what lies outside stands at the edge."""
        share = min(max((at - self.since) / self.span, 0.0), 1.0)
        return self.start + share * (_RIGHT - self.start)

    def of(self, entry: Entry) -> float:
        """Where a question's mark would stand."""
        return _LEFT if entry.earlier else self.x(entry.asked_at)


def _arcs(entries: Sequence[Entry], scale: _Scale) -> Iterator[Arc]:
    for each in entries:
        if each.taken:
            x, to = scale.of(each), scale.x(each.taken[0].at)
            height = min(max((to - x) / 2, _ARC_AT_LEAST), _ARC_AT_MOST)
            yield Arc(x=x, to=to, y=0.0, height=height, meaning=_LOOKS[each.state][1])


def _raised(arc: Arc, axis: float) -> Arc:
    """The arc over the axis, now that its place is known."""
    return Arc(x=arc.x, to=arc.to, y=axis, height=arc.height, meaning=arc.meaning)


def _dodged(entries: Sequence[Entry], scale: _Scale, axis: float) -> list[Mark]:
    """A mark for each question, under the axis; where it would cover another, beneath that."""
    last_in_row: list[float] = []
    marks: list[Mark] = []
    for entry in sorted(entries, key=lambda each: (scale.of(each), each.number)):
        x = scale.of(entry)
        row = next((n for n, last in enumerate(last_in_row) if x - last >= _ROOM), None)
        if row is None:
            row = len(last_in_row)
            last_in_row.append(x)
        last_in_row[row] = x
        form, meaning = _LOOKS[entry.state]
        label = str(entry.number)
        marks.append(
            Mark(x=x, y=axis + _BELOW + row * _STEP, form=form, meaning=meaning, label=label)
        )
    return marks


def _axis(
    told: Chronicle, scale: _Scale, axis: float, below: float, clock: Clock
) -> Iterator[Shape]:
    if scale.start > _LEFT:
        yield Words(
            x=_LEFT - RADIUS, y=below + _SMALL, text="earlier", meaning=Meaning.FAINT, size=_SMALL
        )
    for at in _ticks(told.since, scale.span):
        x = scale.x(at)
        yield Stroke(x=x, y=_ARCS_FROM, to_x=x, to_y=below, meaning=Meaning.AXIS)
        yield Words(
            x=x,
            y=below + _SMALL,
            text=clock(at),
            meaning=Meaning.FAINT,
            anchor="middle",
            size=_SMALL,
        )
    yield Stroke(x=scale.start, y=axis, to_x=_RIGHT, to_y=axis, meaning=Meaning.AXIS)


def _ticks(since: float, span: float) -> list[float]:
    """Moments to write at the axis: round ones, as many as there is room for."""
    step = next((each for each in _STEPS if span / each <= _TICKS_AT_MOST), _STEPS[-1])
    while span / step > _TICKS_AT_MOST:
        step *= 2
    first = -(-since // step) * step
    return [at for n in range(_TICKS_AT_MOST + 1) if (at := first + n * step) <= since + span]


def _legend(entries: Sequence[Entry], top: float) -> tuple[list[Shape], float]:
    """What each form means, two beside each other, and where the paper ends.

    Where not every question has a mark, that is said below.
    """
    counts = Counter(each.state for each in entries)
    there = [state for state in _SAID if counts[state]]
    if not there:
        nothing = Words(x=_LEFT - RADIUS, y=top, text="No question to show.", meaning=Meaning.FAINT)
        return [nothing], top + TEXT
    shapes: list[Shape] = []
    for number, state in enumerate(there):
        x = _LEFT + (number % 2) * (WIDTH - _LEFT) / 2
        y = top + (number // 2) * (_STEP + 3)
        form, meaning = _LOOKS[state]
        shapes.append(Mark(x=x, y=y - RADIUS / 2, form=form, meaning=meaning))
        shapes.append(Words(x=x + 16, y=y, text=f"{_SAID[state]} ({counts[state]})"))
    end = top + ((len(there) + 1) // 2) * (_STEP + 3)
    if len(entries) > MARKS_AT_MOST:
        most = f"The marks are those of the latest {MARKS_AT_MOST}."
        shapes.append(Words(x=_LEFT - RADIUS, y=end, text=most, meaning=Meaning.FAINT))
        end += _STEP + 3
    return shapes, end - 4
