from dataclasses import replace
from itertools import product

import pytest

from bot.domain.chronicle import EARLIER_AT_MOST, Span, Viewer, chronicle
from bot.domain.question import Ending, How, Kind, PickUp, Question, State
from bot.domain.room import Meeting, Room
from bot.domain.settings import KeepText, RoomSettings
from tests.domain.builders import DAY, HOUR, MONDAY, meeting_room, question

SPAN = Span(since=MONDAY, meeting="mtg")
AT = MONDAY + HOUR


def taken(name: str, at: float, weight: float = 0.9, how: How = How.ANSWER) -> PickUp:
    """A pick-up by tom, so many seconds after the meeting began."""
    return PickUp(message=name, author="tom", at=MONDAY + at, how=how, weight=weight)


def asked(name: str, **changes: object) -> Question:
    """A question of the running meeting."""
    return question(name, **{"meeting": "mtg", **changes})


EVERY = tuple(
    asked(
        f"{state.value}-{kind.value}",
        state=state,
        kind=kind,
        pick_ups=(taken("a", 60),) if state in {State.FOLLOWED, State.TAKEN_AWAY} else (),
        moved_on_to="the van",
    )
    for state, kind in product(State, Kind)
)


def test_a_member_sees_what_was_followed_and_nobody() -> None:
    """No kinds, no names, nothing that hangs, waits, or was withdrawn or settled by a press."""
    told = chronicle(meeting_room(), EVERY, SPAN, AT, Viewer.MEMBER)
    assert {each.question.split("-")[0] for each in told.entries} == {"followed"}
    for each in told.entries:
        assert (each.asker, each.kind, each.moved_on_to) == (None, None, "")
        assert [pick_up.by for pick_up in each.taken] == [None]


def test_a_convener_sees_everything_that_may_stand_in_a_list() -> None:
    """With whom, of which kind, and how soon."""
    told = chronicle(meeting_room(), EVERY, SPAN, AT, Viewer.CONVENER)
    states = {each.question.split("-")[0] for each in told.entries}
    assert states == {"open", "hanging", "followed", "taken_away", "withdrawn"}
    followed = next(each for each in told.entries if each.question == "followed-concern")
    assert (followed.asker, followed.kind, followed.soon) == ("maya", Kind.CONCERN, 60.0)
    assert followed.taken[0].by == "tom"


@pytest.mark.parametrize("viewer", Viewer)
@pytest.mark.parametrize(
    "change",
    [{"sensitive": True}, {"tracked": False}, {"state": State.GONE}, {"meeting": "another"}],
)
def test_some_stand_in_no_list(viewer: Viewer, change: dict[str, object]) -> None:
    """Sensitive ones, what is no question, what was deleted, what another meeting asked."""
    question = asked("m1", state=State.FOLLOWED, pick_ups=(taken("a", 60),))
    room = meeting_room()
    assert chronicle(room, [question], SPAN, AT, viewer).entries
    assert not chronicle(room, [replace(question, **change)], SPAN, AT, viewer).entries  # type: ignore[arg-type]  # each is a field's own value


@pytest.mark.parametrize("viewer", Viewer)
def test_words_are_shown_only_where_they_may_be(viewer: Viewer) -> None:
    """The setting counts at the moment of showing; what is too old isn't told at all."""
    question = asked("m1", state=State.FOLLOWED, text="Who\n decides?", pick_ups=(taken("a", 9),))
    room = meeting_room()
    (entry,) = chronicle(room, [question], SPAN, AT, viewer).entries
    assert entry.words == "Who decides?"
    room.settings = RoomSettings(keep_text=KeepText.NONE)
    (entry,) = chronicle(room, [question], SPAN, AT, viewer).entries
    assert entry.words is None
    assert not chronicle(room, [question], SPAN, AT + 31 * DAY, viewer).entries


def test_a_settled_question_is_told_as_followed_or_not_at_all() -> None:
    """What a convener pressed is theirs alone (rule 3)."""
    for ending in Ending:
        settled = asked("m1", state=State.SETTLED, ending=ending)
        told = chronicle(meeting_room(), [settled], SPAN, AT, Viewer.CONVENER)
        shown = [each.state for each in told.entries]
        assert shown == ([State.FOLLOWED] if ending is Ending.ALREADY_FOLLOWED else [])
        assert not chronicle(meeting_room(), [settled], SPAN, AT, Viewer.MEMBER).entries


def test_of_the_pick_ups_those_that_suffice_are_told() -> None:
    """Earliest first; of mere guesses the surest."""
    sure = (taken("a", 10, 0.2), taken("b", 20, 0.8), taken("c", 30, 0.9))
    guesses = (taken("a", 10, 0.3), taken("b", 20, 0.4))
    for pick_ups, names in ((sure, ["b", "c"]), (guesses, ["b"])):
        question = asked("m1", state=State.FOLLOWED, pick_ups=pick_ups)
        (entry,) = chronicle(meeting_room(), [question], SPAN, AT, Viewer.CONVENER).entries
        assert [each.message for each in entry.taken] == names


def earlier(room: Room, *names: str) -> None:
    """Let earlier meetings have left these hanging."""
    for number, name in enumerate(names):
        room.questions[name] = question(
            name, meeting="before", asked_at=MONDAY - DAY + number, state=State.HANGING
        )


def test_earlier_meetings_come_first_for_conveners_alone() -> None:
    """Three at most, the oldest; each until it was carried over twice."""
    room = meeting_room()
    earlier(room, *(f"e{number}" for number in range(5)))
    room.questions["e0"] = replace(room.questions["e0"], carried=2)
    now = asked("m1", state=State.HANGING)
    told = chronicle(room, [now], SPAN, AT, Viewer.CONVENER)
    assert [each.question for each in told.entries] == ["e1", "e2", "e3", "m1"]
    assert [each.earlier for each in told.entries] == [True] * EARLIER_AT_MOST + [False]
    assert [each.number for each in told.entries] == [1, 2, 3, 4]
    assert not chronicle(room, [now], SPAN, AT, Viewer.MEMBER).entries


def test_a_meeting_that_is_over_ends_when_it_ended() -> None:
    """A running one ends now."""
    room = meeting_room()
    assert chronicle(room, [], SPAN, AT, Viewer.MEMBER).until == AT
    room.meeting, room.last_meeting = (
        None,
        Meeting(id="mtg", started_at=MONDAY, ended_at=MONDAY + 60),
    )
    assert chronicle(room, [], SPAN, AT, Viewer.MEMBER).until == MONDAY + 60
