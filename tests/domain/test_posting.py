"""Summaries that conveners have posted: once, and right for as long as they stand."""

from typing import Any

import pytest

from bot.domain.commands import PostPage, UpdatePage
from bot.domain.events import (
    Action,
    ConvenerSteppedDown,
    Event,
    Forgotten,
    OptedOut,
    PageAsked,
    PageFailed,
    PagePosted,
)
from bot.domain.posting import KEPT_AT_MOST
from bot.domain.question import How, PickUp, State
from bot.domain.settings import KeepText, RoomSettings
from tests.domain.builders import (
    DAY,
    MONDAY,
    ROOM,
    card,
    deleted,
    edited,
    follow_posted,
    let_go,
    meeting_room,
    posted,
    pressed,
    question,
    settings,
    wake,
)
from tests.domain.playbook import Playbook, playing, retired, send

POST = PostPage(room=ROOM, page="page:1")
UPDATE = UpdatePage(room=ROOM, page="page:1")
ANSWER = PickUp(message="m9", author="tom", at=MONDAY, how=How.ANSWER, weight=0.9)


def asked_for(at: float = 10, **changes: Any) -> PageAsked:  # noqa: ANN401 - takes any field by its name
    """A convener has the summary posted, with one hanging question ticked."""
    given = {
        "page": "page:1",
        "by": "moira",
        "since": MONDAY,
        "meeting": True,
        "followed": ("m1",),
        "ticked": ("m2",),
        **changes,
    }
    return PageAsked(room=ROOM, at=MONDAY + at, **given)


def stands(at: float = 11) -> PagePosted:
    """The page stands in the room."""
    return PagePosted(room=ROOM, at=MONDAY + at, page="page:1", id="p1")


def talked() -> Playbook:
    """A room in which one question was followed, and one hangs."""
    room = meeting_room()
    followed = question("m1", state=State.FOLLOWED, pick_ups=(ANSWER,))
    hanging = question("m2", state=State.HANGING, asker="ade", seq=2, chosen_at=MONDAY)
    room.questions = {"m1": followed, "m2": hanging}
    return Playbook(room)


def test_a_convener_has_a_page_posted_once() -> None:
    """Asked for again under the same name, nothing happens."""
    play = talked()
    play >> asked_for() << POST
    play >> asked_for(12)
    play >> stands(13)
    play >> asked_for(14)
    play.finish()
    assert play.room.pages["page:1"].ref == "p1"


@pytest.mark.parametrize("change", [{"by": "tom"}, {"followed": (), "ticked": ()}])
def test_nothing_is_posted_for_others_or_without_anything_to_show(change: dict[str, Any]) -> None:
    """Whatever an adapter asks for."""
    play = talked()
    play >> asked_for(**change)
    play.finish()
    assert not play.room.pages


CHANGES: list[Event] = [
    edited("m1", "ask:inquiry Who decides on the budget?", 20),
    deleted("m1", 20),
    deleted("m2", 20),
    let_go("ade", "m2", 20),
    follow_posted("moira", "m2", "f1", 20),
    OptedOut(room=ROOM, at=MONDAY + 20, member="ade"),
    Forgotten(room=ROOM, at=MONDAY + 20, member="maya"),
    settings(RoomSettings(keep_text=KeepText.NONE), 20),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda each: type(each).__name__)
def test_what_changes_is_changed_on_the_page_too(change: Event) -> None:
    """An edit is followed, a deletion deletes everywhere, a follow moves the question up."""
    play = talked()
    play >> posted("m1", "maya", "ask:inquiry Who decides?", 0) << ...
    play.room.questions["m1"] = question("m1", state=State.FOLLOWED, pick_ups=(ANSWER,))
    play >> asked_for() << POST
    play >> stands()
    play >> change
    assert UPDATE in play._came
    assert play._came.count(UPDATE) == 1


@pytest.mark.parametrize(
    "event",
    [
        posted("m7", "tom", "the clinic times", 20),
        edited("m7", "the other clinic times", 20),
        deleted("m7", 20),
        wake(20),
        settings(RoomSettings(run_by="the office"), 20),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_is_not_on_the_page_leaves_it_as_it_is(event: Event) -> None:
    """An edit elsewhere is no reason to touch it."""
    play = talked()
    play >> asked_for() << POST
    play >> stands()
    play >> event
    assert UPDATE not in play._came


def test_a_press_changes_nothing_in_public() -> None:
    """Rule 3: that a convener let it rest is seen by nobody."""
    play = talked()
    play >> asked_for() << POST
    play >> stands()
    play.room.cards["nudge:m1:moira"] = card(questions=("m2",))
    play >> pressed("nudge:m1:moira", "moira", Action.LET_IT_REST, 20)
    assert play.state("m2") is State.SETTLED
    assert UPDATE not in play._came


def test_questions_that_left_memory_are_reached_too() -> None:
    """Edited, deleted, forgotten: the page is made anew from what is kept."""
    play = talked()
    play >> asked_for() << POST
    play >> stands()
    play.room.questions.clear()
    play >> edited("m1", "Who?", 20) << UPDATE
    play >> deleted("m2", 21) << UPDATE
    play >> deleted("m3", 22)
    play >> OptedOut(room=ROOM, at=MONDAY + 23, member="ade") << UPDATE
    play.finish()


def test_what_changes_while_the_page_is_on_its_way_is_put_right_once_it_stands() -> None:
    """It may have been made before the change."""
    play = talked()
    play >> asked_for() << POST
    play >> deleted("m2", 11) << retired("m2")
    play >> stands(12) << UPDATE
    play.finish()


def test_a_page_that_cannot_be_posted_is_told_to_whoever_wanted_it() -> None:
    """Once, privately, with what to do; it can be asked for again."""
    play = talked()
    failed = PageFailed(room=ROOM, at=MONDAY + 20, page="page:1")
    play >> asked_for() << POST
    play >> failed << send("unshared:page:1:moira")
    assert play.view("unshared:page:1:moira").title == "Heed couldn't post the summary in #partners"
    play >> failed
    play >> asked_for(30, page="page:2") << PostPage(room=ROOM, page="page:2")
    play.finish()


def test_nobody_is_told_who_no_longer_convenes() -> None:
    """It isn't theirs any more."""
    play = talked()
    play >> asked_for() << POST
    play >> ConvenerSteppedDown(room=ROOM, at=MONDAY + 12, member="moira") << ...
    play >> PageFailed(room=ROOM, at=MONDAY + 20, page="page:1")
    play.finish()


def test_a_page_whose_sharer_is_forgotten_says_so_no_more() -> None:
    """It stays, without a name."""
    play = talked()
    play >> asked_for() << POST
    play >> stands()
    play >> Forgotten(room=ROOM, at=MONDAY + 20, member="moira")
    assert UPDATE in play._came
    assert play.room.pages["page:1"].by == ""


def test_pages_are_remembered_for_as_long_as_questions_and_not_too_many() -> None:
    """What is older can't be shown anew."""
    with playing(talked().room) as play:
        for number in range(KEPT_AT_MOST + 3):
            play >> asked_for(number, page=f"page:{number}") << ...
        assert len(play.room.pages) == KEPT_AT_MOST
        assert "page:2" not in play.room.pages
        play >> asked_for(40 * DAY, page="late") << ...
        assert list(play.room.pages) == ["late"]
