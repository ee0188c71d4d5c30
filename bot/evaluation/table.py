"""The figures as people read them, and as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.question import Kind
from bot.evaluation.gold import NOT_TRACKED, TRACKED, GoldSet
from bot.evaluation.measures import ChatFigures, MeetingFigures, Rates

Figures = dict[str, float | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one method came to on one set: figures by measure, in the order to be shown.

    `errors` are further lines: what the method got wrong, by kind.
    """

    method: str
    figures: dict[str, Figures]
    errors: tuple[str, ...] = field(default=())


def without_errors(column: Column) -> Column:
    """The figures alone."""
    return replace(column, errors=())


def of_rates(rates: Rates) -> Figures:
    """Rates as figures."""
    return {
        "f1": round(rates.f1, 3),
        "precision": round(rates.precision, 3),
        "recall": round(rates.recall, 3),
        "margin": round(rates.margin, 3),
        "gold": rates.gold,
    }


def of_chat(figures: ChatFigures) -> dict[str, Figures]:
    """A set of chat."""
    judged = sum(figures.nudges[each] for each in ("right", "wrong", "hasty"))
    return {
        "left hanging": of_rates(figures.hanging),
        "first pick-up right": {"share": round(figures.first_right, 3)},
        "pick-ups named": {"share": round(figures.named, 3)},
        "nudges right": {
            "share": round(figures.nudges["right"] / judged, 3) if judged else 0.0,
            **{each: figures.nudges[each] for each in ("right", "wrong", "hasty", "unknown")},
        },
    }


def of_meetings(figures: MeetingFigures) -> dict[str, Figures]:
    """A set of labelled meetings."""
    return {
        "questions": of_rates(figures.questions),
        "left hanging": of_rates(figures.hanging),
        "followed": of_rates(figures.followed),
        "withdrawn": of_rates(figures.withdrawn),
        "nudges": of_rates(figures.nudges),
        "kind right": {"share": round(figures.kind_right, 3)},
        **{_named(kind): {**figures.of_kind(kind)} for kind in Kind},
    }


def errors_of(figures: MeetingFigures) -> tuple[str, ...]:
    """What went wrong, by kind and true state: a line each, the most frequent first."""
    wrong = Counter(
        {key: count for key, count in figures.became.items() if not _right(key[0], key[2])}
    )
    lines = [
        f"{count} {_named(kind)}{_true(true)}: {_said(got)}"
        for (true, kind, got), count in wrong.most_common()
    ]
    if figures.unlisted:
        lines.append(f"{figures.unlisted} that nobody would take for a question: tracked")
    taken = Counter({pair: n for pair, n in figures.kinds.items() if pair[0] != pair[1]})
    lines += [
        f"{n} {_named(true)} taken for {_named(got)}" for (true, got), n in taken.most_common()
    ]
    return tuple(lines)


def _right(true: str, got: str) -> bool:
    return true == got


def _named(kind: str) -> str:
    return kind.replace("_", " ") if kind in set(Kind) else "not worth tracking"


def _true(state: str) -> str:
    return "" if state == NOT_TRACKED else f" ({state})"


def _said(got: str) -> str:
    return "not noticed" if got == NOT_TRACKED else f"called {got}" if got in TRACKED else "open"


def lines(gold: GoldSet, columns: Sequence[Column], messages: int) -> Iterator[str]:
    """A set's table: one row a measure, one column a method."""
    rooms = f"{len(gold.rooms)} room{'' if len(gold.rooms) == 1 else 's'}"
    yield f"{gold.name} ({gold.sort.name.lower()}; {rooms}, {messages:,} messages)"
    measures = list(columns[0].figures)
    wide = max(map(len, measures))
    cells = {each.method: [_cell(each.figures[name]) for name in measures] for each in columns}
    widths = {name: max(len(name), *map(len, cells[name])) for name in cells}
    yield f"  {'':{wide}}  " + "  ".join(f"{name:{widths[name]}}" for name in cells).rstrip()
    for number, measure in enumerate(measures):
        shown = "  ".join(f"{cells[name][number]:{widths[name]}}" for name in cells)
        yield f"  {measure:{wide}}  {shown}".rstrip()
    for column in columns:
        if column.errors:
            yield f"  {column.method} gets wrong:"
            yield from (f"    {line}" for line in column.errors)


def _cell(figures: Figures) -> str:
    if "f1" in figures:
        both = f"precision {figures['precision']:.3f}, recall {figures['recall']:.3f}"
        return f"F1 {figures['f1']:.3f} ({both} ±{figures['margin']:.3f})"
    counts = ", ".join(f"{value} {name}" for name, value in figures.items() if name != "share")
    if "share" not in figures:
        return counts
    return f"{figures['share']:.3f}" + (f" ({counts})" if counts else "")


def as_json(gold: GoldSet, columns: Sequence[Column], messages: int) -> dict[str, Any]:
    """The same for programs."""
    return {
        "set": gold.name,
        "sort": gold.sort.name.lower(),
        "rooms": len(gold.rooms),
        "messages": messages,
        "methods": {
            each.method: {"figures": each.figures, "errors": list(each.errors)} for each in columns
        },
    }
