"""Uptake in a small circle, as it was learned: what speaks for a pick-up, and what it comes to."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap.tracker import build_hearing
from bot.domain.question import Kind, State
from bot.domain.room import Room
from bot.domain.standing import Touch
from bot.domain.turn import Turn
from bot.domain.uptake import acts, circle_outcome
from bot.domain.uptake.acts import ZONES, Acts, HearingActs
from bot.domain.uptake.circle import CircleUptake
from bot.domain.uptake.circle_evidence import MOST_CANDIDATES, candidates
from bot.weights import load
from tests.domain.builders import meeting_room, posted, question
from tests.domain.talk import KEY, asked, line, talk

CIRCLE = CircleUptake(load("circle"))
HEARING = HearingActs(build_hearing(KEY), Acts(load("acts")))
ASKED = "maya: when does the lease of the annexe end?"


def turn(said: str, room: Room, number: int = 99) -> Turn:
    """One more line as the room remembers it."""
    return HEARING.remember(line(number, said, number * 20.0), room.seq + 1, room)


def direct(said: str, *before: str) -> float:
    """How directly a line takes up the first question of the talk before it."""
    room = talk(*before)
    one = turn(said, room, len(before) + 1)
    found = candidates(one, room)
    likely = CIRCLE.direct(one, found)
    return dict(zip([each.question.id for each in found], likely, strict=True)).get("m1", 0.0)


# --- one message -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("tom >m1: it ends in June", "tom: it ends in June"),
        ("tom: maya, it ends in June", "tom: ola, it ends in June"),
        ("tom: the lease ends in June", "tom: the fence ends in paint"),
        ("tom: it ends on 30 June", "tom: haha 😂"),
        ("tom: it ends on 30 June", "tom: let's park that"),
        ("tom: it ends on 30 June", "tom: great question maya! Item 4, the fence"),
        ("tom: June", "tom: who has the key for the shed?"),
    ],
)
def test_what_it_names_as_a_cue_is_what_weighs(more: str, less: str) -> None:
    """Take a cue away (the reply, the name, the words, the answer) and the score falls."""
    assert direct(more, ASKED) > direct(less, ASKED)


def test_a_line_takes_up_the_question_that_it_fits() -> None:
    """Questions compete for a message: what speaks for one speaks against the others."""
    before = ("maya: where do the bicycles go?", "ola: who has the alarm code?")
    room = talk(*before)
    one = turn("tom: jo has the alarm code", room)
    found = candidates(one, room)
    likely = {
        each.question.id: how for each, how in zip(found, CIRCLE.direct(one, found), strict=True)
    }
    assert likely["m2"] > likely["m1"]
    assert sum(likely.values()) < 1


def test_the_kind_of_a_question_is_not_looked_at() -> None:
    """That most challenges hang must not decide about the next one."""
    room = talk(ASKED, "ola: the paint is ordered")
    one = turn("tom: it ends in June", room)
    verdicts = []
    for kind in Kind:
        room.questions["m1"] = replace(room.questions["m1"], kind=kind)
        verdicts.append(CIRCLE.judge(one, room))
    assert all(each == verdicts[0] for each in verdicts)


def test_only_the_latest_questions_compete() -> None:
    """However many wait, one message is held against a bounded number of them."""
    room = meeting_room()
    room.seq = 4 * MOST_CANDIDATES
    for number in range(room.seq):
        name = f"q{number}"
        room.questions[name] = question(name, seq=number, run_seq=number)
    found = [each.question.seq for each in candidates(turn("tom: maya, in June", room), room)]
    assert len(found) == MOST_CANDIDATES
    assert min(found) == room.seq - MOST_CANDIDATES


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.SETTLED])
def test_what_is_over_is_taken_up_no_more(state: State) -> None:
    """A question that was taken back, or settled, is no candidate."""
    room = talk(ASKED)
    room.questions["m1"] = replace(room.questions["m1"], state=state)
    assert candidates(turn("tom: maya, in June", room), room) == []


# --- what its words give ---------------------------------------------------------------------


def test_a_message_keeps_three_numbers_and_no_words() -> None:
    """What its words give to taking something up: right after it was asked, soon, later."""
    one = turn("tom: sprung, laid last year", talk(ASKED))
    assert len(one.takes_up) == len(ZONES)
    assert any(one.takes_up)


def test_words_that_must_not_be_read_give_nothing() -> None:
    """Of an author who opted out nothing is looked at."""
    room = talk(ASKED)
    unread = posted("m2", "tom", "it ends in June", 40.0, unread=True)
    assert HEARING.remember(unread, 2, room).takes_up == ()


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    """Whatever is said, its words and its shape have names, each once."""
    said, shape = acts.features(text)
    assert len(set(said)) == len(said)
    assert len(set(shape)) == len(shape)
    assert shape


# --- what it comes to ------------------------------------------------------------------------

likelihoods = st.floats(0.0, 1.0)


def touch(number: int, *, likely: float = 0.0, **changes: object) -> Touch:
    """A touch by somebody else, so many messages after the question."""
    given_ = {"message": f"m{number}", "after": number, "direct": likely, **changes}
    return Touch(**given_)  # type: ignore[arg-type]  # each by its own name


def chance(*touches: Touch) -> float:
    """How surely these touches took their question up."""
    return circle_outcome.taken_up(touches, load("circle")["outcome"])


def test_what_nothing_touched_was_not_taken_up() -> None:
    """Silence is no pick-up."""
    assert chance() == 0


@given(st.lists(likelihoods, max_size=12))
def test_the_chance_is_a_chance(likely: list[float]) -> None:
    """Whatever touched it, the result lies between nothing and certainty."""
    assert 0 <= chance(*(touch(number, likely=each) for number, each in enumerate(likely))) <= 1


@given(likelihoods, likelihoods)
def test_the_more_direct_the_surer(one: float, other: float) -> None:
    """A line that takes it up more directly makes it surer."""
    low, high = sorted((one, other))
    assert chance(touch(1, likely=low)) <= chance(touch(1, likely=high))


@pytest.mark.parametrize(
    "line",
    ["maya: thanks tom", "maya: thank you, that I can live with", "maya: perfect, ta"],
)
def test_thanks_speak_for_the_line_before(line: str) -> None:
    """What the asker says next is the surest sign that they were answered."""
    before = asked(talk(ASKED, "tom: 30 June")).taken_up
    assert asked(talk(ASKED, "tom: 30 June", line)).taken_up > before


@pytest.mark.parametrize("line", ["tom: lol", "tom: let's park that", "tom: ok", "tom: hi all"])
def test_thanks_for_a_brush_off_are_only_polite(line: str) -> None:
    """Being polite about a joke or a brush-off doesn't make it a pick-up."""
    assert asked(talk(ASKED, line, "maya: thanks")).waiting


def test_an_answer_that_its_asker_never_came_back_to_is_less_sure() -> None:
    """The longer the asker says nothing to it, the less sure it is that it was an answer."""
    answered = touch(1, likely=0.6)
    later = [touch(number, likely=0.02) for number in range(2, 9)]
    assert chance(answered, *later) < chance(answered)
