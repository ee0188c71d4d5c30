"""Rule 4: few, and worth it."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings

from bot.domain.events import Event
from bot.domain.policy import worth_it
from bot.domain.question import Held, Kind
from bot.domain.room import Purpose
from bot.domain.settings import RoomSettings
from tests.domain.builders import MONDAY, meeting_room, posted, question, ready, started
from tests.domain.playbook import let_hang, nudge, playing, scripted_tracker, update
from tests.properties.life import Life
from tests.properties.talk import conversations

PEOPLE = tuple(f"p{number}" for number in range(12))


def life_of(meetings: int, *, mark: str = "ask:challenge") -> Life:
    """Meetings in which a dozen people ask, one after the other, and nobody takes it up."""
    life = Life(ready(people=("moira", *PEOPLE)), scripted_tracker())
    events: list[Event] = []
    for number in range(meetings):
        begun = number * 3600.0
        events.append(started(f"t{number}", begun))
        for turn, person in enumerate(PEOPLE * 3):
            text = f"{mark} Who decides?" if turn < len(PEOPLE) else "clinic"
            events.append(posted(f"t{number}-{turn}", person, text, begun + 30 + turn * 60))
    return life.live(events)


def test_three_live_nudges_a_meeting() -> None:
    """However many questions hang."""
    assert len(life_of(1).nudges()) == 3


def test_five_a_day_for_one_convener() -> None:
    """Over four meetings in one day."""
    assert len(life_of(4).nudges()) == 5


def test_the_defaults_are_the_rules_figures() -> None:
    """Three a meeting, five a day, two minutes apart, quiet at night."""
    chosen = RoomSettings()
    assert (chosen.budget.per_meeting, chosen.budget.per_day) == (3, 5)
    assert chosen.quiet_hours is not None


def test_one_place_is_kept_for_the_other_kinds() -> None:
    """A meeting of plain inquiries alone gets two."""
    assert len(life_of(1, mark="ask:inquiry").nudges()) == 2


def test_one_nudge_for_an_author_a_meeting() -> None:
    """Their second question is held, whatever its kind."""
    with playing(meeting_room()) as play:
        nudge(play)
        let_hang(play, "m2", at=600, text="ask:concern I'm uneasy.")
        assert play.question("m2").held_by is Held.BUDGET


def test_nudges_keep_apart() -> None:
    """Two minutes lie between them at least."""
    times = [at for at, _ in life_of(4).nudges()]
    assert all(after - before >= 120 for before, after in pairwise(times))


@settings(deadline=None)
@given(conversations())
def test_figures_hold_in_any_conversation(events: list[Event]) -> None:
    """At most three, apart, one for each asker, none twice."""
    life = Life(meeting_room()).live(events).until(MONDAY + 1e5)
    times = [at for at, _ in life.nudges()]
    assert len(times) <= 3
    assert all(after - before >= 120 for before, after in pairwise(times))


def test_a_stale_nudge_is_corrected_in_place_and_a_new_nudge_is_a_new_message() -> None:
    """Corrections are edits of the same card; nothing new notifies."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> posted("m9", "tom", "answers:m1", 500) << update("nudge:m1:moira")
        nudge(play, "m2", by="jo", at=600)
        assert [each.id for each in play.room.cards.values()] == [
            "nudge:m1:moira",
            "nudge:m2:moira",
        ]


def test_a_list_shows_three_at_most() -> None:
    """What earlier meetings left hanging doesn't pile up on one card."""
    life = life_of(2)
    (carried,) = (c for c in life.room.cards.values() if c.purpose is Purpose.CARRIED)
    assert len(carried.questions) == 3


def test_what_only_looks_like_a_question_is_no_nudge() -> None:
    """Greetings and jokes use nothing up."""
    assert life_of(1, mark="idle:inquiry").nudges() == []


def test_courage_weighs_more_than_a_plain_request() -> None:
    """With equal confidence a faint inquiry is left out where a faint challenge isn't."""
    faint = question(confidence=0.45)
    room = meeting_room()
    assert not worth_it(room, faint)
    assert all(worth_it(room, replace(faint, kind=kind)) for kind in set(Kind) - {Kind.INQUIRY})
