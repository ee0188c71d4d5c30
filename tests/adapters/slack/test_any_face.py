"""Whatever people wrote and however much of it: what is shown is as Slack takes it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import render
from adapters.slack.address import Address
from bot.domain.drafts import Draft
from bot.domain.pages import Choice, Line, Page, Section
from bot.domain.room import Member, Purpose
from bot.domain.views import (
    CardView,
    Details,
    FollowView,
    Move,
    NoticeView,
    Stem,
)
from bot.runtime.ports import HomeRoom
from tests.adapters.anything import Anything, several
from tests.adapters.slack.limits import check_face, check_view

ROOM = "slack/T1/C1"
ADDRESS = Address(room=ROOM, card="nudge:1.2:U1", question="1.2")

HOSTILE = (
    "<!channel> <@U1> @here",
    "<script>alert(1)</script>",
    "😀" * 4_000,
    "\u202e" + "اختبار " * 50,
    "x" * 10_000,
    "&" * 10_000,
    "```\n*bold* _it_ ~no~",
    "e\u0301" * 3_000,
    "\u0301" * 4_000,
    "",
    " \n ",
)

ids = st.from_regex(r"[0-9]{10}\.[0-9]{6}", fullmatch=True)
ANY = Anything(HOSTILE, ids, card=ids)
words, lines = ANY.words, ANY.lines


def link(message: str) -> str | None:
    """Where a message is; some are nowhere."""
    return None if message.endswith("0") else f"https://example.slack.com/archives/C1/p{message}"


@given(ANY.cards)
@settings(max_examples=60, deadline=None)
def test_any_card_fits(view: CardView) -> None:
    """However many questions it lists, whatever their words."""
    check_face(render.card(ROOM, view, link))


@given(ANY.pages(lines, most=12, choices=1))
@settings(max_examples=30, deadline=None)
def test_any_answer_fits(page: Page) -> None:
    """As a message and as a modal."""
    check_face(render.page(ROOM, page, link))
    check_view(render.page_modal(ROOM, page, link))


@given(ANY.pages(lines | ANY.ticks, most=12, choices=1))
@settings(max_examples=30, deadline=None)
def test_any_answer_to_tick_fits(page: Page) -> None:
    """With a button to send it in, where there is anything to tick."""
    check_view(render.page_modal(ROOM, page, link))


@given(
    st.builds(FollowView, by=ids, label=words, text=words, reply_to=ids, thread=st.none()),
    st.builds(NoticeView, title=words, lines=several(words, 6)),
    words,
)
@settings(max_examples=40, deadline=None)
def test_any_post_fits(follow: FollowView, notice: NoticeView, by: str) -> None:
    """What the room sees."""
    check_face(render.follow(follow))
    check_face(render.notice(notice))
    check_face(render.greeting(ROOM, by))


@given(
    st.builds(
        Draft,
        question=ids,
        label=words,
        stems=several(st.builds(Stem, move=st.sampled_from(Move), text=words), 3),
        words=words,
    ),
    st.integers(0, 3),
    st.lists(st.builds(Member, id=ids, name=words), max_size=120, unique_by=lambda of: of.id),
)
@settings(max_examples=40, deadline=None)
def test_any_modal_fits(draft: Draft, stem: int, hands: Sequence[Member]) -> None:
    """On a card."""
    check_view(render.follow_modal(ADDRESS, draft, stem))
    check_view(render.hand_to_modal(ADDRESS, hands))
    check_view(render.follow_preview(ADDRESS, draft, " ".join(draft.words.split())))


@given(
    st.lists(
        st.builds(
            HomeRoom,
            room=st.from_regex(r"slack/T1/C[0-9]{8}", fullmatch=True),
            title=words,
            state=words,
            role=words,
            waiting=several(lines, 20),
            settings=several(lines, 6),
            choices=several(ANY.choices, 4),
        ),
        max_size=30,
        unique_by=lambda of: of.room,
    )
)
@settings(max_examples=20, deadline=None)
def test_any_home_fits(rooms: Sequence[HomeRoom]) -> None:
    """However many rooms somebody is in."""
    check_view(render.home(rooms, lambda _: link))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_fits_everywhere(text: str) -> None:
    """However long it is, wherever it stands."""
    stems = tuple(Stem(move=each, text=text) for each in Move)
    about = Details(
        question="1.2",
        message="1.2",
        quote=text,
        who=text,
        ago=text,
        why=(text, text),
        stems=stems,
        note=text,
    )
    for each in ((about,), (about,) * 3):
        view = CardView(card="1.2", purpose=Purpose.NUDGE, title=text, lines=(text,), details=each)
        check_face(render.card(ROOM, view, link))
    line = Line(text=text, target="1.2", note=text)
    choice = Choice(wish="help", label=text)
    listed = Section(title=text, lines=(line, replace(line, tick="1.2")))
    page = Page(title=text, lines=(text,), sections=(listed,), choices=(choice,))
    check_face(render.page(ROOM, page, link))
    check_view(render.page_modal(ROOM, page, link))
    check_face(render.follow(FollowView(by="U1", label=text, text=text, reply_to="1", thread=None)))
    check_face(render.notice(NoticeView(title=text, lines=(text,))))
    check_face(render.greeting(ROOM, text))
    check_view(render.word_modal(text))
    draft = Draft(question="1.2", label=text, stems=stems, words=text)
    check_view(render.follow_modal(ADDRESS, draft))
    check_view(render.follow_preview(ADDRESS, draft, text[:500]))
    check_view(render.hand_to_modal(ADDRESS, [Member(id="U1", name=text)]))
    room = HomeRoom(room=ROOM, title=text, state=text, role=text, waiting=(line,), settings=(line,))
    check_view(render.home((room,), lambda _: link))
