"""Every sentence that a person reads: kind, short, true to the figures."""

from dataclasses import replace

import pytest

from bot.domain import cards
from bot.domain.events import Action, Role
from bot.domain.question import Kind, Question, State
from bot.domain.room import Purpose, Room
from bot.domain.saying import ago, minutes, stretch
from bot.domain.settings import KeepText, RoomMode, RoomSettings
from bot.domain.views import CardView
from bot.domain.wording import (
    KINDS,
    UNSAID,
    card_view,
    follow_view,
    notice_view,
    why,
)
from tests.domain.builders import DAY, HOUR, MONDAY, card, convener, meeting_room, question, ready

ASKED = question(
    text="Who decides about the merch refunds?",
    kind=Kind.CHALLENGE,
    state=State.HANGING,
    others=6,
    hanging_since=MONDAY + 180,
    cues=("ends with a question mark", "asks who", "asks when"),
)


def room_with(*asked: Question, settings: RoomSettings | None = None) -> Room:
    """A room that tracks these questions."""
    room = meeting_room(settings=settings)
    room.questions = {each.id: each for each in asked}
    return room


def view(purpose: Purpose, *asked: Question, shown: bool = True, at: float = MONDAY) -> CardView:
    """A card about these questions."""
    made = card(purpose, shown=shown, questions=tuple(each.id for each in asked))
    return card_view(room_with(*asked), made, at)


# --- stretches of time -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "said", "after_the"),
    [
        (0, "less than a minute", "minute"),
        (59.9, "less than a minute", "minute"),
        (60, "1 minute", "minute"),
        (89, "1 minute", "minute"),
        (91, "2 minutes", "2 minutes"),
        (3599, "60 minutes", "60 minutes"),
        (89 * 60, "89 minutes", "89 minutes"),
        (HOUR * 1.5, "2 hours", "2 hours"),
        (HOUR * 35, "35 hours", "35 hours"),
        (DAY * 1.6, "2 days", "2 days"),
        (DAY * 30, "30 days", "30 days"),
    ],
)
def test_time_is_said_as_people_say_it(seconds: float, said: str, after_the: str) -> None:
    """In whole minutes, hours or days, none of them far from the truth."""
    assert minutes(seconds) == said
    assert ago(seconds) == f"{said} ago"
    assert stretch(seconds) == after_the


def test_what_is_still_to_come_was_not_long_ago() -> None:
    """A clock that is a little behind makes no negative time."""
    assert ago(-5) == "less than a minute ago"


# --- why it was noticed ----------------------------------------------------------------------


def test_the_reasons_say_what_how_long_and_what_the_talk_moved_on_to() -> None:
    """Rule 8, in four short sentences."""
    moved = replace(ASKED, moved_on_to="the clinic times", heard_too=("ade",))
    assert why(moved, MONDAY + DAY) == (
        KINDS[Kind.CHALLENGE],
        "It ends with a question mark and asks who.",
        "In the 3 minutes after it others wrote 6 messages, about other things it seems.",
        "The talk moved on to the clinic times.",
        "Others would like it heard too.",
    )


@pytest.mark.parametrize(
    ("others", "said"),
    [
        (0, "In the 15 minutes after it nobody else wrote."),
        (1, "In the 15 minutes after it one message by somebody else came"),
        (2, "In the 15 minutes after it others wrote 2 messages"),
    ],
)
def test_the_figures_are_those_of_when_it_was_noticed(others: int, said: str) -> None:
    """However much later the card is read."""
    asked = replace(ASKED, others=others, hanging_since=MONDAY + 900)
    for at in (MONDAY + 900, MONDAY + DAY):
        assert any(line.startswith(said) for line in why(asked, at))


def test_what_was_not_noticed_as_hanging_is_counted_up_to_now() -> None:
    """On a spoken meeting's card a question may still be open."""
    asked = replace(ASKED, state=State.OPEN, hanging_since=None, others=0)
    assert "In the 10 minutes after it nobody else wrote." in why(asked, MONDAY + 600)


@pytest.mark.parametrize(
    ("cues", "said"),
    [
        (("is put as a question", "asks who"), "It is put as a question and asks who."),
        (
            ("ends with a question mark", "is put as a question", "asks who"),
            "It ends with a question mark and asks who.",
        ),
        (("ends with a question mark",), "It ends with a question mark."),
    ],
)
def test_two_telling_cues_are_said_at_most(cues: tuple[str, ...], said: str) -> None:
    """As a sentence."""
    assert why(replace(ASKED, cues=cues), MONDAY)[1] == said


def test_cues_that_say_nothing_are_not_said() -> None:
    """The kind says it already."""
    assert len(why(replace(ASKED, text=None, cues=tuple(UNSAID)), MONDAY)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Well, I've lost the thread",
            "It asks who and says they don't follow it: “I've lost the thread”.",
        ),
        (None, "It asks who."),
    ],
)
def test_the_deciding_words_are_told_where_they_are_kept(text: str | None, said: str) -> None:
    """Rule 8: which words; rule 9: none where no text is kept."""
    asked = replace(ASKED, text=text, cues=("says they don't follow it", "asks who"))
    assert why(asked, MONDAY)[1] == said


# --- cards -----------------------------------------------------------------------------------


def test_a_card_of_one_question_leads_to_it() -> None:
    """*Go to the message* first, and three buttons in sight."""
    hidden, shown = view(Purpose.NUDGE, ASKED, shown=False), view(Purpose.NUDGE, ASKED)
    assert [each.action for each in hidden.buttons] == [Action.GO, Action.SHOW]
    assert [each.action for each in shown.buttons] == [
        Action.GO,
        Action.POST,
        Action.ALREADY_FOLLOWED,
    ]
    assert hidden.target == shown.target == "m1"
    assert hidden.details == ()
    assert shown.details[0].buttons == ()
    assert shown.details[0].ago == "less than a minute ago"


def test_the_menu_has_every_other_action_once() -> None:
    """Whether or not the card is shown, everything can be done, and nothing is there twice."""
    for shown in (True, False):
        made = view(Purpose.NUDGE, ASKED, shown=shown)
        offered = [(each.action, each.value) for each in (*made.buttons, *made.menu)]
        assert len(offered) == len(set(offered))
        assert {action for action, _ in offered} | {Action.SHOW} == {
            Action.SHOW,
            Action.GO,
            Action.POST,
            Action.ALREADY_FOLLOWED,
            Action.PRIVATELY,
            Action.LET_IT_REST,
            Action.NOT_A_QUESTION,
            Action.HAND_TO,
            Action.LATER,
            Action.STEP_DOWN,
        }


def test_a_list_has_its_buttons_by_the_question() -> None:
    """*Go* first, three each, each naming its question."""
    second = replace(ASKED, id="m2", message="m2")
    made = view(Purpose.CARRIED, ASKED, second)
    assert made.buttons == ()
    assert made.target is None
    for details in made.details:
        assert [each.action for each in details.buttons] == [
            Action.GO,
            Action.ALREADY_FOLLOWED,
            Action.LET_IT_REST,
        ]
        assert {each.question for each in details.buttons} == {details.question}


def test_a_spoken_meetings_card_offers_what_fits_it() -> None:
    """Answered aloud, or to be said aloud."""
    (details,) = view(Purpose.SPOKEN, ASKED).details
    assert [each.action for each in details.buttons] == [
        Action.GO,
        Action.ANSWERED_ALOUD,
        Action.SAY_IT_ALOUD,
    ]


def test_a_closed_card_only_has_its_last_word() -> None:
    """No buttons, no details, nothing to do."""
    made = card_view(room_with(ASKED), card(closed=cards.PICKED_UP, shown=True), MONDAY)
    assert made.closed
    assert made.lines == (cards.PICKED_UP,)
    assert (made.buttons, made.menu, made.details) == ((), (), ())


def test_a_card_whose_questions_left_memory_says_that_nothing_is_left() -> None:
    """A question that retired meanwhile leaves an empty card, not an error."""
    made = card_view(room_with(), card(shown=True), MONDAY)
    assert made.closed
    assert made.lines == ("Nothing to do here any more.",)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_room_without_a_name_has_a_title_too(purpose: Purpose) -> None:
    """It is "your room"."""
    room = room_with(ASKED)
    room.title = ""
    title = card_view(room, card(purpose), MONDAY).title
    assert "{" not in title
    assert purpose is Purpose.PRACTICE or "your room" in title


def test_where_no_words_are_kept_the_card_leads_to_the_message() -> None:
    """Rule 9: no quote, and stems that need none."""
    made = view(Purpose.NUDGE, replace(ASKED, text=None))
    assert made.target == "m1"
    assert made.details[0].quote is None
    assert len(made.details[0].stems) == 3


def test_a_setting_shows_at_once() -> None:
    """A nudge made in such a room is shown already; that is the admin's choice."""
    assert view(Purpose.NUDGE, ASKED, shown=True).details


def test_the_practice_nudge_looks_like_a_real_one() -> None:
    """Its example has a quote, a reason and stems, and names nobody."""
    made = card_view(ready(), card(Purpose.PRACTICE, shown=True, questions=()), MONDAY)
    (details,) = made.details
    assert details.quote
    assert details.why
    assert len(details.stems) == 3
    assert "example" in details.who


# --- in public -------------------------------------------------------------------------------


def test_a_posted_follow_is_labelled_and_replies_to_the_question() -> None:
    """Who sent it stands there; who asked doesn't."""
    made = follow_view(room_with(replace(ASKED, thread="t1")), ASKED, "moira", "What would help?")
    assert made.label == "Moira, sent through Heed"
    assert made.reply_to == "m1"
    assert "Maya" not in repr(made)


def test_the_notice_says_who_what_and_how_long() -> None:
    """Rule 1: conveners and deputies, who runs it, what is kept, what anybody may do."""
    chosen = RoomSettings(run_by="the partnership office", retention_seconds=7 * DAY)
    jo = convener("jo", role=Role.DEPUTY)
    made = " ".join(notice_view(ready("moira", jo, settings=chosen)).lines)
    for words in ("Jo (deputy), Moira", "Run by the partnership office", "7 days", "opt out"):
        assert words in made
    assert "while a meeting runs" in made


def test_the_notice_says_so_when_it_always_listens_and_keeps_no_words() -> None:
    """And that it stops when nobody convenes."""
    chosen = RoomSettings(mode=RoomMode.ALWAYS_ON, keep_text=KeepText.NONE)
    made = " ".join(notice_view(ready(settings=chosen)).lines)
    assert "all the time" in made
    assert "no words at all" in made
    nobody = ready()
    nobody.conveners.clear()
    assert "nothing is read" in " ".join(notice_view(nobody).lines)
