"""Rule 5: the convener's own voice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.events import Action
from bot.domain.presses import FOLLOW_AT_MOST
from bot.domain.room import Purpose
from bot.domain.views import IN_SIGHT, Button, CardView, Move
from bot.domain.wording import card_view
from tests.domain.builders import MONDAY, card, follow_posted, meeting_room, pressed, question
from tests.domain.playbook import nudge, playing, post_follow, tell, update

NUDGE = "nudge:m1:moira"


@settings(deadline=None)
@given(
    purpose=st.sampled_from(Purpose),
    shown=st.booleans(),
    sensitive=st.booleans(),
    several=st.booleans(),
)
def test_three_buttons_at_most_are_in_sight_and_go_comes_first(
    purpose: Purpose, *, shown: bool, sensitive: bool, several: bool
) -> None:
    """On every card, and by every question of a list."""
    room = meeting_room()
    names = ("m1", "m2") if several else ("m1",)
    room.questions = {name: question(name, sensitive=sensitive) for name in names}
    view = card_view(room, card(purpose, shown=shown, questions=names), MONDAY)
    for buttons in (view.buttons, *(each.buttons for each in view.details)):
        assert len(buttons) <= IN_SIGHT
        first = {Action.CONVENE} if purpose is Purpose.INVITED else {Action.GO, Action.SHOW}
        assert not buttons or buttons[0].action in first
    if view.target is not None:
        assert view.buttons[:1] in {(), (Button(action=Action.GO, label="Go to the message"),)}


def test_a_view_with_four_buttons_in_sight_cannot_be_made() -> None:
    """The limit is held where views are made."""
    four = tuple(Button(action=Action.GO, label=str(number)) for number in range(4))
    with pytest.raises(ValueError, match="4 buttons in sight"):
        CardView(card="x", purpose=Purpose.NUDGE, title="", lines=(), buttons=four)


def test_a_follow_needs_no_typing() -> None:
    """*Go to the message* and a stem to say: nothing has to be written into Heed."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.GO, 420) << update(NUDGE)
        view = play.view(NUDGE)
        assert view.target == "m1"
        assert [each.move for each in view.details[0].stems] == list(Move)


def test_posting_through_heed_comes_second_is_short_and_is_recorded_once_it_stands() -> None:
    """The question is taken up by the post, not by the press."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.SHOW, 410) << update(NUDGE)
        assert [each.action for each in play.view(NUDGE).buttons][:2] == [Action.GO, Action.POST]
        long = "x" * (FOLLOW_AT_MOST + 1)
        play >> pressed(NUDGE, "moira", Action.POST, 415, value=long) << tell("moira", "under")
        play >> pressed(NUDGE, "moira", Action.POST, 420, value="Go on?") << update(NUDGE)
        play << post_follow("m1", "Go on?")
        assert play.question().waiting
        play >> follow_posted("moira", "m1", "h1", 421) << update(NUDGE)
        assert not play.question().waiting


def test_no_stem_answers() -> None:
    """Each is a question, or says that it has no answer yet, or gives room."""
    with playing(meeting_room()) as play:
        nudge(play, text="ask:inquiry When does the clinic open?")
        play >> pressed(NUDGE, "moira", Action.SHOW, 410) << update(NUDGE)
        reflect, build, honour = play.view(NUDGE).details[0].stems
        assert reflect.text.endswith("“When does the clinic open?”")
        assert build.text.endswith("?")
        assert "I don't have the answer yet" in honour.text
