"""Rule 2: the asker is never exposed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import summary
from bot.domain.chronicle import Span
from bot.domain.commands import (
    Command,
    PostFollow,
    PostNotice,
    PostPage,
    Reply,
    SendCard,
    UpdateCard,
    UpdatePage,
)
from bot.domain.events import Action, Event, HeardToo, LetGo
from bot.domain.question import Ending, Kind, State
from bot.domain.room import Member, PublicPage, Purpose
from bot.domain.wording import card_view, follow_view, notice_view
from tests.domain.builders import MONDAY, card, meeting_room, pressed, question
from tests.domain.playbook import nudge, playing
from tests.properties.life import Life, rule_tracker
from tests.properties.talk import SAID, conversations
from tests.rules.seeing import cards_of, discreet

ASKER = "Zbigniew"
SAMPLES = st.one_of(
    st.sampled_from(SAID).map(lambda said: said.format(word="qqzebra")),
    st.text(max_size=80).map("qqzebra {}".format),
)
GIVEAWAYS = {kind.value for kind in Kind} | {"not knowing", "worry", "question", "unclear"}


@settings(deadline=None)
@given(
    purpose=st.sampled_from(sorted(set(Purpose) - {Purpose.PRACTICE})),
    kind=st.sampled_from(Kind),
    text=SAMPLES,
    state=st.sampled_from(State),
    closed=st.none() | st.just("This one is settled. Nothing to do."),
    later=st.none() | st.floats(0, 1e6),
)
def test_no_cards_first_lines_give_anything_away(
    purpose: Purpose, kind: Kind, text: str, state: State, closed: str | None, later: float | None
) -> None:
    """No quote, no name, no kind: not before *Show*, and not in the lines above it after."""
    room = meeting_room()
    room.questions["m1"] = question(
        asker="asker", kind=kind, text=text, state=state, moved_on_to="the qqzebra"
    )
    room.members["asker"] = Member(id="asker", name=ASKER)
    for shown in (True, False):
        made = card(purpose, shown=shown, closed=closed, later_at=later and MONDAY + later)
        first = discreet(card_view(room, made, MONDAY)).lower()
        assert "qqzebra" not in first
        assert ASKER.lower() not in first
        assert not any(word in first for word in GIVEAWAYS - {"question"})
        if not shown or closed:
            assert card_view(room, made, MONDAY).details == ()


def public(command: Command) -> bool:
    """Whether a command shows something in the room."""
    return isinstance(command, PostFollow | PostNotice | PostPage | UpdatePage)


@settings(deadline=None)
@given(conversations())
def test_nothing_is_posted_in_public_by_itself(events: list[Event]) -> None:
    """No mark, no ping, no list: whatever is asked, the room sees nothing of it."""
    life = Life(meeting_room())
    life.live(events).until(MONDAY + 1e5)
    assert life.posts == []


@settings(deadline=None)
@given(conversations())
def test_cards_go_to_conveners_alone(events: list[Event]) -> None:
    """Whoever asked, nobody but a convener is told."""
    tracker = rule_tracker()
    room = meeting_room("moira", "ola")
    for event in events:
        for command in tracker.handle(room, event):
            assert not public(command)
            if isinstance(command, SendCard | UpdateCard | Reply):
                assert command.to in {"moira", "ola"}


def test_a_follow_through_heed_names_the_sender_and_not_the_asker() -> None:
    """It replies to the question, and its label is the sender's."""
    with playing(meeting_room()) as play:
        nudge(play)
        made = follow_view(play.room, play.question(), "moira", "What would help?")
        assert "Maya" not in repr(made)
        assert "maya" not in made.label.lower()
        assert made.text == "What would help?"


def test_the_notice_names_no_asker_and_no_question() -> None:
    """However many questions hang."""
    with playing(meeting_room()) as play:
        nudge(play, text="ask:challenge Who owns the qqzebra?")
        said = repr(notice_view(play.room))
        assert "Maya" not in said
        assert "qqzebra" not in said


@settings(deadline=None)
@given(
    state=st.sampled_from(State),
    kind=st.sampled_from(Kind),
    sensitive=st.booleans(),
    tracked=st.booleans(),
    spoken=st.booleans(),
    ending=st.none() | st.sampled_from(Ending),
)
def test_the_rooms_summary_shows_nothing_that_hangs_and_nobodys_name(
    *,
    state: State,
    kind: Kind,
    sensitive: bool,
    tracked: bool,
    spoken: bool,
    ending: Ending | None,
) -> None:
    """Nor kinds, nor what a convener ended: only what somebody took up in the talk."""
    room = meeting_room()
    room.members["asker"] = Member(id="asker", name=ASKER)
    asked = question(
        asker="asker",
        state=state,
        kind=kind,
        sensitive=sensitive,
        tracked=tracked,
        spoken=spoken,
        ending=ending,
        meeting="mtg",
        text="the qqzebra?",
    )
    span = Span(since=MONDAY, meeting="mtg")
    page = summary.room_page(room, (asked,), span, MONDAY)
    followed = state is State.FOLLOWED and tracked and not sensitive
    assert ("qqzebra" in repr(page)) is followed
    assert ASKER not in repr(page)
    assert "asker" not in repr(page)
    assert not any(word in repr(page).lower() for word in GIVEAWAYS - {"question"})


@settings(deadline=None)
@given(
    state=st.sampled_from(State),
    sensitive=st.booleans(),
    ticked=st.booleans(),
    ending=st.none() | st.sampled_from(Ending),
)
def test_what_hangs_is_posted_only_where_it_was_ticked(
    *, state: State, sensitive: bool, ticked: bool, ending: Ending | None
) -> None:
    """And nothing sensitive ever is, nor a name but the convener's who shared it."""
    room = meeting_room()
    room.members["asker"] = Member(id="asker", name=ASKER)
    asked = question(
        asker="asker", state=state, sensitive=sensitive, ending=ending, text="the qqzebra?"
    )
    wanted = PublicPage(
        id="p",
        by="moira",
        at=MONDAY,
        since=MONDAY,
        meeting=True,
        followed=() if ticked else ("m1",),
        ticked=("m1",) if ticked else (),
        ref="r",
    )
    page = summary.public_page(room, wanted, (asked,), MONDAY)
    shown = "qqzebra" in repr(page)
    assert ASKER not in repr(page)
    if sensitive or state in {State.GONE, State.WITHDRAWN}:
        assert not shown
    elif state in {State.HANGING, State.OPEN, State.TAKEN_AWAY}:
        assert shown is ticked
    else:
        assert shown


def test_whoever_it_was_handed_to_learns_neither_who_asked_nor_why_it_was_noticed() -> None:
    """Their card has a link and stems."""
    with playing(meeting_room()) as play:
        nudge(play)
        play >> pressed("nudge:m1:moira", "moira", Action.HAND_TO, 420, value="jo") << ...
        (view,) = cards_of(play.room, "jo")
        assert "Maya" not in repr(view)
        assert view.details[0].why == ()
        assert not any(kind.value in repr(view) for kind in Kind)


@pytest.mark.parametrize("by", ["tom", "maya", "jo"])
def test_privately_asked_answers_tell_nobody_what_is_tracked(by: str) -> None:
    """*Let mine go* and *heard too* say the same whether or not the message is a question."""
    answers = set()
    for message in ("m1", "m1-a", "nothing"):
        with playing(meeting_room()) as play:
            nudge(play)
            for press in (LetGo, HeardToo):
                play >> press(room=play.room.id, at=MONDAY + 500, by=by, message=message)
                replies = [each.text for each in play._came if isinstance(each, Reply)]
                answers.add((press.__name__, *replies))
                play << ...
    assert len(answers) == 2


def test_stems_never_carry_the_askers_name() -> None:
    """Even where the asker names themself in the question."""
    with playing(meeting_room()) as play:
        nudge(play, text="ask:not_knowing Maya here, sorry, what is an ICB?")
        for view in cards_of(play.room, "moira"):
            for stem in view.details[0].stems:
                assert not re.search("maya", stem.text, re.IGNORECASE)
