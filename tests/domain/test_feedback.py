"""What presses teach a room: within narrow bounds, and never by one person alone."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import feedback, policy
from bot.domain.events import Action
from bot.domain.options import BY_NAME, with_reset
from bot.domain.question import Ending, Kind, State
from bot.domain.room import Purpose, Room
from bot.domain.settings import Inquiries, RoomSettings
from tests.domain.builders import (
    DAY,
    MONDAY,
    card,
    forgotten,
    meeting_room,
    pressed,
    question,
    wake,
)
from tests.domain.playbook import playing

NEEDLESS = (Action.NOT_A_QUESTION, Action.ALREADY_FOLLOWED)


def after(
    *presses: tuple[str, Action], kind: Kind = Kind.INQUIRY, purpose: Purpose = Purpose.NUDGE
) -> Room:
    """A room in which each of these conveners pressed that, on a card about a question each."""
    room = meeting_room(*sorted({by for by, _ in presses}))
    with playing(room) as play:
        for number, (by, action) in enumerate(presses):
            name = f"m{number}"
            room.questions[name] = question(
                name, kind=kind, state=State.HANGING, chosen_at=MONDAY, hanging_since=MONDAY
            )
            made = card(purpose, by, id=f"c{number}", questions=(name,))
            room.cards[made.id] = made
            play >> pressed(made.id, by, action, 1.0) << ...
    return room


def by_both(action: Action, each: int) -> list[tuple[str, Action]]:
    """Two conveners press the same so many times each."""
    return [("moira", action), ("ola", action)] * each


@pytest.mark.parametrize("action", NEEDLESS)
def test_presses_of_several_make_a_room_stricter_with_inquiries(action: Action) -> None:
    """Two of the endings say that a nudge was needless."""
    room = after(*by_both(action, feedback.EACH_AT_MOST))
    assert room.settings.inquiries is Inquiries.SLIGHTLY_MORE_STRICTLY
    assert "inquiries" in room.settings.chosen


@pytest.mark.parametrize("action", NEEDLESS)
@pytest.mark.parametrize("alone", [1, 50])
def test_one_person_alone_moves_nothing(action: Action, alone: int) -> None:
    """However often they press, and even with some help from another."""
    some = [("ola", action)] * (feedback.EACH_AT_MOST - 1)
    assert after(*[("moira", action)] * alone, *some).settings == meeting_room().settings


@pytest.mark.parametrize("kind", set(Kind) - {Kind.INQUIRY})
@pytest.mark.parametrize("action", NEEDLESS)
def test_what_takes_courage_is_listened_to_as_before(kind: Kind, action: Action) -> None:
    """Nothing that is pressed teaches Heed to listen less to the other kinds (rule 6)."""
    room = after(*by_both(action, 20), kind=kind)
    assert room.settings == meeting_room().settings
    strict = meeting_room(settings=RoomSettings(inquiries=Inquiries.MORE_STRICTLY))
    assert policy.least(strict, kind) == policy.least(meeting_room(), kind)


@pytest.mark.parametrize("action", [Action.LET_IT_REST, Action.PRIVATELY, Action.SHOW])
def test_other_presses_say_nothing_of_the_nudge(action: Action) -> None:
    """To let a question rest doesn't call it needless."""
    assert after(*by_both(action, 20)).settings == meeting_room().settings


def test_only_live_nudges_count() -> None:
    """What stands in a list was never a nudge of its own."""
    assert (
        after(*by_both(NEEDLESS[0], 20), purpose=Purpose.DIGEST).settings == meeting_room().settings
    )


def test_follows_weigh_against_it() -> None:
    """A nudge that was taken up was worth it; enough of those make a room readier."""
    mixed = [*by_both(Action.GO, 1), *by_both(NEEDLESS[0], feedback.EACH_AT_MOST)]
    assert after(*mixed).settings == meeting_room().settings
    readier = after(*by_both(Action.GO, feedback.EACH_AT_MOST))
    assert readier.settings.inquiries is Inquiries.SLIGHTLY_MORE_READILY


def test_taking_it_up_and_then_calling_it_none_is_one_press() -> None:
    """The last word on a card is what counts."""
    room = meeting_room()
    room.questions["m1"] = question(state=State.HANGING, chosen_at=MONDAY, hanging_since=MONDAY)
    made = room.cards["c"] = card(id="c")
    with playing(room) as play:
        play >> pressed(made.id, "moira", Action.GO, 1) << ...
        assert room.cards["c"].worth is True
        play >> pressed(made.id, "moira", Action.NOT_A_QUESTION, 2) << ...
        assert room.cards["c"].worth is False


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["moira", "ola", "ade"]), st.sampled_from([*NEEDLESS, Action.GO])
        ),
        max_size=80,
    )
)
def test_it_never_leaves_its_bounds(presses: Sequence[tuple[str, Action]]) -> None:
    """Whatever is pressed, an inquiry's threshold stays within a tenth of the usual one."""
    room = meeting_room()
    for number, (by, action) in enumerate(presses):
        made = room.cards[f"c{number}"] = card(to=by, id=f"c{number}")
        if action is Action.GO:
            feedback.claimed(room, made, question())
        else:
            feedback.ended(room, made, question(), Ending.NOT_A_QUESTION)
    usual = policy.WORTH[Kind.INQUIRY]
    assert abs(policy.least(room, Kind.INQUIRY) - usual) <= 0.1 + 1e-9


def test_the_threshold_follows_the_setting() -> None:
    """From the readiest to the strictest an inquiry must be heard ever more surely."""
    levels = [
        policy.least(meeting_room(settings=RoomSettings(inquiries=each)), Kind.INQUIRY)
        for each in Inquiries
    ]
    assert levels == sorted(set(levels))
    assert levels[len(levels) // 2] == policy.WORTH[Kind.INQUIRY]


def test_what_was_pressed_is_forgotten_with_the_card() -> None:
    """A week after, and when somebody asks to be forgotten; what has been learnt stays."""
    room = after(*by_both(NEEDLESS[0], feedback.EACH_AT_MOST - 1))
    with playing(room) as play:
        play >> forgotten("ola", 10) << ...
        assert {each.to for each in room.cards.values() if each.worth is not None} == {"moira"}
        play >> wake(8 * DAY) << ...
        assert not [each for each in room.cards.values() if each.worth is not None]


def test_it_can_be_reset() -> None:
    """As any other setting of a room."""
    room = after(*by_both(NEEDLESS[0], feedback.EACH_AT_MOST))
    back = with_reset(room.settings, BY_NAME["inquiries"], RoomSettings())
    assert back == meeting_room().settings
