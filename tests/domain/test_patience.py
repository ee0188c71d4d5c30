"""How long a question may wait: by messages or minutes, at the room's pace, never in haste."""

# ruff: noqa: ANN401 - the constructors here take any field by its name

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.patience import (
    BOUNDS,
    GAP_CAP,
    HASTE_SECONDS,
    SILENCE,
    USUAL_GAP,
    USUAL_VOICES,
    VOICE_BOUNDS,
    at_pace,
    counts_for,
    due_at,
    next_pace,
)
from bot.domain.question import Question
from bot.domain.room import Pace
from bot.domain.settings import Patience
from bot.domain.turn import Turn
from tests.domain.builders import MONDAY, question, ready

USUAL = Pace(gap=USUAL_GAP, voices=USUAL_VOICES)
PATIENCE = Patience(messages=6, seconds=300)


def turn(**changes: Any) -> Turn:
    """A message by somebody other than the asker."""
    given: dict[str, Any] = {"id": "m2", "at": MONDAY, "seq": 2, "author": "tom", **changes}
    return Turn(**given)


def wait(asked: Question, pace: Pace = USUAL, patience: Patience = PATIENCE) -> float:
    """How many seconds after it was asked the question's patience is spent."""
    return due_at(asked, at_pace(patience, pace)) - asked.asked_at


# --- in a crowd ------------------------------------------------------------------------------

CROWDED = Pace(gap=4.0, voices=14.0, crowd=True)


def test_a_crowd_has_five_times_the_messages_to_reply_in() -> None:
    """Many talks run through each other: six messages by others are nothing there, thirty are."""
    assert wait(question(others=29), CROWDED) > HASTE_SECONDS
    assert wait(question(others=30), CROWDED) == HASTE_SECONDS


def test_a_crowd_has_twice_the_minutes_however_quick_it_is() -> None:
    """Its quickness as a whole says nothing of how soon one of its talks goes on."""
    assert wait(question(others=5), CROWDED) == 600.0
    assert wait(question(others=5), replace(CROWDED, gap=200.0)) == 600.0


def test_the_room_is_a_crowd_where_many_spoke_lately() -> None:
    """Nine voices in the last messages make one, three don't."""
    pace = {}
    for voices in (3, 9):
        room = ready()
        room.turns.extend(turn(id=f"m{n}", seq=n, author=f"p{n % voices}") for n in range(20))
        pace[voices] = next_pace(USUAL, turn(seq=20), room).crowd
    assert pace == {3: False, 9: True}


def test_who_wrote_long_ago_and_who_is_a_bot_make_no_crowd() -> None:
    """Five people meet where others chatted this morning, and where bots post."""
    room = ready()
    before = [turn(id=f"b{n}", seq=n, at=0.0, author=f"p{n}") for n in range(9)]
    bots = [turn(id=f"c{n}", seq=9 + n, at=7200.0, author=f"bot{n}", bot=True) for n in range(9)]
    now = [turn(id=f"m{n}", seq=18 + n, at=7200.0, author=f"q{n % 5}") for n in range(10)]
    room.turns.extend([*before, *bots, *now])
    last = turn(id="last", seq=30, at=7200.0)
    assert not next_pace(USUAL, last, room).crowd
    assert next_pace(USUAL, replace(last, at=1.0), room).crowd


# --- the two measures ------------------------------------------------------------------------


def test_minutes_pass_where_some_others_have_spoken() -> None:
    """With two to five messages by others since, the stated minutes count."""
    assert [wait(question(others=n)) for n in range(2, 6)] == [300.0] * 4


def test_messages_come_first_in_a_quick_talk() -> None:
    """Six messages by others spend the patience before the minutes do, but never in haste."""
    assert wait(question(others=6)) == HASTE_SECONDS
    assert wait(question(others=60)) == HASTE_SECONDS


@pytest.mark.parametrize("others", [0, 1])
def test_silence_needs_longer(others: int) -> None:
    """With fewer than two messages by others, people may be reading: three times the minutes."""
    assert wait(question(others=others)) == 300 * SILENCE


def test_nobody_is_nudged_in_haste() -> None:
    """However short the patience is set, 45 seconds pass, and two others have spoken."""
    hasty = Patience(messages=1, seconds=1)
    assert wait(question(others=0), patience=hasty) == HASTE_SECONDS
    assert wait(question(others=1), patience=hasty) == HASTE_SECONDS
    assert wait(question(others=2), patience=hasty) == HASTE_SECONDS
    one = Patience(messages=1, seconds=300)
    assert wait(question(others=1), patience=one) == 900
    assert wait(question(others=2), patience=one) == HASTE_SECONDS


@pytest.mark.parametrize(
    "asked",
    [
        question(others=4, brushed_off=1),
        question(others=4, heard_too=("ade",)),
        question(others=2, brushed_off=1, heard_too=("ade",)),
        question(others=2, brushed_off=9),
    ],
)
def test_a_brush_off_or_a_wish_to_hear_it_counts_as_two_messages(asked: Question) -> None:
    """Signs that it was let drop, or is wanted, shorten the wait; two others must still speak."""
    assert wait(asked) == HASTE_SECONDS
    assert wait(replace(asked, brushed_off=0, heard_too=())) == 300


def test_signs_alone_do_not_replace_others_speaking() -> None:
    """A wish to hear it doesn't make silence shorter."""
    assert wait(question(others=1, brushed_off=3, heard_too=("ade", "jo"))) == 900


# --- the room's pace -------------------------------------------------------------------------


def test_the_stated_patience_holds_at_the_usual_pace() -> None:
    """A room of the usual pace has the patience that was set."""
    assert at_pace(PATIENCE, USUAL) == PATIENCE


@pytest.mark.parametrize(
    ("gap", "seconds"),
    [
        (USUAL_GAP * 1.5, 450),
        (USUAL_GAP * 0.8, 240),
        (USUAL_GAP * 50, 300 * BOUNDS[1]),
        (0.0, 300 * BOUNDS[0]),
    ],
)
def test_minutes_follow_the_gap_between_messages_within_bounds(gap: float, seconds: float) -> None:
    """A slow room waits longer and a quick one less, within bounds."""
    assert at_pace(PATIENCE, replace(USUAL, gap=gap)).seconds == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("voices", "messages"), [(5, 6), (10, 12), (2, 6 * VOICE_BOUNDS[0]), (60, 6 * VOICE_BOUNDS[1])]
)
def test_messages_follow_the_number_of_voices_within_bounds(voices: float, messages: int) -> None:
    """Where many speak, more messages pass by without anybody having been slow."""
    assert at_pace(PATIENCE, replace(USUAL, voices=voices)).messages == messages


def test_pace_is_a_running_mean_that_breaks_do_not_move_much() -> None:
    """A break of hours counts as five minutes, and a clock that runs back as nothing."""
    room = ready()
    room.turns.append(turn(id="m1", seq=1))
    long_after = next_pace(Pace(gap=30.0), turn(at=MONDAY + 9999), room)
    assert long_after.gap == pytest.approx(30 + 0.1 * (GAP_CAP - 30))
    before = next_pace(Pace(gap=30.0), turn(at=MONDAY - 50), room)
    assert before.gap == pytest.approx(27.0)


def test_the_first_message_says_nothing_of_gaps() -> None:
    """With nothing before it a message only adds a voice."""
    assert next_pace(Pace(gap=30.0), turn(), ready()) == Pace(gap=30.0, voices=1.0, messages=1)


def test_bots_have_no_pace() -> None:
    """A bot's message changes nothing, and its voice isn't counted."""
    room = ready()
    assert next_pace(USUAL, turn(bot=True), room) == USUAL
    people = [turn(id=each, author=each) for each in ("ade", "jo")]
    room.turns.extend([turn(id="b", author="hubot", bot=True), *people])
    assert next_pace(USUAL, turn(), room).voices == 3


# --- what counts as a chance to take it up ---------------------------------------------------


@pytest.mark.parametrize(
    ("said", "asked", "counts"),
    [
        (turn(), question(), True),
        (turn(author="maya"), question(), False),
        (turn(bot=True), question(), False),
        (turn(thread="m9"), question(), False),
        (turn(thread="m9", broadcast=True), question(), True),
        (turn(thread="m1"), question(), True),
        (turn(thread="m9"), question(thread="m9"), True),
        (turn(thread="m9", broadcast=True), question(thread="m9"), True),
        (turn(), question(thread="m9"), False),
        (turn(thread="m8"), question(thread="m9"), False),
        (turn(thread="m8", broadcast=True), question(thread="m9"), False),
    ],
)
def test_a_thread_is_a_talk_of_its_own(said: Turn, asked: Question, counts: bool) -> None:
    """Only messages of the same talk, by other people, use up a question's patience."""
    assert counts_for(said, asked) is counts
