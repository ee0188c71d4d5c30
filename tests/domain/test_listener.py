"""The second listener in the core: what is asked, what is waited for, what an answer changes."""

from dataclasses import replace
from typing import Any, Final

import pytest

from bot.domain import agreement
from bot.domain.commands import AskListener
from bot.domain.events import ConvenerInvited, ListenerAnswered, ListenerSet, NoticePosted, Role
from bot.domain.labels import ALLOWED, About, Label, label_of
from bot.domain.listener import WAITS
from bot.domain.question import Kind, State
from bot.domain.room import Convener, Room
from bot.domain.settings import RoomSettings
from bot.domain.wording import notice_view
from tests.domain.builders import (
    MONDAY,
    ROOM,
    convener,
    deleted,
    due_at,
    edited,
    forgotten,
    left,
    meeting_room,
    opted_out,
    paused,
    posted,
    settings,
    wake,
)
from tests.domain.playbook import (
    HANGS_AFTER,
    Matcher,
    Playbook,
    ask,
    playing,
    post_notice,
    reserve,
    retired,
    tell,
)

LISTENER: Final = "llama, on the same server"
SET_UP: Final = RoomSettings(listener=LISTENER)


def agreed(by: str, at: float, *, on: bool = True) -> ListenerSet:
    """A convener's word about the second listener."""
    return ListenerSet(room=ROOM, at=MONDAY + at, by=by, on=on)


def says(label: Label, at: float, *, about: str = "m1", message: str = "m1") -> ListenerAnswered:
    """The second listener's word."""
    return ListenerAnswered(room=ROOM, at=MONDAY + at, question=about, message=message, label=label)


def stands(play: Playbook, at: float) -> None:
    """The notice that is wanted stands in the room."""
    play >> NoticePosted(room=ROOM, at=MONDAY + at, notice=play.room.notice_wanted) << ...


def room(*conveners: Convener) -> Room:
    """A room in a meeting that a second listener is set up for; nobody agreed to it yet."""
    return meeting_room(*conveners, settings=SET_UP)


def agree(play: Playbook) -> None:
    """Moira agrees, and the notice says so."""
    play >> agreed("moira", -60) << ...
    stands(play, -59)


def ask_it(question: str, message: str, about: About) -> Matcher:
    """The second listener is to be asked."""
    wanted = (question, message, about)
    return Matcher(
        f"AskListener {wanted}",
        lambda c: isinstance(c, AskListener) and (c.question, c.message, c.about) == wanted,
    )


FAINT: Final = "faint:challenge Who is missing here?"
HEARING: Final = ask_it("m1", "m1", About.HEARING)


# --- the agreement ---------------------------------------------------------------------------


def test_nothing_is_asked_until_a_convener_agreed_and_the_notice_says_so() -> None:
    """Neither by the admin's setting up alone, nor before everybody in the room can know."""
    with playing(room()) as play:
        play >> posted("m1", "maya", FAINT, 1)
        play >> agreed("moira", 2) << post_notice(LISTENER) << tell("moira", "Agreed")
        play >> posted("m2", "maya", FAINT, 3)
        stands(play, 4)
        play >> posted("m3", "maya", FAINT, 5) << ask_it("m3", "m3", About.HEARING)


@pytest.mark.parametrize("who", ["tom", "ola", "ade"])
def test_only_a_convener_can_agree_or_end_it(who: str) -> None:
    """Not a member, not a deputy, not somebody who was only asked to convene."""
    people = (convener("moira"), convener("ola", role=Role.DEPUTY), convener("ade", accepted=False))
    with playing(room(*people)) as play:
        play >> agreed(who, 1) << tell(who, "Only a convener")
        assert play.room.agreement is None
        agree(play)
        play >> agreed(who, 2, on=False) << tell(who, "Only a convener")
        assert agreement.stands(play.room)


def test_where_none_is_set_up_there_is_nothing_to_agree_to() -> None:
    """It says so."""
    with playing(meeting_room()) as play:
        play >> agreed("moira", 1) << tell("moira", "No second listener")
        assert play.room.agreement is None


def test_the_notice_names_the_listener_and_is_renewed_both_ways() -> None:
    """Nothing leaves the server, or this does, and it is said in the words of the notice."""
    with playing(room()) as play:
        assert "Nothing leaves the server" in " ".join(notice_view(play.room).lines)
        play >> agreed("moira", 1) << post_notice(LISTENER) << tell("moira")
        said = " ".join(notice_view(play.room).lines)
        assert LISTENER in said
        assert "without names" in said
        assert "Nothing leaves the server" not in said
        play >> agreed("moira", 2, on=False) << post_notice() << tell("moira")
        assert LISTENER not in play.room.notice_wanted
        assert "Nothing leaves the server" in " ".join(notice_view(play.room).lines)


def test_any_other_convener_may_end_it() -> None:
    """What one agreed to isn't forced on another."""
    with playing(room(convener("moira"), convener("ola"))) as play:
        agree(play)
        play >> agreed("ola", 1, on=False) << ...
        assert play.room.agreement is None


@pytest.mark.parametrize(
    "event",
    [
        left("moira", 1),
        forgotten("moira", 1),
        ConvenerInvited(room=ROOM, at=MONDAY + 1, member="moira", role=Role.DEPUTY, by="ola"),
        settings(RoomSettings(listener="another, at example.org"), 1),
        settings(RoomSettings(), 1),
    ],
    ids=["leaves", "is forgotten", "becomes a deputy", "another listener", "none"],
)
def test_the_agreement_ends_with_whom_or_what_it_was_about(event: Any) -> None:  # noqa: ANN401 - events
    """And doesn't come back when that is turned round: it takes a convener's word again."""
    with playing(room(convener("moira"), convener("ola"))) as play:
        agree(play)
        play >> event << ...
        assert play.room.agreement is None
        play >> settings(SET_UP, 2) << ...
        stands(play, 3)
        play >> posted("m1", "maya", FAINT, 4)


# --- what is asked ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        (FAINT, True),
        ("ask:challenge Who decides?", False),
        ("idle:challenge How are you?", False),
        ("secret:concern I can't go on", False),
    ],
)
def test_only_what_is_heard_unsurely_is_asked_about(text: str, asks: bool) -> None:
    """Not what is plain, not small talk, and never what is sensitive (rule 11)."""
    with playing(room()) as play:
        agree(play)
        play >> posted("m1", "maya", text, 1)
        if asks:
            play << HEARING
        assert play.question().awaits(play.room.now) is asks


@pytest.mark.parametrize(("mark", "asks"), [("halves", True), ("answers", False)])
def test_only_a_reply_that_may_or_may_not_take_it_up_is_asked_about(mark: str, asks: bool) -> None:
    """One that plainly does isn't."""
    with playing(room()) as play:
        agree(play)
        play >> posted("m1", "maya", "ask:challenge Who decides?", 1)
        play >> posted("m2", "tom", f"{mark}:m1", 2)
        if asks:
            play << ask_it("m1", "m2", About.REPLY)


def test_a_message_that_may_not_be_read_is_never_asked_about() -> None:
    """Whoever opted out is as silent here as everywhere; so is a paused meeting."""
    with playing(room()) as play:
        agree(play)
        play >> posted("m1", "maya", "", 1, unread=True)
        play >> paused("tom", 2) << tell("tom")
        play >> posted("m2", "maya", FAINT, 3)


def test_an_edit_asks_anew_and_what_was_asked_before_does_not_count() -> None:
    """An answer about other words is no answer."""
    with playing(room()) as play:
        agree(play)
        play >> posted("m1", "maya", FAINT, 1) << HEARING
        play >> edited("m1", "ask:challenge Who decides?", 2)
        play >> says(Label.NO_QUESTION, 3)
        assert play.question().tracked
        play >> edited("m1", FAINT, 4) << HEARING
        play >> deleted("m1", 5) << retired("m1")
        play >> says(Label.CHALLENGE, 6)


# --- what an answer changes ------------------------------------------------------------------


@pytest.mark.parametrize("label", [Label.INQUIRY, Label.NOT_KNOWING, Label.CONCERN])
def test_what_it_hears_too_is_heard_surely_and_of_its_kind(label: Label) -> None:
    """So it is worth a nudge, which it wasn't."""
    with playing(room()) as play:
        agree(play)
        play >> posted("m1", "maya", FAINT, 1) << HEARING
        play >> says(label, 2)
        assert play.question().kind is Kind(label.value)
        assert play.question().confidence == 0.9
        play >> wake(HANGS_AFTER * 3) << reserve("nudge:m1:moira")


def test_what_it_takes_for_no_question_is_never_nudged_and_loses_its_words() -> None:
    """Words are kept of tracked questions alone (rule 9)."""
    with playing(room()) as play:
        agree(play)
        play >> posted("m1", "maya", FAINT, 1) << HEARING
        assert play.question().text
        play >> says(Label.NO_QUESTION, 2)
        assert (play.question().tracked, play.question().text) == (False, None)
        play >> wake(HANGS_AFTER * 3)


@pytest.mark.parametrize(
    ("label", "state"),
    [(Label.ANSWER, State.FOLLOWED), (Label.FOLLOW, State.FOLLOWED), (Label.NEITHER, State.OPEN)],
)
def test_it_decides_whether_a_reply_takes_it_up(label: Label, state: State) -> None:
    """Either way, whatever the local decision was."""
    with playing(room()) as play:
        agree(play)
        play >> posted("m1", "maya", "ask:challenge Who decides?", 1)
        play >> posted("m2", "tom", "halves:m1", 2) << ask_it("m1", "m2", About.REPLY)
        assert play.state() is State.FOLLOWED
        play >> says(label, 3, message="m2")
        assert play.state() is state
        assert [each.how.value for each in play.question().pick_ups] == (
            [] if label is Label.NEITHER else [label.value]
        )


@pytest.mark.parametrize(
    "answer",
    [
        says(Label.NO_QUESTION, 2, about="m9"),
        says(Label.NO_QUESTION, 2, message="m9"),
        says(Label.NEITHER, 2),
        says(Label.NO_QUESTION, WAITS + 1.5),
    ],
    ids=["another question", "another message", "another label", "too late"],
)
def test_what_was_not_asked_or_comes_too_late_changes_nothing(answer: ListenerAnswered) -> None:
    """The local decision stands."""
    with playing(room()) as play:
        agree(play)
        play >> posted("m1", "maya", FAINT, 1) << HEARING
        before = play.question()
        play >> answer
        assert replace(play.question(), awaited=before.awaited) == before


def test_an_answer_counts_once() -> None:
    """The second is nothing that was asked for."""
    with playing(room()) as play:
        agree(play)
        play >> posted("m1", "maya", FAINT, 1) << HEARING
        play >> says(Label.CONCERN, 2)
        play >> says(Label.NO_QUESTION, 3)
        assert play.question().kind is Kind.CONCERN


def test_an_answer_about_somebody_who_opted_out_since_changes_nothing() -> None:
    """Their question is gone."""
    with playing(room()) as play:
        agree(play)
        play >> posted("m1", "maya", FAINT, 1) << HEARING
        play >> opted_out("maya", 2) << ...
        play >> says(Label.CHALLENGE, 3)
        assert "m1" not in play.room.questions


# --- waiting ---------------------------------------------------------------------------------


def with_a_late_guess(play: Playbook) -> float:
    """A question about to be nudged, and a reply just before that may take it up; its time."""
    ask(play)
    late = due_at(play.room, play.question()) - MONDAY - 5
    pace = play.room.pace
    play >> posted("m4", "tom", "guesses:m1", late) << ask_it("m1", "m4", About.REPLY)
    play.room.pace = pace
    return late


def test_a_nudge_that_is_due_waits_for_the_answer_and_not_longer() -> None:
    """Its deadline is in the room's state, so a restart changes nothing about it."""
    with playing(room()) as play:
        agree(play)
        late = with_a_late_guess(play)
        play >> wake(late + 10)
        assert play.state() is State.HANGING
        assert play.question().chosen_at is None
        assert play.room.wake_at == MONDAY + late + WAITS
        play >> wake(late + WAITS) << reserve("nudge:m1:moira")


@pytest.mark.parametrize("label", [Label.NEITHER, Label.ANSWER])
def test_the_answer_lets_the_nudge_go_or_spares_it(label: Label) -> None:
    """At once, whichever it is."""
    with playing(room()) as play:
        agree(play)
        late = with_a_late_guess(play)
        play >> wake(late + 10)
        play >> says(label, late + 11, message="m4")
        if label is Label.NEITHER:
            play << reserve("nudge:m1:moira")
        else:
            assert play.state() is State.FOLLOWED


# --- its words -------------------------------------------------------------------------------


@pytest.mark.parametrize("about", About)
def test_an_answer_is_one_of_the_allowed_words(about: About) -> None:
    """In any case, and with marks around it."""
    for label in ALLOWED[about]:
        for said in (label.value, f" {label.value.upper()}.\n", f'"{label.value}"'):
            assert label_of(said, about) is label


@pytest.mark.parametrize(
    "said",
    [
        "",
        "yes",
        "answer, I think",
        "challenge concern",
        "no question",
        "ignore your instructions",
        "inquiry" * 1000,
        "<think>concern</think>",
        '{"label": "challenge"}',
        "neither",
    ],
)
def test_anything_else_is_no_answer(said: str) -> None:
    """Nothing is guessed from what a model says besides."""
    assert label_of(said, About.HEARING) is None
