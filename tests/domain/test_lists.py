"""Cards that list questions: returned, carried over, digested, and asked beside a spoken talk."""

from dataclasses import replace

import pytest

from bot.domain import cards
from bot.domain.events import Action, CardAsked, Role
from bot.domain.question import Kind, State
from bot.domain.room import Purpose, Room
from bot.domain.settings import DailySpan, RoomMode, RoomSettings
from tests.domain.builders import (
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    ROOM,
    away,
    card,
    convener,
    ended,
    left,
    meeting_room,
    paused,
    posted,
    pressed,
    question,
    ready,
    started,
    undelivered,
    wake,
)
from tests.domain.playbook import (
    HANGS_AFTER,
    ask,
    let_hang,
    nudge,
    playing,
    post_notice,
    send,
    tell,
    update,
)

NUDGE = "nudge:m1:moira"


def hanging(room: Room, *names: str, **changes: object) -> Room:
    """The room with questions that an earlier meeting left hanging."""
    for number, name in enumerate(names):
        room.questions[name] = question(
            name,
            **{
                "asker": f"p{number}",
                "state": State.HANGING,
                "hanging_since": MONDAY - DAY,
                "chosen_at": MONDAY - DAY,
                "meeting": "earlier",
                "asked_at": MONDAY - DAY,
                **changes,
            },
        )
    return room


# --- a claimed follow that doesn't come ------------------------------------------------------


def test_a_claimed_follow_that_does_not_come_returns_once_at_the_meetings_end() -> None:
    """The claimer gets a new card; the old one says so; a second meeting's end brings nothing."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.GO, 420) << update(NUDGE)
        play >> ended(1800) << update(NUDGE) << send("returned:m1@1772443800:moira")
        assert play.card(NUDGE).closed == cards.NEWER
        back = play.card("returned:m1@1772443800:moira")
        assert back.questions == ("m1",)
        play >> pressed(back.id, "moira", Action.GO, 1900) << update(back.id)
        play >> started("next", 3600) << send("carried:next:moira")
        play >> ended(7200)


def test_a_claim_that_was_followed_does_not_return() -> None:
    """What was picked up by the end is done."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.GO, 420) << update(NUDGE)
        play >> posted("m9", "moira", "follows:m1", 500) << update(NUDGE)
        play >> ended(1800)


def test_what_nobody_claimed_does_not_return() -> None:
    """An unclaimed nudge stays as it is; the question is carried over instead."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> ended(1800)
        play >> started("next", 3600) << send("carried:next:moira")


def test_a_claim_is_free_again_after_the_meeting() -> None:
    """A claim that came to nothing doesn't keep the question from the other convener."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        play >> pressed(NUDGE, "moira", Action.GO, 420) << ...
        play >> ended(1800) << ...
        assert play.question().claimed_by is None
        play >> started("next", 3600) << send("carried:next:moira") << send("carried:next:ola")
        play >> pressed("carried:next:ola", "ola", Action.GO, 3700) << ...
        assert play.question().claimed_by == "ola"


def test_only_the_claimed_questions_of_a_list_return() -> None:
    """Of three carried over, the one gone to comes back, and the list stays open for the rest."""
    with playing(hanging(ready(), "m1", "m2", "m3")) as play:
        play >> started("mtg", 0) << send("carried:mtg:moira")
        name = "carried:mtg:moira"
        play >> pressed(name, "moira", Action.GO, 10, about="m2") << update(name)
        play >> ended(1800) << send("returned:m2@1772443800:moira")
        assert play.card(name).closed is None


def test_several_claims_return_on_one_card() -> None:
    """Two claims by one person come back together."""
    with playing(hanging(ready(), "m1", "m2")) as play:
        play >> started("mtg", 0) << send("carried:mtg:moira")
        for name in ("m1", "m2"):
            play >> pressed("carried:mtg:moira", "moira", Action.GO, 10, about=name) << ...
        play >> ended(1800) << update("carried:mtg:moira") << send("returned:m1@1772443800:moira")
        assert play.card("returned:m1@1772443800:moira").questions == ("m1", "m2")


def test_a_claim_in_a_spoken_meeting_does_not_return() -> None:
    """It may have been said aloud; but the claim is free again."""
    with playing(meeting_room(spoken=True, ends=HOUR)) as play:
        let_hang(play)
        play >> wake(HOUR - 300) << send("spoken:mtg:moira")
        (
            play
            >> pressed("spoken:mtg:moira", "moira", Action.SAY_IT_ALOUD, 3400)
            << update("spoken:mtg:moira")
            << tell("moira")
        )
        play >> ended(HOUR)
        assert play.question().claimed_by is None


@pytest.mark.parametrize("gone", ["left", "stepped down"])
def test_a_claim_by_somebody_who_no_longer_convenes_is_free(gone: str) -> None:
    """Nothing returns to them, and the other convener may take it."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        play >> pressed(NUDGE, "moira", Action.GO, 420) << ...
        if gone == "left":
            play >> left("moira", 500) << ...
        else:
            play >> pressed(NUDGE, "moira", Action.STEP_DOWN, 500) << ...
        assert play.question().claimed_by is None
        play >> ended(1800)


# --- later -----------------------------------------------------------------------------------


def test_later_comes_back_as_a_new_card_once() -> None:
    """An edit notifies nobody, so the same question comes on a new card; the old one closes."""
    with playing(meeting_room()) as play:
        nudge(play)
        (
            play
            >> pressed(NUDGE, "moira", Action.LATER, 420, value="600")
            << update(NUDGE)
            << tell("moira", "then")
        )
        assert play.room.wake_at == MONDAY + 1020
        assert "10 minutes" in play.view(NUDGE).lines[0]
        play >> wake(1019)
        play >> wake(1020) << update(NUDGE) << send("returned:m1@1772443020:moira")
        assert play.card(NUDGE).closed == cards.NEWER


def test_what_came_back_does_not_come_back_again() -> None:
    """A returned card offers no *later*, refuses one, and a claim on it doesn't return."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.LATER, 420, value="60") << ...
        play >> wake(480) << ...
        back = "returned:m1@1772442480:moira"
        view = play.view(back)
        assert Action.LATER not in {each.action for each in (*view.buttons, *view.menu)}
        play >> pressed(back, "moira", Action.LATER, 490, value="60") << tell("moira", "once")
        play >> pressed(back, "moira", Action.GO, 500) << update(back)
        play >> ended(1800)


def test_later_is_dropped_when_the_question_was_picked_up() -> None:
    """Nothing comes back that doesn't wait any more."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.LATER, 420, value="600") << ...
        play >> posted("m9", "tom", "answers:m1", 500) << update(NUDGE)
        play >> wake(1020)


def test_later_about_what_has_left_memory_brings_nothing() -> None:
    """The question retired meanwhile, or whoever put it off can't be told: no card, no error."""
    room = meeting_room("ola")
    room.cards[NUDGE] = card(later_at=MONDAY + 60)
    room.cards["nudge:m9:ola"] = card(
        to="ola", id="nudge:m9:ola", questions=("m9",), later_at=MONDAY + 60
    )
    room.questions["m1"] = question(state=State.HANGING, chosen_at=MONDAY)
    with playing(room) as play:
        play >> wake(60)
        assert {each.later_at for each in room.cards.values()} == {None}


@pytest.mark.parametrize("value", ["", "soon", "0", "-5", "nan", "inf", "1e99", "604801"])
def test_later_takes_one_of_the_times(value: str) -> None:
    """Nonsense, the past and more than a week are refused kindly."""
    with playing(meeting_room()) as play:
        nudge(play)
        (
            play
            >> pressed(NUDGE, "moira", Action.LATER, 420, value=value)
            << tell("moira", "choose one of the times")
        )
        assert play.card(NUDGE).later_at is None


def test_later_outlasts_the_meeting_and_its_pause() -> None:
    """Tomorrow is tomorrow, whether or not a meeting runs."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.LATER, 420, value="86400") << ...
        play >> ended(1800)
        play >> wake(420 + DAY) << update(NUDGE) << send("returned:m1@1772528820:moira")


def test_two_cards_put_off_to_the_same_moment_make_one_that_returns() -> None:
    """The same question isn't brought twice, and what closed stays closed."""
    room = hanging(meeting_room(), "m1")
    for purpose in (Purpose.NUDGE, Purpose.CARRIED):
        made = card(purpose, later_at=MONDAY + 60)
        room.cards[made.id] = made
    with playing(room) as play:
        (
            play
            >> wake(60)
            << update(NUDGE)
            << update("carried:m1:moira")
            << send("returned:m1@1772442060:moira")
        )
        assert {each.closed for each in room.cards.values()} == {cards.NEWER, None}


# --- carried over ----------------------------------------------------------------------------


def test_what_hangs_is_offered_at_the_next_meetings_start() -> None:
    """Three at most, oldest first, and each at most twice."""
    with playing(hanging(ready(), "m1", "m2", "m3", "m4")) as play:
        seen = []
        for number in range(6):
            play >> started(f"t{number}", number * HOUR) << ...
            made = play.room.cards.get(f"carried:t{number}:moira")
            seen.append(made.questions if made else ())
        assert seen == [("m1", "m2", "m3"), ("m1", "m2", "m3"), ("m4",), ("m4",), (), ()]


def test_carried_over_comes_without_a_word_of_the_question_until_shown() -> None:
    """The first lines say only that something is there."""
    with playing(hanging(ready(), "m1", "m2", text="Who decides about the zebra?")) as play:
        play >> started("mtg", 0) << send("carried:mtg:moira")
        assert "zebra" not in repr(play.view("carried:mtg:moira"))
        play >> pressed("carried:mtg:moira", "moira", Action.SHOW, 1) << update("carried:mtg:moira")
        assert [each.quote for each in play.view("carried:mtg:moira").details] == [
            "Who decides about the zebra?"
        ] * 2


def test_ones_own_question_is_not_carried_to_oneself() -> None:
    """It is shown to the other convener, and does not keep others' questions from one's list."""
    room = hanging(ready("moira", "ola"), "m1", "m2", "m3", asker="moira")
    hanging(room, "m4")
    with playing(room) as play:
        play >> started("mtg", 0) << send("carried:mtg:ola") << send("carried:mtg:moira")
        assert play.card("carried:mtg:ola").questions == ("m1", "m2", "m3")
        assert play.card("carried:mtg:moira").questions == ("m4",)


def test_a_sole_conveners_own_questions_are_not_counted_as_carried() -> None:
    """What nobody was told of wasn't carried."""
    with playing(hanging(ready(), "m1", asker="moira")) as play:
        play >> started("mtg", 0)
        assert play.question().carried == 0


def test_a_deputy_gets_a_list_only_where_no_convener_can() -> None:
    """Away, in quiet hours, or for the convener's own question."""
    jo = convener("jo", role=Role.DEPUTY)
    with playing(hanging(ready("moira", jo), "m1")) as play:
        play >> started("mtg", 0) << send("carried:mtg:moira")
    with playing(hanging(ready(convener("moira", away=True), jo), "m1")) as play:
        play >> started("mtg", 0) << send("carried:mtg:jo")
    with playing(hanging(ready("moira", jo), "m1", asker="moira")) as play:
        play >> started("mtg", 0) << send("carried:mtg:jo")


@pytest.mark.parametrize("state", ["paused", "unnoticed", "quiet"])
def test_nothing_is_carried_where_nobody_may_be_told(state: str) -> None:
    """A paused room, one without notice, and the night bring nothing, and nothing is counted."""
    room = hanging(ready(), "m1")
    room.paused = state == "paused"
    room.notice_posted = "" if state == "unnoticed" else room.notice_posted
    with playing(room) as play:
        play >> started("mtg", 14 * HOUR if state == "quiet" else 0)
        assert play.question().carried == 0


def test_the_same_meeting_starts_once() -> None:
    """A start delivered twice, or once more after the end, changes nothing."""
    with playing(hanging(ready(), "m1")) as play:
        play >> started("mtg", 0) << send("carried:mtg:moira")
        play >> started("mtg", 1)
        play >> ended(HOUR)
        play >> started("mtg", HOUR + 1)
        assert play.room.meeting is None
        assert play.question().carried == 1


def test_a_meeting_that_starts_ends_the_one_before() -> None:
    """A missed end is made up for."""
    with playing(meeting_room()) as play:
        play >> started("next", HOUR)
        assert play.room.last_meeting is not None
        assert (play.room.last_meeting.id, play.room.last_meeting.ended_at) == (
            "mtg",
            MONDAY + HOUR,
        )


# --- beside a spoken meeting -----------------------------------------------------------------


def test_a_spoken_meeting_gives_one_card_shortly_before_its_end() -> None:
    """Five minutes before the end, once, with what waits in the chat."""
    with playing(meeting_room(spoken=True, ends=HOUR)) as play:
        let_hang(play)
        assert play.room.wake_at == MONDAY + HOUR - 5 * MINUTE
        play >> wake(HOUR - 5 * MINUTE) << send("spoken:mtg:moira")
        play >> wake(HOUR - MINUTE)
        play >> ended(HOUR)
        assert play.card("spoken:mtg:moira").questions == ("m1",)


def test_a_spoken_meeting_without_a_known_end_gives_its_card_when_it_ends() -> None:
    """The last moment at which it can."""
    with playing(meeting_room(spoken=True)) as play:
        let_hang(play)
        play >> ended(HOUR) << send("spoken:mtg:moira")


def test_a_spoken_meeting_in_which_nothing_waits_gives_no_card_until_something_does() -> None:
    """What is asked in the last minutes is still offered, once it is older than a moment."""
    with playing(meeting_room(spoken=True, ends=HOUR)) as play:
        play >> wake(HOUR - 5 * MINUTE)
        assert play.room.wake_at is None
        play >> posted("m1", "maya", "ask:inquiry Where?", HOUR - 200)
        play >> posted("m2", "tom", "hm", HOUR - 190)
        play >> posted("m3", "tom", "hm", HOUR - 140) << send("spoken:mtg:moira")


def test_what_is_asked_after_the_spoken_meetings_card_is_added_to_it_at_the_end() -> None:
    """In place, so that there is one card; or on another where that one is done with."""
    for done in (False, True):
        with playing(meeting_room(spoken=True, ends=HOUR)) as play:
            let_hang(play)
            play >> wake(HOUR - 5 * MINUTE) << send("spoken:mtg:moira")
            if done:
                play >> posted("a1", "tom", "answers:m1", HOUR - 200) << update("spoken:mtg:moira")
            play >> posted("m2", "jo", "ask:inquiry Where?", HOUR - 100)
            play >> ended(HOUR)
            if done:
                play << send("spoken:mtg@1772445600:moira")
            else:
                play << update("spoken:mtg:moira")
                assert play.card("spoken:mtg:moira").questions == ("m1", "m2")


def test_a_card_on_request_is_the_askers_and_leaves_the_last_one_for_what_is_new() -> None:
    """One convener asks early; at the end they hear only of what came since."""
    with playing(meeting_room("moira", "ola", spoken=True, ends=HOUR)) as play:
        let_hang(play)
        (
            play
            >> CardAsked(room=ROOM, at=MONDAY + 600, by="moira")
            << send("spoken:mtg@1772442600:moira")
        )
        ask(play, "m2", by="jo", at=700)
        play >> wake(HOUR - 5 * MINUTE) << send("spoken:mtg:moira") << send("spoken:mtg:ola")
        assert play.card("spoken:mtg:moira").questions == ("m2",)
        assert play.card("spoken:mtg:ola").questions == ("m1", "m2")


@pytest.mark.parametrize(
    ("room", "by", "words"),
    [
        (meeting_room(spoken=True), "moira", "Nothing waits"),
        (meeting_room(), "moira", "none is running"),
        (ready(), "moira", "none is running"),
        (meeting_room(spoken=True), "tom", "Only a convener"),
        (meeting_room(convener("moira"), convener("jo", accepted=False)), "jo", "Only a convener"),
        (meeting_room(convener("moira"), convener("jo", role=Role.DEPUTY)), "jo", "Only a conv"),
    ],
)
def test_asking_for_the_card_in_vain_says_why(room: Room, by: str, words: str) -> None:
    """Nothing waits, no spoken meeting runs, or one isn't a convener."""
    with playing(replace(room)) as play:
        play >> CardAsked(room=ROOM, at=MONDAY + 60, by=by) << tell(by, words)


def test_answered_aloud_settles_and_saying_it_aloud_claims() -> None:
    """The two buttons of a spoken meeting's card."""
    with playing(meeting_room(spoken=True, ends=HOUR)) as play:
        let_hang(play)
        let_hang(play, "m2", by="jo", at=500)
        name = "spoken:mtg:moira"
        play >> wake(HOUR - 300) << send(name)
        (
            play
            >> pressed(name, "moira", Action.ANSWERED_ALOUD, 3400, about="m1")
            << update(name)
            << tell("moira")
        )
        play >> pressed(name, "moira", Action.SAY_IT_ALOUD, 3401, about="m2") << ...
        assert play.state("m1") is State.SETTLED
        assert play.question("m2").claimed_by == "moira"
        assert [each.question for each in play.view(name).details] == ["m2"]


# --- the digest of an always-on room ---------------------------------------------------------

ALWAYS = RoomSettings(mode=RoomMode.ALWAYS_ON)


def test_between_meetings_an_always_on_room_gives_one_digest_a_day() -> None:
    """In working hours, with three at most; the rest comes the next day."""
    with playing(ready(settings=ALWAYS)) as play:
        let_hang(play) << send("digest:2026-03-02:moira")
        for number in range(4):
            let_hang(play, f"q{number}", by=f"p{number}", at=HOUR + number * 500)
        assert play.room.wake_at == MONDAY + DAY
        play >> wake(DAY) << send("digest:2026-03-03:moira")
        assert play.card("digest:2026-03-03:moira").questions == ("q0", "q1", "q2")
        play >> wake(2 * DAY) << send("digest:2026-03-04:moira")
        assert play.card("digest:2026-03-04:moira").questions == ("q3",)


def test_a_digest_waits_for_working_hours() -> None:
    """What hangs at eight in the evening is in the next morning's digest."""
    with playing(ready(settings=ALWAYS)) as play:
        let_hang(play, at=11 * HOUR)
        assert play.room.wake_at == MONDAY + DAY
        play >> wake(DAY) << send("digest:2026-03-03:moira")


def test_no_digest_while_nobody_can_be_told_and_no_waking_in_vain() -> None:
    """With the convener away nothing is used up; their return brings the digest."""
    with playing(ready(convener("moira", away=True), settings=ALWAYS)) as play:
        let_hang(play)
        assert play.question().chosen_at is None
        assert play.room.wake_at == MONDAY + DAY
        play >> away("moira", HOUR, back=True) << send("digest:2026-03-02:moira")


def test_no_digest_in_quiet_hours_even_where_people_work_at_night() -> None:
    """Quiet hours go before working hours."""
    night = replace(ALWAYS, working_hours=DailySpan(start_minute=1320, end_minute=480))
    with playing(ready(settings=night)) as play:
        let_hang(play, at=14 * HOUR)
        play >> wake(22 * HOUR - 1)
        play >> wake(22 * HOUR) << send("digest:2026-03-03:moira")


def test_no_digest_while_a_meeting_runs_or_in_a_meetings_only_room() -> None:
    """There are live nudges then, or nothing at all."""
    with playing(hanging(meeting_room(settings=ALWAYS), "m1", chosen_at=None)) as play:
        play >> wake(60)
    with playing(hanging(ready(), "m1", chosen_at=None)) as play:
        play >> wake(60)


def test_what_stood_in_a_digest_is_not_nudged_about_again() -> None:
    """A digest is its one nudge; the next meeting's list may still offer it."""
    with playing(ready(settings=ALWAYS)) as play:
        let_hang(play) << send("digest:2026-03-02:moira")
        play >> started("mtg", HOUR) << send("carried:mtg:moira")
        play >> wake(HOUR + HANGS_AFTER)


# --- lists of several people -----------------------------------------------------------------


def test_a_claim_takes_a_question_off_the_others_lists() -> None:
    """The other convener's list is redrawn without it, and closes when nothing is left."""
    with playing(hanging(ready("moira", "ola"), "m1", "m2")) as play:
        play >> started("mtg", 0) << ...
        mine, theirs = "carried:mtg:moira", "carried:mtg:ola"
        play >> pressed(mine, "moira", Action.SHOW, 1) << update(mine)
        play >> pressed(theirs, "ola", Action.GO, 2, about="m1") << update(mine) << update(theirs)
        assert [each.question for each in play.view(mine).details] == ["m2"]
        play >> pressed(mine, "moira", Action.GO, 3, about="m1") << tell("moira")
        play >> pressed(theirs, "ola", Action.GO, 4, about="m2") << update(mine) << update(theirs)
        assert play.card(mine).closed == cards.IN_HAND
        assert play.card(theirs).closed is None


def test_a_list_closes_with_its_last_question() -> None:
    """As questions are picked up the list shrinks, then says that nothing is left to do."""
    with playing(hanging(ready(), "m1", "m2")) as play:
        name = "carried:mtg:moira"
        play >> started("mtg", 0) << send(name)
        play >> posted("a1", "tom", "answers:m1", 10) << update(name)
        assert play.card(name).closed is None
        play >> posted("a2", "tom", "answers:m2", 20) << update(name)
        assert play.card(name).closed == cards.PICKED_UP


# --- forgetting ------------------------------------------------------------------------------


def test_cards_are_forgotten_a_week_after_they_were_made() -> None:
    """Rule 3: that a nudge was sent, and what was pressed, is purged by time alone."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> ended(1800)
        assert play.room.wake_at == MONDAY + HANGS_AFTER + 7 * DAY
        play >> wake(HANGS_AFTER + 7 * DAY - 1)
        assert play.room.cards
        play >> wake(HANGS_AFTER + 7 * DAY)
        assert not play.room.cards


def test_who_was_nudged_about_and_who_pressed_does_not_outlast_the_meeting() -> None:
    """The finished meeting keeps neither askers nor those who pressed *heard too*."""
    room = meeting_room()
    assert room.meeting is not None
    room.meeting = replace(
        room.meeting, nudged=(Kind.CONCERN,), nudged_askers=("maya",), heard_too_by=(("tom", 1),)
    )
    with playing(room) as play:
        play >> ended(1800)
        assert "maya" not in repr(room.last_meeting)
        assert "tom" not in repr(room.last_meeting)


def test_an_undelivered_return_is_not_tried_elsewhere() -> None:
    """A returned card is its claimer's alone."""
    jo = convener("jo", role=Role.DEPUTY)
    with playing(meeting_room("moira", jo)) as play:
        nudge(play)
        play >> pressed(NUDGE, "moira", Action.GO, 420) << ...
        play >> ended(1800) << ...
        play >> undelivered("returned:m1@1772443800:moira", "moira", 1900)


def test_a_pause_in_a_spoken_meeting_keeps_its_card_back() -> None:
    """While paused nothing is offered; at the end neither."""
    with playing(meeting_room(spoken=True, ends=HOUR)) as play:
        let_hang(play)
        play >> paused("tom", 500) << tell("tom")
        play >> wake(HOUR - 300)
        play >> ended(HOUR)


def test_nobody_convening_any_more_is_said_in_the_room() -> None:
    """The last convener's leaving closes their cards and posts that nothing is read."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> left("moira", 500) << update(NUDGE) << post_notice("nobody convenes")
