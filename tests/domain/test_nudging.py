"""From a question let drop to a private card, once, and its correction in place."""

import pytest

from bot.domain import cards
from bot.domain.commands import ReservePlace
from bot.domain.events import Action, Role
from bot.domain.question import Held, Kind, State
from bot.domain.room import Purpose
from bot.domain.settings import Budget, RoomMode, RoomSettings, Turns
from tests.domain.builders import (
    HOUR,
    MONDAY,
    away,
    card,
    convener,
    deleted,
    edited,
    ended,
    follow_posted,
    left,
    let_go,
    meeting_room,
    paused,
    place,
    posted,
    pressed,
    question,
    ready,
    resumed,
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
    reserve,
    send,
    tell,
    update,
)

NUDGE = "nudge:m1:moira"


def test_a_question_left_hanging_is_brought_to_the_convener() -> None:
    """Patience passes, a place is taken, and one private card goes out."""
    with playing(meeting_room()) as play:
        let_hang(play) << reserve(NUDGE)
        assert play.state() is State.HANGING
        assert not play.card(NUDGE).sent
        play >> place(NUDGE, HANGS_AFTER) << send(NUDGE)
        assert play.question().chosen_at == MONDAY + HANGS_AFTER
        assert play.question().held_by is None
        assert play.room.meeting is not None
        assert play.room.meeting.nudged == (Kind.CHALLENGE,)


def test_never_twice_about_the_same_question() -> None:
    """However long it hangs, no second card comes."""
    with playing(meeting_room()) as play:
        nudge(play)
        for later in range(1, 50):
            play >> wake(HANGS_AFTER + 60 * later)
            play >> posted(f"x{later}", "tom", "clinic times", HANGS_AFTER + 60 * later)


def test_never_about_what_was_picked_up_in_time() -> None:
    """An answer before the patience is spent leaves nothing to nudge about."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m9", "tom", "answers:m1", 100)
        play >> wake(HANGS_AFTER)
        play >> wake(5000)
        assert play.state() is State.FOLLOWED


def test_never_about_ones_own_question() -> None:
    """The sole convener's own question is nobody's nudge."""
    with playing(meeting_room()) as play:
        let_hang(play, by="moira")
        assert play.state() is State.HANGING
        assert play.question().chosen_at is None


@pytest.mark.parametrize("text", ["idle:inquiry All well?", "faint:inquiry Perhaps?"])
def test_what_is_not_worth_it_hangs_unnoticed(text: str) -> None:
    """A question in form only, or one heard unsurely, is never nudged about."""
    with playing(meeting_room()) as play:
        let_hang(play, text=text)
        assert play.question().chosen_at is None


def test_a_refused_place_holds_the_nudge_for_good() -> None:
    """Where the convener's day is full no card is kept, and it isn't tried again."""
    with playing(meeting_room()) as play:
        let_hang(play) << reserve(NUDGE)
        play >> place(NUDGE, HANGS_AFTER, granted=False)
        assert play.question().held_by is Held.BUDGET
        assert not play.room.cards
        assert play.room.meeting is not None
        assert play.room.meeting.nudged == ()
        play >> wake(5000)


def test_the_day_and_the_limit_go_with_the_wish_for_a_place() -> None:
    """Places are the convener's, a day, in the room's own time."""
    chosen = RoomSettings(budget=Budget(per_day=2), time_zone="Pacific/Auckland", quiet_hours=None)
    with playing(meeting_room(settings=chosen)) as play:
        let_hang(play)
        wanted = play._came[0]
        assert isinstance(wanted, ReservePlace)
        assert (wanted.day, wanted.limit, wanted.convener) == ("2026-03-02", 2, "moira")
        play << ...


# --- several at once -------------------------------------------------------------------------


def test_questions_that_fall_due_together_go_out_one_by_one() -> None:
    """Spacing holds between nudges even where both were due at the same moment."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:challenge Who decides?", 0)
        play >> posted("m2", "jo", "ask:concern I'm uneasy.", 0)
        ask(play, "m3", by="ola", text="nothing", at=1)
        play >> wake(HANGS_AFTER) << reserve(NUDGE)
        play >> place(NUDGE, HANGS_AFTER) << send(NUDGE)
        assert play.question("m2").held_by is Held.SPACING
        assert play.room.wake_at == MONDAY + HANGS_AFTER + 120
        play >> wake(HANGS_AFTER + 119)
        play >> wake(HANGS_AFTER + 120) << reserve("nudge:m2:moira")
        play >> place("nudge:m2:moira", HANGS_AFTER + 120) << send("nudge:m2:moira")


def test_a_refused_place_makes_way_for_the_next() -> None:
    """What waited behind a nudge that got no place goes on at once."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:challenge Who decides?", 0)
        play >> posted("m2", "jo", "ask:concern I'm uneasy.", 0)
        ask(play, "m3", by="ola", text="nothing", at=1)
        play >> wake(HANGS_AFTER) << reserve(NUDGE)
        play >> place(NUDGE, HANGS_AFTER, granted=False) << reserve("nudge:m2:moira")
        play << ...


def test_the_budget_of_a_meeting_is_never_overrun() -> None:
    """Six questions by six people due at once, with no spacing, give three nudges."""
    people = tuple(f"p{n}" for n in range(6))
    room = ready(settings=RoomSettings(spacing_seconds=0), people=("moira", "tom", "ade", *people))
    sent = 0
    with playing(room) as play:
        play >> started("mtg", 0)
        for person in people:
            play >> posted(f"q-{person}", person, "ask:challenge Who decides?", 1)
        play >> posted("x1", "tom", "clinic", 2)
        play >> posted("x2", "ade", "clinic", 3)
        play >> wake(HANGS_AFTER)
        for _ in range(20):
            pending = [each for each in room.cards.values() if not each.sent]
            assert len(pending) <= 1
            play << ...
            if pending:
                play >> place(pending[0].id, HANGS_AFTER)
                sent += 1
        play << ...
    assert sent == 3
    assert room.meeting is not None
    assert len(room.meeting.nudged) == 3


def test_one_place_is_kept_and_one_nudge_is_for_an_author() -> None:
    """Two inquiries fill their share; a challenge by another author gets the third place."""
    with playing(meeting_room()) as play:
        for n, who in enumerate(("maya", "jo")):
            nudge(play, f"i{n}", by=who, text="ask:inquiry When?", at=n * 500)
        let_hang(play, "i9", by="ola", text="ask:inquiry Where?", at=1000)
        assert play.question("i9").held_by is Held.BUDGET
        let_hang(play, "c1", by="maya", at=1500)
        assert play.question("c1").held_by is Held.BUDGET
        nudge(play, "c2", by="ola", at=2000)


# --- co-conveners ----------------------------------------------------------------------------


def test_co_conveners_are_nudged_together_and_count_as_one_nudge() -> None:
    """Both get a card; the meeting's budget is used once."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        assert play.room.meeting is not None
        assert play.room.meeting.nudged == (Kind.CHALLENGE,)
        assert play.room.meeting.nudged_askers == ("maya",)


@pytest.mark.parametrize("refused", ["moira", "ola"])
def test_a_place_refused_to_one_of_two_leaves_the_others_nudge(refused: str) -> None:
    """Whichever of the two is full, the nudge went out and nothing holds it."""
    with playing(meeting_room("moira", "ola")) as play:
        let_hang(play) << reserve(NUDGE) << reserve("nudge:m1:ola")
        for each in ("moira", "ola"):
            play >> place(f"nudge:m1:{each}", HANGS_AFTER, granted=each != refused) << ...
        assert play.question().held_by is None
        assert [each.to for each in play.room.cards.values()] == [
            each for each in ("moira", "ola") if each != refused
        ]
        assert play.room.meeting is not None
        assert len(play.room.meeting.nudged) == 1


def test_places_refused_to_all_hold_the_nudge() -> None:
    """Only when nobody has a place left is it held by the budget."""
    with playing(meeting_room("moira", "ola")) as play:
        let_hang(play) << ...
        play >> place(NUDGE, HANGS_AFTER, granted=False)
        assert play.question().held_by is None
        play >> place("nudge:m1:ola", HANGS_AFTER, granted=False)
        assert play.question().held_by is Held.BUDGET


def test_in_turn_each_nudge_goes_to_one() -> None:
    """Co-conveners in turn: the first to one, the second to the other."""
    in_turn = RoomSettings(turns=Turns.IN_TURN)
    with playing(meeting_room("moira", "ola", settings=in_turn)) as play:
        nudge(play, "m1", to=("moira",))
        nudge(play, "m2", to=("ola",), by="jo", at=1000)


def test_in_turn_a_place_refused_to_one_is_offered_to_the_next() -> None:
    """The one whose day is full is passed over, once; what follows goes on from there."""
    in_turn = RoomSettings(turns=Turns.IN_TURN)
    with playing(meeting_room("moira", "ola", "tom", settings=in_turn)) as play:
        let_hang(play) << reserve(NUDGE)
        play >> place(NUDGE, HANGS_AFTER, granted=False) << reserve("nudge:m1:ola")
        play >> place("nudge:m1:ola", HANGS_AFTER) << send("nudge:m1:ola")
        assert play.question().held_by is None
        assert list(play.room.cards) == ["nudge:m1:ola"]
        nudge(play, "m2", to=("ola",), by="jo", at=1000)


def test_in_turn_everybody_is_asked_before_a_nudge_is_held() -> None:
    """Each once, from whoever's turn it is; never the asker."""
    in_turn = RoomSettings(turns=Turns.IN_TURN, spacing_seconds=0)
    with playing(meeting_room("moira", "maya", "ola", "tom", settings=in_turn)) as play:
        nudge(play, "m1", to=("moira",), by="jo")
        let_hang(play, "m2", by="maya", at=1000) << reserve("nudge:m2:ola")
        at = 1000 + HANGS_AFTER
        play >> place("nudge:m2:ola", at, granted=False) << reserve("nudge:m2:tom")
        play >> place("nudge:m2:tom", at, granted=False) << reserve("nudge:m2:moira")
        assert play.question("m2").held_by is None
        play >> place("nudge:m2:moira", at, granted=False)
        assert play.question("m2").held_by is Held.BUDGET
        assert list(play.room.cards) == ["nudge:m1:moira"]


def test_in_turn_a_refusal_that_comes_late_is_nobodys_turn() -> None:
    """Somebody who no longer convenes had no turn to pass on."""
    in_turn = RoomSettings(turns=Turns.IN_TURN)
    with playing(meeting_room("moira", "ola", settings=in_turn)) as play:
        let_hang(play) << reserve(NUDGE)
        play >> away("moira", HANGS_AFTER)
        play >> place(NUDGE, HANGS_AFTER, granted=False)
        assert play.question().held_by is Held.BUDGET


def test_the_first_claim_settles_the_others_cards() -> None:
    """Going to the message is a claim; the other convener sees that it is in hand."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        (
            play
            >> pressed("nudge:m1:ola", "ola", Action.GO, 410)
            << update(NUDGE)
            << update("nudge:m1:ola")
        )
        assert play.card(NUDGE).closed == cards.IN_HAND
        assert play.card("nudge:m1:ola").closed is None
        play >> pressed(NUDGE, "moira", Action.GO, 411) << tell("moira", cards.IN_HAND)
        assert play.question().claimed_by == "ola"


# --- stale nudges ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "last_word"),
    [
        (posted("m9", "tom", "answers:m1", 500), cards.PICKED_UP),
        (posted("m9", "moira", "takes:m1", 500), cards.TAKEN_AWAY),
        (posted("m9", "maya", "withdraws:m1", 500), cards.WITHDRAWN),
        (let_go("maya", "m1", 500), cards.WITHDRAWN),
        (follow_posted("moira", "m1", "h1", 500), cards.PICKED_UP),
        (deleted("m1", 500), cards.GONE),
        (edited("m1", "The clinic opens at nine.", 500), cards.WITHDRAWN),
    ],
)
def test_a_stale_nudge_is_corrected_in_place(event: object, last_word: str) -> None:
    """Whatever ends the question, both conveners' cards say so, and no new message is sent."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        play >> event  # type: ignore[operator]  # any event
        came = [type(each).__name__ for each in play._came]
        assert came.count("UpdateCard") == 2
        assert set(came) <= {"UpdateCard", "Reply", "Retired"}
        play << ...
        for each in ("moira", "ola"):
            assert play.card(f"nudge:m1:{each}").closed == last_word
            view = play.view(f"nudge:m1:{each}")
            assert view.closed
            assert not view.buttons
            assert not view.menu


def test_a_card_that_was_never_sent_is_not_corrected_on_the_platform() -> None:
    """Nothing is updated that nobody has; and it isn't sent after all."""
    room = meeting_room()
    room.questions["m1"] = question(state=State.HANGING, chosen_at=MONDAY, meeting="mtg")
    room.cards[NUDGE] = card(sent=False)
    with playing(room) as play:
        play >> follow_posted("ade", "m1", "h1", 1)
        play >> place(NUDGE, 1)
        assert play.card(NUDGE).closed == cards.PICKED_UP


def test_a_pick_up_that_is_undone_does_not_nudge_again() -> None:
    """The question waits again, silently: never twice."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> posted("m9", "tom", "answers:m1", 500) << update(NUDGE)
        play >> deleted("m9", 600)
        assert play.state() is State.HANGING
        play >> wake(5000)


def test_a_pick_up_undone_before_any_nudge_may_still_lead_to_one() -> None:
    """It was never nudged about, so once it hangs it may be."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> posted("m9", "tom", "answers:m1", 100)
        play >> edited("m9", "sorry, wrong window", 110)
        assert play.state() is State.OPEN
        play >> wake(500) << reserve(NUDGE)
        play << ...


# --- held, and then not ----------------------------------------------------------------------

NIGHT = 14 * HOUR  # 23:00


def test_a_nudge_held_by_quiet_hours_goes_out_when_they_end() -> None:
    """A meeting through the night: the nudge waits for seven in the morning."""
    with playing(meeting_room()) as play:
        let_hang(play, at=NIGHT)
        assert play.question().held_by is Held.QUIET_HOURS
        assert play.room.wake_at == MONDAY + 22 * HOUR
        play >> wake(22 * HOUR - 1)
        play >> wake(22 * HOUR) << reserve(NUDGE)
        play >> place(NUDGE, 22 * HOUR) << send(NUDGE)


def test_a_deputy_is_nudged_in_quiet_hours() -> None:
    """Nothing is held where a deputy can be told."""
    ade = convener("jo", role=Role.DEPUTY)
    with playing(meeting_room("moira", ade)) as play:
        nudge(play, at=NIGHT, to=("jo",))


def test_a_held_nudge_ends_with_its_meeting() -> None:
    """What waited for the morning isn't nudged live once the meeting is over."""
    with playing(meeting_room()) as play:
        let_hang(play, at=NIGHT)
        play >> ended(NIGHT + 500)
        play >> wake(22 * HOUR)
        assert not play.question().waits


def test_a_held_nudge_outlasts_a_pause() -> None:
    """While paused nothing goes out; afterwards it may."""
    with playing(meeting_room()) as play:
        nudge(play)
        let_hang(play, "m2", by="jo", at=100)
        assert play.question("m2").held_by is Held.SPACING
        play >> paused("tom", 510) << tell("tom")
        play >> wake(600)
        assert play.question("m2").waits
        assert play.room.wake_at is not None
        assert play.room.wake_at > MONDAY + 600
        play >> resumed("moira", 700) << tell("moira") << reserve("nudge:m2:moira")
        play << ...


def test_what_was_picked_up_while_held_is_not_nudged_about() -> None:
    """A held nudge whose question was answered is dropped."""
    with playing(meeting_room()) as play:
        nudge(play)
        let_hang(play, "m2", by="jo", at=100)
        play >> posted("m9", "tom", "answers:m2", 510)
        play >> wake(2000)


def test_what_was_picked_up_while_held_and_hangs_again_is_nudged_about() -> None:
    """It was never brought to anybody, so it isn't a second nudge."""
    with playing(meeting_room()) as play:
        nudge(play)
        let_hang(play, "m2", by="jo", at=100)
        play >> posted("m9", "tom", "answers:m2", 510)
        play >> wake(700)
        play >> deleted("m9", 710) << reserve("nudge:m2:moira")
        play << ...


def test_a_convener_who_comes_back_hears_of_what_hangs() -> None:
    """With nobody to tell nothing is chosen; once somebody is back in the meeting it is."""
    with playing(meeting_room(convener("moira", away=True))) as play:
        let_hang(play)
        assert play.question().chosen_at is None
        play >> away("moira", 600, back=True) << reserve(NUDGE)
        play << ...


def test_nobody_left_to_tell_keeps_a_held_nudge_without_waking_in_vain() -> None:
    """A nudge held by spacing whose convener goes away waits for their return."""
    with playing(meeting_room()) as play:
        nudge(play)
        let_hang(play, "m2", by="jo", at=100)
        play >> away("moira", 505)
        play >> wake(520)
        play >> away("moira", 900, back=True) << reserve("nudge:m2:moira")
        play << ...


# --- where nudges are not live ---------------------------------------------------------------


def test_between_meetings_nothing_is_nudged_live() -> None:
    """A question that was asked in a meeting and hangs after it waits for the next."""
    with playing(meeting_room()) as play:
        ask(play)
        play >> ended(60)
        play >> wake(HANGS_AFTER)
        assert play.state() is State.HANGING
        assert play.question().chosen_at is None


def test_a_spoken_meeting_has_no_live_nudges() -> None:
    """Silence in the chat proves nothing there."""
    with playing(meeting_room(spoken=True)) as play:
        let_hang(play)
        assert play.question().chosen_at is None
        assert play.question().spoken


def test_an_always_on_room_nudges_live_in_meetings_only() -> None:
    """Between meetings there is no nudge, whatever hangs."""
    always = RoomSettings(mode=RoomMode.ALWAYS_ON, quiet_hours=None)
    with playing(ready(settings=always)) as play:
        let_hang(play, at=14 * HOUR)
        assert play.state() is State.HANGING
        assert Purpose.NUDGE not in {each.purpose for each in play.room.cards.values()}


# --- cards that can't be delivered -----------------------------------------------------------


def test_a_convener_who_cannot_be_messaged_counts_as_away_and_the_deputy_is_told() -> None:
    """The nudge goes to the deputy instead, and counts as the same nudge."""
    ade = convener("jo", role=Role.DEPUTY)
    with playing(meeting_room("moira", ade)) as play:
        nudge(play)
        play >> undelivered(NUDGE, "moira", 420) << reserve("nudge:m1:jo")
        play >> place("nudge:m1:jo", 420) << send("nudge:m1:jo")
        assert play.room.conveners["moira"].away
        assert play.room.meeting is not None
        assert play.room.meeting.nudged == (Kind.CHALLENGE,)
        play >> undelivered(NUDGE, "moira", 430)


def test_a_card_is_never_sent_twice_to_somebody_whom_it_could_not_reach() -> None:
    """Being back doesn't bring the same card again; the question is carried over instead."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        play >> undelivered("nudge:m1:ola", "ola", 420)
        play >> away("ola", 430, back=True)
        play >> undelivered(NUDGE, "moira", 440)


def test_an_undelivered_list_makes_no_nudge() -> None:
    """Only a live nudge is passed on to the deputy."""
    jo = convener("jo", role=Role.DEPUTY)
    room = meeting_room("moira", jo)
    room.questions["m1"] = question(state=State.HANGING, chosen_at=MONDAY, meeting="old")
    room.cards["carried:mtg:moira"] = card(Purpose.CARRIED, id="carried:mtg:moira")
    with playing(room) as play:
        play >> undelivered("carried:mtg:moira", "moira", 10)


@pytest.mark.parametrize(("name", "to"), [("nothing", "moira"), (NUDGE, "ade")])
def test_nonsense_about_deliveries_changes_no_card(name: str, to: str) -> None:
    """A card that isn't known, or is somebody else's, stays as it is."""
    with playing(meeting_room()) as play:
        nudge(play)
        before = dict(play.room.cards)
        play >> undelivered(name, to, 420)
        assert play.room.cards == before


def test_a_convener_who_leaves_gets_no_card_after_all() -> None:
    """A place granted to somebody who has just left isn't used."""
    with playing(meeting_room("moira", "ola")) as play:
        let_hang(play) << ...
        play >> left("moira", HANGS_AFTER) << ...
        play >> place(NUDGE, HANGS_AFTER)
        assert play.card(NUDGE).closed == cards.NO_LONGER
        play >> place("nudge:m1:ola", HANGS_AFTER) << send("nudge:m1:ola")
