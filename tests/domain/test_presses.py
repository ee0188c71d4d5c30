"""Presses: by the recipient alone, once in effect, and kindly refused otherwise."""

import copy

import pytest

from bot.domain import cards, policy
from bot.domain.commands import PostFollow
from bot.domain.events import Action, Role
from bot.domain.presses import FOLLOW_AT_MOST
from bot.domain.question import Ending, How, State
from bot.domain.room import Member, Purpose, Room
from tests.domain.builders import (
    MONDAY,
    card,
    convener,
    deleted,
    edited,
    ended,
    follow_posted,
    heard_too,
    left,
    let_go,
    meeting_room,
    place,
    posted,
    pressed,
    question,
    ready,
    started,
    undelivered,
    wake,
)
from tests.domain.playbook import (
    Playbook,
    ask,
    let_hang,
    nudge,
    playing,
    post_follow,
    post_notice,
    send,
    tell,
    update,
)

NUDGE = "nudge:m1:moira"
ENDINGS = {
    Action.ALREADY_FOLLOWED: Ending.ALREADY_FOLLOWED,
    Action.PRIVATELY: Ending.PRIVATELY,
    Action.LET_IT_REST: Ending.LET_IT_REST,
    Action.NOT_A_QUESTION: Ending.NOT_A_QUESTION,
    Action.ANSWERED_ALOUD: Ending.ANSWERED_ALOUD,
}
VALUES = {Action.HAND_TO: "jo", Action.LATER: "600", Action.POST: "What would help us here?"}


def press(
    play: Playbook, action: Action, *, by: str = "moira", name: str = NUDGE, at: float = 420
) -> Playbook:
    """Press a button on a card, with a value that fits the button."""
    return play >> pressed(name, by, action, at, value=VALUES.get(action, ""))


# --- every action ----------------------------------------------------------------------------


@pytest.mark.parametrize("action", Action)
def test_pressing_twice_is_pressing_once(action: Action) -> None:
    """A second press changes nothing but, at most, what the presser is told."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        press(play, action) << ...
        once = copy.deepcopy(play.room)
        press(play, action) << ...
        assert play.room == once


@pytest.mark.parametrize("action", Action)
def test_nobody_else_can_press_it(action: Action) -> None:
    """Another member, the asker, even the co-convener: not on this card."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        before = copy.deepcopy(play.room)
        for somebody in ("tom", "maya", "ola", "nobody"):
            press(play, action, by=somebody, at=400) << tell(somebody, "no longer here")
        assert play.room == before


@pytest.mark.parametrize("action", Action)
def test_a_closed_card_only_says_its_last_word(action: Action) -> None:
    """After a pick-up every button tells what happened, and changes nothing."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> posted("m9", "tom", "answers:m1", 500) << update(NUDGE)
        before = copy.deepcopy(play.room)
        press(play, action, at=500) << tell("moira", cards.PICKED_UP)
        assert play.room == before


@pytest.mark.parametrize("action", Action)
def test_who_no_longer_convenes_can_press_nothing(action: Action) -> None:
    """After stepping down, or leaving the room, the card says so."""
    for gone in ("left", "stepped down"):
        with playing(meeting_room("moira", "ola")) as play:
            nudge(play, to=("moira", "ola"))
            if gone == "left":
                play >> left("moira", 410) << ...
            else:
                press(play, Action.STEP_DOWN, at=410) << ...
            before = copy.deepcopy(play.room)
            press(play, action, at=410) << tell("moira", cards.NO_LONGER)
            assert play.room == before


@pytest.mark.parametrize("action", Action)
def test_a_press_on_a_card_that_is_not_known_is_answered(action: Action) -> None:
    """A card that was forgotten, or never was, does nothing."""
    with playing(ready()) as play:
        press(play, action, name="nudge:x:moira") << tell("moira", "no longer here")


@pytest.mark.parametrize("action", Action)
def test_a_press_about_a_question_that_is_not_on_the_card_does_nothing(action: Action) -> None:
    """Another question's id doesn't reach that question."""
    with playing(meeting_room()) as play:
        nudge(play)
        ask(play, "m2", by="jo", at=410)
        before = play.question("m2")
        (
            play
            >> pressed(NUDGE, "moira", action, 420, value=VALUES.get(action, ""), about="m2")
            << ...
        )
        assert play.question("m2") == before


# --- show, go, post --------------------------------------------------------------------------


def test_show_reveals_it_in_place() -> None:
    """The same card, edited, now has the quote and who asked."""
    with playing(meeting_room()) as play:
        nudge(play)
        assert play.view(NUDGE).details == ()
        press(play, Action.SHOW) << update(NUDGE)
        (details,) = play.view(NUDGE).details
        assert (details.quote, details.who) == ("Who decides?", "Maya")


def test_going_to_the_message_claims_and_shows_the_stems() -> None:
    """The card stays to be used."""
    with playing(meeting_room()) as play:
        nudge(play)
        press(play, Action.GO) << update(NUDGE)
        assert play.question().claimed_by == "moira"
        assert play.view(NUDGE).target == "m1"
        assert play.view(NUDGE).details[0].stems


def test_posting_through_heed_claims_and_then_closes() -> None:
    """The words are posted once, and the pick-up is recorded from their standing there."""
    with playing(meeting_room()) as play:
        nudge(play)
        said = "  What would\n help us   here? "
        play >> pressed(NUDGE, "moira", Action.POST, 420, value=said)
        play << update(NUDGE) << post_follow("m1", "What would help us here?")
        play >> follow_posted("moira", "m1", "h1", 421) << update(NUDGE)
        assert play.state() is State.FOLLOWED
        (pick_up,) = play.question().pick_ups
        assert (pick_up.author, pick_up.how, pick_up.message) == ("moira", How.FOLLOW, "h1")


def test_posting_twice_asks_for_the_same_post() -> None:
    """A second press before the post stands names the same post, which is made once."""
    with playing(meeting_room()) as play:
        nudge(play)
        press(play, Action.POST)
        first = play._came[-1]
        play << ...
        press(play, Action.POST)
        assert play._came[-1] == first
        play << ...


def test_posts_about_two_questions_of_a_list_are_two_posts() -> None:
    """Their names differ, so the second isn't taken for the first."""
    room = meeting_room()
    for name in ("m1", "m2"):
        room.questions[name] = question(name, state=State.HANGING, chosen_at=MONDAY)
    room.cards["carried:mtg:moira"] = card(
        Purpose.CARRIED, id="carried:mtg:moira", questions=("m1", "m2")
    )
    names = set()
    with playing(room) as play:
        for about in ("m1", "m2"):
            play >> pressed("carried:mtg:moira", "moira", Action.POST, 1, value="Yes", about=about)
            follow = play._came[-1]
            assert isinstance(follow, PostFollow)
            names.add(follow.id)
            play << ...
    assert len(names) == 2


@pytest.mark.parametrize(
    ("value", "words"), [("", "nothing to post"), (" \n ", "nothing to post"), ("x" * 501, "501")]
)
def test_an_empty_or_long_post_is_refused(value: str, words: str) -> None:
    """A follow is short and says something; nothing is claimed by a failed try."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.POST, 420, value=value) << tell("moira", words)
        assert play.question().claimed_by is None
        play >> pressed(NUDGE, "moira", Action.POST, 420, value="x" * FOLLOW_AT_MOST) << ...
        assert play.question().claimed_by == "moira"


# --- endings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("action", "ending"), ENDINGS.items())
def test_an_ending_is_silent_and_final(action: Action, ending: Ending) -> None:
    """The presser is thanked, the other card closes without a word of who pressed what."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        press(play, action) << update(NUDGE) << update("nudge:m1:ola") << tell("moira")
        assert play.state() is State.SETTLED
        assert play.question().ending is ending
        assert play.card("nudge:m1:ola").closed == cards.SETTLED
        play >> posted("m9", "tom", "answers:m1", 500)
        assert play.state() is State.SETTLED
        play >> ended(1800)
        play >> started("next", 3600)


@pytest.mark.parametrize("action", ENDINGS)
def test_no_ending_makes_heed_listen_less(action: Action) -> None:
    """Rule 6: the next question of the same kind is noticed and nudged about as before."""
    with playing(meeting_room()) as play:
        nudge(play)
        press(play, action) << ...
        worth = dict(policy.WORTH)
        nudge(play, "m2", by="jo", at=500)
        assert worth == policy.WORTH


# --- handing on ------------------------------------------------------------------------------

HANDED = "handed:m1@1772442420:jo"


def hand(play: Playbook) -> Playbook:
    """Moira hands the question to Jo."""
    nudge(play, to=("moira", "ola"))
    return press(play, Action.HAND_TO) << update("nudge:m1:ola") << update(NUDGE) << send(HANDED)


def test_a_question_is_handed_to_another_member() -> None:
    """They get a card of their own; the conveners' cards are settled by it."""
    with playing(meeting_room("moira", "ola")) as play:
        hand(play)
        assert play.card(NUDGE).closed == "Handed to Jo. Thank you."
        assert play.card("nudge:m1:ola").closed == cards.IN_HAND


def test_whoever_it_is_handed_to_sees_neither_the_asker_nor_the_quote_nor_why() -> None:
    """Rule 2: a link and stems; who asked and why it was noticed are the convener's."""
    with playing(meeting_room("moira", "ola")) as play:
        hand(play)
        play >> pressed(HANDED, "jo", Action.SHOW, 430) << update(HANDED)
        view = play.view(HANDED)
        (details,) = view.details
        assert view.target == "m1"
        assert (details.quote, details.who, details.why) == (None, "", ())
        assert details.stems
        assert "Maya" not in repr(view)
        assert "challenge" not in repr(view)


@pytest.mark.parametrize("action", set(Action) - {Action.SHOW, Action.GO, Action.LET_IT_REST})
def test_only_a_convener_can_do_the_rest(action: Action) -> None:
    """Who was handed a question can't post, end, hand on, put off, or step down with it."""
    with playing(meeting_room("moira", "ola")) as play:
        hand(play)
        before = copy.deepcopy(play.room)
        press(play, action, by="jo", name=HANDED) << tell("jo", "Only a convener")
        assert play.room == before


def test_passing_leaves_the_question_as_it_was() -> None:
    """*Not for me* closes that card alone, and the question returns to who handed it on."""
    with playing(meeting_room("moira", "ola")) as play:
        hand(play)
        play >> pressed(HANDED, "jo", Action.LET_IT_REST, 430) << update(HANDED)
        assert play.state() is State.HANGING
        play >> ended(1800) << send("returned:m1@1772443800:moira")


def test_going_to_the_message_is_no_claim_by_them() -> None:
    """The question stays with the convener who handed it on."""
    with playing(meeting_room("moira", "ola")) as play:
        hand(play)
        play >> pressed(HANDED, "jo", Action.GO, 430) << update(HANDED)
        assert play.question().claimed_by == "moira"


def test_a_handed_card_is_corrected_when_the_question_is_picked_up() -> None:
    """Whoever takes it up, the other member's card says that nothing is left to do."""
    with playing(meeting_room("moira", "ola")) as play:
        hand(play)
        play >> posted("m9", "tom", "follows:m1", 500) << update(HANDED)
        assert play.card(HANDED).closed == cards.PICKED_UP


@pytest.mark.parametrize("value", ["", "stranger", "maya", "moira", "hubot", "gone"])
def test_it_is_handed_to_somebody_who_is_here_and_another_voice(value: str) -> None:
    """Not to nobody, a stranger, the asker, oneself, a bot, or somebody who left."""
    room = meeting_room()
    room.members["hubot"] = Member(id="hubot", name="Hubot", bot=True)
    room.members["gone"] = Member(id="gone", name="Gone", present=False)
    with playing(room) as play:
        nudge(play)
        (
            play
            >> pressed(NUDGE, "moira", Action.HAND_TO, 420, value=value)
            << tell("moira", "choose somebody else")
        )
        assert play.card(NUDGE).closed is None


def test_the_same_person_is_not_asked_twice() -> None:
    """Handing it to them again says that they have been asked."""
    room = meeting_room()
    room.questions["m1"] = question(state=State.HANGING, chosen_at=MONDAY)
    room.cards["carried:x:moira"] = card(Purpose.CARRIED, id="carried:x:moira")
    room.cards[HANDED] = card(Purpose.HANDED, "jo", id=HANDED, closed="That's fine.")
    with playing(room) as play:
        press(play, Action.HAND_TO, name="carried:x:moira") << tell("moira", "asked already")


def test_handing_one_of_a_list_leaves_the_list_open() -> None:
    """A card with other questions on it isn't closed by handing one of them on."""
    room = meeting_room()
    for name in ("m1", "m2"):
        room.questions[name] = question(name, state=State.HANGING, chosen_at=MONDAY)
    name = "carried:mtg:moira"
    room.cards[name] = card(Purpose.CARRIED, id=name, questions=("m1", "m2"))
    with playing(room) as play:
        play >> pressed(name, "moira", Action.HAND_TO, 420, value="jo", about="m1") << send(HANDED)
        assert play.card(name).closed is None


def test_whoever_leaves_the_room_keeps_no_card_of_it() -> None:
    """A handed card closes when its recipient leaves."""
    with playing(meeting_room("moira", "ola")) as play:
        hand(play)
        play >> left("jo", 500) << update(HANDED)
        play >> pressed(HANDED, "jo", Action.SHOW, 501) << tell("jo", cards.NOT_HERE)


def test_a_handed_card_that_cannot_be_delivered_comes_back_at_the_end() -> None:
    """Nothing is lost: it returns to the convener who handed it on."""
    with playing(meeting_room("moira", "ola")) as play:
        hand(play)
        play >> undelivered(HANDED, "jo", 500)
        play >> ended(1800) << send("returned:m1@1772443800:moira")


# --- sensitive questions ---------------------------------------------------------------------


@pytest.mark.parametrize("action", [Action.POST, Action.HAND_TO])
def test_a_sensitive_question_is_neither_posted_about_nor_handed_on(action: Action) -> None:
    """Rule 11: the convener is shown a link; nobody else is told."""
    with playing(meeting_room()) as play:
        nudge(play, text="secret:concern I can't go on.")
        press(play, action) << tell("moira")
        assert play.question().claimed_by is None


# --- practising ------------------------------------------------------------------------------

PRACTICE = "practice:x:moira"


def practising() -> Room:
    """A room whose convener has a practice card and hasn't tried it."""
    room = ready(convener("moira", practised=False))
    room.cards[PRACTICE] = card(Purpose.PRACTICE, id=PRACTICE, questions=())
    return room


@pytest.mark.parametrize("action", set(Action) - {Action.SHOW, Action.STEP_DOWN})
def test_any_button_of_the_practice_nudge_makes_a_convener_ready(action: Action) -> None:
    """Trying is all it takes."""
    with playing(practising()) as play:
        press(play, action, name=PRACTICE) << update(PRACTICE)
        assert play.room.conveners["moira"].ready
        assert play.card(PRACTICE).closed


def test_showing_the_practice_nudge_only_opens_it() -> None:
    """*Show* reveals the example; another button ends the practice."""
    with playing(practising()) as play:
        press(play, Action.SHOW, name=PRACTICE) << update(PRACTICE)
        assert not play.room.conveners["moira"].ready
        assert play.view(PRACTICE).details


def test_one_can_step_down_from_the_practice_nudge() -> None:
    """One press, on any card, and the room says that nobody convenes."""
    with playing(practising()) as play:
        (
            press(play, Action.STEP_DOWN, name=PRACTICE)
            << update(PRACTICE)
            << post_notice(policy.NOBODY)
            << tell("moira", "no longer convene")
        )
        assert not play.room.conveners


# --- a follow posted through Heed ------------------------------------------------------------


def test_the_platforms_echo_of_a_posted_follow_changes_nothing() -> None:
    """Whether it comes before or after, the follow counts once, as the convener's."""
    for first in (True, False):
        with playing(meeting_room()) as play:
            nudge(play)
            echo = posted("h1", "heed", "answers:m1", 430, bot=True, reply_to="m1")
            if first:
                play >> echo
            play >> follow_posted("moira", "m1", "h1", 431) << update(NUDGE)
            if not first:
                play >> echo
            play >> follow_posted("moira", "m1", "h1", 431)
            assert [each.author for each in play.question().pick_ups] == ["moira"]


def test_a_posted_follow_that_is_deleted_is_undone() -> None:
    """The question waits again, as with any pick-up."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> follow_posted("moira", "m1", "h1", 431) << update(NUDGE)
        play >> deleted("h1", 500)
        assert play.state() is State.HANGING


def test_a_posted_follow_stays_a_follow_when_its_words_are_edited() -> None:
    """It was a follow by the convener's wish, not by its words."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> posted("h1", "heed", "Go on.", 430, bot=True)
        play >> follow_posted("moira", "m1", "h1", 431) << update(NUDGE)
        play >> edited("h1", "Do go on.", 440)
        assert play.state() is State.FOLLOWED


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.SETTLED])
def test_a_late_post_changes_nothing_that_is_over(state: State) -> None:
    """What was withdrawn or settled meanwhile stays so; an unknown question is passed over."""
    room = meeting_room()
    room.questions["m1"] = question(state=state)
    with playing(room) as play:
        play >> follow_posted("moira", "m1", "h1", 1)
        play >> follow_posted("moira", "nothing", "h2", 1)
        assert play.state() is state


# --- let mine go -----------------------------------------------------------------------------


def test_letting_ones_own_go_withdraws_it_privately() -> None:
    """Every question of the message goes; the cards close; only the asker is told."""
    with playing(meeting_room()) as play:
        nudge(play, text="ask:challenge Who decides? | ask:concern I'm uneasy.")
        play >> let_go("maya", "m1", 500) << update(NUDGE) << tell("maya", "Let go")
        assert {play.state("m1"), play.state("m1#2")} == {State.WITHDRAWN}
        play >> let_go("maya", "m1", 501) << tell("maya", "Let go")


@pytest.mark.parametrize(("by", "message"), [("tom", "m1"), ("maya", "nothing"), ("maya", "m1-a")])
def test_letting_go_says_the_same_whatever_stood_there(by: str, message: str) -> None:
    """Somebody else's message, an unknown one, one that asks nothing: the same words, no change."""
    with playing(meeting_room()) as play:
        ask(play)
        before = play.question()
        play >> let_go(by, message, 100) << tell(by, "Let go")
        assert play.question() == before


# --- I'd like this heard too -----------------------------------------------------------------


def test_a_wish_to_hear_it_too_adds_weight_and_names_nobody() -> None:
    """It shortens the patience; the card says that others would like it, not who."""
    with playing(meeting_room()) as play:
        ask(play)
        for number in range(2):
            play >> posted(f"x{number}", "tom", "clinic", 10 + number)
        due = play.room.wake_at
        assert due is not None
        play >> heard_too("ade", "m1", 20) << tell("ade", "Only Heed knows")
        assert play.room.wake_at == MONDAY + 45
        assert play.room.wake_at < due
        play >> wake(45) << ...
        play >> place(NUDGE, 45) << send(NUDGE)
        play >> pressed(NUDGE, "moira", Action.SHOW, 50) << update(NUDGE)
        view = play.view(NUDGE)
        assert "Others would like it heard too." in view.details[0].why
        assert "Ade" not in repr(view)


def test_it_works_twice_a_meeting_for_one_person() -> None:
    """The third time says so; another person still may, and so may they in the next meeting."""
    with playing(meeting_room()) as play:
        for number in range(3):
            play >> posted(f"m{number}", f"p{number}", "ask:inquiry Where?", number)
        for number in range(2):
            play >> heard_too("ade", f"m{number}", 10) << tell("ade", "Thank you")
        play >> heard_too("ade", "m2", 11) << tell("ade", "twice a meeting")
        assert play.question("m2").heard_too == ()
        play >> heard_too("jo", "m2", 12) << tell("jo", "Thank you")
        play >> ended(20)
        play >> started("next", 30)
        play >> heard_too("ade", "m2", 40) << tell("ade", "Thank you")
        assert play.question("m2").heard_too == ("jo", "ade")


def test_pressing_it_again_on_the_same_message_uses_nothing_up() -> None:
    """One wish a message, and the same thanks."""
    with playing(meeting_room()) as play:
        ask(play)
        for _ in range(3):
            play >> heard_too("ade", "m1", 20) << tell("ade", "Thank you")
        assert play.question().heard_too == ("ade",)


@pytest.mark.parametrize(("by", "message"), [("maya", "m1"), ("ade", "m1-a"), ("ade", "nothing")])
def test_it_says_the_same_where_nothing_is_tracked(by: str, message: str) -> None:
    """One can't find out by it what Heed tracks, nor weigh one's own message."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> heard_too(by, message, 20) << tell(by, "Only Heed knows")
        assert play.question().heard_too == ()


def test_it_works_while_a_meeting_runs() -> None:
    """Between meetings it says so."""
    with playing(ready()) as play:
        play >> heard_too("ade", "m1", 20) << tell("ade", "while a meeting runs")


def test_a_deputy_can_step_down_from_a_card_too() -> None:
    """Deputies have the same way out."""
    jo = convener("jo", role=Role.DEPUTY)
    with playing(meeting_room("maya", jo)) as play:
        let_hang(play) << ...
        play.room.cards["nudge:m1:jo"] = card(to="jo", id="nudge:m1:jo")
        (
            play
            >> pressed("nudge:m1:jo", "jo", Action.STEP_DOWN, 420)
            << update("nudge:m1:jo")
            << post_notice()
            << tell("jo", "no longer convene")
        )
        assert set(play.room.conveners) == {"maya"}
