from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as reference

from bot.domain import fairness, stats
from bot.domain.groups import Grouped
from bot.domain.question import How, Kind, PickUp, Question, State
from tests.domain.builders import DAY, MONDAY, meeting_room, question
from tests.domain.pagetext import text_of

GROUPS = {f"p{number}": "Council" if number < 8 else "Charities" for number in range(16)}
LISTED = Grouped(by_member=GROUPS)


def asked(number: int, asker: str, wait: float | None, **changes: Any) -> Question:  # noqa: ANN401 - a question's own fields
    """A question that was followed after so many seconds, or hangs."""
    pick_up = PickUp(
        message=f"a{number}", author="tom", at=MONDAY + (wait or 0), how=How.ANSWER, weight=0.9
    )
    given = {
        "asker": asker,
        "meeting": f"meeting {number % 4}",
        "state": State.HANGING if wait is None else State.FOLLOWED,
        "pick_ups": () if wait is None else (pick_up,),
        **changes,
    }
    return question(f"m{number}", **given)


def many(waits: Sequence[float | None], people: int = 6) -> list[Question]:
    """The Council's questions, by so many people in turn."""
    return [asked(number, f"p{number % people}", wait) for number, wait in enumerate(waits)]


# --- against an independent computation ------------------------------------------------------


@given(st.integers(1, 400), st.data())
def test_a_share_has_wilsons_interval(of: int, data: st.DataObject) -> None:
    """As scipy computes it."""
    some = data.draw(st.integers(0, of))
    expected = reference.binomtest(some, of).proportion_ci(method="wilson")
    assert fairness.share_interval(some, of) == pytest.approx((expected.low, expected.high))


@given(st.lists(st.floats(0, 1e6), max_size=120).map(sorted))
def test_a_median_has_the_interval_of_order_statistics(values: list[float]) -> None:
    """The narrowest that leaves at most 2.5 % beyond either end, by scipy's binomial."""
    size = len(values)
    ranks = [k for k in range(1, size // 2 + 1) if reference.binom.cdf(k - 1, size, 0.5) <= 0.025]
    expected = (values[ranks[-1] - 1], values[size - ranks[-1]]) if ranks else None
    assert fairness.median_interval(values) == expected


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e5)), min_size=10, max_size=60))
def test_a_groups_figures_are_those_of_its_questions(waits: list[float | None]) -> None:
    """Counted again with numpy."""
    (shown,) = fairness.fairness(many(waits), GROUPS).shown
    followed = [each for each in waits if each is not None]
    assert (shown.group, shown.asked, shown.followed) == ("Council", len(waits), len(followed))
    assert shown.share == pytest.approx(np.mean([each is not None for each in waits]))
    if followed:
        assert shown.soon == pytest.approx(np.median(followed), abs=1e-3)
    else:
        assert shown.soon is None


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    """Over generated meetings, as the word says; the exact one may hold it more often."""
    chance = np.random.default_rng(6)
    shares = medians = 0
    for _ in range(800):
        low, high = fairness.share_interval(int(chance.binomial(40, 0.7)), 40)
        shares += low <= 0.7 <= high
        within = fairness.median_interval(sorted(chance.exponential(60.0, 25)))
        assert within is not None
        medians += within[0] <= 60.0 * np.log(2) <= within[1]
    assert 0.92 <= shares / 800 <= 0.98
    assert 0.94 <= medians / 800 <= 1.0


# --- what is shown ---------------------------------------------------------------------------

TEN: list[float | None] = [30.0] * 7 + [None] * 3


def test_a_group_is_shown_from_ten_questions_five_people_and_three_meetings_on() -> None:
    """One less of any, and only its name is left."""
    enough = many(TEN, people=5)
    one_less = (
        enough[1:],
        many(TEN, people=4),
        [asked(n, f"p{n % 5}", wait, meeting=f"{n % 2}") for n, wait in enumerate(TEN)],
        [asked(n, f"p{n % 5}", wait, meeting=None) for n, wait in enumerate(TEN)],
    )
    assert fairness.fairness(enough, GROUPS).too_small == ("Charities",)
    for questions in one_less:
        found = fairness.fairness(questions, GROUPS)
        assert (found.shown, found.too_small) == ((), ("Charities", "Council"))


@pytest.mark.parametrize(
    "change",
    [
        {"sensitive": True},
        {"spoken": True},
        {"tracked": False},
        *({"state": each} for each in set(State) - fairness._COUNTED),
    ],
)
def test_some_questions_are_part_of_no_figure(change: dict[str, Any]) -> None:
    """Sensitive ones, those beside a talk, withdrawn ones, those that a press ended."""
    assert not fairness.counts(asked(1, "p1", 30.0, **change))


@pytest.mark.parametrize("kind", Kind)
def test_kinds_make_no_difference(kind: Kind) -> None:
    """Nothing in the figures depends on what a question asked (rule 2)."""
    usual = fairness.fairness(many(TEN), GROUPS)
    alike = [asked(n, f"p{n % 6}", wait, kind=kind) for n, wait in enumerate(TEN)]
    assert fairness.fairness(alike, GROUPS) == usual


def test_the_page_names_groups_by_name_and_nobody_else() -> None:
    """No person, no kind, no order of merit, no word of nudges; what it can't say stands there."""
    better = [asked(100 + n, f"p{8 + n % 6}", 10.0) for n in range(12)]
    page = text_of(
        stats.stats_page(
            meeting_room(), [*many(TEN), *better], Grouped(by_member=GROUPS), MONDAY + 60
        )
    )
    assert page.index("Charities") < page.index("Council")
    assert "70% of 10 questions followed (likely 40% to 89%)" in page
    assert all(each in page for each in stats.CANNOT_SAY)
    for never in ("p1", "maya", "inquiry", "nudge", "best", "worst", "caused"):
        assert never not in page


def test_what_is_too_old_is_not_counted() -> None:
    """As far back as questions are kept, and no further."""
    page = stats.stats_page(meeting_room(), many(TEN), LISTED, MONDAY + 31 * DAY)
    assert not page.sections
    assert "Charities and Council" in page.lines[0]


def test_without_groups_it_says_how_to_list_them() -> None:
    """Instead of an empty page."""
    assert "HEED_GROUPS" in text_of(
        stats.stats_page(meeting_room(), many(TEN), Grouped(by_member={}), MONDAY)
    )


def test_groups_that_the_platform_doesnt_tell_of_are_named_as_not_counted() -> None:
    """Whether it has none of that name, or couldn't be asked."""
    for silent, said in ((False, "no group called @council"), (True, "couldn't be asked")):
        grouped = Grouped(by_member=GROUPS, unknown=("@council",), silent=silent)
        page = stats.stats_page(meeting_room(), many(TEN), grouped, MONDAY + 60)
        assert said in page.lines[0]
        assert page.sections
