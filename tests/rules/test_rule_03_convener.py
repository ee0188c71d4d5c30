"""Rule 3: the convener isn't watched either."""

import re
from dataclasses import replace

import pytest

from bot.domain import cards, stems, wording
from bot.domain.commands import Reply
from bot.domain.events import Action, Role, WakeUp
from bot.domain.question import Ending
from bot.domain.room import Purpose
from bot.domain.wording import notice_view
from tests.domain.builders import DAY, convener, ended, follow_posted, meeting_room, pressed
from tests.domain.playbook import HANGS_AFTER, nudge, playing
from tests.rules.seeing import cards_of, summary_of

NUDGE = "nudge:m1:moira"
TELLTALE = (
    *(each.value for each in Ending),
    "already followed",
    "privately",
    "let it rest",
    "not a question",
    "moira pressed",
    "Moira",
)


@pytest.mark.parametrize("action", set(Action) - {Action.HAND_TO, Action.STEP_DOWN})
def test_nobody_else_sees_what_was_pressed(action: Action) -> None:
    """Not the co-convener, not the deputy, not the asker, not the room."""
    jo = convener("jo", role=Role.DEPUTY)
    with playing(meeting_room("moira", "ola", jo)) as play:
        nudge(play, to=("moira", "ola"))
        play >> pressed(NUDGE, "moira", action, 420, value="600")
        others = [each for each in play._came if getattr(each, "to", "moira") != "moira"]
        assert not [each for each in others if isinstance(each, Reply)]
        play << ...
        for member in ("ola", "jo", "maya", "tom"):
            for view in cards_of(play.room, member):
                said = " ".join((view.title, *view.lines))
                assert not any(word.lower() in said.lower() for word in TELLTALE)
        assert "nudge" not in repr(notice_view(play.room)).lower()


@pytest.mark.parametrize("action", [Action.PRIVATELY, Action.LET_IT_REST, Action.NOT_A_QUESTION])
def test_a_report_shows_neither_nudges_nor_presses(action: Action) -> None:
    """What was ended by a press stands in no list that another convener could see."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        play >> pressed(NUDGE, "moira", action, 420) << ...
        made = summary_of(play.room)
        assert made.sections == ()
        assert "nudge" not in repr(made).lower()


def test_a_report_does_not_say_that_a_question_was_nudged_about() -> None:
    """With and without a nudge its line is the same."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> follow_posted("moira", "m1", "h1", 500) << ...
        nudged = play.question()
        bare = replace(nudged, chosen_at=None, held_by=None, claimed_by=None)
        assert nudged != bare
        told = summary_of(play.room)
        play.room.questions[bare.id] = bare
        assert told == summary_of(play.room)


def test_cards_and_presses_are_gone_a_week_after_the_meeting() -> None:
    """By time alone, without any event."""
    with playing(meeting_room("moira", "ola")) as play:
        nudge(play, to=("moira", "ola"))
        play >> pressed(NUDGE, "moira", Action.GO, 420) << ...
        play >> ended(1800) << ...
        while (due := play.room.wake_at) is not None:
            play >> WakeUp(room=play.room.id, at=due) << ...
        assert not play.room.cards
        assert play.room.now <= play.question().asked_at + 1800 + 7 * DAY + HANGS_AFTER
        assert play.question().claimed_by is None


BLAME = re.compile(
    r"\b(miss(?:ed|es)?|ignor|fail|blame|fault|should have|too (?:late|quickly|slow)|neglect|joke"
    r"|you (?:didn't|forgot|never)|nobody (?:answered|cared)|unanswered|brushed)",
    re.IGNORECASE,
)


def test_no_text_counts_misses_or_blames() -> None:
    """Every sentence that isn't about Heed itself, read through for words of blame."""
    sentences = [
        *(each for each in vars(cards).values() if isinstance(each, str)),
        *wording.KINDS.values(),
        *wording._TITLES.values(),
        *wording._LINES.values(),
    ]
    sentences += [
        text for pair in (*stems._BUILD.values(), *stems._HONOUR.values()) for text in pair
    ]
    with playing(meeting_room()) as play:
        nudge(play)
        (view,) = cards_of(play.room, "moira")
        sentences += view.details[0].why
    assert len(sentences) > 40
    of_people = [each for each in sentences if not each.startswith("Heed ")]
    assert [each for each in of_people if BLAME.search(each)] == []


def test_a_deputy_never_sees_the_conveners_cards() -> None:
    """Their own cards are made for them; none is the convener's."""
    jo = convener("jo", role=Role.DEPUTY)
    with playing(meeting_room("moira", jo)) as play:
        nudge(play)
        assert cards_of(play.room, "jo") == []
        play >> pressed(NUDGE, "jo", Action.SHOW, 420) << ...
        assert {each.purpose for each in play.room.cards.values()} == {Purpose.NUDGE}
