"""When to nudge whom, and what holds a nudge back: each decision by itself."""

# ruff: noqa: ANN401 - the constructors here take any field by its name

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import policy
from bot.domain.events import Role
from bot.domain.question import Held, Kind, Question, State
from bot.domain.room import Meeting, Member, Purpose, Room
from bot.domain.settings import Budget, DailySpan, RoomMode, RoomSettings, Turns
from bot.domain.standing import Standing
from tests.domain.builders import (
    HOUR,
    MINUTE,
    MONDAY,
    card,
    convener,
    meeting_room,
    question,
    ready,
)

NIGHT = MONDAY + 14 * HOUR  # 23:00 UTC
HANGING = question(state=State.HANGING, hanging_since=MONDAY + 60, meeting="mtg")


def with_meeting(room: Room, **changes: Any) -> Room:
    """The room with a meeting of which this is already true."""
    given_: dict[str, Any] = {"id": "mtg", "started_at": MONDAY, **changes}
    room.meeting = Meeting(**given_)
    return room


# --- may it be read, and is it live ----------------------------------------------------------


def test_a_room_is_read_once_its_notice_stands_and_a_convener_accepted() -> None:
    """Rule 1: all three are needed, and a pause stops it."""
    assert policy.reads(ready())
    changes: tuple[dict[str, Any], ...] = (
        {"notice_posted": ""},
        {"notice_posted": policy.NOBODY},
        {"conveners": {}},
        {"conveners": {"moira": convener("moira", accepted=False)}},
        {"conveners": {"ade": convener("ade", role=Role.DEPUTY)}},
        {"paused": True},
        {"meeting": Meeting(id="mtg", started_at=MONDAY, paused=True)},
    )
    for change in changes:
        assert not policy.reads(replace(ready(), **change)), change


def test_new_questions_are_noticed_in_a_meeting_or_always_where_the_room_is_set_so() -> None:
    """Between meetings a meetings-only room notices nothing new."""
    always = RoomSettings(mode=RoomMode.ALWAYS_ON)
    assert policy.notices(meeting_room())
    assert not policy.notices(ready())
    assert policy.notices(ready(settings=always))


def test_nudges_are_live_in_a_meeting_that_is_not_mostly_spoken() -> None:
    """Neither between meetings nor beside a spoken one."""
    assert policy.live(meeting_room())
    assert not policy.live(meeting_room(spoken=True))
    assert not policy.live(ready(settings=RoomSettings(mode=RoomMode.ALWAYS_ON)))


# --- is it worth it --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_what_is_heard_surely_enough_is_worth_it(kind: Kind) -> None:
    """Plain inquiries must be heard more surely than what takes courage."""
    least = policy.WORTH[kind]
    assert policy.worth_it(meeting_room(), question(kind=kind, confidence=least))
    assert not policy.worth_it(meeting_room(), question(kind=kind, confidence=least - 0.01))
    assert not policy.worth_it(meeting_room(), question(kind=kind, tracked=False))
    assert least <= policy.WORTH[Kind.INQUIRY]


@pytest.mark.parametrize("kind", Kind)
def test_a_nudge_is_sure_of_the_asking_and_of_its_being_let_drop_together(kind: Kind) -> None:
    """Either doubt alone may be small, and both together too much for a live nudge."""
    room, least = meeting_room(), policy.SURELY[kind]
    sure = question(kind=kind, confidence=0.99)
    assert policy.surely_dropped(room, sure)
    assert policy.surely_dropped(room, replace(sure, confidence=least))
    assert not policy.surely_dropped(room, replace(sure, confidence=least - 0.01))
    perhaps = replace(sure, standing=Standing(chance=0.9 - least))
    assert policy.surely_dropped(room, perhaps)
    assert not policy.surely_dropped(room, replace(perhaps, confidence=least))
    assert policy.surely_dropped(room, replace(sure, confidence=0.1, heard_too=("ade",)))


@pytest.mark.parametrize(
    "change",
    [
        {"state": State.OPEN},
        {"state": State.FOLLOWED},
        {"state": State.SETTLED},
        {"chosen_at": MONDAY},
        {"tracked": False},
        {"confidence": 0.1},
        {"meeting": "earlier", "hanging_since": MONDAY - 60},
    ],
)
def test_only_what_hangs_here_and_was_never_chosen_is_nudged_about(
    change: dict[str, Any],
) -> None:
    """Each of these alone keeps policy from choosing a nudge."""
    assert policy.wants_nudge(meeting_room(), HANGING)
    assert not policy.wants_nudge(meeting_room(), replace(HANGING, **change))


def test_what_was_asked_before_a_meeting_and_dropped_in_it_belongs_to_it() -> None:
    """In an always-on room a question may be asked just before the meeting."""
    for since in (MONDAY, MONDAY + 5):
        asked_before = replace(HANGING, meeting=None, hanging_since=since)
        assert policy.wants_nudge(meeting_room(), asked_before)


def test_nobody_to_nudge_means_no_nudge() -> None:
    """A sole convener's own question, or a convener who is away, isn't chosen for anybody."""
    assert not policy.wants_nudge(meeting_room("maya"), HANGING)
    assert not policy.wants_nudge(meeting_room(convener("moira", away=True)), HANGING)


# --- who -------------------------------------------------------------------------------------


def told(room: Room, asked: Question = HANGING, at: float = MONDAY) -> set[str]:
    """Who may be told."""
    return set(policy.told(room, asked, at))


def test_co_conveners_are_told_together_and_never_of_their_own() -> None:
    """All who can be, but not the asker."""
    assert told(meeting_room("moira", "ola")) == {"moira", "ola"}
    assert told(meeting_room("moira", "maya")) == {"moira"}


def test_a_deputy_is_told_only_where_no_convener_can_be() -> None:
    """When the convener is away, in quiet hours, or asked the question."""
    ade = convener("ade", role=Role.DEPUTY)
    assert told(meeting_room("moira", ade)) == {"moira"}
    assert told(meeting_room(convener("moira", away=True), ade)) == {"ade"}
    assert told(meeting_room("moira", ade), at=NIGHT) == {"ade"}
    assert told(meeting_room("maya", ade)) == {"ade"}
    assert told(meeting_room(convener("moira", away=True), "ola", ade)) == {"ola"}


@pytest.mark.parametrize(
    "change", [{"accepted": False}, {"practised": False}, {"away": True}, {"member": "stranger"}]
)
def test_only_somebody_ready_and_here_is_told(change: dict[str, Any]) -> None:
    """Who hasn't accepted, hasn't tried a card, is away, or isn't known here gets nothing."""
    nobody = replace(convener("moira"), **change)
    assert told(meeting_room(nobody)) == set()


def test_somebody_who_left_is_not_told() -> None:
    """A convener must be a current member."""
    room = meeting_room()
    room.members["moira"] = Member(id="moira", name="Moira", present=False)
    assert told(room) == set()


def test_in_turn_the_next_nudge_goes_to_the_next_convener() -> None:
    """Co-conveners in turn get every other nudge."""
    in_turn = RoomSettings(turns=Turns.IN_TURN)
    seen = []
    for so_far in range(4):
        room = with_meeting(
            meeting_room("moira", "ola", settings=in_turn), nudged=(Kind.CONCERN,) * so_far
        )
        seen.append(policy.recipients(room, HANGING, MONDAY))
    assert seen == [("moira",), ("ola",), ("moira",), ("ola",)]


# --- what holds it back ----------------------------------------------------------------------


def held(room: Room, asked: Question = HANGING, at: float = MONDAY) -> Held | None:
    """What holds it back."""
    return policy.held(room, asked, at)


def test_nothing_holds_the_first_nudge_of_a_meeting() -> None:
    """An ordinary hanging question goes out."""
    assert held(meeting_room()) is None


def test_the_last_place_is_kept_for_other_kinds_than_inquiries() -> None:
    """Two inquiries leave the third place to a challenge; after one, any kind may take it."""
    two = with_meeting(ready(), nudged=(Kind.INQUIRY, Kind.INQUIRY))
    assert held(two, replace(HANGING, kind=Kind.INQUIRY)) is Held.BUDGET
    for kind in set(Kind) - {Kind.INQUIRY}:
        assert held(two, replace(HANGING, kind=kind)) is None
    mixed = with_meeting(ready(), nudged=(Kind.INQUIRY, Kind.CONCERN))
    assert held(mixed, replace(HANGING, kind=Kind.INQUIRY)) is None


def test_three_nudges_a_meeting_and_none_after() -> None:
    """By default no kind gets a fourth."""
    three = with_meeting(ready(), nudged=(Kind.CONCERN,) * 3)
    assert {held(three, replace(HANGING, kind=kind)) for kind in Kind} == {Held.BUDGET}


@pytest.mark.parametrize(("limit", "first"), [(0, Held.BUDGET), (1, None)])
def test_a_budget_of_one_keeps_no_place(limit: int, first: Held | None) -> None:
    """Where there is one place it isn't kept; where there is none nothing goes out."""
    tight = RoomSettings(budget=Budget(per_meeting=limit))
    assert held(meeting_room(settings=tight)) is first


def test_one_nudge_for_an_author_a_meeting() -> None:
    """A second question by the same person waits for another meeting."""
    assert held(with_meeting(ready(), nudged_askers=("maya",))) is Held.BUDGET
    assert held(with_meeting(ready(), nudged_askers=("tom",))) is None


def test_nudges_keep_apart() -> None:
    """Within two minutes of the last one nothing goes out, and then it may."""
    room = with_meeting(ready(), last_nudge_at=MONDAY)
    waiting = replace(HANGING, held_by=Held.SPACING)
    assert held(room, at=MONDAY + 119.9) is Held.SPACING
    assert held(room, at=MONDAY + 120) is None
    assert policy.try_again_at(room, waiting) == MONDAY + 120


def test_while_one_nudge_is_on_its_way_no_other_goes_out() -> None:
    """It isn't known yet whether that one takes a place."""
    room = meeting_room()
    room.cards["nudge:m9:moira"] = card(id="nudge:m9:moira", sent=False)
    assert held(room) is Held.SPACING
    room.cards["nudge:m9:moira"] = card(id="nudge:m9:moira", purpose=Purpose.CARRIED)
    assert held(room) is None


def test_quiet_hours_hold_a_nudge_until_they_end() -> None:
    """At eleven at night it waits for seven in the morning."""
    room = meeting_room()
    room.now = NIGHT
    assert held(room, at=NIGHT) is Held.QUIET_HOURS
    assert policy.try_again_at(room, replace(HANGING, held_by=Held.QUIET_HOURS)) == (
        MONDAY + 22 * HOUR
    )


def test_budget_never_passes() -> None:
    """What the budget holds back isn't tried again in this meeting."""
    assert policy.try_again_at(meeting_room(), replace(HANGING, held_by=Held.BUDGET)) is None


# --- clocks ----------------------------------------------------------------------------------

LONDON = RoomSettings(time_zone="Europe/London")
SPRING = datetime(2026, 3, 29, tzinfo=UTC).timestamp()  # 01:00 GMT becomes 02:00 BST
AUTUMN = datetime(2026, 10, 25, tzinfo=UTC).timestamp()  # 02:00 BST becomes 01:00 GMT


def test_quiet_hours_follow_the_rooms_own_clock() -> None:
    """Ten at night in Auckland is quiet there, and not in London."""
    evening = datetime(2026, 6, 1, 10, 30, tzinfo=UTC).timestamp()
    assert policy.quiet(ready(settings=RoomSettings(time_zone="Pacific/Auckland")), evening)
    assert not policy.quiet(ready(settings=LONDON), evening)
    assert not policy.quiet(ready(settings=RoomSettings(quiet_hours=None)), NIGHT)


@pytest.mark.parametrize(("start", "utc_hour"), [(SPRING, 6), (AUTUMN, 7)])
def test_seven_in_the_morning_is_seven_on_the_day_the_clocks_change(
    start: float, utc_hour: int
) -> None:
    """Quiet hours end by the wall clock, an hour earlier or later by UTC."""
    room = ready(settings=LONDON)
    assert policy.quiet(room, start + utc_hour * HOUR - 1)
    assert not policy.quiet(room, start + utc_hour * HOUR)
    assert policy.next_start(room, 7 * 60, start) == start + utc_hour * HOUR


def test_a_day_is_the_rooms_own_day() -> None:
    """Places are counted by the local date."""
    late = datetime(2026, 6, 1, 23, 30, tzinfo=UTC).timestamp()
    assert policy.day(ready(settings=LONDON), late) == "2026-06-02"
    assert policy.day(ready(), late) == "2026-06-01"


@given(
    at=st.floats(0, 4e9),
    minute=st.integers(0, 1439),
    zone=st.sampled_from(["UTC", "Europe/London", "America/St_Johns", "Australia/Lord_Howe"]),
)
def test_the_next_start_is_later_within_two_days_and_on_the_minute(
    at: float, minute: int, zone: str
) -> None:
    """Whatever the clock does, the next start lies ahead; but for a skipped hour, on the minute."""
    found = policy.next_start(ready(settings=RoomSettings(time_zone=zone)), minute, at)
    assert at < found <= at + 50 * HOUR
    shown = datetime.fromtimestamp(found, ZoneInfo(zone))
    skipped = (shown.hour * 60 + shown.minute - minute) % 1440
    assert skipped in {0, 30, 60}


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [((1320, 420), [1320, 1439, 0, 419], [420, 1319]), ((540, 1020), [540, 1019], [539, 1020])],
)
def test_a_span_may_pass_midnight_and_excludes_its_end(
    span: tuple[int, int], inside: list[int], outside: list[int]
) -> None:
    """22:00-07:00 holds midnight; 09:00-17:00 doesn't hold 17:00."""
    daily = DailySpan(start_minute=span[0], end_minute=span[1])
    assert all(daily.holds(minute) for minute in inside)
    assert not any(daily.holds(minute) for minute in outside)


# --- lists -----------------------------------------------------------------------------------


def test_what_is_carried_over_hangs_is_worth_it_and_went_over_less_than_twice() -> None:
    """Neither what was taken up, nor sensitive, spoken, faint or twice carried questions."""
    room = ready()
    changes: dict[str, dict[str, Any]] = {
        "yes": {},
        "once": {"carried": 1},
        "twice": {"carried": 2},
        "open": {"state": State.OPEN},
        "followed": {"state": State.FOLLOWED},
        "sensitive": {"sensitive": True},
        "spoken": {"spoken": True},
        "faint": {"confidence": 0.1},
        "untracked": {"tracked": False},
    }
    room.questions = {name: replace(HANGING, id=name, **change) for name, change in changes.items()}
    assert [each.id for each in policy.carried(room)] == ["yes", "once"]


def test_a_spoken_meetings_card_is_due_five_minutes_before_its_end() -> None:
    """Only where the meeting is spoken, its end is known and the card wasn't sent."""
    spoken = Meeting(id="mtg", started_at=MONDAY, spoken=True, ends_at=MONDAY + HOUR)
    assert policy.spoken_card_due(spoken) == MONDAY + HOUR - 5 * MINUTE
    for other in (
        None,
        replace(spoken, spoken=False),
        replace(spoken, ends_at=None),
        replace(spoken, card_sent=True),
    ):
        assert policy.spoken_card_due(other) is None
