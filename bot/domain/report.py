"""The convener's report: what was asked, what was followed, what still waits."""

from collections.abc import Callable, Iterable
from typing import Final

from bot.domain.question import Ending, How, Question, State
from bot.domain.views import ReportLine, ReportView
from bot.domain.wording import minutes

_SECTIONS: Final = (
    ("Still waiting", {State.HANGING, State.OPEN}),
    ("Followed", {State.FOLLOWED}),
    ("Taken away", {State.TAKEN_AWAY}),
    ("Settled by a convener", {State.SETTLED}),
    ("Withdrawn", {State.WITHDRAWN}),
)
_ENDINGS: Final = {
    Ending.ALREADY_FOLLOWED: "already followed",
    Ending.PRIVATELY: "spoken with privately",
    Ending.LET_IT_REST: "let rest",
    Ending.NOT_A_QUESTION: "not a question",
    Ending.ANSWERED_ALOUD: "answered aloud",
}


def report_view(
    title: str, questions: Iterable[Question], name_of: Callable[[str], str]
) -> ReportView:
    """Sections of questions for the convener alone. Sensitive ones stand in no list (rule 11)."""
    listed = [each for each in spoken_for(questions) if each.tracked and not each.sensitive]
    sections = tuple(
        (heading, lines)
        for heading, states in _SECTIONS
        if (lines := tuple(_line(each, name_of) for each in listed if each.state in states))
    )
    return ReportView(title=title, summary=_summary(listed), sections=sections)


def spoken_for(questions: Iterable[Question]) -> list[Question]:
    """One question for each message: the most urgent of those that it asks, in the order asked."""
    chosen: dict[str, Question] = {}
    for question in questions:
        if question.state is State.GONE or question.ending is Ending.NOT_A_QUESTION:
            continue
        other = chosen.get(question.message)
        if other is None or _urgency(question) < _urgency(other):
            chosen[question.message] = question
    return sorted(chosen.values(), key=lambda each: (each.asked_at, each.seq))


def _urgency(question: Question) -> tuple[bool, int]:
    return (not question.tracked, question.urgency)


def _summary(listed: list[Question]) -> str:
    if not listed:
        return "No questions were noticed."
    taken = sum(each.state in {State.FOLLOWED, State.TAKEN_AWAY} for each in listed)
    waiting = sum(each.waiting for each in listed)
    return f"{_count(len(listed))} noticed, {taken} picked up, {waiting} still waiting."


def _count(number: int) -> str:
    return f"{number} question{'' if number == 1 else 's'}"


def _line(question: Question, name_of: Callable[[str], str]) -> ReportLine:
    return ReportLine(
        question=question.id,
        message=question.message,
        quote=question.text,
        who=name_of(question.asker),
        kind=question.kind.value.replace("_", " "),
        asked_at=question.asked_at,
        state=question.state.value,
        detail=_detail(question, name_of),
    )


def _detail(question: Question, name_of: Callable[[str], str]) -> str:
    if question.state is State.FOLLOWED and question.pick_ups:
        first = question.pick_ups[0]
        how = "answered" if first.how is How.ANSWER else "followed"
        after = minutes(first.at - question.asked_at)
        return f"{how} by {name_of(first.author)} after {after}"
    if question.state is State.TAKEN_AWAY and question.taken_away_by:
        return f"{name_of(question.taken_away_by)} will come back to it"
    if question.ending is not None:
        return _ENDINGS[question.ending]
    if question.waiting and question.moved_on_to:
        return f"the talk moved on to “{question.moved_on_to}”"
    return ""
