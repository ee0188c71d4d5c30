"""Late arrivals find their place; what was given out stays given out."""

from dataclasses import replace

import pytest

from bot.domain.cards import PICKED_UP
from bot.domain.commands import PostPage
from bot.domain.events import Action, PageAsked
from bot.domain.question import State
from bot.domain.settings import RoomMode, RoomSettings
from bot.domain.window import AT_MOST, WITHIN
from tests.domain.builders import (
    HOUR,
    MONDAY,
    ROOM,
    deleted,
    due_at,
    edited,
    meeting_room,
    paused,
    place,
    posted,
    pressed,
    reacted,
    ready,
    wake,
)
from tests.domain.live import Live
from tests.domain.playbook import (
    Playbook,
    ask,
    playing,
    reserve,
    scripted_tracker,
    send,
    tell,
    update,
)

NUDGE = "nudge:m1:moira"


def rewinding(settings: RoomSettings | None = None) -> Playbook:
    """A running meeting whose late arrivals are put right."""
    return Playbook(meeting_room(settings=settings), Live(scripted_tracker()))


def asked(play: Playbook) -> float:
    """A question waits; when its patience is spent comes back (seconds since Monday)."""
    ask(play)
    return due_at(play.room, play.question()) - MONDAY


def nudged() -> tuple[Playbook, float]:
    """A nudge that has just gone out, and when (seconds since Monday)."""
    play = rewinding()
    due = asked(play)
    play >> wake(due) << reserve(NUDGE)
    play >> place(NUDGE, due) << send(NUDGE)
    return play, due


def test_an_answer_that_comes_late_closes_the_nudge_in_place() -> None:
    """The card was sent, so it stays, says so, and its place stays taken."""
    play, due = nudged()
    play >> posted("m9", "ola", "answers:m1", due - 5) << update(NUDGE)
    play.finish()
    assert play.state() is State.FOLLOWED
    assert play.question().hanging_since is None
    assert play.question().chosen_at == MONDAY + due
    assert play.card(NUDGE).closed == PICKED_UP
    assert play.room.meeting is not None
    assert len(play.room.meeting.nudged) == 1
    assert play.room.meeting.last_nudge_at == MONDAY + due


def test_a_card_that_was_given_out_survives_a_second_late_arrival() -> None:
    """Neither is it sent again, nor changed once more."""
    play, due = nudged()
    play >> posted("m9", "ola", "answers:m1", due - 5) << update(NUDGE)
    play >> deleted("m9", due + 1) << ...
    play >> posted("m8", "tom", "the clinic times", due - 10)
    play.finish()
    assert play.card(NUDGE).sent
    assert play.room.meeting is not None
    assert len(play.room.meeting.nudged) == 1


def test_a_late_line_that_changes_nothing_sends_nothing() -> None:
    """The same decision at the same time: the card is out, and stays as it is."""
    play, due = nudged()
    play >> reacted("tom", "👍", "m1-a", due - 5)
    play.finish()
    assert play.state() is State.HANGING
    assert play.card(NUDGE).closed is None


def test_a_place_that_is_needed_only_now_is_asked_for_before_the_rest_is_told() -> None:
    """A late edit takes a pick-up back, so the nudge was due before the last line."""
    play = rewinding()
    ask(play)
    play >> posted("m8", "tom", "answers:m1", 10)
    assert play.state() is State.FOLLOWED
    due = due_at(play.room, play.question()) - MONDAY
    play >> posted("m9", "tom", "the clinic times", due + 40)
    play >> edited("m8", "the clinic times", due - 10) << reserve(NUDGE)
    assert [each.id for each in play.room.turns][-1] == "m8"
    play >> place(NUDGE, due - 10) << send(NUDGE)
    play.finish()
    assert play.room.meeting is not None
    assert play.room.meeting.last_nudge_at == MONDAY + due
    assert [each.id for each in play.room.turns][-2:] == ["m8", "m9"]
    assert play.room.now == MONDAY + due + 40


def test_an_edit_that_overtakes_its_message_is_followed() -> None:
    """The message comes second, and says what it was changed to."""
    play = rewinding()
    play >> edited("m1", "ask:challenge Who decides now?", 10)
    play >> posted("m1", "maya", "ask:challenge Who decides?", 5)
    assert play.question().text == "Who decides now?"


def test_a_deletion_that_overtakes_its_message_deletes_it() -> None:
    """Nothing of it is kept."""
    play = rewinding()
    play >> deleted("m1", 10)
    play >> posted("m1", "maya", "ask:challenge Who decides?", 5) << ...
    assert "m1" not in play.room.questions
    assert play.room.turns[0].deleted


def test_what_was_said_after_a_pause_that_comes_late_was_never_read() -> None:
    """The pause is told of; the message said since is forgotten."""
    play = rewinding()
    play >> posted("m1", "maya", "ask:challenge Who decides?", 10)
    play >> paused("jo", 5) << tell("jo", "Paused")
    assert not play.room.questions
    assert not play.room.turns


def test_what_people_were_told_isnt_told_again() -> None:
    """A press that is gone through again is answered once."""
    play, due = nudged()
    play >> pressed(NUDGE, "moira", Action.LATER, due + 5, value="600") << ...
    later = play.card(NUDGE).later_at
    play >> posted("m9", "tom", "the clinic times", due + 2)
    play.finish()
    assert play.card(NUDGE).later_at == later


def test_a_press_is_about_what_is_there_when_it_comes() -> None:
    """However late its own time says it is."""
    play, due = nudged()
    play >> posted("m9", "tom", "the clinic times", due + 30)
    play >> pressed(NUDGE, "moira", Action.SHOW, due - 10) << update(NUDGE)
    assert play.card(NUDGE).shown


@pytest.mark.parametrize(("late", "order"), [(WITHIN, ["m2", "m1"]), (WITHIN + 1, ["m1", "m2"])])
def test_later_than_a_minute_is_applied_on_arrival(late: float, order: list[str]) -> None:
    """The limit that transcripts have, too."""
    play = rewinding()
    play >> posted("m0", "tom", "good morning", 1)
    play >> posted("m1", "tom", "the clinic times", 200)
    play >> posted("m2", "ade", "the bus", 200 - late)
    assert [each.id for each in play.room.turns] == ["m0", *order]


def test_after_a_restart_a_late_event_finds_its_place() -> None:
    """The rest is told again from the journal."""
    live = Live(scripted_tracker())
    with playing(meeting_room(), live) as play:
        play >> posted("m1", "tom", "the clinic times", 200)
        live.forget()
        play >> posted("m2", "ade", "the bus", 190)
        live.forget()
        play >> posted("m3", "ade", "the van", 195)
        assert [each.id for each in play.room.turns] == ["m2", "m3", "m1"]


def test_an_edit_of_what_a_page_quotes_is_told_again_without_the_old_words() -> None:
    """The page still isn't there, and that it is out of date is known after a restart, too."""
    live = Live(scripted_tracker())
    with playing(meeting_room(), live) as play:
        ask(play)
        page = PageAsked(
            room=ROOM,
            at=MONDAY + 20,
            page="page:1",
            by="moira",
            since=MONDAY,
            meeting=True,
            followed=(),
            ticked=("m1",),
        )
        play >> page << PostPage(room=ROOM, page="page:1")
        play >> edited("m1", "ask:challenge Who decides at all?", 30)
        play >> posted("m2", "tom", "the clinic times", 40)
        live.forget()
        play >> posted("m3", "ade", "the bus", 35)
        assert [each.id for each in play.room.turns][-2:] == ["m3", "m2"]
        assert play.room.pages["page:1"].stale
        assert play.question().text == "Who decides at all?"


def test_a_journal_that_leads_elsewhere_is_not_used() -> None:
    """Another version of Heed may judge otherwise: then a late event is applied on arrival."""
    live = Live(scripted_tracker())
    with playing(meeting_room(), live) as play:
        play >> posted("m1", "tom", "the clinic times", 200)
        (page,) = live.shelf.pages.values()
        live.shelf.pages = {page.number: replace(page, told=())}
        live.forget()
        play >> posted("m2", "ade", "the bus", 190)
        assert [each.id for each in play.room.turns] == ["m1", "m2"]


def test_of_a_burst_so_many_events_are_remembered() -> None:
    """What came before them is out of reach, within the minute too."""
    play = rewinding()
    for number in range(AT_MOST + 2):
        play >> posted(f"m{number}", "tom", "the clinic times", 100 + number / 100) << ...
    play >> posted("late", "ade", "the bus", 100.005) << ...
    assert play.room.turns[-1].id == "late"
    play >> posted("later", "ade", "the bus", 100.055) << ...
    assert play.room.turns[-1].id == "late"


def test_a_digest_that_went_out_counts_as_todays() -> None:
    """A late answer takes its question out of it; there is no second digest that day."""
    play = Playbook(ready(settings=RoomSettings(mode=RoomMode.ALWAYS_ON)), Live(scripted_tracker()))
    due = asked(play)
    play >> wake(due) << ...
    digests = [each for each in play.room.cards if each.startswith("digest:")]
    assert len(digests) == 1
    play >> posted("m9", "ola", "answers:m1", due - 5) << update(digests[0])
    ask(play, "m2", by="jo", at=due + 1)
    play >> wake(due + HOUR)
    play.finish()
    assert [each for each in play.room.cards if each.startswith("digest:")] == digests
    assert play.card(digests[0]).closed == PICKED_UP
