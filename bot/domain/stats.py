"""What `stats` shows a convener: figures by group, and what they can't say."""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.domain.fairness import (
    MEETINGS_AT_LEAST,
    PEOPLE_AT_LEAST,
    QUESTIONS_AT_LEAST,
    Fairness,
    Figures,
    fairness,
)
from bot.domain.groups import Grouped
from bot.domain.pages import Line, Page, Section
from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.saying import minutes, place

ENOUGH: Final = (
    f"A group is shown from {QUESTIONS_AT_LEAST} questions by {PEOPLE_AT_LEAST} people in "
    f"{MEETINGS_AT_LEAST} meetings on."
)
_IN_MINUTES: Final = 100.0  # seconds
CANNOT_SAY: Final = (
    "They count what Heed noticed in the chat. It misses some questions and answers, and hears "
    "nothing that is said aloud.\n"
    "They don't say why a question waited, or what it was worth. Where two ranges overlap, a "
    "difference may be chance.\n"
    "What a convener ended by a press, and what was asked beside a spoken meeting, isn't counted."
).split("\n")


def stats_page(room: Room, questions: Iterable[Question], grouped: Grouped, at: float) -> Page:
    """How often, and how soon, each group's questions were followed, as far back as is kept.

    `at` is in epoch seconds.
    """
    if not grouped.by_member:
        mend = "An admin can list groups in HEED_GROUPS, by names or by the platform's own groups."
        lines = ("There are no groups to count by.", *_left_out(grouped), mend)
        return Page(title=_title(room), lines=lines)
    oldest = at - room.settings.retention_seconds
    found = fairness((each for each in questions if each.asked_at >= oldest), grouped.by_member)
    lines = (*_left_out(grouped), *_lines(found))
    return Page(title=_title(room), lines=lines, sections=_sections(found))


def _left_out(grouped: Grouped) -> tuple[str, ...]:
    """Which of the platform's own groups aren't counted, and why."""
    if not grouped.unknown:
        return ()
    names = _listed(grouped.unknown)
    if grouped.silent:
        return (f"Who is in {names} couldn't be asked just now, so nobody is counted by that.",)
    return (f"There is no group called {names} here, so nobody is counted by that.",)


def _title(room: Room) -> str:
    return f"Whose questions are followed in {place(room)}"


def _lines(found: Fairness) -> tuple[str, ...]:
    if not found.too_small:
        return ()
    return (f"Too few questions yet to say anything of {_listed(found.too_small)}. {ENOUGH}",)


def _listed(names: Sequence[str]) -> str:
    """The names of `one, two and three`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _sections(found: Fairness) -> tuple[Section, ...]:
    """The groups by name, which is no ranking, and what has to be said with them."""
    if not found.shown:
        return ()
    return (
        Section(title="By group", lines=tuple(map(_line, found.shown))),
        Section(title="What this can't say", lines=tuple(Line(text=each) for each in CANNOT_SAY)),
    )


def _line(one: Figures) -> Line:
    low, high = one.share_within
    share = f"{one.share:.0%} of {one.asked} questions followed (likely {low:.0%} to {high:.0%})"
    return Line(text=f"{one.group}: {share}", note=_soon(one))


def _soon(one: Figures) -> str:
    if one.soon is None:
        return ""
    within = one.soon_within
    likely = f" (likely {_stretch(within[0])} to {_stretch(within[1])})" if within else ""
    return f"half of those within {_stretch(one.soon)}{likely}"


def _stretch(seconds: float) -> str:
    """Seconds where minutes would say nothing."""
    return minutes(seconds) if seconds >= _IN_MINUTES else f"{seconds:.0f} seconds"
