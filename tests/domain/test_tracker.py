"""Events in, commands out: what messages, edits, deletions and reactions do to questions."""

import copy

import pytest

from bot.domain import cards
from bot.domain.events import Action, Event
from bot.domain.question import How, Kind, PickUp, State
from bot.domain.room import Room
from bot.domain.settings import KeepText, RoomMode, RoomSettings
from tests.domain.builders import (
    HOUR,
    MONDAY,
    ROOM,
    deleted,
    edited,
    ended,
    let_go,
    meeting_room,
    paused,
    posted,
    pressed,
    question,
    reacted,
    ready,
    resumed,
    settings,
    started,
    wake,
)
from tests.domain.playbook import (
    Playbook,
    ask,
    let_hang,
    nudge,
    playing,
    post_notice,
    reserve,
    scripted_tracker,
    tell,
    update,
)

NUDGE = "nudge:m1:moira"


def texts(room: Room) -> str:
    """Everything that the room holds, as one string to look for words in."""
    return repr(room)


# --- asking ----------------------------------------------------------------------------------


def test_a_question_is_kept_as_it_was_asked() -> None:
    """Who, when, where, which kind, in which words."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:concern I'm uneasy.", 5, thread="t1")
        asked = play.question()
        assert (asked.asker, asked.asked_at, asked.kind) == ("maya", MONDAY + 5, Kind.CONCERN)
        assert (asked.text, asked.thread, asked.meeting) == ("I'm uneasy.", "t1", "mtg")
        assert asked.state is State.OPEN


def test_several_askings_in_one_message_are_several_questions() -> None:
    """They are numbered, and lead separate lives."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:inquiry Where? | ask:concern I'm uneasy.", 0)
        play >> posted("m2", "tom", "answers:m1", 10)
        assert (play.state("m1"), play.state("m1#2")) == (State.FOLLOWED, State.OPEN)
        assert play.question("m1#2").message == "m1"


def test_a_bot_asks_nothing_and_takes_nothing_up() -> None:
    """Neither questions nor answers by bots count, nor do they use up patience."""
    with playing(meeting_room()) as play:
        play >> posted("b1", "hubot", "ask:inquiry Stand-up?", 0, bot=True)
        play >> posted("m1", "maya", "ask:inquiry Where?", 1)
        play >> posted("b2", "hubot", "answers:m1", 2, bot=True)
        assert list(play.room.questions) == ["m1"]
        assert (play.state(), play.question().others) == (State.OPEN, 0)


def test_between_meetings_nothing_new_is_noticed_but_late_answers_are() -> None:
    """A meetings-only room still hears what waits being taken up."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> ended(60)
        play >> posted("m2", "jo", "ask:inquiry Where?", 70)
        assert "m2" not in play.room.questions
        play >> posted("m3", "tom", "answers:m1", HOUR)
        assert play.state() is State.FOLLOWED


def test_an_always_on_room_notices_between_meetings() -> None:
    """And says that the question belongs to no meeting."""
    with playing(ready(settings=RoomSettings(mode=RoomMode.ALWAYS_ON))) as play:
        play >> posted("m1", "maya", "ask:inquiry Where?", 0)
        assert play.question().meeting is None


# --- taking up -------------------------------------------------------------------------------


def test_a_pick_up_says_who_how_and_when() -> None:
    """An answer and a follow, earliest first."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m8", "jo", "follows:m1", 30)
        play >> posted("m9", "tom", "answers:m1", 20)
        assert [(e.message, e.author, e.how) for e in play.question().pick_ups] == [
            ("m9", "tom", How.ANSWER),
            ("m8", "jo", How.FOLLOW),
        ]


def test_guesses_take_a_question_up_only_together() -> None:
    """One guess doesn't; two do."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m8", "tom", "guesses:m1", 20)
        assert play.state() is State.OPEN
        play >> posted("m9", "jo", "guesses:m1", 30)
        assert play.state() is State.FOLLOWED


def test_half_sure_is_sure_enough_to_begin_and_to_stay() -> None:
    """Exactly at the threshold a question counts as taken up, and goes on to."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "halves:m1", 20)
        assert play.state() is State.FOLLOWED
        play >> posted("m4", "jo", "answers:m1", 21)
        play >> deleted("m4", 22)
        assert (play.question().taken_up, play.state()) == (0.5, State.FOLLOWED)


def test_nobody_takes_up_their_own_question() -> None:
    """Whatever uptake thinks, it takes somebody else."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m9", "maya", "answers:m1", 20)
        assert play.question().pick_ups == ()


def test_of_too_many_guesses_the_surest_are_kept() -> None:
    """A certain answer is never crowded out by guesses."""
    room = meeting_room()
    guesses = [
        PickUp(message=f"g{n}", author="tom", at=MONDAY + n, how=How.ANSWER, weight=0.01)
        for n in range(12)
    ]
    room.questions["m1"] = question(pick_ups=tuple(guesses))
    with playing(room) as play:
        play >> posted("sure", "tom", "answers:m1", 30)
        assert play.state() is State.FOLLOWED
        assert len(play.question().pick_ups) == 12
        assert play.question().pick_ups[-1].message == "sure"


def test_later_thanks_speak_for_an_earlier_message() -> None:
    """The pick-up is the message that was thanked for, by its own author at its own time."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "Room four.", 20)
        play >> posted("m4", "maya", "thanks:m1/m3", 30)
        (pick_up,) = play.question().pick_ups
        assert (pick_up.message, pick_up.author, pick_up.at) == ("m3", "tom", MONDAY + 20)
        assert play.state() is State.FOLLOWED


def test_thanks_for_what_nobody_remembers_change_nothing() -> None:
    """An unknown message, or the asker's own, is no pick-up."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m4", "maya", "thanks:m1/zz", 30)
        play >> posted("m5", "tom", "thanks:m1/m1", 31)
        assert play.question().pick_ups == ()


def test_later_thanks_strengthen_a_guess_whose_message_is_forgotten() -> None:
    """The pick-up is known though the message isn't remembered any more."""
    room = meeting_room()
    guesses = [
        PickUp(message=name, author="tom", at=MONDAY, how=How.FOLLOW, weight=0.1)
        for name in ("other", "old")
    ]
    room.questions["m1"] = question(pick_ups=tuple(guesses))
    with playing(room) as play:
        play >> posted("m4", "maya", "thanks:m1/old", 30)
        assert play.state() is State.FOLLOWED
        assert {each.message: each.weight for each in play.question().pick_ups} == {
            "other": 0.1,
            "old": 0.8,
        }


def test_later_evidence_undoes_a_pick_up() -> None:
    """What stood on it alone waits again; what stands on another doesn't."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "answers:m1", 20)
        play >> posted("m4", "jo", "answers:m1", 21)
        play >> posted("m5", "maya", "undoes:m1/m3", 30)
        assert play.state() is State.FOLLOWED
        play >> posted("m6", "maya", "undoes:m1/m4", 31)
        assert (play.state(), play.question().pick_ups) == (State.OPEN, ())


def test_the_asker_says_that_it_will_do() -> None:
    """A guess becomes a pick-up when the asker is content with it."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "guesses:m1", 20)
        play >> posted("m4", "maya", "settles:m1", 30)
        assert play.state() is State.FOLLOWED


def test_withdrawn_stays_withdrawn() -> None:
    """The asker took it back: later answers don't reopen or follow it."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "maya", "withdraws:m1", 20)
        play >> posted("m4", "tom", "answers:m1", 30)
        play >> posted("m5", "maya", "withdraws:m1", 31)
        assert play.state() is State.WITHDRAWN


def test_a_brush_off_shortens_the_wait() -> None:
    """It is no pick-up, and counts towards hanging."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "brushes:m1", 20)
        play >> posted("m4", "jo", "clinic", 21)
        assert play.state() is State.OPEN
        assert play.question().brushed_off == 1
        assert play.room.wake_at == MONDAY + 45


def test_a_verdict_about_nothing_is_passed_over() -> None:
    """Unknown questions in a verdict do no harm."""
    with playing(meeting_room()) as play:
        marks = "answers takes withdraws brushes settles undoes thanks guesses follows".split()
        play >> posted("m1", "tom", " ".join(f"{each}:nothing/none" for each in marks), 0)


# --- taken away ------------------------------------------------------------------------------


def test_what_the_convener_will_find_out_is_taken_away() -> None:
    """It is carried by the convener, and is neither hanging nor nudged about."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "moira", "takes:m1", 20)
        assert (play.state(), play.question().taken_away_by) == (State.TAKEN_AWAY, "moira")
        assert [each.message for each in play.question().pick_ups] == ["m3"]
        play >> wake(5000)


def test_what_was_taken_away_is_followed_once_it_comes_back() -> None:
    """Only something said later, and surely enough, brings it back."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "moira", "takes:m1", 20)
        play >> posted("m4", "tom", "guesses:m1", 30)
        assert play.state() is State.TAKEN_AWAY
        play >> posted("m5", "moira", "answers:m1", 600)
        assert play.state() is State.FOLLOWED


@pytest.mark.parametrize("event", [deleted("m3", 40), edited("m3", "Never mind.", 40)])
def test_taking_away_that_is_unsaid_leaves_it_waiting(event: Event) -> None:
    """The words that took it away were deleted or changed."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "moira", "takes:m1", 20)
        play >> event
        assert (play.state(), play.question().taken_away_by) == (State.OPEN, None)


def test_what_answers_and_takes_away_is_one_pick_up() -> None:
    """It keeps what uptake knew of it."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "moira", "guesses:m1 takes:m1", 20)
        assert [(each.how, each.weight) for each in play.question().pick_ups] == [(How.ANSWER, 0.3)]


def test_a_convener_may_take_their_own_question_away_and_unsay_it() -> None:
    """Nobody else took it up, so no pick-up stands; the deletion is followed all the same."""
    with playing(meeting_room()) as play:
        ask(play, by="moira")
        play >> posted("m3", "moira", "takes:m1", 20)
        assert (play.state(), play.question().pick_ups) == (State.TAKEN_AWAY, ())
        play >> deleted("m3", 30)
        assert play.state() is State.OPEN


def test_undoing_a_mere_guess_leaves_it_taken_away() -> None:
    """It doesn't stand on the guess."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "moira", "takes:m1", 20)
        play >> posted("m4", "tom", "guesses:m1", 30)
        play >> deleted("m4", 40)
        assert play.state() is State.TAKEN_AWAY


# --- edits -----------------------------------------------------------------------------------


def test_a_question_takes_its_new_words() -> None:
    """Text, kind and sureness follow the edit; when it was asked doesn't."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.SHOW, 405) << update(NUDGE)
        play >> edited("m1", "ask:concern I'm uneasy about this.", 410) << update(NUDGE)
        assert play.question().kind is Kind.CONCERN
        assert play.question().asked_at == MONDAY
        assert play.view(NUDGE).details[0].quote == "I'm uneasy about this."


def test_a_question_edited_into_a_statement_is_taken_back() -> None:
    """Its old words go at once."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:challenge Who owns the zebra?", 0)
        play >> edited("m1", "The clinic opens at nine.", 10)
        assert play.state() is State.WITHDRAWN
        assert "zebra" not in texts(play.room)


def test_a_statement_edited_into_a_question_asks_from_then_on() -> None:
    """Its patience runs from the edit, and it stands where its message stands."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "The clinic opens at nine.", 0)
        play >> posted("m2", "jo", "ask:inquiry Where?", 10)
        play >> posted("m3", "tom", "hm", 20)
        play >> edited("m1", "ask:challenge Why at nine?", 1800) << reserve("nudge:m2:moira")
        assert play.question("m1").asked_at == MONDAY + 1800
        assert play.state("m1") is State.OPEN
        assert list(play.room.questions) == ["m1", "m2"]


def test_an_edit_between_meetings_notices_nothing_new() -> None:
    """What isn't noticed when posted isn't noticed when edited."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:inquiry Where?", 0)
        play >> posted("m2", "jo", "hm", 1)
        play >> ended(10)
        play >> edited("m2", "ask:inquiry When?", 20)
        play >> edited("m1", "ask:inquiry Where then? | ask:inquiry And when?", 21)
        assert list(play.room.questions) == ["m1"]
        assert play.question().text == "Where then?"


def test_an_asking_edited_out_of_several_is_taken_back() -> None:
    """Two askings become one: the second is gone."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:inquiry Where? | ask:inquiry When?", 0)
        play >> edited("m1", "ask:inquiry Where?", 10)
        assert (play.state("m1"), play.state("m1#2")) == (State.OPEN, State.WITHDRAWN)
        assert play.question("m1#2").text is None


def test_a_question_edited_away_and_asked_again_is_asked_anew() -> None:
    """Its patience runs from the second edit, and what answered it before doesn't count."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:challenge Who decides?", 0)
        play >> posted("m2", "tom", "answers:m1", 10)
        play >> edited("m1", "The clinic opens at nine.", 20)
        assert play.state() is State.WITHDRAWN
        play >> edited("m1", "ask:concern Who looks after the keys?", 30)
        again = play.question()
        assert (again.state, again.text) == (State.OPEN, "Who looks after the keys?")
        assert (again.kind, again.asked_at, again.seq) == (Kind.CONCERN, MONDAY + 30, 1)
        assert (again.pick_ups, again.others) == ((), 0)
        play >> wake(2000) << reserve(NUDGE)


def test_a_question_asked_again_is_not_nudged_twice() -> None:
    """Rule 4: never twice for the same question, whatever became of its words."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> edited("m1", "The clinic opens at nine.", 410) << update(NUDGE)
        play >> edited("m1", "ask:challenge Who decides now?", 420)
        assert play.state() is State.OPEN
        play >> wake(2000)
        assert play.state() is State.HANGING
        assert list(play.room.cards) == [NUDGE]


def test_what_its_asker_took_back_an_edit_does_not_ask_again() -> None:
    """*Let mine go* is a wish of its own."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:challenge Who decides?", 0)
        play >> let_go("maya", "m1", 10) << tell("maya")
        play >> edited("m1", "The clinic opens at nine.", 20)
        play >> edited("m1", "ask:challenge Who decides now?", 30)
        assert play.state() is State.WITHDRAWN


def test_between_meetings_an_edit_asks_nothing_again() -> None:
    """What isn't noticed when posted isn't revived when edited."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:challenge Who decides?", 0)
        play >> edited("m1", "The clinic opens at nine.", 20)
        play >> ended(25)
        play >> edited("m1", "ask:challenge Who decides now?", 30)
        assert play.state() is State.WITHDRAWN
        assert play.question().text is None


def test_of_several_askings_the_one_that_is_edited_away_is_found_by_its_id() -> None:
    """Though the first of them has left the room's memory by then."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:inquiry Where? | ask:concern And the cost?", 0)
        del play.room.questions["m1"]
        play >> edited("m1", "ask:inquiry Where then?", 10)
        assert play.state("m1#2") is State.WITHDRAWN
        assert play.state() is State.OPEN


def test_a_pick_up_edited_away_is_undone() -> None:
    """The question waits again, and may hang."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "answers:m1", 20)
        play >> edited("m3", "sorry, wrong window", 30)
        assert (play.state(), play.question().pick_ups) == (State.OPEN, ())


def test_a_pick_up_edited_for_a_slip_stays_one() -> None:
    """It is judged in its place, before it had taken the question up."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "answers:m1", 20)
        play >> edited("m3", "answers:m1 at nine", 30)
        assert play.state() is State.FOLLOWED
        assert [each.message for each in play.question().pick_ups] == ["m3"]


def test_a_message_edited_into_an_answer_takes_the_question_up() -> None:
    """Edits can help, too."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> edited("m1-a", "answers:m1", 420) << update(NUDGE)
        assert play.state() is State.FOLLOWED


def test_an_answer_edited_into_a_mere_guess_no_longer_suffices() -> None:
    """The newer weight counts."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "answers:m1", 20)
        play >> edited("m3", "guesses:m1", 30)
        assert play.state() is State.OPEN


def test_an_edit_of_a_message_that_is_not_remembered_drops_the_old_words() -> None:
    """What it says now isn't known, so what it said isn't kept; nonsense does nothing."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:challenge Who owns the zebra?", 0)
        for number in range(70):
            play >> posted(f"x{number}", "maya", "clinic", 1)
        play >> edited("m1", "Who owns the horse?", 10)
        assert play.question().text is None
        assert "zebra" not in texts(play.room)
        play >> edited("nothing", "ask:inquiry Where?", 20)


def test_an_edit_while_paused_is_not_read_but_the_old_words_go() -> None:
    """Nothing is read while paused; what was edited away isn't kept either."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:challenge Who owns the zebra?", 0)
        play >> paused("tom", 5) << tell("tom")
        play >> edited("m1", "ask:challenge Who owns the horse?", 10)
        assert play.question().text is None
        play >> resumed("moira", 20) << tell("moira")


def test_editing_a_bots_message_changes_nothing() -> None:
    """Bots neither ask nor answer."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("b1", "hubot", "hm", 20, bot=True)
        play >> edited("b1", "answers:m1 ask:inquiry Where?", 30)
        assert play.question().pick_ups == ()


# --- deletions -------------------------------------------------------------------------------


def test_a_deletion_leaves_none_of_the_words() -> None:
    """The question leaves memory, its cards close, and nothing of the text is anywhere."""
    with playing(meeting_room()) as play:
        nudge(play, text="ask:challenge Who owns the zebra?")
        play >> deleted("m1", 500) << update(NUDGE)
        (gone,) = (each for each in play._came if not hasattr(each, "card"))
        play << ...
        assert play.card(NUDGE).closed == cards.GONE
        assert "m1" not in play.room.questions
        assert "zebra" not in texts(play.room)
        assert "zebra" not in repr(gone)
        assert "zebra" not in repr(play.view(NUDGE))


def test_what_a_deleted_message_moved_the_talk_to_goes_too() -> None:
    """The few words kept of a later message are deleted and edited with it."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:inquiry Where?", 0)
        play >> posted("m2", "tom", "the zebra enclosure", 5)
        assert "zebra" in play.question().moved_on_to
        play >> edited("m2", "the giraffe enclosure", 6)
        assert "zebra" not in texts(play.room)
        assert "giraffe" in play.question().moved_on_to
        play >> deleted("m2", 7)
        assert "giraffe" not in texts(play.room)
        assert play.question().moved_on_to == ""


def test_a_deleted_pick_up_is_undone() -> None:
    """The question it answered waits again."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "answers:m1", 20)
        play >> deleted("m3", 30)
        assert play.state() is State.OPEN


def test_nothing_brings_a_deleted_message_back() -> None:
    """Neither its echo, nor a late edit, nor a second deletion."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:inquiry Where is the zebra?", 0)
        play >> deleted("m1", 10) << ...
        for event in (
            posted("m1", "maya", "ask:inquiry Where is the zebra?", 0),
            edited("m1", "ask:inquiry Where is the zebra?", 11),
            deleted("m1", 12),
        ):
            play >> event
        assert not play.room.questions
        assert "zebra" not in texts(play.room)


def test_deletions_are_followed_while_nothing_is_read() -> None:
    """A pause, or the end of convening, keeps nobody from deleting."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:inquiry Where?", 0)
        play >> paused("tom", 5) << tell("tom")
        play >> deleted("m1", 10) << ...
        assert not play.room.questions


# --- reactions -------------------------------------------------------------------------------


def test_the_askers_own_reaction_says_that_it_will_do() -> None:
    """A guess becomes a pick-up; anybody else's reaction only acknowledges."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "guesses:m1", 20)
        play >> reacted("jo", "👍", "m3", 30)
        assert play.state() is State.OPEN
        play >> reacted("maya", "👍", "m3", 31)
        assert play.state() is State.FOLLOWED


@pytest.mark.parametrize("emoji", ["👎", "thumbsdown", "❓", "thinking_face", "😕"])
def test_an_unconvinced_reaction_settles_nothing(emoji: str) -> None:
    """The asker isn't content."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "guesses:m1", 20)
        play >> reacted("maya", emoji, "m3", 31)
        assert play.state() is State.OPEN


def test_reactions_to_anything_else_do_nothing() -> None:
    """On the question itself, on nothing, or taken off again."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m3", "tom", "guesses:m1", 20)
        for event in (
            reacted("tom", "👍", "m1", 30),
            reacted("maya", "👍", "nothing", 30),
            reacted("maya", "👍", "m3", 30, removed=True),
        ):
            play >> event
        assert play.state() is State.OPEN


# --- reading, and not ------------------------------------------------------------------------


def test_nothing_is_read_before_the_notice_stands() -> None:
    """Neither questions nor features of a message are kept."""
    room = ready()
    room.notice_posted = ""
    with playing(room) as play:
        play >> started("mtg", 0)
        play >> posted("m1", "maya", "ask:inquiry Where?", 1)
        assert not play.room.questions
        assert not play.room.turns
        assert play.room.wake_at is None


def test_while_paused_nothing_is_read_and_no_patience_runs_out() -> None:
    """Deadlines wait, without waking in vain; afterwards what is due happens."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> paused("tom", 10) << tell("tom")
        assert play.room.wake_at is None
        play >> posted("m9", "tom", "answers:m1 ask:inquiry Where?", 20)
        play >> wake(5000)
        assert (play.state(), "m9" in play.room.questions) == (State.OPEN, False)
        play >> resumed("moira", 5001) << tell("moira") << reserve(NUDGE)
        play << ...


def test_an_opted_out_members_message_is_a_chance_but_no_subject() -> None:
    """It comes unread: it counts as a message by somebody else, and nothing of it is kept."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m9", "jo", "", 20, reply_to="m1", unread=True)
        assert play.question().others == 3
        assert play.question().moved_on_in != "m9"


@pytest.mark.parametrize("text", ["ask:inquiry Where is the zebra?", "secret:concern A zebra."])
def test_no_words_are_kept_where_none_may_be(text: str) -> None:
    """With keep-text none, nothing of any message; of a sensitive one, never."""
    none = RoomSettings(keep_text=KeepText.NONE)
    chosen = none if text.startswith("ask") else RoomSettings()
    with playing(meeting_room(settings=chosen)) as play:
        let_hang(play, text=text) << ...
        assert "zebra" not in texts(play.room)
        assert play.state() is State.HANGING


def test_setting_it_to_keep_none_drops_what_was_kept() -> None:
    """At once, and the notice says so."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:inquiry Where is the zebra?", 0)
        play >> posted("m2", "tom", "the giraffe enclosure", 1)
        play >> settings(RoomSettings(keep_text=KeepText.NONE), 5) << post_notice("none")
        assert "zebra" not in texts(play.room)
        assert "giraffe" not in texts(play.room)


# --- order and repetition --------------------------------------------------------------------


def test_the_same_message_again_changes_nothing() -> None:
    """However often it comes, even with other words."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> wake(6)
        before = copy.deepcopy(play.room)
        play >> posted("m1", "maya", "ask:inquiry Where?", 6)
        play >> posted("m1-a", "tom", "answers:m1", 6)
        assert play.room == before


def test_time_that_runs_backwards_moves_nothing_back() -> None:
    """Late arrivals keep their own time; the room's clock goes on from where it was."""
    with playing(meeting_room()) as play:
        ask(play, at=1000)
        play >> posted("m9", "tom", "answers:m1", 1010)
        play >> posted("late", "jo", "ask:inquiry Where?", 950)
        assert play.room.now == MONDAY + 1010
        assert play.question("late").asked_at == MONDAY + 950
        assert play.state("late") is State.OPEN


def test_everything_may_happen_at_one_moment() -> None:
    """A question, its answer, its edit and its deletion at the same second."""
    with playing(meeting_room()) as play:
        for event in (
            posted("m1", "maya", "ask:inquiry Where?", 0),
            posted("m2", "tom", "answers:m1", 0),
            edited("m1", "ask:inquiry Where then?", 0),
            reacted("maya", "👍", "m2", 0),
            wake(0),
        ):
            play >> event
        assert play.state() is State.FOLLOWED
        play >> deleted("m1", 0) << ...
        assert not play.room.questions


def test_an_event_that_the_core_does_not_know_raises_and_changes_nothing() -> None:
    """A new kind of event without a handler is a defect, not a silence."""
    room = meeting_room()
    before = copy.deepcopy(room)
    with pytest.raises(KeyError):
        scripted_tracker().handle(room, Event(room=ROOM, at=MONDAY + 99))
    assert room == before


def test_the_playbook_complains_about_what_nobody_claimed() -> None:
    """The test language itself: unclaimed, missing and wrong commands fail with what came."""
    play = Playbook(meeting_room())
    let_hang(play)
    with pytest.raises(AssertionError, match=r"nobody claimed this[\s\S]*-> ReservePlace"):
        play.finish()
    with pytest.raises(AssertionError, match="wanted UpdateCard of nudge:m1:moira"):
        play << update(NUDGE)
    play << reserve(NUDGE)
    with pytest.raises(AssertionError, match="nothing more came"):
        play << update(NUDGE)
