import re
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given

from bot.domain.chronicle import Chronicle
from bot.domain.drawing import Arc, Form, Mark, Picture, Stroke, Words
from bot.domain.question import State
from bot.domain.timeline import MARKS_AT_MOST, timeline
from tests.domain.builders import MONDAY
from tests.domain.chronicles import busy, chronicles, earlier, entry, told


def clock(at: float) -> str:
    """The time of the day, in UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%H:%M")


def marks(picture: Picture) -> list[Mark]:
    """Those of questions, without the legend's samples."""
    return [each for each in picture.shapes if isinstance(each, Mark) and each.label]


@given(chronicles())
def test_each_question_has_one_mark_and_none_covers_another(chronicle: Chronicle) -> None:
    """However crowded it is, each can be told from the others."""
    found = marks(timeline(chronicle, clock))
    assert sorted(int(each.label) for each in found) == [each.number for each in chronicle.entries]
    for one, other in combinations(found, 2):
        apart = (one.x - other.x) ** 2 + (one.y - other.y) ** 2
        assert apart >= (one.radius + other.radius) ** 2


@given(chronicles())
def test_everything_stands_on_the_paper(chronicle: Chronicle) -> None:
    """Nothing is cut off at an edge, and no text runs into the marks."""
    picture = timeline(chronicle, clock)
    for shape in picture.shapes:
        assert 0 <= shape.x <= picture.width
        if isinstance(shape, Arc):
            assert shape.y - shape.height > 0
            assert shape.x <= shape.to <= picture.width
        elif isinstance(shape, Stroke):
            assert 0 <= shape.to_x <= picture.width
            assert 0 <= shape.to_y <= picture.height
        else:
            assert 0 < shape.y <= picture.height


@given(chronicles())
def test_an_arc_leads_from_each_question_to_what_took_it_up(chronicle: Chronicle) -> None:
    """As many as were taken up; what hangs or was withdrawn stays open."""
    picture = timeline(chronicle, clock)
    arcs = [each for each in picture.shapes if isinstance(each, Arc)]
    assert len(arcs) == sum(1 for each in chronicle.entries if each.taken)
    places = {each.x for each in marks(picture)}
    assert all(each.x in places for each in arcs)


@given(chronicles())
def test_a_later_question_never_stands_further_left(chronicle: Chronicle) -> None:
    """Time runs to the right."""
    found = {int(each.label): each.x for each in marks(timeline(chronicle, clock))}
    places = [found[each.number] for each in chronicle.entries]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("state", "form"),
    [
        (State.FOLLOWED, Form.FULL),
        (State.TAKEN_AWAY, Form.DIAMOND),
        (State.HANGING, Form.EMPTY),
        (State.OPEN, Form.EMPTY),
        (State.WITHDRAWN, Form.BAR),
    ],
)
def test_states_are_told_apart_by_form(state: State, form: Form) -> None:
    """Colour alone says nothing to some people."""
    (mark,) = marks(timeline(told(entry(1, 60, state)), clock))
    assert mark.form is form


def test_no_name_and_no_words_are_in_it() -> None:
    """All that is written: the title, times, numbers, the legend."""
    picture = timeline(busy(30, 3600, seed=4, before=2), clock)
    texts = {each.text for each in picture.shapes if isinstance(each, Words)}
    times = {each for each in texts if each[0].isdigit()}
    legend = {each for each in texts if each.endswith(")")}
    assert texts - times - legend == {"The meeting of 2 March, 09:00", "earlier"}
    assert all(len(each) == len("09:00") for each in times)


def test_a_picture_is_no_larger_however_much_was_asked() -> None:
    """Of very many, the latest have marks, the legend counts all, and the picture says so."""
    picture = timeline(busy(3000, 3600, seed=7), clock)
    found = sorted(int(each.label) for each in marks(picture))
    assert found == list(range(3001 - MARKS_AT_MOST, 3001))
    texts = [each.text for each in picture.shapes if isinstance(each, Words)]
    assert f"The marks are those of the latest {MARKS_AT_MOST}." in texts
    counted = [re.search(r"\((\d+)\)$", each) for each in texts]
    assert sum(int(each[1]) for each in counted if each) == 3000
    assert picture.alt.startswith("Timeline from 09:00 to 10:00: 3000 questions")
    whole = timeline(busy(MARKS_AT_MOST, 3600, seed=7), clock)
    assert not any(isinstance(each, Words) and "latest" in each.text for each in whole.shapes)


def test_what_earlier_meetings_left_stands_before_the_axis() -> None:
    """It wasn't asked in this one."""
    picture = timeline(told(earlier(1), entry(2, 0, State.HANGING)), clock)
    first, second = marks(picture)
    assert first.x < second.x


@pytest.mark.parametrize(
    ("chronicle", "said"),
    [
        (told(), "Timeline. The meeting of 2 March, 09:00: no question to show."),
        (
            told(entry(1, 9, State.FOLLOWED, 30)),
            "Timeline from 09:00 to 10:00: 1 question, 1 followed.",
        ),
        (
            told(entry(1, 9, State.HANGING), entry(2, 60, State.WITHDRAWN)),
            "Timeline from 09:00 to 10:00: 2 questions, 1 left hanging, 1 withdrawn.",
        ),
    ],
)
def test_its_alternative_text_says_the_same(chronicle: Chronicle, said: str) -> None:
    """For those who don't see it."""
    assert timeline(chronicle, clock).alt == said


@pytest.mark.parametrize("seconds", [0, 59, 600, 3600, 86_400, 30 * 86_400])
def test_a_few_round_times_stand_at_the_axis(seconds: float) -> None:
    """Whether it ran a minute or a month."""
    picture = timeline(told(seconds=seconds), clock)
    ticks = [each for each in picture.shapes if isinstance(each, Stroke) and each.x == each.to_x]
    assert 1 <= len(ticks) <= 8
    assert MONDAY % 3600 == 0
