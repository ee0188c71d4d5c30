"""Summaries that come by themselves: to conveners alone, once, and only where there is something.

They follow what is edited, deleted or withdrawn from memory for as long as they stand.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from bot.domain import recap
from bot.domain.commands import SendCard, UpdateCard
from bot.domain.events import Action, ConvenerSteppedDown, Role
from bot.domain.question import How, PickUp, Question, State
from bot.domain.room import Room
from bot.domain.settings import DailySpan, Digest, KeepText, RoomMode, RoomSettings
from bot.domain.wording import card_view
from tests.domain.builders import (
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    away,
    convener,
    deleted,
    edited,
    ended,
    forgotten,
    meeting_room,
    opted_out,
    posted,
    pressed,
    question,
    ready,
    settings,
    started,
    wake,
)
from tests.domain.pagetext import lines_of
from tests.domain.playbook import HANGS_AFTER, Playbook, ask, let_hang, playing, send, tell, update

SET: Final = RoomSettings(quiet_hours=None)
END: Final = 30 * MINUTE
CARD: Final = "summary:mtg:moira"


def here(*conveners: Any, **changes: Any) -> Room:  # noqa: ANN401 - settings by their names
    """A room in a meeting, with these settings."""
    return meeting_room(*conveners, settings=replace(SET, **changes))


def shown(play: Playbook, card: str = CARD, at: float | None = None) -> list[str]:
    """What stands on a card behind *Show*, line by line."""
    page = play.view(card, at).page
    return [] if page is None else lines_of(page)


def opened(play: Playbook, card: str = CARD, at: float = END + 1) -> None:
    """Its recipient presses *Show*."""
    play >> pressed(card, card.rsplit(":", 1)[1], Action.SHOW, at) << update(card)


def sent(play: Playbook, event: Any) -> list[str]:  # noqa: ANN401 - any event
    """The cards that an event sends."""
    play >> event
    names = [each.card for each in play._came if isinstance(each, SendCard)]
    play << ...
    return names


# --- at a meeting's end ----------------------------------------------------------------------


def test_a_convener_gets_theirs_at_the_meetings_end() -> None:
    """Discreet until it is shown; then raised, followed and hanging, without nudge or press."""
    with playing(here()) as play:
        ask(play, "m1", text="ask:inquiry When is the van booked?")
        play >> posted("m2", "tom", "answers:m1 at ten", 30)
        ask(play, "m3", by="ade", at=60)
        play >> wake(60 + HANGS_AFTER) << ...
        play >> ended(END) << send(CARD)
        view = play.view(CARD)
        assert view.title == "What was asked and followed in #partners"
        assert (view.page, view.details) == (None, ())
        assert [each.action for each in view.buttons] == [Action.SHOW]
        opened(play)
        text = shown(play)
        assert text[1:3] == [
            "The meeting of 2 March, 09:00.",
            "2 questions noticed, 1 picked up, 1 still waiting.",
        ]
        assert [each for each in text if each.startswith("##")] == [
            "## Still waiting",
            "## Followed",
        ]
        assert "nudge" not in repr(play.view(CARD)).lower()


def test_every_convener_gets_one_and_nobody_else_does() -> None:
    """Not a deputy, not who is away, not who was only asked."""
    people = (
        convener("moira"),
        convener("ola"),
        convener("jo", role=Role.DEPUTY),
        convener("tom", away=True),
        convener("ade", accepted=False, practised=False),
    )
    with playing(here(*people)) as play:
        let_hang(play) << ...
        assert sent(play, ended(END)) == [CARD, "summary:mtg:ola"]


def test_a_deputy_gets_what_they_were_told_of_and_no_more() -> None:
    """Where they stood in for a convener who was away."""
    with playing(here(convener("moira", away=True), convener("jo", role=Role.DEPUTY))) as play:
        let_hang(play, "m1", text="ask:challenge Who decides?") << ...
        play.room.cards = {name: replace(card, sent=True) for name, card in play.room.cards.items()}
        ask(play, "m2", by="ade", text="ask:inquiry When?", at=500)
        assert sent(play, ended(END)) == ["summary:mtg:jo"]
        opened(play, "summary:mtg:jo")
        text = shown(play, "summary:mtg:jo")
        assert [each for each in text if each.startswith("-")] == ["- “Who decides?” -> m1"]
        assert not [each for each in text if each.startswith("(")]


@pytest.mark.parametrize("talk", ["hello", "idle:inquiry How are you?"])
def test_nothing_is_sent_when_nothing_was_asked(talk: str) -> None:
    """Nor for what is a question in form only."""
    with playing(here()) as play:
        play >> posted("m1", "maya", talk, 0)
        play >> ended(END)


def test_a_deleted_question_leaves_nothing_to_send() -> None:
    """Nothing was asked, as far as anybody may know."""
    with playing(here()) as play:
        ask(play, "m1")
        play >> deleted("m1", 60) << ...
        play >> ended(END)


def test_it_can_be_switched_off() -> None:
    """By the room's setting."""
    with playing(here(summary_card=False)) as play:
        let_hang(play) << ...
        play >> ended(END)


def test_the_next_meeting_ends_the_one_before_and_its_summary_comes() -> None:
    """Then what was left comes back, as ever."""
    with playing(here()) as play:
        let_hang(play) << ...
        play >> started("next", END) << send("carried:next:moira") << send(CARD)


def test_it_waits_for_the_end_of_quiet_hours() -> None:
    """As a deadline of the room; nothing sleeps."""
    night = DailySpan(start_minute=9 * 60 + 20, end_minute=11 * 60)
    with playing(here(quiet_hours=night)) as play:
        let_hang(play) << ...
        play >> ended(END)
        assert play.room.wake_at == MONDAY + 2 * HOUR
        play >> wake(2 * HOUR) << send(CARD)


def test_a_meeting_whose_questions_left_the_memory_is_told_of_too() -> None:
    """A long one: what was asked first is in the store alone by then."""
    with playing(here()) as play:
        play >> posted("m1", "maya", "ask:inquiry When?", 0)
        play >> posted("m2", "tom", "answers:m1 at ten", 5)
        gone: list[Question] = []
        for number in range(80):
            play >> posted(f"x{number}", "tom", "the van", 10 + number)
            gone += [each.question for each in play._came if hasattr(each, "question")]
            play << ...
        assert [each.id for each in gone] == ["m1"]
        play >> ended(END) << send(CARD)
        opened(play)
        view = card_view(play.room, play.card(CARD), play.room.now, gone)
        assert view.page is not None
        assert "- “When?” -> m1" in lines_of(view.page)


def test_of_a_spoken_meeting_only_what_its_own_card_doesnt_tell() -> None:
    """What waits in its chat stands on that one; what was followed is told here."""
    with playing(meeting_room(settings=SET, spoken=True)) as play:
        ask(play, "m1")
        assert sent(play, ended(END)) == ["spoken:mtg:moira"]
    with playing(meeting_room(settings=SET, spoken=True)) as play:
        ask(play, "m1")
        play >> posted("m2", "tom", "answers:m1 at ten", 30)
        assert sent(play, ended(END)) == [CARD]


# --- while it stands -------------------------------------------------------------------------


def standing(*talk: Question, **changes: Any) -> Playbook:  # noqa: ANN401 - settings by their names
    """A room in which moira has opened the summary of a meeting with these questions."""
    room = here(**changes)
    room.questions = {each.id: each for each in talk}
    play = Playbook(room)
    play >> ended(END) << send(CARD)
    opened(play)
    return play


def asked(name: str = "m1", **changes: Any) -> Question:  # noqa: ANN401 - takes any field
    """A hanging question of the meeting."""
    given = {"meeting": "mtg", "state": State.HANGING, "text": "Who decides?", **changes}
    return question(name, **given)


def quotes(play: Playbook, at: float | None = None) -> list[str]:
    """The questions' words, as the card shows them."""
    return [each[2:].split(" ->")[0] for each in shown(play, at=at) if each.startswith("- ")]


def test_an_edit_is_followed() -> None:
    """The card that was sent says what the message says now, without a notification."""
    with playing(here()) as play:
        ask(play, "m1")
        play >> ended(END) << send(CARD)
        opened(play)
        assert quotes(play) == ["“Who decides?”"]
        play >> edited("m1", "ask:challenge Who decides on Fridays?", END + 60) << ...
        assert isinstance(play._came[-1], UpdateCard)
        assert quotes(play) == ["“Who decides on Fridays?”"]


def test_a_deletion_deletes_it_there_too() -> None:
    """And a card that has nothing left says so."""
    play = standing(asked("m1"), asked("m2", text="Whose budget?"))
    play >> deleted("m1", END + 60) << update(CARD) << ...
    assert quotes(play) == ["“Whose budget?”"]
    play >> deleted("m2", END + 70) << update(CARD) << ...
    assert play.view(CARD).closed


def test_a_deletion_reaches_what_left_the_memory() -> None:
    """Nobody knows there whether the card told of it, so it is shown anew."""
    play = standing(asked("m1"))
    play >> deleted("long-gone", END + 60) << update(CARD)
    play.finish()


@pytest.mark.parametrize("event", [opted_out("maya", END + 60), forgotten("maya", END + 60)])
def test_whoever_opts_out_or_is_forgotten_is_quoted_no_more(event: Any) -> None:  # noqa: ANN401
    """The question goes with its words."""
    play = standing(asked("m1"), asked("m2", asker="ade", text="Whose budget?"))
    play >> event << ...
    assert UpdateCard(room=play.room.id, card=CARD, to="moira") in play._came
    assert quotes(play) == ["“Whose budget?”"]


def test_without_kept_words_it_links_to_the_messages_alone() -> None:
    """The setting counts when it is shown, and reaches what was delivered."""
    play = standing(asked("m1"))
    play >> settings(replace(play.room.settings, keep_text=KeepText.NONE), END + 60) << ...
    assert UpdateCard(room=play.room.id, card=CARD, to="moira") in play._came
    assert quotes(play) == ["A question at 09:00"]


def test_it_is_put_away_before_anything_on_it_is_too_old() -> None:
    """By time alone; a short retention puts it away sooner."""
    for retention, stands in ((30 * DAY, END + 6 * DAY), (2 * DAY, 2 * DAY)):
        play = standing(asked("m1"), retention_seconds=retention)
        assert play.room.wake_at == MONDAY + stands
        play >> wake(stands) << update(CARD)
        assert play.view(CARD).lines == (recap.PUT_AWAY,)
        assert play.view(CARD).page is None


def test_what_earlier_meetings_left_is_not_shown_past_its_time() -> None:
    """It would become too old while the card stands."""
    old = asked("e1", meeting="before", asked_at=MONDAY - 25 * DAY, text="Why at all?")
    assert quotes(standing(asked("m1"), old)) == ["“Who decides?”"]
    younger = replace(old, asked_at=MONDAY - 2 * DAY)
    assert quotes(standing(asked("m1"), younger)) == ["“Why at all?”", "“Who decides?”"]


def test_a_late_answer_corrects_it_in_place() -> None:
    """An edit notifies nobody."""
    play = standing(asked("m1"))
    play >> posted("m2", "tom", "answers:m1 the board does", END + 60) << update(CARD)
    assert "## Followed" in shown(play)


def test_talk_about_nothing_on_it_leaves_it_alone() -> None:
    """No update for every message."""
    play = standing(asked("m1"))
    play >> posted("m2", "tom", "the van", END + 60)
    play.finish()


def test_who_steps_down_has_it_no_longer() -> None:
    """The words go from the card."""
    play = standing(asked("m1"))
    gone = ConvenerSteppedDown(room=play.room.id, at=MONDAY + END + 60, member="moira")
    play >> gone << ...
    assert play.view(CARD).closed
    assert play.view(CARD).page is None


def test_only_reading_it_and_stepping_down_can_be_pressed() -> None:
    """It is no nudge."""
    play = standing(asked("m1"))
    play >> pressed(CARD, "moira", Action.ALREADY_FOLLOWED, END + 60) << tell("moira")
    assert play.state() is State.HANGING
    play >> pressed(CARD, "moira", Action.STEP_DOWN, END + 70) << ...
    assert "moira" not in play.room.conveners


def test_it_counts_no_press() -> None:
    """With and without nudges and claims its page is the same (rule 3)."""
    plain, pressed_on = asked("m1"), asked("m1", chosen_at=MONDAY + 300, heard_too=("jo",))
    assert shown(standing(plain)) == shown(standing(pressed_on))


# --- weekly ----------------------------------------------------------------------------------

WEEKLY: Final = {"digest": Digest.WEEKLY, "summary_card": False}
NEXT: Final = 7 * DAY  # Monday, 09:00


def week(*conveners: Any, **changes: Any) -> Room:  # noqa: ANN401 - settings by their names
    """A room with a question of last Tuesday that hangs, and one that was followed."""
    room = ready(*conveners, settings=replace(SET, **{**WEEKLY, **changes}))
    took = PickUp(message="m9", author="tom", at=MONDAY + DAY + 90, how=How.ANSWER, weight=0.9)
    day = {"meeting": "mtg", "asked_at": MONDAY + DAY}
    room.questions = {
        "m1": asked("m1", **day),
        "m2": asked("m2", text="Is it ours?", state=State.FOLLOWED, pick_ups=(took,), **day),
    }
    return room


@pytest.mark.parametrize("mode", RoomMode)
def test_the_weekly_digest_comes_on_mondays_in_working_hours(mode: RoomMode) -> None:
    """By a deadline of the room, to conveners alone, once; what hangs and what was followed."""
    people = (convener("moira"), convener("jo", role=Role.DEPUTY))
    card = f"weekly:{'2026-03-09'}:moira"
    with playing(week(*people, mode=mode)) as play:
        play >> wake(2 * DAY) << ...
        assert play.room.wake_at is not None
        while play.room.wake_at < MONDAY + NEXT:
            assert sent(play, wake(play.room.wake_at - MONDAY)) in ([], ["digest:2026-03-04:moira"])
        assert sent(play, wake(NEXT)) == [card]
        opened(play, card, NEXT + 1)
        assert shown(play, card)[1:3] == [
            "Since 2 March, 09:00.",
            "2 questions noticed, 1 picked up, 1 still waiting.",
        ]
        assert not sent(play, wake(NEXT + HOUR))


@pytest.mark.parametrize(
    ("changes", "at"),
    [({"digest": Digest.OFF}, NEXT), ({}, NEXT - DAY), ({}, NEXT - HOUR), ({}, NEXT + 9 * HOUR)],
)
def test_it_comes_at_no_other_time(changes: dict[str, Any], at: float) -> None:
    """Off by default; not on Sundays, not before or after working hours."""
    with playing(week(**changes)) as play:
        assert not sent(play, wake(at))


def test_a_meeting_isnt_disturbed_by_it() -> None:
    """It comes once that has ended, if it is still Monday."""
    with playing(week()) as play:
        play >> started("now", NEXT - HOUR) << ...
        assert not sent(play, wake(NEXT))
        assert sent(play, ended(NEXT + HOUR)) == ["weekly:2026-03-09:moira"]


def test_nothing_falls_between_two_digests_where_one_comes_late() -> None:
    """It goes back to the Monday's morning, when the one before it came."""
    room = week()
    early = asked("m1", meeting="mtg", asked_at=MONDAY + HOUR)
    room.questions = {"m1": early}
    with playing(room) as play:
        assert sent(play, wake(NEXT + 5 * HOUR)) == ["weekly:2026-03-09:moira"]
        opened(play, "weekly:2026-03-09:moira", NEXT + 6 * HOUR)
        assert quotes_of(play, "weekly:2026-03-09:moira") == ["“Who decides?”"]


def test_a_week_is_one_by_the_rooms_clock() -> None:
    """Clocks go back on 25 October: that week is an hour longer, and its digest too."""
    monday = datetime(2026, 10, 26, 9, tzinfo=ZoneInfo("Europe/London")).timestamp()
    late = monday - NEXT - HOUR + 60  # 09:01 on the Monday before, by the clocks of then
    room = week(time_zone="Europe/London")
    room.questions = {"m1": asked("m1", meeting="mtg", asked_at=late)}
    with playing(room) as play:
        assert sent(play, wake(monday - MONDAY)) == ["weekly:2026-10-26:moira"]


def test_a_short_retention_leaves_a_shorter_week() -> None:
    """It tells of what isn't too old for a day yet; and of nothing where that is nothing."""
    recent = asked("m2", meeting="mtg", asked_at=MONDAY + NEXT - 2 * DAY)
    for days, cards in ((7, ["weekly:2026-03-09:moira"]), (1, [])):
        room = week(retention_seconds=days * DAY)
        room.questions = {"m2": recent}
        with playing(room) as play:
            assert sent(play, wake(NEXT)) == cards


def test_a_quiet_week_brings_nothing() -> None:
    """Nor is it asked about again that day."""
    room = week()
    room.questions = {}
    with playing(room) as play:
        assert not sent(play, wake(NEXT))
        assert play.room.digest_week == "2026-03-09"


def test_who_was_away_gets_it_when_they_are_back_that_day() -> None:
    """The day isn't over before somebody was told."""
    with playing(week(convener("moira", away=True))) as play:
        assert not sent(play, wake(NEXT))
        assert sent(play, away("moira", NEXT + HOUR, back=True)) == ["weekly:2026-03-09:moira"]


def test_what_is_asked_after_it_doesnt_come_onto_it() -> None:
    """It tells of the week before."""
    card = "weekly:2026-03-09:moira"
    with playing(week(mode=RoomMode.ALWAYS_ON)) as play:
        play >> wake(NEXT) << ...
        opened(play, card, NEXT + 1)
        play >> posted("m5", "maya", "ask:challenge Who is it for?", NEXT + 60) << ...
        assert quotes_of(play, card) == ["“Who decides?”", "“Is it ours?”"]


def quotes_of(play: Playbook, card: str) -> list[str]:
    """The questions' words, as that card shows them."""
    return [each[2:].split(" ->")[0] for each in shown(play, card) if each.startswith("- ")]
