"""Whatever people wrote and however much of it: what is shown is as Discord takes it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import render
from adapters.discord.address import Address
from adapters.discord.render import Face
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
from tests.adapters.anything import Anything, several
from tests.adapters.discord.limits import check_face, check_modal

GUILD = 1_180_000_000_000_000_001
ROOM = f"discord/{GUILD}/1180000000000000002"
ADDRESS = Address(room=ROOM, card="nudge:1180000000000000003:1180000000000000004")
ASKED = "1180000000000000003"

HOSTILE = (
    "@everyone <@1180000000000000001> @here <@&1> <#1>",
    "[your bank](https://evil.test/) <https://evil.test> https://evil.test/@everyone",
    "😀" * 4_000,
    "\u202e" + "اختبار " * 50,
    "x" * 10_000,
    "*" * 10_000,
    "```\n*bold* _it_ ~~no~~ ||spoiler||\n> quote\n# head\n- item\n1. one",
    "e\u0301" * 3_000,
    "\u0301" * 4_000,
    "`" * 500,
    "\n" * 500 + "a",
    "",
    " \n ",
)

ids = st.integers(10**18, 2**63 - 1).map(str)
ANY = Anything(HOSTILE, ids, card=st.just(ADDRESS.card))
words = ANY.words


def link(message: str) -> str | None:
    """Where a message is; some are nowhere."""
    return None if message.endswith("0") else f"https://discord.com/channels/{GUILD}/1/{message}"


@given(ANY.cards)
@settings(max_examples=80, deadline=None)
def test_any_card_fits(view: CardView) -> None:
    """However many questions it lists, whatever their words; in the conveners' channel too."""
    check_face(render.card(ROOM, view, link))
    check_face(render.shared_card(ROOM, view))


@given(ANY.pages(ANY.lines | ANY.ticks, most=40))
@settings(max_examples=40, deadline=None)
def test_any_answer_fits(page: Page) -> None:
    """Whether there is something to tick in it or not."""
    check_face(render.page(ROOM, page, link))


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
    check_face(render.welcome(GUILD, by))
    check_face(render.word(by))


@given(
    st.builds(
        Draft,
        question=ids,
        label=words,
        stems=several(st.builds(Stem, move=st.sampled_from(Move), text=words), 3),
        words=words,
    ),
    st.lists(st.builds(Member, id=ids, name=words), max_size=100, unique_by=lambda of: of.id),
)
@settings(max_examples=40, deadline=None)
def test_any_form_fits(draft: Draft, hands: Sequence[Member]) -> None:
    """On a card."""
    check_modal(render.follow_modal(ADDRESS, draft))
    check_face(render.hand_to(ADDRESS, hands))
    check_face(render.follow_preview(ADDRESS, draft, " ".join(draft.words.split())))


def faces_with(text: str) -> list[Face]:
    """Everything, with the same words everywhere."""
    stems = tuple(Stem(move=each, text=text) for each in Move)
    about = Details(
        question=ASKED,
        message=ASKED,
        quote=text,
        who=text,
        ago=text,
        why=(text, text),
        stems=stems,
        note=text,
    )
    view = CardView(card=ADDRESS.card, purpose=Purpose.NUDGE, title=text, lines=(text,))
    line = Line(text=text, target=ASKED, note=text)
    listed = Section(title=text, lines=(line, replace(line, tick=ASKED)))
    page = Page(
        title=text, lines=(text,), sections=(listed,), choices=(Choice(wish="help", label=text),)
    )
    draft = Draft(question=ASKED, label=text, stems=stems, words=text)
    return [
        render.card(ROOM, replace(view, details=(about,)), link),
        render.card(ROOM, replace(view, details=(about,) * 3), link),
        render.shared_card(ROOM, view),
        render.page(ROOM, page, link),
        render.follow(FollowView(by="1", label=text, text=text, reply_to="1", thread=None)),
        render.notice(NoticeView(title=text, lines=(text,))),
        render.greeting(ROOM, text),
        render.welcome(GUILD, text),
        render.word(text),
        render.follow_preview(ADDRESS, draft, text[:500]),
        render.hand_to(ADDRESS, [Member(id="1", name=text)]),
    ]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_fits_everywhere(text: str) -> None:
    """However long it is, wherever it stands."""
    for each in faces_with(text):
        check_face(each)
    check_modal(render.follow_modal(ADDRESS, Draft(question=ASKED, label=text, stems=()), text))
