"""A follow that couldn't be posted: its words come back, and it may be tried again."""

from dataclasses import replace

from bot.domain.cards import PICKED_UP
from bot.domain.commands import PostFollow
from bot.domain.events import Action
from bot.domain.question import State
from bot.domain.room import Unposted
from bot.domain.settings import KeepText, RoomSettings
from bot.domain.wording import UNPOSTED
from tests.domain.builders import (
    follow_failed,
    follow_posted,
    forgotten,
    meeting_room,
    opted_out,
    posted,
    pressed,
    settings,
)
from tests.domain.playbook import Matcher, Playbook, nudge, playing, post_notice, update

NUDGE = "nudge:m1:moira"
WORDS = "What would help us here?"


def posts(name: str) -> Matcher:
    """A follow is to be posted under this id, which the outbox takes once."""
    return Matcher(f"PostFollow {name}", lambda c: isinstance(c, PostFollow) and c.id == name)


def fail(play: Playbook) -> None:
    """The convener posts a follow, and it can't be posted."""
    play >> pressed(NUDGE, "moira", Action.POST, 420, value=WORDS) << update(NUDGE)
    play << posts("m1:moira:0")
    play >> follow_failed("moira", "m1", WORDS, 500) << update(NUDGE)


def test_the_words_come_back_on_the_card_behind_its_first_lines() -> None:
    """Kindly, with what to do next; the words stand in the details, to be copied."""
    with playing(meeting_room()) as play:
        nudge(play)
        fail(play)
        view = play.view(NUDGE)
        assert view.lines == (UNPOSTED,)
        assert view.details[0].note == f"Your words: “{WORDS}”"
        assert Action.POST in {each.action for each in view.buttons}
        assert play.state() is State.HANGING


def test_it_may_be_tried_again_under_another_id() -> None:
    """The outbox takes an id once, so the tries are counted in it; the old words go."""
    with playing(meeting_room()) as play:
        nudge(play)
        fail(play)
        play >> pressed(NUDGE, "moira", Action.POST, 520, value="Once more") << update(NUDGE)
        play << posts("m1:moira:1")
        assert play.card(NUDGE).unposted is None
        play >> follow_posted("moira", "m1", "p1", 530, nth=1) << update(NUDGE)
        assert play.state() is State.FOLLOWED


def test_a_follow_pressed_twice_or_on_two_cards_has_one_id() -> None:
    """Until it has ended, a question gets one follow from one person."""
    with playing(meeting_room()) as play:
        nudge(play)
        for at in (420, 421):
            play >> pressed(NUDGE, "moira", Action.POST, at, value=WORDS) << update(NUDGE)
            play << posts("m1:moira:0")


def test_a_failure_told_twice_counts_once() -> None:
    """The card isn't changed again, and the next try isn't taken for a third."""
    with playing(meeting_room()) as play:
        nudge(play)
        fail(play)
        play >> follow_failed("moira", "m1", WORDS, 501)
        play >> pressed(NUDGE, "moira", Action.POST, 520, value="Once more") << update(NUDGE)
        play << posts("m1:moira:1")
        play >> follow_posted("moira", "m1", "p1", 530, nth=1) << update(NUDGE)
        play >> follow_posted("moira", "m1", "p1", 531, nth=1)
        assert play.question().posts == 2


def test_the_words_are_kept_no_longer_than_the_card_is_open() -> None:
    """Somebody else took the question up: nothing is left to post."""
    with playing(meeting_room()) as play:
        nudge(play)
        fail(play)
        play >> posted("m9", "ola", "follows:m1", 600) << update(NUDGE)
        assert play.card(NUDGE).unposted is None
        assert play.view(NUDGE).lines == (PICKED_UP,)


def test_where_no_words_may_be_kept_only_the_failure_is_told() -> None:
    """HEED_KEEP_TEXT=none holds for the convener's own words, too."""
    with playing(meeting_room(settings=RoomSettings(keep_text=KeepText.NONE))) as play:
        nudge(play)
        fail(play)
        assert play.view(NUDGE).lines == (UNPOSTED,)
        assert play.view(NUDGE).details[0].note == ""


def test_a_failure_about_a_question_that_is_forgotten_changes_nothing() -> None:
    """Long gone: nobody has a card about it any more."""
    with playing(meeting_room()) as play:
        play >> follow_failed("moira", "m1", WORDS, 500)
        assert not play.room.cards


# --- whose words are to go -------------------------------------------------------------------


def test_a_writer_who_opts_out_keeps_the_failure_without_the_words() -> None:
    """The card is shown anew: it doesn't say them any more."""
    with playing(meeting_room()) as play:
        nudge(play)
        fail(play)
        play >> opted_out("moira", 510) << update(NUDGE)
        assert play.view(NUDGE).lines == (UNPOSTED,)
        assert play.view(NUDGE).details[0].note == ""


def test_an_asker_who_opts_out_or_is_forgotten_takes_the_words_along() -> None:
    """They are about what nobody may follow any more."""
    for gone in (opted_out("maya", 510), forgotten("maya", 510)):
        with playing(meeting_room()) as play:
            nudge(play)
            fail(play)
            play >> gone << ...
            assert play.card(NUDGE).unposted is None


def test_a_forgotten_name_goes_from_the_words_and_the_card_is_shown_anew() -> None:
    """Whoever wrote them keeps the rest; so do words about what the room has let go of: none."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.POST, 420, value="Tom put it well") << update(NUDGE)
        play << posts("m1:moira:0")
        play >> follow_failed("moira", "m1", "Tom put it well", 500) << update(NUDGE)
        play >> forgotten("tom", 510) << update(NUDGE) << ...
        assert play.card(NUDGE).unposted == Unposted(question="m1", text="somebody put it well")
        play.room.questions.clear()
        play >> forgotten("ade", 520) << update(NUDGE)
        assert play.card(NUDGE).unposted is None


def test_a_forgotten_convener_is_brought_nothing_more() -> None:
    """Not even a correction of a card that named what they had said."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        moved_on = replace(play.question(), moved_on_to="the hall", moved_on_in="m5")
        play.room.questions["m1"] = moved_on
        play >> forgotten("moira", 510) << update("nudge:m1:ola") << post_notice("Ola")


def test_where_no_words_may_be_kept_any_more_they_go_at_once() -> None:
    """HEED_KEEP_TEXT=none, set while a convener's words stood there."""
    with playing(meeting_room()) as play:
        nudge(play)
        fail(play)
        play >> settings(RoomSettings(keep_text=KeepText.NONE), 510) << update(NUDGE) << ...
        assert play.card(NUDGE).unposted == Unposted(question="m1", text="")
