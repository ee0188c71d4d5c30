from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import MessagePosted
from bot.domain.question import Kind
from bot.evaluation.gold import Expected, GoldRoom, GoldSet, Mark, Sort
from bot.evaluation.measures import MeetingFigures, Rates, chat, meetings, patient, utterances
from bot.evaluation.playing import Found

TALK = tuple(
    MessagePosted(room="r", at=at, id=name, author=author, text="…")
    for name, author, at in (
        ("q", "maya", 0.0),
        ("a", "tom", 30.0),
        ("b", "ade", 60.0),
        ("c", "tom", 90.0),
        ("d", "ade", 120.0),
    )
)


def gold(
    sort: Sort,
    marks: Mapping[str, Mark] = MappingProxyType({}),
    expected: Mapping[str, Expected] = MappingProxyType({}),
) -> GoldSet:
    """A set of one short talk with these labels."""
    room = GoldRoom(name="r", events=TALK, marks=marks, expected=expected)
    return GoldSet(name="s", sort=sort, rooms=(room,))


def found(**by_message: dict[str, Any]) -> Found:
    """What replay would print of these messages."""
    usual = {
        "tracked": True,
        "state": "hanging",
        "nudged_at": None,
        "picked_up_by": [],
        "kind": "inquiry",
    }
    rows = {("r", name): {**usual, **row} for name, row in by_message.items()}
    return Found(rows=rows, messages=5, seconds=1.0)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_f1_is_the_harmonic_mean(right: int, wrong: int, missed: int) -> None:
    """Of precision and recall, wherever both are there."""
    rates = Rates(right=right, wrong=wrong, missed=missed)
    if right:
        mean = 2 / (1 / rates.precision + 1 / rates.recall)
        assert rates.f1 == pytest.approx(mean)
    else:
        assert rates.f1 == 0.0
    assert 0.0 <= rates.f1 <= 1.0
    assert rates.margin >= 0.0


@pytest.mark.parametrize(
    ("at", "fair"), [(44.0, False), (59.0, False), (60.0, True), (500.0, True)]
)
def test_a_patient_nudge_leaves_time_and_turns(at: float, fair: bool) -> None:
    """Three quarters of a minute and two messages by others, at least."""
    assert patient(GoldRoom(name="r", events=TALK), TALK[0], at) is fair


# --- chat ------------------------------------------------------------------------------------

DROPPED = Mark(scored=True, hint=True, picked_up=False)
TAKEN = Mark(scored=True, hint=True, picked_up=True, by=("b", "c"))


@pytest.mark.parametrize(
    ("mark", "row", "counts"),
    [
        (DROPPED, {"state": "hanging"}, (1, 0, 0)),
        (DROPPED, {"state": "open"}, (0, 0, 1)),
        (DROPPED, {"state": "hanging", "tracked": False}, (0, 0, 1)),
        (DROPPED, None, (0, 0, 1)),
        (DROPPED, {"state": "withdrawn"}, (0, 0, 0)),
        (TAKEN, {"state": "hanging"}, (0, 1, 0)),
        (TAKEN, {"state": "followed"}, (0, 0, 0)),
        (Mark(hint=True, picked_up=False), {"state": "open"}, (0, 0, 0)),
        (Mark(scored=True, picked_up=False), {"state": "open"}, (0, 0, 0)),
        (Mark(scored=True, hint=True), {"state": "hanging"}, (0, 0, 0)),
    ],
)
def test_what_was_left_hanging_is_counted_where_it_is_known(
    mark: Mark, row: dict[str, Any] | None, counts: tuple[int, int, int]
) -> None:
    """Right, wrong and missed; what isn't labelled, or was withdrawn, counts for nothing."""
    rows = {} if row is None else {"q": row}
    hanging = chat(gold(Sort.CHAT, marks={"q": mark}), found(**rows)).hanging
    assert (hanging.right, hanging.wrong, hanging.missed) == counts


@pytest.mark.parametrize(
    ("named", "right", "share"), [(["b", "a"], 1.0, 1.0), (["a", "b"], 0.0, 1.0), ([], 0.0, 0.0)]
)
def test_the_first_pick_up_named_counts(named: list[str], right: float, share: float) -> None:
    """Later ones don't make up for it."""
    row = {"state": "followed", "picked_up_by": [{"message_id": each} for each in named]}
    figures = chat(gold(Sort.CHAT, marks={"q": TAKEN}), found(q=row))
    assert (figures.first_right, figures.named) == (right, share)


@pytest.mark.parametrize(
    ("mark", "at", "judged"),
    [
        (DROPPED, 100.0, "right"),
        (DROPPED, 40.0, "hasty"),
        (TAKEN, 100.0, "wrong"),
        (Mark(scored=True, hint=True, picked_up=True, by=("c",)), 60.0, "right"),
        (Mark(scored=True, picked_up=False), 100.0, "unknown"),
    ],
)
def test_a_nudge_is_right_while_nobody_has_taken_it_up(mark: Mark, at: float, judged: str) -> None:
    """Before a late pick-up too; and it has to be patient."""
    figures = chat(gold(Sort.CHAT, marks={"q": mark}), found(q={"nudged_at": at}))
    assert figures.nudges == {judged: 1}


# --- utterances ------------------------------------------------------------------------------


def test_whole_questions_count_and_fragments_are_left_out() -> None:
    """Whether it is worth tracking doesn't matter there: only whether it asks."""
    marks = {
        "q": Mark(asks=True),
        "a": Mark(asks=True, whole=False),
        "b": Mark(asks=False),
        "c": Mark(asks=True),
        "d": Mark(),
    }
    rates = utterances(
        gold(Sort.UTTERANCES, marks=marks), found(q={"tracked": False}, a={}, b={}, d={})
    )
    assert (rates.right, rates.wrong, rates.missed) == (1, 1, 1)


# --- meetings --------------------------------------------------------------------------------


def meeting(want: Expected, row: dict[str, Any] | None = None) -> MeetingFigures:
    """The figures of a meeting with one label, where this was found; None for nothing."""
    rows = {} if row is None else {"q": row}
    return meetings(gold(Sort.MEETINGS, expected={"q": want}), found(**rows))


@pytest.mark.parametrize(
    ("want", "nudged_at", "counts"),
    [
        (Expected(state="hanging", kind="concern", nudge=True), 100.0, (1, 0, 0)),
        (Expected(state="hanging", kind="concern", nudge=True), None, (0, 0, 1)),
        (Expected(state="hanging", kind="concern", nudge=True), 30.0, (0, 1, 1)),
        (Expected(state="hanging", kind="concern", nudge=True), 121.0, (0, 1, 1)),
        (Expected(state="followed", kind="inquiry", by=("c",), nudge=True), 80.0, (1, 0, 0)),
        (Expected(state="followed", kind="inquiry", by=("c",), nudge=True), 95.0, (0, 1, 1)),
        (Expected(state="followed", kind="inquiry", by=("c",)), 95.0, (0, 1, 0)),
        (Expected(state="not_tracked"), 95.0, (0, 1, 0)),
        (Expected(state="not_tracked"), None, (0, 0, 0)),
    ],
)
def test_a_wanted_nudge_has_its_time(
    want: Expected, nudged_at: float | None, counts: tuple[int, int, int]
) -> None:
    """One at the wrong time is noise, and the right one is still missing."""
    nudges = meeting(want, {"state": "hanging", "nudged_at": nudged_at}).nudges
    assert (nudges.right, nudges.wrong, nudges.missed) == counts


def test_states_and_kinds_are_counted_by_what_they_became() -> None:
    """So that errors can be told by kind."""
    figures = meeting(Expected(state="hanging", kind="concern"), {"state": "followed"})
    assert figures.became == {("hanging", "concern", "followed"): 1}
    assert figures.kinds == {("concern", "inquiry"): 1}
    assert figures.of_kind(Kind.CONCERN)["asked"] == 1
    assert figures.of_kind(Kind.CONCERN)["rightly told as that"] == 0
    assert figures.of_kind(Kind.INQUIRY)["wrongly"] == 1
    assert figures.kind_right == 0.0
    assert (figures.hanging.missed, figures.followed.wrong, figures.questions.right) == (1, 1, 1)
    missed = meeting(Expected(state="hanging", kind="concern"))
    assert missed.became == {("hanging", "concern", "not_tracked"): 1}
    assert missed.questions.missed == 1


def test_what_nobody_listed_is_noise() -> None:
    """A question where no facilitator saw one counts against, its nudge too."""
    figures = meetings(
        gold(Sort.MEETINGS), found(a={"nudged_at": 90.0}, b={"tracked": False, "nudged_at": 90.0})
    )
    assert (figures.unlisted, figures.questions.wrong, figures.nudges.wrong) == (1, 1, 1)
