"""Summaries in two views, what waits, and what a convener may have posted."""

from dataclasses import replace
from typing import Any, Final

import pytest

from bot.domain import summary
from bot.domain.chronicle import Span, Viewer, chronicle, title
from bot.domain.export import exported
from bot.domain.forgetting import SOMEBODY
from bot.domain.options import OPTIONS
from bot.domain.question import Ending, How, Kind, PickUp, Question, State
from bot.domain.room import Meeting, PublicPage, Room
from bot.domain.settings import KeepText, RoomSettings
from bot.domain.wishes import Format, Summary, parse
from tests.domain.builders import DAY, HOUR, MINUTE, MONDAY, meeting_room, question, ready
from tests.domain.pagetext import lines_of, text_of

NOW: Final = MONDAY + HOUR
ANSWER: Final = PickUp(message="m9", author="tom", at=MONDAY + 300, how=How.ANSWER, weight=0.9)


def asked(name: str, state: State, text: str, /, **changes: object) -> Question:
    """A question of the running meeting."""
    given = {"meeting": "mtg", "asked_at": MONDAY + 60.0, **changes}
    return question(name, state=state, text=text, **given)


TALK: Final = (
    asked("m1", State.FOLLOWED, "Who decides on\n the sites?", pick_ups=(ANSWER,)),
    asked("m2", State.HANGING, "Who is missing here?", moved_on_to="the clinic times"),
    asked("m3", State.OPEN, "Is Thursday still on?", asked_at=NOW - 30, asker="ade"),
    asked("m4", State.TAKEN_AWAY, "What does it cost?", taken_away_by="moira"),
    asked("m5", State.WITHDRAWN, "Where is the form?"),
    asked("m6", State.SETTLED, "Is it ours?", ending=Ending.LET_IT_REST),
    asked("m7", State.SETTLED, "Whose budget?", ending=Ending.ALREADY_FOLLOWED),
    asked("m8", State.GONE, "", tracked=True),
    asked("m9", State.HANGING, "I want to hurt myself", sensitive=True),
    asked("m10", State.HANGING, "Can you hear me?", tracked=False),
    asked("m11", State.FOLLOWED, "An older one?", meeting="before", asked_at=MONDAY - DAY),
)
MEETING: Final = Span(since=MONDAY, meeting="mtg")


def room(**settings: Any) -> Room:  # noqa: ANN401 - takes any of them by its name
    """A room in a meeting, with these settings."""
    return meeting_room(settings=replace(RoomSettings(), **settings))


def test_the_rooms_view_shows_what_was_raised_and_followed() -> None:
    """With links; no names, no kinds, nothing that hangs, and nothing by a convener's press."""
    assert lines_of(summary.room_page(room(), TALK, MEETING, NOW)) == [
        "# Summary of #partners",
        "The meeting of 2 March, 09:00.",
        "## Raised and followed",
        "- “Who decides on the sites?” -> m1",
    ]


def test_a_conveners_view_shows_what_became_of_everything() -> None:
    """Raised, followed (how, how soon), waiting, taken away, withdrawn; never what was pressed."""
    assert lines_of(summary.convener_page(room(), TALK, MEETING, NOW)) == [
        "# Summary of #partners, for its conveners",
        "The meeting of 2 March, 09:00.",
        "6 questions noticed, 3 picked up, 2 still waiting.",
        "## Still waiting",
        "- “Who is missing here?” -> m2",
        "    Maya, 59 minutes ago · the talk moved on to the clinic times",
        "- “Is Thursday still on?” -> m3",
        "    Ade, less than a minute ago",
        "## Followed",
        "- “Who decides on the sites?” -> m1",
        "    Maya, 59 minutes ago · answered by Tom after 4 minutes",
        "- “Whose budget?” -> m7",
        "    Maya, 59 minutes ago",
        "## Taken away",
        "- “What does it cost?” -> m4",
        "    Maya, 59 minutes ago · Moira will come back to it",
        "## Withdrawn",
        "- “Where is the form?” -> m5",
        "    Maya, 59 minutes ago",
        f"(Post it in the room…: summary meeting @{MONDAY:.6f} post)",
        f"(Picture: export meeting @{MONDAY:.6f} png)",
    ]


def test_what_waits_is_for_conveners_with_what_hangs_first() -> None:
    """Of earlier meetings too; without what is sensitive."""
    older = asked("m0", State.HANGING, "Why at all?", meeting="before", asked_at=MONDAY - DAY)
    assert lines_of(summary.open_page(room(), (*TALK, older), NOW)) == [
        "# Open in #partners",
        "A few words in the room are enough; you needn't have the answer.",
        "## Worth returning to",
        "- “Why at all?” -> m0",
        "    Maya, 25 hours ago",
        "- “Who is missing here?” -> m2",
        "    Maya, 59 minutes ago · the talk moved on to the clinic times",
        "## Only just asked",
        "- “Is Thursday still on?” -> m3",
        "    Ade, less than a minute ago",
    ]


def test_the_preview_leaves_out_what_hangs_unless_it_is_ticked() -> None:
    """One by one; what was taken away or withdrawn isn't offered."""
    assert lines_of(summary.preview_page(room(), TALK, MEETING, NOW)) == [
        "# Post this in #partners?",
        "The meeting of 2 March, 09:00.",
        "Everybody in the room will see it. No asker is named; the links lead to the messages.",
        "## Raised and followed",
        "- “Who decides on the sites?” -> m1",
        "## Left out, unless you tick them one by one",
        "- [ m2 ] “Who is missing here?” -> m2",
        "- [ m3 ] “Is Thursday still on?” -> m3",
        f"(Post it: summary meeting @{MONDAY:.6f} post yes)",
    ]


def public(*, ticked: tuple[str, ...] = (), ref: str = "") -> PublicPage:
    """A posted summary of the talk."""
    return PublicPage(
        id="page:1",
        by="moira",
        at=NOW,
        since=MONDAY,
        meeting=True,
        followed=("m1",),
        ticked=ticked,
        ref=ref,
    )


def test_a_posted_summary_says_who_shared_it_and_nobody_else() -> None:
    """What was ticked stands under a heading of its own."""
    page = summary.public_page(room(), public(ticked=("m2",)), TALK, NOW)
    assert page is not None
    assert lines_of(page) == [
        "# What was asked and followed (public)",
        "The meeting of 2 March, 09:00. Shared by Moira, through Heed.",
        "## Raised and followed",
        "- “Who decides on the sites?” -> m1",
        "## Worth returning to",
        "- “Who is missing here?” -> m2",
    ]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"state": State.FOLLOWED}, "Raised and followed"),
        ({"state": State.HANGING}, "Worth returning to"),
        ({"state": State.TAKEN_AWAY}, "Worth returning to"),
        ({"state": State.SETTLED, "ending": Ending.LET_IT_REST}, "Worth returning to"),
        ({"state": State.WITHDRAWN}, ""),
        ({"state": State.GONE}, ""),
        ({"sensitive": True}, ""),
    ],
)
def test_what_was_ticked_follows_its_question_but_no_press(
    change: dict[str, Any], shown: str
) -> None:
    """Once followed it moves up, once taken back it goes; what a convener pressed isn't seen."""
    talk = (asked("m2", State.HANGING, "Who?"),)
    talk = (replace(talk[0], **change),)
    page = summary.public_page(room(), public(ticked=("m2",), ref="p1"), talk, NOW)
    assert page is not None
    assert [each.title for each in page.sections] == ([shown] if shown else [])
    assert ("Nothing of it is left to show." in page.lines) is (not shown)


def test_a_follow_that_was_undone_is_no_longer_shown_as_one() -> None:
    """A press on a followed question changes nothing in public."""
    undone = (asked("m1", State.OPEN, "Who?"),)
    assert summary.public_page(room(), public(), undone, NOW) is None
    pressed = (asked("m1", State.SETTLED, "Who?", ending=Ending.NOT_A_QUESTION),)
    page = summary.public_page(room(), public(), pressed, NOW)
    assert page is not None
    assert page.sections[0].title == "Raised and followed"


def test_without_kept_words_every_page_links_to_the_message_alone() -> None:
    """Whether they were never kept, or the setting came since."""
    bare = [replace(each, text=None) for each in TALK]
    for where, talk in ((room(), bare), (room(keep_text=KeepText.NONE), TALK)):
        page = summary.convener_page(where, talk, MEETING, NOW)
        lines = [line for each in page.sections for line in each.lines]
        assert {line.text[:11] for line in lines} == {"A question "}
        assert all(line.target for line in lines)


def test_what_is_too_old_stands_nowhere() -> None:
    """Retention counts at the moment of display."""
    short = room(retention_seconds=30 * MINUTE)
    page = summary.convener_page(short, TALK, MEETING, NOW)
    assert [line.target for each in page.sections for line in each.lines] == ["m3"]
    posted = summary.public_page(short, public(ref="p1"), TALK, NOW)
    assert posted is not None
    assert not posted.sections


def test_a_message_with_a_hanging_question_is_not_shown_as_followed() -> None:
    """The most urgent of its questions speaks for it, to the room too."""
    talk = (
        asked("m1", State.FOLLOWED, "Who?", pick_ups=(ANSWER,)),
        replace(asked("m1", State.HANGING, "Why?"), id="m1#2"),
    )
    assert not summary.room_page(room(), talk, MEETING, NOW).sections


def test_the_counts_are_said_in_one_line() -> None:
    """Without a word of misses; what earlier meetings left isn't counted."""
    waiting = [asked(f"m{n}", State.HANGING, "Who?") for n in range(2)]
    followed = asked("m7", State.FOLLOWED, "When?", pick_ups=(ANSWER,))
    away = asked("m8", State.TAKEN_AWAY, "Where?", taken_away_by="moira")

    def said(*talk: Question) -> str:
        return summary.convener_page(room(), talk, MEETING, NOW).lines[1]

    assert said(*waiting, followed, away) == "4 questions noticed, 2 picked up, 2 still waiting."
    assert said(followed) == "1 question noticed, 1 picked up, 0 still waiting."
    assert said() == "No questions were noticed."


def test_what_earlier_meetings_left_comes_first() -> None:
    """What this one began with, whatever became of it here; three at most."""
    here = room()
    for number, state in enumerate((State.FOLLOWED, State.HANGING, State.HANGING, State.HANGING)):
        here.questions[f"e{number}"] = asked(
            f"e{number}",
            state,
            f"Whose {number}?",
            meeting="before",
            asked_at=MONDAY - DAY + number,
            carried=1,
            carried_to="mtg" if number < 2 else "",
            pick_ups=(ANSWER,) if state is State.FOLLOWED else (),
        )
    assert lines_of(summary.convener_page(here, TALK[:1], MEETING, NOW))[2:11] == [
        "1 question noticed, 1 picked up, 0 still waiting.",
        "## From earlier meetings",
        "- “Whose 0?” -> e0",
        "    Maya, 25 hours ago · answered by Tom after 24 hours",
        "- “Whose 1?” -> e1",
        "    Maya, 25 hours ago",
        "- “Whose 2?” -> e2",
        "    Maya, 25 hours ago",
        "## Followed",
    ]


def test_of_somebody_forgotten_only_that_they_took_it_up_is_told() -> None:
    """Rule 9: neither a name nor a gap where one stood, nor a number for all who were forgotten."""
    unknown = replace(ANSWER, author=SOMEBODY)
    talk = (asked("m1", State.FOLLOWED, "Who decides?", pick_ups=(unknown,)),)
    page = summary.convener_page(room(), talk, MEETING, NOW)
    assert "    Maya, 59 minutes ago · answered after 4 minutes" in lines_of(page)
    told = chronicle(room(), talk, MEETING, NOW, Viewer.CONVENER)
    for form in (Format.MARKDOWN, Format.CSV, Format.JSON):
        for names in (True, False):
            text = exported(room(), told, form, NOW, names=names).content
            assert isinstance(text, str)
            assert "P2" not in text.split("numbered: P1, P2")[-1]
            assert "by  " not in text


def test_long_words_are_cut_to_a_line() -> None:
    """A summary is short."""
    talk = (asked("m1", State.FOLLOWED, "Who decides " * 50 + "?"),)
    ((line,),) = (each.lines for each in summary.room_page(room(), talk, MEETING, NOW).sections)
    assert len(line.text) <= summary.QUOTED_AT_MOST + 2
    assert line.text.endswith("…”")


def test_what_was_asked_beside_a_spoken_meeting_may_have_been_answered_aloud() -> None:
    """It is told apart, and stands in no figure."""
    talk = (
        asked("m1", State.HANGING, "Who?", spoken=True),
        asked("m2", State.FOLLOWED, "When?", spoken=True, pick_ups=(ANSWER,)),
        asked("m3", State.SETTLED, "How?", spoken=True, ending=Ending.ANSWERED_ALOUD),
    )
    page = summary.convener_page(room(), talk, MEETING, NOW)
    assert "No questions were noticed." in page.lines
    assert lines_of(page)[3:8] == [
        "## Asked beside the talk",
        "- “Who?” -> m1",
        "    Maya, 59 minutes ago · may have been answered aloud",
        "- “When?” -> m2",
        "    Maya, 59 minutes ago · answered by Tom after 4 minutes",
    ]
    waiting = summary.open_page(room(), talk, NOW)
    assert [each.title for each in waiting.sections] == ["Asked beside the talk"]


@pytest.mark.parametrize("kind", Kind)
def test_no_page_names_a_kind(kind: Kind) -> None:
    """Nor does the convener's summary: what it was is said on their card."""
    talk = [replace(each, kind=kind, text=None) for each in TALK]
    for page in (
        summary.room_page(room(), talk, MEETING, NOW),
        summary.convener_page(room(), talk, MEETING, NOW),
        summary.preview_page(room(), talk, MEETING, NOW),
    ):
        assert kind.value.replace("_", " ") not in text_of(page)


def test_quiet_rooms_say_so_and_what_there_is_to_do() -> None:
    """Nothing to show is no blank page."""
    for page in (
        summary.room_page(room(), (), MEETING, NOW),
        summary.convener_page(room(), (), MEETING, NOW),
        summary.preview_page(room(), (), MEETING, NOW),
        summary.open_page(room(), (), NOW),
    ):
        assert page.lines
        assert not page.sections
        assert not page.choices


# --- what is meant ---------------------------------------------------------------------------


def span(text: str, where: Room, at: float = NOW) -> Span | None:
    """What a wish means."""
    wish = parse(text)
    assert isinstance(wish, Summary)
    return summary.span_of(where, wish, at)


def test_a_wish_means_the_meeting_or_a_time() -> None:
    """The running meeting, else the last one, else a day."""
    last = ready()
    last.last_meeting = Meeting(id="old", started_at=MONDAY - DAY, ended_at=MONDAY - DAY + HOUR)
    old = Span(since=MONDAY - DAY, meeting="old")
    assert span("summary", room()) == span("summary meeting", room()) == MEETING
    assert span("summary", last) == span("summary meeting", last) == old
    assert span("summary", ready()) == Span(since=NOW - DAY)
    assert span("summary meeting", ready()) is None
    assert span("summary since 2h", room()) == Span(since=NOW - 2 * HOUR)


def test_a_previews_button_means_what_was_previewed() -> None:
    """Though time went on, and another meeting began."""
    assert span(f"{MEETING.wish()} post yes", room(), NOW + DAY) == MEETING
    since = Span(since=MONDAY + 0.123)
    assert span(f"{since.wish()} post yes", room(), NOW + DAY) == since
    later = room()
    later.last_meeting, later.meeting = later.meeting, Meeting(id="new", started_at=NOW)
    assert span(MEETING.wish(), later) == MEETING
    later.last_meeting = Meeting(id="other", started_at=NOW - 5)
    assert span(MEETING.wish(), later) is None


def test_a_time_is_said_in_the_rooms_own_clock() -> None:
    """Today's by the hour, other days' with their date."""
    london = room(time_zone="Europe/London")
    june = MONDAY + 100 * DAY
    assert title(london, since=june, meeting=True) == "The meeting of 10 June, 10:00"
    assert title(london, since=june, meeting=False, at=june + HOUR) == "Since 10:00"
    assert title(london, since=june, meeting=False, at=june + DAY) == "Since 10 June, 10:00"


def test_every_option_is_a_field_of_the_settings() -> None:
    """Its name leads to a value."""
    assert all(hasattr(RoomSettings(), each.field) for each in OPTIONS)
