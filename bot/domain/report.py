"""The convener's report: what was asked, what was followed, what still waits."""

from collections.abc import Callable, Iterable
from typing import Final

from bot.domain.question import TAKEN_UP_AT, Ending, How, PickUp, Question, State
from bot.domain.saying import minutes
from bot.domain.views import ReportLine, ReportView

WAITING: Final = "Still waiting"
FOLLOWED: Final = "Followed"
SECTIONS: Final = {
    State.HANGING: WAITING,
    State.OPEN: WAITING,
    State.FOLLOWED: FOLLOWED,
    State.TAKEN_AWAY: "Taken away",
    State.SETTLED: FOLLOWED,
    State.WITHDRAWN: "Withdrawn",
}
HEADINGS: Final = tuple(dict.fromkeys(SECTIONS.values()))


def report_view(
    title: str, questions: Iterable[Question], name_of: Callable[[str], str]
) -> ReportView:
    """Sections of questions for the convener alone."""
    lines: dict[str, list[ReportLine]] = {heading: [] for heading in HEADINGS}
    for question in spoken_for(questions):
        if listed(question):
            lines[SECTIONS[question.state]].append(line(question, name_of))
    counts = {heading: len(each) for heading, each in lines.items()}
    sections = tuple((heading, tuple(each)) for heading, each in lines.items() if each)
    return ReportView(title=title, summary=summary(counts), sections=sections)


def listed(question: Question) -> bool:
    """Whether the report may show it.

    Sensitive questions stand in no list (rule 11), and what was asked beside a spoken meeting may
    have been answered aloud. What a convener pressed is theirs alone (rule 3): of what they ended,
    only what they said was followed stands here, as followed.
    """
    ended = question.state is State.SETTLED and question.ending is not Ending.ALREADY_FOLLOWED
    gone = question.state is State.GONE
    return question.tracked and not (question.sensitive or question.spoken or ended or gone)


def spoken_for(questions: Iterable[Question]) -> list[Question]:
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


def summary(counts: dict[str, int]) -> str:
    """One line: how many questions were noticed, picked up, and still wait."""
    noticed = sum(counts.values())
    if not noticed:
        return "No questions were noticed."
    taken = counts.get(FOLLOWED, 0) + counts.get(SECTIONS[State.TAKEN_AWAY], 0)
    some = f"{noticed} question{'' if noticed == 1 else 's'}"
    return f"{some} noticed, {taken} picked up, {counts.get(WAITING, 0)} still waiting."


def line(question: Question, name_of: Callable[[str], str]) -> ReportLine:
    """One question as a line of the report."""
    return ReportLine(
        question=question.id,
        message=question.message,
        quote=question.text,
        who=name_of(question.asker),
        kind=question.kind.value.replace("_", " "),
        asked_at=question.asked_at,
        state=(State.FOLLOWED if question.state is State.SETTLED else question.state).value,
        detail=detail(question, name_of),
    )


def detail(question: Question, name_of: Callable[[str], str]) -> str:
    """What became of it, for conveners: how, by whom and how soon; empty where there is no more."""
    if question.state is State.FOLLOWED and question.pick_ups:
        first = _first_sure(question.pick_ups)
        how = "answered" if first.how is How.ANSWER else "followed"
        after = minutes(first.at - question.asked_at)
        return f"{how} by {name_of(first.author)} after {after}"
    if question.state is State.TAKEN_AWAY and question.taken_away_by:
        return f"{name_of(question.taken_away_by)} will come back to it"
    if question.waiting and question.moved_on_to:
        return f"the talk moved on to {question.moved_on_to}"
    return ""


def _first_sure(pick_ups: tuple[PickUp, ...]) -> PickUp:
    """The earliest that suffices by itself; of mere guesses the surest."""
    sure = (each for each in pick_ups if each.weight >= TAKEN_UP_AT)
    return next(sure, max(pick_ups, key=lambda each: each.weight))
