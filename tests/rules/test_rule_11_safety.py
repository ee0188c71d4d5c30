"""Rule 11: not a safety monitor."""

import pytest

from bot.domain.events import Action
from bot.domain.question import State
from bot.domain.room import Purpose
from bot.domain.settings import RoomMode, RoomSettings
from tests.domain.builders import (
    HOUR,
    ended,
    meeting_room,
    posted,
    pressed,
    ready,
    started,
    wake,
)
from tests.domain.playbook import let_hang, nudge, playing, tell, update
from tests.properties.life import rule_tracker
from tests.rules.seeing import cards_of, summary_of

HARM = "secret:concern I can't go on with the zebra."
NUDGE = "nudge:m1:moira"
LINE = "Call the duty lead on 4455."


def test_the_convener_is_shown_a_link_and_the_safeguarding_line_and_nothing_else() -> None:
    """No quote, no stems, no reasons."""
    room = meeting_room(settings=RoomSettings(safeguarding=LINE))
    with playing(room) as play:
        nudge(play, text=HARM)
        play >> pressed(NUDGE, "moira", Action.SHOW, 410) << update(NUDGE)
        view = play.view(NUDGE)
        (details,) = view.details
        assert view.target == "m1"
        assert LINE in details.note
        assert (details.quote, details.stems, details.why) == (None, (), ())
        assert view.buttons[0].action is Action.GO


def test_no_quote_is_stored() -> None:
    """Nothing of its words is in memory."""
    with playing(meeting_room()) as play:
        nudge(play, text=HARM)
        assert "zebra" not in repr(play.room)


def test_it_stands_in_no_list() -> None:
    """Not carried over, not in a digest, not on a spoken meeting's card, not in a report."""
    with playing(meeting_room()) as play:
        nudge(play, text=HARM)
        play >> ended(HOUR)
        play >> started("next", 2 * HOUR)
        assert summary_of(play.room).sections == ()
    with playing(ready(settings=RoomSettings(mode=RoomMode.ALWAYS_ON))) as play:
        let_hang(play, text=HARM)
        play >> wake(24 * HOUR)
    with playing(meeting_room(spoken=True)) as play:
        let_hang(play, text=HARM)
        play >> ended(HOUR)


@pytest.mark.parametrize("action", [Action.POST, Action.HAND_TO])
def test_it_is_neither_answered_in_public_nor_passed_on(action: Action) -> None:
    """Those buttons aren't offered, and a press from elsewhere does nothing."""
    with playing(meeting_room()) as play:
        nudge(play, text=HARM)
        for view in cards_of(play.room, "moira"):
            assert action not in {each.action for each in (*view.buttons, *view.menu)}
        play >> pressed(NUDGE, "moira", action, 420, value="jo") << tell("moira")
        assert {each.purpose for each in play.room.cards.values()} == {Purpose.NUDGE}


@pytest.mark.parametrize(
    "said",
    [
        "does anybody know why she's been hurting herself since the zebra thing?",
        "what do we do, her partner hit her again on zebra road?",
        "does it matter that NHS number 943 476 5919 is on the zebra list?",
    ],
)
def test_the_shipped_hearing_knows_what_is_sensitive(said: str) -> None:
    """Apparent self-harm, abuse, a patient's identifying detail: no words are kept."""
    with playing(meeting_room(), rule_tracker()) as play:
        play >> posted("m1", "maya", said, 0)
        assert play.question().sensitive
        assert "zebra" not in repr(play.room)


def test_what_the_talk_moved_on_to_is_never_a_sensitive_message() -> None:
    """Not even a few of its words are kept."""
    with playing(meeting_room(), rule_tracker()) as play:
        play >> posted("m1", "maya", "Who decides about the venue?", 0)
        play >> posted("m2", "tom", "she has been hurting herself in the zebra house", 20)
        assert "zebra" not in repr(play.room)
        assert play.state() in {State.OPEN, State.FOLLOWED}
